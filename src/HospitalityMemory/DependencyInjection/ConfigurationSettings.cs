using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace HospitalityMemory;

/// <summary>
/// Reads the settings from the host's configuration. From the root it reads the flat names (<c>SESSION_TTL_MINUTES</c> and so on)
/// first, and then the section, which wins.
/// </summary>
/// <param name="configuration">The root, or the memory's section.</param>
/// <param name="hasKey">Whether the memory has a service key. What the root says then concerns other memories too.</param>
internal sealed class ConfigurationSettings(IConfiguration configuration, bool hasKey)
{
    public void Configure(HospitalityMemoryOptions options)
    {
        var application = options.Application;
        if (configuration is not IConfigurationSection)
        {
            ReadFlatNames(options);
        }

        MemorySection.Read(
            MemorySection.Of(configuration), KnownSettings.OfMemory, options, static (section, options) => section.Bind(options));
        if (hasKey && configuration is not IConfigurationSection)
        {
            // Two memories with the application name of the root would see each other's guests.
            options.Application = application;
        }
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
