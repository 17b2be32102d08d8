using System.Text.Json.Serialization;

namespace HospitalityMemory;

/// <summary>
/// Counts of earlier stays as stored. Names of guests' places stand as values, never as names of fields: an error's
/// path holds none.
/// </summary>
internal sealed class EarlierStaysJson
{
    private const string Path = "$.travel_record.earlier";
    private const int MonthsOfYear = 12;

    /// <summary>More stays than anyone makes, and few enough to be added up.</summary>
    internal const int MaxCount = 100_000_000;

    public int Count { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateOnly? FirstCheckIn { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public List<StayTallyJson>? Cities { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public List<StayTallyJson>? PropertyTypes { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public List<StayTallyJson>? Amenities { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public List<StayTallyJson>? Properties { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public List<StayTallyJson>? CitiesOfUnknownProperty { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int DroppedPlaces { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int StaysWithPropertyType { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int StaysWithAmenities { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public decimal AmenityRatingSum { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int StaysWithNights { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Nights { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public List<int>? StaysByMonth { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public List<PriceSummaryJson>? Prices { get; set; }

    public static EarlierStaysJson From(EarlierStays stays) => new()
    {
        Count = stays.Count,
        FirstCheckIn = stays.FirstCheckIn,
        Cities = stays.Cities.ToItemsOrNull(StayTallyJson.From),
        PropertyTypes = stays.PropertyTypes.ToItemsOrNull(StayTallyJson.From),
        Amenities = stays.Amenities.ToItemsOrNull(StayTallyJson.From),
        Properties = stays.Properties.ToItemsOrNull(StayTallyJson.From),
        CitiesOfUnknownProperty = stays.CitiesOfUnknownProperty.ToItemsOrNull(StayTallyJson.From),
        DroppedPlaces = stays.DroppedPlaces,
        StaysWithPropertyType = stays.StaysWithPropertyType,
        StaysWithAmenities = stays.StaysWithAmenities,
        AmenityRatingSum = stays.AmenityRatingSum,
        StaysWithNights = stays.StaysWithNights,
        Nights = stays.Nights,
        StaysByMonth = stays.StaysByMonth.ToItemsOrNull(count => count),
        Prices = stays.Prices.ToItemsOrNull(PriceSummaryJson.From),
    };

    public EarlierStays ToRecord()
    {
        StoredList.ThrowIfNotWithin(Count, 0, MaxCount, $"{Path}.count");
        StoredList.ThrowIfNotWithin(DroppedPlaces, 0, MaxCount, $"{Path}.dropped_places");
        StoredList.ThrowIfNotWithin(StaysWithPropertyType, 0, MaxCount, $"{Path}.stays_with_property_type");
        StoredList.ThrowIfNotWithin(StaysWithAmenities, 0, MaxCount, $"{Path}.stays_with_amenities");
        StoredList.ThrowIfNotWithin(StaysWithNights, 0, MaxCount, $"{Path}.stays_with_nights");
        StoredList.ThrowIfNotWithin(Nights, 0, long.MaxValue / 2, $"{Path}.nights");
        StoredList.ThrowIfNotWithin(AmenityRatingSum, 0, MaxCount * BookingRules.MaxRating, $"{Path}.amenity_rating_sum");
        if (StaysByMonth is { Count: not (0 or MonthsOfYear) })
        {
            throw new JsonSchemaException("A year has 12 months.", $"{Path}.stays_by_month");
        }

        for (var month = 0; month < StaysByMonth?.Count; month++)
        {
            StoredList.ThrowIfNotWithin(StaysByMonth[month], 0, MaxCount, $"{Path}.stays_by_month[{month}]");
        }

        return new EarlierStays
        {
            Count = Count,
            FirstCheckIn = FirstCheckIn,
            Cities = ReadTallies(Cities, "cities"),
            PropertyTypes = ReadTallies(PropertyTypes, "property_types"),
            Amenities = ReadTallies(Amenities, "amenities"),
            Properties = ReadTallies(Properties, "properties"),
            CitiesOfUnknownProperty = ReadTallies(CitiesOfUnknownProperty, "cities_of_unknown_property"),
            DroppedPlaces = DroppedPlaces,
            StaysWithPropertyType = StaysWithPropertyType,
            StaysWithAmenities = StaysWithAmenities,
            AmenityRatingSum = AmenityRatingSum,
            StaysWithNights = StaysWithNights,
            Nights = Nights,
            StaysByMonth = StaysByMonth is null ? [] : [.. StaysByMonth],
            Prices = Prices.ToRecords($"{Path}.prices", (prices, path) => prices.ToRecord(path)),
        };
    }

    private static IReadOnlyList<StayTally> ReadTallies(List<StayTallyJson>? tallies, string name) =>
        tallies.ToRecords($"{Path}.{name}", (tally, path) => tally.ToRecord(path));
}

/// <summary>How many stays share a name, as stored.</summary>
internal sealed class StayTallyJson
{
    [JsonRequired]
    public string Name { get; set; } = "";

    [JsonRequired]
    public int Stays { get; set; }

    [JsonRequired]
    public DateOnly LastStay { get; set; }

    [JsonRequired]
    public decimal RatingSum { get; set; }

    public static StayTallyJson From(StayTally tally) =>
        new() { Name = tally.Name, Stays = tally.Stays, LastStay = tally.LastStay, RatingSum = tally.RatingSum };

    public StayTally ToRecord(string path)
    {
        StoredList.ThrowIfNotWithin(Stays, 0, EarlierStaysJson.MaxCount, $"{path}.stays");
        StoredList.ThrowIfNotWithin(RatingSum, 0, EarlierStaysJson.MaxCount * BookingRules.MaxRating, $"{path}.rating_sum");
        return new StayTally { Name = Name, Stays = Stays, LastStay = LastStay, RatingSum = RatingSum };
    }
}

/// <summary>Prices in one currency as stored: one by one, or by bins.</summary>
internal sealed class PriceSummaryJson
{
    [JsonRequired]
    public string Currency { get; set; } = "";

    [JsonRequired]
    public DateOnly LastStay { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public List<decimal>? Prices { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public List<PriceBinJson>? Bins { get; set; }

    public static PriceSummaryJson From(PriceSummary prices) => new()
    {
        Currency = prices.Currency,
        LastStay = prices.LastStay,
        Prices = prices.Prices.ToItemsOrNull(price => price),
        Bins = prices.Bins.ToItemsOrNull(bin => new PriceBinJson { Index = bin.Index, Count = bin.Count }),
    };

    public PriceSummary ToRecord(string path)
    {
        for (var i = 0; i < Prices?.Count; i++)
        {
            StoredList.ThrowIfNotWithin(Prices[i], 0, BookingRules.MaxPrice, $"{path}.prices[{i}]");
        }

        return new PriceSummary
        {
            Currency = Currency,
            LastStay = LastStay,
            Prices = Prices is null ? [] : [.. Prices],
            Bins = Bins.ToRecords($"{path}.bins", (bin, place) => bin.ToRecord(place)),
        };
    }
}

/// <summary>One bin of prices as stored.</summary>
internal sealed class PriceBinJson
{
    [JsonRequired]
    public int Index { get; set; }

    [JsonRequired]
    public int Count { get; set; }

    public PriceBin ToRecord(string path) => Count is > 0 and <= EarlierStaysJson.MaxCount
        ? new PriceBin(Index, Count)
        : throw new JsonSchemaException("A bin holds at least one price.", $"{path}.count");
}
