using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace HospitalityMemory;

/// <summary>
/// Unknown fields within preferences, insights and the travel record. These parts are written anew each time; their unknown
/// fields are therefore kept beside them, under the name of their level.
/// </summary>
internal static class ProfileNestedFields
{
    private const string Preferences = "preferences";
    private const string PriceRange = "preferences.preferred_price_range";
    private const string Insights = "insights";
    private const string SeasonalPatterns = "insights.seasonal_patterns";
    private const string TravelRecord = "travel_record";

    public static JsonFields Read(ProfileJson profile)
    {
        var kept = JsonFields.Empty;
        Keep(Preferences, profile.Preferences?.Unknown);
        Keep(PriceRange, profile.Preferences?.PreferredPriceRange?.Unknown);
        Keep(Insights, profile.Insights?.Unknown);
        Keep(SeasonalPatterns, profile.Insights?.SeasonalPatterns?.Unknown);
        Keep(TravelRecord, profile.TravelRecord?.Unknown);
        return kept;

        void Keep(string level, Dictionary<string, JsonElement>? unknown)
        {
            if (UnknownFields.Read(unknown) is { Count: > 0 } fields)
            {
                kept = kept.With(level, JsonText.Serialize(fields, FieldJsonContext.Default.JsonFields));
            }
        }
    }

    /// <summary>Adds the fields to the levels that still exist. A price range, for example, may have gone.</summary>
    public static void Write(JsonFields kept, ProfileJson profile)
    {
        var context = MemoryJsonContext.Default;
        if (profile.Preferences is { } preferences)
        {
            preferences.Unknown = At(Preferences, context.PreferencesJson);
            if (preferences.PreferredPriceRange is { } range)
            {
                range.Unknown = At(PriceRange, context.PriceRangeJson);
            }
        }

        if (profile.Insights is { } insights)
        {
            insights.Unknown = At(Insights, context.InsightsJson);
            if (insights.SeasonalPatterns is { } patterns)
            {
                patterns.Unknown = At(SeasonalPatterns, context.SeasonalPatternsJson);
            }
        }

        if (profile.TravelRecord is { } record)
        {
            record.Unknown = At(TravelRecord, context.TravelRecordJson);
        }

        Dictionary<string, JsonElement>? At(string level, JsonTypeInfo typeInfo) =>
            kept.Get(level, FieldJsonContext.Default.JsonFields) is { } fields ? UnknownFields.Write(fields, typeInfo) : null;
    }
}
