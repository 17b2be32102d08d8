using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HospitalityMemory;

/// <summary>The options of a part of a memory, as the last call that chose the part described them.</summary>
/// <param name="Section">The part's section within the memory's section.</param>
/// <param name="Configuration">The configuration that the memory was given; null for the container's.</param>
/// <param name="Settings">The settings that may stand in the section.</param>
/// <param name="Bind">
/// Binds options to a section. The source generator can bind only a type that it sees, so the caller hands this in.
/// </param>
/// <param name="Configure">Sets what the call says, after the section.</param>
internal sealed record SettingsChoice<TOptions>(
    string Section,
    IConfiguration? Configuration,
    KnownSettings Settings,
    Action<IConfiguration, TOptions> Bind,
    Action<TOptions> Configure);

/// <summary>
/// Makes the options of a chosen part for each memory. They have the memory's name. The section is read first, and then the
/// call's own settings win.
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
