using System.Globalization;
using Microsoft.Extensions.Options;

namespace HospitalityMemory;

/// <summary>Checks every setting, and names each wrong one with its value and what is allowed.</summary>
internal sealed class HospitalityMemoryOptionsValidator : IValidateOptions<HospitalityMemoryOptions>
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, HospitalityMemoryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var failures = new List<string>();
        Require(
            Money.IsCurrencyCode(options.DefaultCurrency),
            "DefaultCurrency",
            options.DefaultCurrency,
            "an ISO 4217 code of three capital letters");
        if (options.ShortTerm is { } shortTerm)
        {
            ValidateShortTerm(shortTerm);
        }
        else
        {
            Require(false, "ShortTerm", null, "its settings");
        }

        if (options.LongTerm is { } longTerm)
        {
            ValidateLongTerm(longTerm);
        }
        else
        {
            Require(false, "LongTerm", null, "its settings");
        }

        return failures.Count is 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void ValidateShortTerm(ShortTermMemoryOptions settings)
        {
            Within("ShortTerm.SessionLifetime", settings.SessionLifetime, Second, 365 * Day);
            if (settings.MaximumSessionLifetime is { } maximum)
            {
                Require(
                    maximum >= settings.SessionLifetime && maximum <= 3650 * Day,
                    "ShortTerm.MaximumSessionLifetime",
                    maximum,
                    "at least ShortTerm.SessionLifetime and at most 3650.00:00:00, or null for no limit");
            }

            Within("ShortTerm.MaxMessages", settings.MaxMessages, 1, 10_000);
            Within("ShortTerm.MaxSizeMegabytes", settings.MaxSizeMegabytes, 1, 1_048_576);
            Within("ShortTerm.MaxSessionKilobytes", settings.MaxSessionKilobytes, 1, 1024L * Math.Max(1, settings.MaxSizeMegabytes));
            Require(
                Enum.IsDefined(settings.WhenFull),
                "ShortTerm.WhenFull",
                settings.WhenFull,
                string.Join(" or ", Enum.GetNames<MemoryFullPolicy>()));
            Within("ShortTerm.SweepInterval", settings.SweepInterval, Second, Day);
        }

        void ValidateLongTerm(LongTermMemoryOptions settings)
        {
            Within("LongTerm.CleanupInterval", settings.CleanupInterval, Second, 30 * Day);
            Within("LongTerm.InactiveAfter", settings.InactiveAfter, Day, 36_500 * Day);
            Within("LongTerm.ProfileCacheLifetime", settings.ProfileCacheLifetime, TimeSpan.Zero, Day);
            Within("LongTerm.ProfileCacheSize", settings.ProfileCacheSize, 1, 10_000_000);
        }

        void Within<T>(string setting, T value, T least, T most)
            where T : IComparable<T> =>
            Require(
                value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0,
                setting,
                value,
                string.Create(CultureInfo.InvariantCulture, $"from {least} to {most}"));

        void Require(bool valid, string setting, object? value, string allowed)
        {
            if (!valid)
            {
                failures.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{HospitalityMemoryOptions.SectionName}:{setting.Replace('.', ':')}{FlatName(setting)} is '{value ?? "null"}'; it must be {allowed}."));
            }
        }
    }

    /// <summary>A value may have come in under the seed's name, which then is the one to mend.</summary>
    private static string FlatName(string setting) => setting switch
    {
        "ShortTerm.SessionLifetime" => " (SESSION_TTL_MINUTES)",
        "ShortTerm.MaxSizeMegabytes" => " (STM_MAX_SIZE_MB)",
        "LongTerm.CleanupInterval" => " (LTM_CLEANUP_INTERVAL)",
        _ => "",
    };
}
