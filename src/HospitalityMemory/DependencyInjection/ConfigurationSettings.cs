using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace HospitalityMemory;

/// <summary>Reads the settings from the host's configuration: first the seed's flat names, then the section, which wins.</summary>
internal sealed class ConfigurationSettings(IConfiguration configuration) : IConfigureOptions<HospitalityMemoryOptions>
{
    private readonly IConfiguration _section =
        configuration is IConfigurationSection { Key: HospitalityMemoryOptions.SectionName }
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
