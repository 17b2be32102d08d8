namespace HospitalityMemory;

/// <summary>What a guest's stays add up to; <see cref="UserInsights"/> gives the meaning of each figure.</summary>
internal static class UserInsightsCalculator
{
    private const int MaxPeakMonths = 3;

    public static UserInsights Calculate(TravelRecord record, bool includeSeasons)
    {
        var stays = record.CountAll();
        return new UserInsights
        {
            BookingCount = stays.Count,
            AverageStayLength = stays.StaysWithNights > 0 ? (double)stays.Nights / stays.StaysWithNights : null,
            FavoriteDestinations = NamesOf(stays.Cities.Best(StayTally.CompareByStays, FrequencyPreferenceLearner.MaxCities)),
            SeasonalPatterns = includeSeasons && stays.Count > 0 ? PatternsOf(stays.StaysByMonth) : SeasonalPatterns.None,
        };
    }

    private static string[] NamesOf(ReadOnlySpan<StayTally> tallies)
    {
        var names = new string[tallies.Length];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = tallies[i].Name;
        }

        return names;
    }

    private static SeasonalPatterns PatternsOf(IReadOnlyList<int> staysByMonth)
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
            StaysByMonth = months,
            StaysBySeason = seasons,
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
