using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HospitalityMemory;

/// <summary>What the last call that chose a part of a memory said of the part's options.</summary>
/// <param name="Section">The part's section within the memory's.</param>
/// <param name="Configuration">What the memory was given; null for what the container has.</param>
/// <param name="Settings">What may stand in the section.</param>
/// <param name="Bind">Binds options of this type to a section, which generated code can do only where it sees the type.</param>
/// <param name="Configure">Sets what the call says.</param>
internal sealed record SettingsChoice<TOptions>(
    string Section,
    IConfiguration? Configuration,
    KnownSettings Settings,
    Action<IConfiguration, TOptions> Bind,
    Action<TOptions> Configure);

/// <summary>
/// Makes the options of a part of each memory, which bear the memory's name: first what the section says, then what the
/// call says.
/// </summary>
internal sealed class ChosenSettings<TOptions>(IServiceProvider provider) : IConfigureNamedOptions<TOptions>
    where TOptions : class
{
    public void Configure(TOptions options) => Configure(Options.DefaultName, options);

    public void Configure(string? name, TOptions options)
    {
        if (provider.GetKeyedService<SettingsChoice<TOptions>>(string.IsNullOrEmpty(name) ? null : name) is not { } choice)
        {
            return;
        }

        if ((choice.Configuration ?? provider.GetService<IConfiguration>()) is { } configuration)
        {
            MemorySection.Read(MemorySection.Of(configuration).GetSection(choice.Section), choice.Settings, options, choice.Bind);
        }

        choice.Configure(options);
    }
}
