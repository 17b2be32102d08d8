using MathNet.Numerics.Statistics;

namespace HospitalityMemory;

/// <summary>What a guest's stays add up to; <see cref="UserInsights"/> gives the meaning of each figure.</summary>
internal static class UserInsightsCalculator
{
    private const int MaxDestinationsOfSeason = 3;

    /// <param name="record">The bookings that may be looked at.</param>
    /// <param name="count">How many bookings there are, those too old for the record among them.</param>
    /// <param name="today">The day on which a first night has come or not.</param>
    /// <param name="includeSeasons">Whether to tell when the guest travels.</param>
    public static UserInsights Calculate(TravelRecord record, long count, DateOnly today, bool includeSeasons)
    {
        var stays = GroupedStays.Of(record.StaysUntil(today));
        var nights = NightsOf(stays);
        return new()
        {
            BookingCount = ToCount(count),
            StayCount = ToCount(count - record.CountToCome(today)),
            AverageStayLength = nights.Length > 0 ? nights.Average() : null,
            MedianStayLength = nights.Length > 0 ? nights.Median() : null,
            FavoriteDestinations = Array.AsReadOnly(FavoritesOf(NameCounts.Of(stays, static stay => stay.City))),
            MedianLeadTimeDays = LeadTimeOf(stays),
            UsualPartySize = PartySizeOf(stays),
            SeasonalPatterns = includeSeasons && stays.Count > 0 ? PatternsOf(stays) : SeasonalPatterns.Empty,
        };
    }

    private static int ToCount(long count) => (int)Math.Clamp(count, 0, int.MaxValue);

    private static double[] NightsOf(IReadOnlyList<Booking> stays)
    {
        var nights = new List<double>(stays.Count);
        for (var i = 0; i < stays.Count; i++)
        {
            if (stays[i].Dates.Nights is > 0 and var ofStay)
            {
                nights.Add(ofStay);
            }
        }

        return [.. nights];
    }

    private static double? LeadTimeOf(IReadOnlyList<Booking> stays)
    {
        double[] days =
        [
            .. stays.Select(PropertyDays.LeadTimeOf).Where(static lead => lead is not null).Select(static lead => (double)lead!.Value),
        ];
        return days.Length > 0 ? days.Median() : null;
    }

    private static int? PartySizeOf(IReadOnlyList<Booking> stays)
    {
        var known = stays.Count(static stay => stay.Guests is not null);
        return stays
            .Where(static stay => stay.Guests is not null)
            .GroupBy(static stay => stay.Guests)
            .OrderByDescending(static same => same.Count())
            .FirstOrDefault(same => known >= Habit.FewestStays && 2 * same.Count() > known)?.Key;
    }

    private static Dictionary<Season, IReadOnlyList<string>> DestinationsOf(IReadOnlyList<Booking> stays) => stays
        .GroupBy(stay => Seasons.Of(stay.CheckIn))
        .OrderBy(season => season.Key)
        .ToDictionary(season => season.Key, IReadOnlyList<string> (season) =>
        [
            .. season.Where(stay => stay.City.Length > 0)
                .GroupBy(stay => stay.City, StringComparer.Ordinal)
                .OrderByDescending(city => city.Count())
                .ThenByDescending(city => city.Max(stay => stay.CheckIn))
                .ThenBy(city => city.Key, StringComparer.Ordinal)
                .Take(MaxDestinationsOfSeason)
                .Select(city => city.Key),
        ]);

    private static string[] FavoritesOf(NameCounts cities)
    {
        var best = cities.Best(NameCount.ByStays, stackalloc int[FrequencyPreferenceLearner.MaxCities]);
        var names = new string[best.Length];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = cities.Names[best[i]].Name;
        }

        return names;
    }

    private static SeasonalPatterns PatternsOf(IReadOnlyList<Booking> stays)
    {
        var months = new SortedDictionary<int, int>();
        var seasons = new SortedDictionary<Season, int>();
        for (var i = 0; i < stays.Count; i++)
        {
            var month = stays[i].CheckIn.Month;
            var season = Seasons.Of(stays[i].CheckIn);
            months[month] = months.GetValueOrDefault(month) + 1;
            seasons[season] = seasons.GetValueOrDefault(season) + 1;
        }

        return new SeasonalPatterns
        {
            StaysByMonth = months.AsReadOnly(),
            StaysBySeason = seasons.AsReadOnly(),
            DestinationsBySeason = DestinationsOf(stays).AsReadOnly(),
            PeakMonths = HospitalityMemory.PeakMonths.Of(stays),
        };
    }
}
