using System.Text.Json;
using System.Text.Json.Serialization;

namespace HospitalityMemory;

/// <summary>Preferences as stored: the seed's four fields always there, then what this library adds.</summary>
internal sealed class PreferencesJson
{
    public List<string>? PreferredCities { get; set; }

    public PriceRangeJson? PreferredPriceRange { get; set; }

    public List<string>? PreferredAmenities { get; set; }

    public List<string>? PreferredPropertyTypes { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public List<PriceRangeJson>? OtherPriceRanges { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? UsualNights { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public List<string>? Avoided { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public List<PreferenceEvidenceJson>? Evidence { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsDegraded { get; set; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }

    public static PreferencesJson From(UserPreferences preferences) => new()
    {
        PreferredCities = [.. preferences.PreferredCities],
        PreferredPriceRange = preferences.PreferredPriceRange is { } range ? PriceRangeJson.From(range) : null,
        PreferredAmenities = [.. preferences.PreferredAmenities],
        PreferredPropertyTypes = [.. preferences.PreferredPropertyTypes],
        OtherPriceRanges = preferences.OtherPriceRanges.ToItemsOrNull(PriceRangeJson.From),
        UsualNights = preferences.UsualNights,
        Avoided = preferences.Avoided.ToItemsOrNull(text => text),
        Evidence = preferences.Evidence.ToItemsOrNull(PreferenceEvidenceJson.From),
        IsDegraded = preferences.IsDegraded,
    };

    public UserPreferences ToRecord(string path) => new()
    {
        PreferredCities = PreferredCities.ToTexts($"{path}.preferred_cities"),
        PreferredPriceRange = PreferredPriceRange?.ToRecord($"{path}.preferred_price_range"),
        PreferredAmenities = PreferredAmenities.ToTexts($"{path}.preferred_amenities"),
        PreferredPropertyTypes = PreferredPropertyTypes.ToTexts($"{path}.preferred_property_types"),
        OtherPriceRanges = OtherPriceRanges.ToRecords($"{path}.other_price_ranges", (range, place) => range.ToRecord(place)),
        UsualNights = UsualNights is null or > 0
            ? UsualNights
            : throw new JsonSchemaException("A number of nights is above 0.", $"{path}.usual_nights"),
        Avoided = Avoided.ToTexts($"{path}.avoided"),
        Evidence = Evidence.ToRecords($"{path}.evidence", (evidence, _) => evidence.ToRecord()),
        IsDegraded = IsDegraded,
    };
}

/// <summary>A price range as stored.</summary>
internal sealed class PriceRangeJson
{
    [JsonRequired]
    public decimal Min { get; set; }

    [JsonRequired]
    public decimal Max { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Currency { get; set; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }

    public static PriceRangeJson From(PriceRange range) => new() { Min = range.Min, Max = range.Max, Currency = range.Currency };

    public PriceRange ToRecord(string path) => Min <= Max
        ? new() { Min = Min, Max = Max, Currency = Currency }
        : throw new JsonSchemaException("The lowest price is above the highest.", $"{path}.min");
}

/// <summary>Why a preference is there, as stored.</summary>
internal sealed class PreferenceEvidenceJson
{
    [JsonRequired]
    public PreferenceKind Kind { get; set; }

    [JsonRequired]
    public string Value { get; set; } = "";

    [JsonRequired]
    public PreferenceSource Source { get; set; }

    [JsonRequired]
    public double Score { get; set; }

    public int Stays { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateOnly? LastStay { get; set; }

    [JsonRequired]
    public double Confidence { get; set; }

    public static PreferenceEvidenceJson From(PreferenceEvidence evidence) => new()
    {
        Kind = evidence.Kind,
        Value = evidence.Value,
        Source = evidence.Source,
        Score = evidence.Score,
        Stays = evidence.Stays,
        LastStay = evidence.LastStay,
        Confidence = evidence.Confidence,
    };

    public PreferenceEvidence ToRecord() => new()
    {
        Kind = Kind,
        Value = Value,
        Source = Source,
        Score = Score,
        Stays = Stays,
        LastStay = LastStay,
        Confidence = Confidence,
    };
}

/// <summary>A stated preference as stored.</summary>
internal sealed class StatedPreferenceJson
{
    [JsonRequired]
    public PreferenceKind Kind { get; set; }

    [JsonRequired]
    public string Value { get; set; } = "";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Avoid { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PriceRangeJson? PriceRange { get; set; }

    [JsonRequired]
    public DateTimeOffset StatedAt { get; set; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }

    public static StatedPreferenceJson From(StatedPreference preference) => new()
    {
        Kind = preference.Kind,
        Value = preference.Value,
        Avoid = preference.Avoid,
        PriceRange = preference.PriceRange is { } range ? PriceRangeJson.From(range) : null,
        StatedAt = preference.StatedAt,
        Unknown = UnknownFields.Write(preference.AdditionalFields, MemoryJsonContext.Default.StatedPreferenceJson),
    };

    public StatedPreference ToRecord(string path) => new()
    {
        Kind = Kind,
        Value = Value,
        Avoid = Avoid,
        PriceRange = PriceRange?.ToRecord($"{path}.price_range"),
        StatedAt = StatedAt,
        AdditionalFields = UnknownFields.Read(Unknown),
    };
}
