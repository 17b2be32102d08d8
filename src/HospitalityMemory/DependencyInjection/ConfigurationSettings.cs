using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace HospitalityMemory;

/// <summary>
/// Reads the settings from the host's configuration: first the seed's flat names, where it is the root, then the
/// section, which wins.
/// </summary>
internal sealed class ConfigurationSettings(IConfiguration configuration)
{
    public void Configure(HospitalityMemoryOptions options)
    {
        if (configuration is not IConfigurationSection)
        {
            ReadFlatNames(options);
        }

        MemorySection.Read(
            MemorySection.Of(configuration), KnownSettings.OfMemory, options, static (section, options) => section.Bind(options));
    }

    private void ReadFlatNames(HospitalityMemoryOptions options)
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
    }

    private int? Read(string name, string allowed) => configuration[name] switch
    {
        null or "" => null,
        var text when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) => value,
        var text => throw MemorySection.Invalid<HospitalityMemoryOptions>($"{name} is '{text}'; it must be {allowed}."),
    };
}
