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
        "ShortTerm:SummaryTimeout",
        "ShortTerm:SweepInterval",
        "ShortTerm:Timeout",
        "LongTerm:CleanupInterval",
        "LongTerm:InactiveAfter",
        "LongTerm:ProfileCacheLifetime",
        "LongTerm:Timeout",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

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

        ConfigurationReader.Read(
            ConfigurationReader.Section(configuration),
            HospitalityMemoryOptions.SectionName,
            Durations,
            options,
            static (section, options) => section.Bind(options));
    }

    private int? Read(string name, string allowed) => configuration[name] switch
    {
        null or "" => null,
        var text when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) => value,
        var text => throw ConfigurationReader.Invalid<HospitalityMemoryOptions>($"{name} is '{text}'; it must be {allowed}."),
    };
}
