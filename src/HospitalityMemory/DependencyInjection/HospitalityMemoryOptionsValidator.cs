using System.Globalization;
using Microsoft.Extensions.Options;

namespace HospitalityMemory;

/// <summary>Checks every setting. An error names the setting, its value and what is allowed.</summary>
internal sealed class HospitalityMemoryOptionsValidator : IValidateOptions<HospitalityMemoryOptions>
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(10);

    public ValidateOptionsResult Validate(string? name, HospitalityMemoryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var findings = new Findings(string.IsNullOrEmpty(name) ? "" : $" of the memory '{name}'");
        findings.Require(
            ApplicationName.IsValid(options.Application),
            "Application",
            options.Application,
            ApplicationName.Rule);
        findings.Require(Money.IsCurrencyCode(options.DefaultCurrency), "DefaultCurrency", options.DefaultCurrency, Money.CodeRule);
        findings.Within("HealthTimeout", options.HealthTimeout, ShortestTimeout, LongestTimeout);
        findings.Require(
            options.DiagnosticsKey is null or { Length: >= 16 }, "DiagnosticsKey", "a shorter text", "left out, or a secret of at least 16 characters");
        findings.Require(options.ShortTerm is not null, "ShortTerm", null, "its settings");
        findings.Require(options.LongTerm is not null, "LongTerm", null, "its settings");
        if (options.ShortTerm is { } shortTerm)
        {
            Validate(shortTerm, findings);
        }

        if (options.LongTerm is { } longTerm)
        {
            Validate(longTerm, findings);
        }

        return findings.ToResult();
    }

    private static void Validate(ShortTermMemoryOptions settings, Findings findings)
    {
        findings.Within(
            "ShortTerm.SessionLifetime",
            settings.SessionLifetime,
            ShortTermMemoryOptions.ShortestLifetime,
            ShortTermMemoryOptions.LongestLifetime);
        if (settings.MaxSessionLifetime is { } maximum)
        {
            findings.Require(
                maximum >= settings.SessionLifetime && maximum <= ShortTermMemoryOptions.LongestMaximumLifetime,
                "ShortTerm.MaxSessionLifetime",
                maximum,
                $"at least ShortTerm.SessionLifetime and at most {ShortTermMemoryOptions.LongestMaximumLifetime}, or null for no limit");
        }

        findings.Timeout("ShortTerm.Timeout", settings.Timeout);
        findings.Within("ShortTerm.MaxMessages", settings.MaxMessages, 1, 10_000);
        if (settings.MaxMessageTokens is { } tokens)
        {
            findings.Within("ShortTerm.MaxMessageTokens", tokens, 1, 100_000_000);
        }

        findings.Within("ShortTerm.SummarizeAfter", settings.SummarizeAfter, 1, 100);
        findings.Within("ShortTerm.SummaryTimeout", settings.SummaryTimeout, Second, TimeSpan.FromMinutes(10));
        findings.Within("ShortTerm.MaxSizeMegabytes", settings.MaxSizeMegabytes, 1, 1_048_576);
        findings.Within("ShortTerm.MaxSessionKilobytes", settings.MaxSessionKilobytes, 1, 1024L * Math.Max(1, settings.MaxSizeMegabytes));
        findings.Require(
            Enum.IsDefined(settings.WhenFull),
            "ShortTerm.WhenFull",
            settings.WhenFull,
            string.Join(" or ", Enum.GetNames<MemoryFullPolicy>()));
        findings.Within("ShortTerm.SweepInterval", settings.SweepInterval, Second, Day);
        ValidateSynonyms(settings.SlotSynonyms, findings);
    }

    private static void ValidateSynonyms(IDictionary<string, string> synonyms, Findings findings)
    {
        findings.Within("ShortTerm.SlotSynonyms.Count", synonyms.Count, 0, 1_000);
        foreach (var (name, slot) in synonyms)
        {
            findings.Require(
                string.IsNullOrEmpty(slot) || SlotNames.All.Contains(slot),
                $"ShortTerm.SlotSynonyms.{name}",
                slot,
                $"the name of a slot ({string.Join(", ", SlotNames.All)}), or empty for none");
            findings.Require(
                name.Length is > 0 and <= SlotRules.MaxExtraNameLength && SlotSynonyms.OwnName(name) is null,
                "ShortTerm.SlotSynonyms",
                name,
                $"names of 1 to {SlotRules.MaxExtraNameLength} characters that are no slot's own");
        }
    }

    private static void Validate(LongTermMemoryOptions settings, Findings findings)
    {
        findings.Within("LongTerm.CleanupInterval", settings.CleanupInterval, Second, 30 * Day);
        findings.Within("LongTerm.InactiveAfter", settings.InactiveAfter, LongTermMemoryOptions.ShortestInactivity, LongTermMemoryOptions.LongestInactivity);
        findings.Timeout("LongTerm.Timeout", settings.Timeout);
        findings.Within("LongTerm.ProfileCacheLifetime", settings.ProfileCacheLifetime, TimeSpan.Zero, Day);
        findings.Within("LongTerm.ProfileCacheSize", settings.ProfileCacheSize, 1, 10_000_000);
        findings.Within("LongTerm.MaxStatedPreferencesPerSession", settings.MaxStatedPreferencesPerSession, 1, StatedPreferenceRules.MaxCount);
        findings.Within("LongTerm.MaxSearchesPerSession", settings.MaxSearchesPerSession, 1, StaySearches.MaxSearches);
        findings.Within("LongTerm.MaxBookingsPerSession", settings.MaxBookingsPerSession, 1, TravelRecord.MaxBookings);
        findings.Within("LongTerm.AmenityOrder.Count", settings.AmenityOrder.Count, 0, 1_000);
        foreach (var (place, amenity) in settings.AmenityOrder.Index())
        {
            findings.Require(
                !string.IsNullOrWhiteSpace(amenity) && amenity.Length <= BookingRules.MaxAmenityLength,
                string.Create(CultureInfo.InvariantCulture, $"LongTerm.AmenityOrder.{place}"),
                amenity,
                $"an amenity of 1 to {BookingRules.MaxAmenityLength} characters");
        }

        ValidateNames("Cities", settings.Synonyms.Cities, findings);
        ValidateNames("Countries", settings.Synonyms.Countries, findings);
        ValidateNames("Amenities", settings.Synonyms.Amenities, findings);
        ValidateNames("PropertyTypes", settings.Synonyms.PropertyTypes, findings);
        ValidateNames("Operators", settings.Synonyms.Operators, findings);
    }

    private static void ValidateNames(string kind, IDictionary<string, string> synonyms, Findings findings)
    {
        findings.Within($"LongTerm.Synonyms.{kind}.Count", synonyms.Count, 0, 10_000);
        foreach (var (name, target) in synonyms)
        {
            findings.Require(
                NameSynonyms.IsName(name),
                $"LongTerm.Synonyms.{kind}",
                name,
                $"names of 1 to {BookingRules.MaxTextLength} characters that say something");
            findings.Require(
                string.IsNullOrEmpty(target) || NameSynonyms.IsName(target),
                $"LongTerm.Synonyms.{kind}.{name}",
                target,
                $"the name that it stands for, of 1 to {BookingRules.MaxTextLength} characters, or empty for itself");
        }
    }

    /// <summary>Every wrong setting, each with its value and what is allowed.</summary>
    private sealed class Findings(string ofMemory)
    {
        private readonly List<string> _failures = [];

        public ValidateOptionsResult ToResult() =>
            _failures.Count is 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(_failures);

        public void Within<T>(string setting, T value, T least, T most)
            where T : IComparable<T> =>
            Require(
                value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0,
                setting,
                value,
                string.Create(CultureInfo.InvariantCulture, $"from {least} to {most}"));

        public void Timeout(string setting, TimeSpan value) => Require(
            value == System.Threading.Timeout.InfiniteTimeSpan || (value >= ShortestTimeout && value <= LongestTimeout),
            setting,
            value,
            $"from {ShortestTimeout} to {LongestTimeout}, or {System.Threading.Timeout.InfiniteTimeSpan} for no limit");

        public void Require(bool valid, string setting, object? value, string allowed)
        {
            if (!valid)
            {
                _failures.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{HospitalityMemoryOptions.SectionName}:{setting.Replace('.', ':')}{FlatName(setting)}{ofMemory} is '{value ?? "null"}'; it must be {allowed}."));
            }
        }

        /// <summary>The flat name of a setting. The value may have come from there, and must then be corrected there.</summary>
        private static string FlatName(string setting) => setting switch
        {
            "ShortTerm.SessionLifetime" => " (SESSION_TTL_MINUTES)",
            "ShortTerm.MaxSizeMegabytes" => " (STM_MAX_SIZE_MB)",
            "LongTerm.CleanupInterval" => " (LTM_CLEANUP_INTERVAL)",
            _ => "",
        };
    }
}
