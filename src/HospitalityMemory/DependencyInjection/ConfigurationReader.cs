using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace HospitalityMemory;

/// <summary>
/// Reads options from the host's configuration, with errors that name setting, value and what is allowed. Each package
/// that has options compiles this file, as none sees another's internals.
/// </summary>
internal static class ConfigurationReader
{
    /// <summary>The library's section.</summary>
    /// <param name="configuration">The root, or the library's section itself.</param>
    /// <returns>The section.</returns>
    public static IConfiguration Section(IConfiguration configuration) =>
        configuration is IConfigurationSection section && string.Equals(section.Key, HospitalityMemoryOptions.SectionName, StringComparison.OrdinalIgnoreCase)
            ? configuration
            : configuration.GetSection(HospitalityMemoryOptions.SectionName);

    /// <summary>Reads options. What the section does not say stays as it is.</summary>
    /// <param name="section">The section.</param>
    /// <param name="path">Its name from the root, for errors.</param>
    /// <param name="durations">The settings, from the section, that are a <see cref="TimeSpan"/>; whatever their case.</param>
    /// <param name="options">The options.</param>
    /// <param name="bind">
    /// Binds them. Handed in, as the generator that makes binding safe for trimming looks for calls with the type of the options.
    /// </param>
    /// <exception cref="OptionsValidationException">A value is not of its setting's kind.</exception>
    public static void Read<TOptions>(
        IConfiguration section, string path, IReadOnlySet<string> durations, TOptions options, Action<IConfiguration, TOptions> bind)
    {
        // A bare number is a number of days to TimeSpan, which is what nobody means.
        foreach (var setting in section.AsEnumerable(makePathsRelative: true))
        {
            if (setting.Value is { } text && durations.Contains(setting.Key) && long.TryParse(text, CultureInfo.InvariantCulture, out _))
            {
                throw Invalid<TOptions>($"{path}:{setting.Key} is '{text}', which would be days; it must be written as [d.]hh:mm:ss.");
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
