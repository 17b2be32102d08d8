using MathNet.Numerics.Statistics;

namespace HospitalityMemory;

/// <summary>What a guest's stays add up to; <see cref="UserInsights"/> gives the meaning of each figure.</summary>
internal static class UserInsightsCalculator
{
    private const int MaxPeakMonths = 3;
    private const int MaxDestinationsOfSeason = 3;

    public static UserInsights Calculate(TravelRecord record, bool includeSeasons)
    {
        var stays = record.CountAll();
        return new UserInsights
        {
            BookingCount = stays.Count,
            AverageStayLength = stays.StaysWithNights > 0 ? (double)stays.Nights / stays.StaysWithNights : null,
            FavoriteDestinations = Array.AsReadOnly(NamesOf(stays.Cities.Best(StayTally.CompareByStays, FrequencyPreferenceLearner.MaxCities))),
            MedianLeadTimeDays = LeadTimeOf(record.Stays),
            UsualPartySize = PartySizeOf(record.Stays),
            SeasonalPatterns = includeSeasons && stays.Count > 0 ? PatternsOf(stays.StaysByMonth, record.Stays) : SeasonalPatterns.None,
        };
    }

    private static double? LeadTimeOf(IReadOnlyList<Booking> stays)
    {
        double[] days =
        [
            .. stays.Where(stay => stay.BookedAt is not null)
                .Select(stay => Math.Max(0.0, stay.CheckIn.DayNumber - DateOnly.FromDateTime(stay.BookedAt!.Value.UtcDateTime).DayNumber)),
        ];
        return days.Length > 0 ? days.Median() : null;
    }

    private static int? PartySizeOf(IReadOnlyList<Booking> stays) => stays
        .Where(stay => stay.Guests is not null)
        .GroupBy(stay => stay.Guests)
        .OrderByDescending(same => same.Count())
        .ThenByDescending(same => same.Max(stay => stay.CheckIn))
        .FirstOrDefault()?.Key;

    private static Dictionary<Season, IReadOnlyList<string>> DestinationsOf(IReadOnlyList<Booking> stays) => stays
        .GroupBy(stay => SeasonOf(stay.CheckIn.Month))
        .OrderBy(season => season.Key)
        .ToDictionary(season => season.Key, IReadOnlyList<string> (season) =>
        [
            .. season.GroupBy(stay => stay.City, StringComparer.Ordinal)
                .OrderByDescending(city => city.Count())
                .ThenByDescending(city => city.Max(stay => stay.CheckIn))
                .ThenBy(city => city.Key, StringComparer.Ordinal)
                .Take(MaxDestinationsOfSeason)
                .Select(city => city.Key),
        ]);

    private static string[] NamesOf(ReadOnlySpan<StayTally> tallies)
    {
        var names = new string[tallies.Length];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = tallies[i].Name;
        }

        return names;
    }

    private static SeasonalPatterns PatternsOf(IReadOnlyList<int> staysByMonth, IReadOnlyList<Booking> latest)
    {
        var months = new SortedDictionary<int, int>();
        var seasons = new SortedDictionary<Season, int>();
        for (var i = 0; i < staysByMonth.Count; i++)
        {
            if (staysByMonth[i] > 0)
            {
                var month = i + 1;
                var season = SeasonOf(month);
                months[month] = staysByMonth[i];
                seasons[season] = seasons.GetValueOrDefault(season) + staysByMonth[i];
            }
        }

        return new SeasonalPatterns
        {
            StaysByMonth = months.AsReadOnly(),
            StaysBySeason = seasons.AsReadOnly(),
            DestinationsBySeason = DestinationsOf(latest).AsReadOnly(),
            PeakMonths = [.. months.OrderByDescending(month => month.Value).ThenBy(month => month.Key).Select(month => month.Key).Take(MaxPeakMonths)],
        };
    }

    private static Season SeasonOf(int month) => month switch
    {
        >= 3 and <= 5 => Season.Spring,
        >= 6 and <= 8 => Season.Summer,
        >= 9 and <= 11 => Season.Autumn,
        _ => Season.Winter,
    };
}
