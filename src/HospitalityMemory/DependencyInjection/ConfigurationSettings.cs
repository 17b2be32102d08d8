using System.Collections.Frozen;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace HospitalityMemory;

/// <summary>
/// Reads the settings from the host's configuration: first the seed's flat names, then the section, which wins.
/// </summary>
internal sealed class ConfigurationSettings(IConfiguration configuration) : IConfigureOptions<HospitalityMemoryOptions>
{
    private static readonly FrozenSet<string> Durations = new[]
    {
        "ShortTerm:SessionLifetime",
        "ShortTerm:MaximumSessionLifetime",
        "ShortTerm:SweepInterval",
        "LongTerm:CleanupInterval",
        "LongTerm:InactiveAfter",
        "LongTerm:ProfileCacheLifetime",
        "LongTerm:MarketRefreshInterval",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private readonly IConfiguration _section =
        configuration is IConfigurationSection section
        && string.Equals(section.Key, HospitalityMemoryOptions.SectionName, StringComparison.OrdinalIgnoreCase)
            ? configuration
            : configuration.GetSection(HospitalityMemoryOptions.SectionName);

    public void Configure(HospitalityMemoryOptions options)
    {
        if (Read("SESSION_TTL_MINUTES", "a whole number of minutes") is { } minutes)
        {
            options.ShortTerm.SessionLifetime = TimeSpan.FromMinutes(minutes);
        }

        if (Read("STM_MAX_SIZE_MB", "a whole number of megabytes") is { } megabytes)
        {
            options.ShortTerm.MaxSizeMegabytes = megabytes;
        }

        if (Read("LTM_CLEANUP_INTERVAL", "a whole number of seconds") is { } seconds)
        {
            options.LongTerm.CleanupInterval = TimeSpan.FromSeconds(seconds);
        }

        // A bare number is a number of days to TimeSpan, which is what nobody means.
        foreach (var setting in _section.AsEnumerable(makePathsRelative: true))
        {
            if (setting.Value is { } text && Durations.Contains(setting.Key) && long.TryParse(text, CultureInfo.InvariantCulture, out _))
            {
                throw Invalid($"{HospitalityMemoryOptions.SectionName}:{setting.Key} is '{text}', which would be days; it must be written as [d.]hh:mm:ss.");
            }
        }

        try
        {
            _section.Bind(options);
        }
        catch (InvalidOperationException exception)
        {
            // The binder's message has the setting's path, its value and the type that is allowed.
            throw Invalid(exception.Message);
        }
    }

    private int? Read(string name, string allowed) => configuration[name] switch
    {
        null or "" => null,
        var text when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) => value,
        var text => throw Invalid($"{name} is '{text}'; it must be {allowed}."),
    };

    private static OptionsValidationException Invalid(string failure) =>
        new(Options.DefaultName, typeof(HospitalityMemoryOptions), [failure]);
}
