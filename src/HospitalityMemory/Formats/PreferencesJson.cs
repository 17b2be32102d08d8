using System.Text.Json;
using System.Text.Json.Serialization;

namespace HospitalityMemory;

/// <summary>
/// Preferences as stored: four fields that are always there, and the list of which they are views. The list counts when they are
/// read. Documents from elsewhere have no list; there the four fields count.
/// </summary>
internal sealed class PreferencesJson
{
    /// <summary>
    /// The score and the confidence of a preference that has none: it was learned once, and nobody knows from how much.
    /// </summary>
    private const double UnknownScore = 0.5;
    private const double UnknownConfidence = 0.25;

    public List<string>? PreferredCities { get; set; }

    public PriceRangeJson? PreferredPriceRange { get; set; }

    public List<string>? PreferredAmenities { get; set; }

    public List<string>? PreferredPropertyTypes { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public List<PreferenceJson>? All { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? UsualNights { get; set; }

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
        All = preferences.All.ToItemsOrNull(PreferenceJson.From),
        UsualNights = preferences.UsualNights,
        IsDegraded = preferences.IsDegraded,
    };

    public UserPreferences ToRecord(string path)
    {
        // The views are read even where there is a list, as broken values in them must be reported.
        var views = OfViews(
            PreferredCities.ToTexts($"{path}.preferred_cities"),
            PreferredPriceRange?.ToRecord($"{path}.preferred_price_range"),
            PreferredAmenities.ToTexts($"{path}.preferred_amenities"),
            PreferredPropertyTypes.ToTexts($"{path}.preferred_property_types"));
        return new()
        {
            All = All is null ? views : All.ToRecords($"{path}.all", (preference, place) => preference.ToRecord(place)),
            UsualNights = UsualNights is null or > 0
                ? UsualNights
                : throw new JsonSchemaException("A number of nights is above 0.", $"{path}.usual_nights"),
            IsDegraded = IsDegraded,
        };
    }

    /// <summary>The list of preferences that has these views. What they say came from elsewhere.</summary>
    internal static IReadOnlyList<Preference> OfViews(
        IReadOnlyList<string> cities, PriceRange? range, IReadOnlyList<string> amenities, IReadOnlyList<string> propertyTypes)
    {
        return
        [
            .. cities.Select(city => Of(PreferenceKind.City, city)),
            .. range is null ? (Preference[])[] : [Of(PreferenceKind.PriceRange, range.Currency ?? "") with { PriceRange = range }],
            .. amenities.Select(amenity => Of(PreferenceKind.Amenity, amenity)),
            .. propertyTypes.Select(type => Of(PreferenceKind.PropertyType, type)),
        ];

        static Preference Of(PreferenceKind kind, string value) => new()
        {
            Kind = kind,
            Value = value,
            Source = PreferenceSource.Imported,
            Score = UnknownScore,
            Confidence = UnknownConfidence,
        };
    }
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

    public PriceRange ToRecord(string path)
    {
        StoredList.ThrowIfNotWithin(Max, 0, BookingRules.MaxPrice, $"{path}.max");
        StoredList.ThrowIfNotWithin(Min, 0, Max, $"{path}.min");
        return new() { Min = Min, Max = Max, Currency = Currency };
    }
}

/// <summary>One preference as stored.</summary>
internal sealed class PreferenceJson
{
    [JsonRequired]
    public PreferenceKind Kind { get; set; }

    [JsonRequired]
    public string Value { get; set; } = "";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PriceRangeJson? Range { get; set; }

    [JsonRequired]
    public PreferenceSource Source { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Avoid { get; set; }

    public double Score { get; set; }

    public double Confidence { get; set; }

    public int Stays { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int ToCome { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateOnly? LastStay { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OriginJson? Origin { get; set; }

    public static PreferenceJson From(Preference preference) => new()
    {
        Kind = preference.Kind,
        Value = preference.Value,
        Range = preference.PriceRange is { } range ? PriceRangeJson.From(range) : null,
        Source = preference.Source,
        Avoid = preference.Avoid,
        Score = preference.Score,
        Confidence = preference.Confidence,
        Stays = preference.Stays,
        ToCome = preference.ToCome,
        LastStay = preference.LastStay,
        Origin = OriginJson.From(preference.Origin),
    };

    public Preference ToRecord(string path) => new()
    {
        Kind = Kind,
        Value = Value,
        PriceRange = Range?.ToRecord($"{path}.range"),
        Source = Source,
        Avoid = Avoid,
        Score = StoredList.Share(Score, $"{path}.score"),
        Confidence = StoredList.Share(Confidence, $"{path}.confidence"),
        Stays = StoredList.Count(Stays, $"{path}.stays"),
        ToCome = StoredList.Count(ToCome, $"{path}.to_come"),
        LastStay = LastStay,
        Origin = Origin?.ToRecord(),
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

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OriginJson? Origin { get; set; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }

    public static StatedPreferenceJson From(StatedPreference preference) => new()
    {
        Kind = preference.Kind,
        Value = preference.Value,
        Avoid = preference.Avoid,
        PriceRange = preference.PriceRange is { } range ? PriceRangeJson.From(range) : null,
        StatedAt = preference.StatedAt,
        Origin = OriginJson.From(preference.Origin),
        Unknown = UnknownFields.Write(preference.AdditionalFields, MemoryJsonContext.Default.StatedPreferenceJson),
    };

    public StatedPreference ToRecord(string path) => new()
    {
        Kind = Kind,
        Value = Value,
        Avoid = Avoid,
        PriceRange = PriceRange?.ToRecord($"{path}.price_range"),
        StatedAt = StatedAt,
        Origin = Origin?.ToRecord(),
        AdditionalFields = UnknownFields.Read(Unknown),
    };
}
