using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HospitalityMemory;

/// <summary>Insights as stored: the seed's fields.</summary>
internal sealed class InsightsJson
{
    public int BookingCount { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? StayCount { get; set; }

    public double? AverageStayLength { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MedianStayLength { get; set; }

    public List<string>? FavoriteDestinations { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MedianLeadTimeDays { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? UsualPartySize { get; set; }

    public SeasonalPatternsJson? SeasonalPatterns { get; set; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }

    public static InsightsJson From(UserInsights insights) => new()
    {
        BookingCount = insights.BookingCount,
        StayCount = insights.StayCount == insights.BookingCount ? null : insights.StayCount,
        AverageStayLength = insights.AverageStayLength,
        MedianStayLength = insights.MedianStayLength,
        FavoriteDestinations = [.. insights.FavoriteDestinations],
        MedianLeadTimeDays = insights.MedianLeadTimeDays,
        UsualPartySize = insights.UsualPartySize,
        SeasonalPatterns = SeasonalPatternsJson.From(insights.SeasonalPatterns),
    };

    public UserInsights ToRecord() => new()
    {
        BookingCount = StoredList.Count(BookingCount, "$.insights.booking_count"),
        StayCount = StoredList.Count(StayCount ?? BookingCount, "$.insights.stay_count"),
        AverageStayLength = AverageStayLength is null or (>= 0 and <= double.MaxValue)
            ? AverageStayLength
            : throw new JsonSchemaException("A mean is not negative, and finite.", "$.insights.average_stay_length"),
        MedianStayLength = MedianStayLength is null or (>= 0 and <= double.MaxValue)
            ? MedianStayLength
            : throw new JsonSchemaException("A median is not negative, and finite.", "$.insights.median_stay_length"),
        FavoriteDestinations = FavoriteDestinations.ToTexts("$.insights.favorite_destinations"),
        MedianLeadTimeDays = MedianLeadTimeDays is null or (>= 0 and <= double.MaxValue)
            ? MedianLeadTimeDays
            : throw new JsonSchemaException("A median of days is not negative, and finite.", "$.insights.median_lead_time_days"),
        UsualPartySize = UsualPartySize is null or > 0
            ? UsualPartySize
            : throw new JsonSchemaException("A number of guests is above 0.", "$.insights.usual_party_size"),
        SeasonalPatterns = SeasonalPatterns?.ToRecord() ?? HospitalityMemory.SeasonalPatterns.Empty,
    };
}

/// <summary>Seasonal patterns as stored: months by their numbers, seasons by their names.</summary>
internal sealed class SeasonalPatternsJson
{
    private const string Path = "$.insights.seasonal_patterns";

    private static readonly (Season Season, string Name)[] SeasonNames =
        [(Season.Spring, "spring"), (Season.Summer, "summer"), (Season.Autumn, "autumn"), (Season.Winter, "winter")];

    public Dictionary<string, int>? StaysByMonth { get; set; }

    public Dictionary<string, int>? StaysBySeason { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Dictionary<string, List<string>>? DestinationsBySeason { get; set; }

    public List<int>? PeakMonths { get; set; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }

    public static SeasonalPatternsJson From(SeasonalPatterns patterns) => new()
    {
        StaysByMonth = patterns.StaysByMonth.OrderBy(month => month.Key)
            .ToDictionary(month => month.Key.ToString(CultureInfo.InvariantCulture), month => month.Value),
        StaysBySeason = patterns.StaysBySeason.OrderBy(season => season.Key)
            .ToDictionary(season => SeasonNames[(int)season.Key].Name, season => season.Value),
        DestinationsBySeason = patterns.DestinationsBySeason.Count is 0
            ? null
            : patterns.DestinationsBySeason.OrderBy(season => season.Key)
                .ToDictionary(season => SeasonNames[(int)season.Key].Name, season => season.Value.ToList()),
        PeakMonths = [.. patterns.PeakMonths],
    };

    public SeasonalPatterns ToRecord() => new()
    {
        StaysByMonth = StaysByMonth?.ToDictionary(month => ReadMonth(month.Key), month => month.Value) ?? [],
        StaysBySeason = StaysBySeason?.ToDictionary(season => ReadSeason(season.Key, "stays_by_season"), season => season.Value) ?? [],
        DestinationsBySeason = DestinationsBySeason?.ToDictionary(
            season => ReadSeason(season.Key, "destinations_by_season"),
            IReadOnlyList<string> (season) => season.Value.ToTexts($"{Path}.destinations_by_season")) ?? [],
        PeakMonths = PeakMonths?.TrueForAll(static month => month is >= 1 and <= 12) is false
            ? throw new JsonSchemaException("A month is a number from 1 to 12.", $"{Path}.peak_months")
            : PeakMonths ?? [],
    };

    // One spelling only, so that no two names are the same month.
    private static int ReadMonth(string name) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var month)
        && month is >= 1 and <= 12 && name[0] is not '0'
            ? month
            : throw new JsonSchemaException("A month is a number from 1 to 12.", $"{Path}.stays_by_month");

    private static Season ReadSeason(string name, string field)
    {
        foreach (var (season, known) in SeasonNames)
        {
            if (known == name)
            {
                return season;
            }
        }

        throw new JsonSchemaException("A season is spring, summer, autumn or winter.", $"{Path}.{field}");
    }
}
