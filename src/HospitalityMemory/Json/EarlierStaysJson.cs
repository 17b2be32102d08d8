using System.Text.Json.Serialization;

namespace HospitalityMemory;

/// <summary>Counts of earlier stays as stored. Names of guests' places stand as values, never as names of fields: an error's path holds none.</summary>
internal sealed class EarlierStaysJson
{
    private const string Path = "$.travel_record.earlier";
    private const int MonthsOfYear = 12;

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
        if (Count < 0)
        {
            throw new JsonSchemaException("A count is not negative.", $"{Path}.count");
        }

        if (StaysByMonth is { Count: not (0 or MonthsOfYear) })
        {
            throw new JsonSchemaException("A year has 12 months.", $"{Path}.stays_by_month");
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
        tallies.ToRecords($"{Path}.{name}", (tally, _) => tally.ToRecord());
}

/// <summary>How many stays share a name, as stored.</summary>
internal sealed class StayTallyJson
{
    public required string Name { get; set; }

    public required int Stays { get; set; }

    public required DateOnly LastStay { get; set; }

    public required decimal RatingSum { get; set; }

    public static StayTallyJson From(StayTally tally) =>
        new() { Name = tally.Name, Stays = tally.Stays, LastStay = tally.LastStay, RatingSum = tally.RatingSum };

    public StayTally ToRecord() => new() { Name = Name, Stays = Stays, LastStay = LastStay, RatingSum = RatingSum };
}

/// <summary>Prices in one currency as stored: one by one, or by bins.</summary>
internal sealed class PriceSummaryJson
{
    public required string Currency { get; set; }

    public required DateOnly LastStay { get; set; }

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

    public PriceSummary ToRecord(string path) => new()
    {
        Currency = Currency,
        LastStay = LastStay,
        Prices = Prices is null ? [] : [.. Prices],
        Bins = Bins.ToRecords($"{path}.bins", (bin, place) => bin.ToRecord(place)),
    };
}

/// <summary>One bin of prices as stored.</summary>
internal sealed class PriceBinJson
{
    public required int Index { get; set; }

    public required int Count { get; set; }

    public PriceBin ToRecord(string path) => Count > 0
        ? new PriceBin(Index, Count)
        : throw new JsonSchemaException("A bin holds at least one price.", $"{path}.count");
}
