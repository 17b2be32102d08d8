using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace HospitalityMemory;

/// <summary>
/// Finds a memory's section in the host's configuration and reads options from it. Errors name the setting, its value and what is
/// allowed.
/// </summary>
internal static class MemorySection
{
    /// <param name="configuration">The root, in which the section has the library's name; or the section itself.</param>
    public static IConfigurationSection Of(IConfiguration configuration) =>
        configuration as IConfigurationSection ?? configuration.GetSection(HospitalityMemoryOptions.SectionName);

    /// <summary>Reads options. Settings that the section leaves out stay as they are.</summary>
    /// <param name="section">The section.</param>
    /// <param name="settings">The settings that may stand in it.</param>
    /// <param name="options">The options.</param>
    /// <param name="bind">
    /// Binds them. The caller hands it in, as the source generator that makes binding safe for trimming needs a call with the
    /// options' type.
    /// </param>
    /// <exception cref="OptionsValidationException">A value is not of its setting's kind.</exception>
    public static void Read<TOptions>(
        IConfigurationSection section, KnownSettings settings, TOptions options, Action<IConfiguration, TOptions> bind)
    {
        // TimeSpan reads a bare number as days, which nobody means.
        foreach (var setting in section.AsEnumerable(makePathsRelative: true))
        {
            if (setting.Value is { } text
                && settings.KindOf(setting.Key) is SettingKind.Duration
                && long.TryParse(text, CultureInfo.InvariantCulture, out _))
            {
                throw Invalid<TOptions>($"{section.Path}:{setting.Key} is '{text}', which would be days; it must be written as [d.]hh:mm:ss.");
            }
        }

        try
        {
            bind(section, options);
        }
        catch (InvalidOperationException exception)
        {
            // The binder's message has the setting's path, its value and the type that is allowed.
            throw Invalid<TOptions>(exception.Message);
        }
    }

    /// <summary>The error of a setting that cannot be read.</summary>
    public static OptionsValidationException Invalid<TOptions>(string failure) =>
        new(Options.DefaultName, typeof(TOptions), [failure]);
}
