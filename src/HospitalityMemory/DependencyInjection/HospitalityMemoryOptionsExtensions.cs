using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace HospitalityMemory.Stores;

/// <summary>Options of a memory's stores and learners, for their authors.</summary>
public static class HospitalityMemoryOptionsExtensions
{
    /// <summary>
    /// Makes options that have the memory's name. A section within the memory's section is read first, and then the call's own
    /// settings win. A value of the wrong kind fails as <see cref="OptionsValidationException"/>. A setting in the section that
    /// the options do not have causes a warning when the host starts. Of several calls for one memory the last one counts.
    /// </summary>
    /// <typeparam name="TOptions">The options.</typeparam>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="section">The name of the section within the memory's, such as <c>Redis</c>.</param>
    /// <param name="bind">
    /// Binds them: <c>static (section, options) => section.Bind(options)</c>. Write it in your own code, where the source
    /// generator that makes binding safe for trimming sees it.
    /// </param>
    /// <param name="configure">Sets what the call says.</param>
    /// <returns>The builder.</returns>
    public static IHospitalityMemoryBuilder ConfigureFromSection<
        [DynamicallyAccessedMembers(
            DynamicallyAccessedMemberTypes.PublicParameterlessConstructor | DynamicallyAccessedMemberTypes.PublicProperties)] TOptions>(
        this IHospitalityMemoryBuilder builder, string section, Action<IConfiguration, TOptions> bind, Action<TOptions> configure)
        where TOptions : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(section);
        ArgumentNullException.ThrowIfNull(bind);
        ArgumentNullException.ThrowIfNull(configure);
        var settings = KnownSettings.Of<TOptions>();
        builder.Services.RemoveAllKeyed<SettingsChoice<TOptions>>(builder.ServiceKey);
        builder.Services.AddKeyedSingleton(
            builder.ServiceKey, new SettingsChoice<TOptions>(section, builder.Configuration, settings, bind, configure));
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<TOptions>, ChosenSettings<TOptions>>());
        builder.Services.AddSingleton(new PartSettings(settings.Under(section)));
        builder.Services.AddSingleton(new ReadSection(builder.Configuration));
        builder.Services.AddOptions();
        return builder;
    }

    /// <summary>The options that have the memory's name.</summary>
    /// <typeparam name="TOptions">
    /// The options. <see cref="HospitalityMemoryOptions"/> are the memory's own; they have the application's name, under which a
    /// store keeps its data.
    /// </typeparam>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="provider">The built container.</param>
    /// <returns>The options.</returns>
    /// <exception cref="OptionsValidationException">They are not valid.</exception>
    public static TOptions GetOptions<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        this IHospitalityMemoryBuilder builder, IServiceProvider provider)
        where TOptions : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(provider);
        return MemoryRegistration.OptionsOf<TOptions>(provider, builder.ServiceKey);
    }
}
