namespace HospitalityMemory;

/// <summary>Preferences from searches. They take the places that preferences from bookings leave free.</summary>
internal static class SearchedPreferences
{
    /// <summary>Cities that were not booked: most searches first, then the latest search, then the name.</summary>
    /// <param name="searches">The searches, as in <see cref="GuestNames.Shown"/>.</param>
    /// <param name="booked">The preferences from bookings.</param>
    /// <param name="max">The most that are returned.</param>
    public static Preference[] Cities(IReadOnlyList<SearchedStay> searches, IReadOnlyList<Preference> booked, int max) => searches.Count is 0
        ? []
        :
        [
            .. searches
                .GroupBy(search => search.City, StringComparer.Ordinal)
                .Where(same => !booked.Any(city => city.Kind is PreferenceKind.City && city.Value == same.Key))
                .Select(same => (Latest: same.MaxBy(search => search.SearchedAt)!, Searches: same.Count()))
                .OrderByDescending(city => city.Searches)
                .ThenByDescending(city => city.Latest.SearchedAt)
                .ThenBy(city => city.Latest.City, StringComparer.Ordinal)
                .Take(max)
                .Select(city => Of(PreferenceKind.City, city.Latest.City, city.Searches, searches.Count)),
        ];

    /// <summary>Ranges of budgets in currencies without booked prices.</summary>
    /// <param name="searches">The searches.</param>
    /// <param name="booked">The preferences from bookings.</param>
    public static Preference[] Ranges(IReadOnlyList<SearchedStay> searches, IReadOnlyList<Preference> booked)
    {
        if (searches.Count is 0)
        {
            return [];
        }

        var budgets = PaidPrices.OfBudgets(searches);
        var known = budgets.Sum(prices => prices.Count);
        return
        [
            .. budgets.Where(prices => !booked.Any(range => range.Kind is PreferenceKind.PriceRange && range.Value == prices.Currency))
                .Select(prices => Of(PreferenceKind.PriceRange, prices.Currency, prices.Count, known) with { PriceRange = prices.ToRange() }),
        ];
    }

    private static Preference Of(PreferenceKind kind, string value, int searches, int all) => new()
    {
        Kind = kind,
        Value = value,
        Source = PreferenceSource.Searches,
        Score = (double)searches / all,
        Stays = searches,
        Confidence = Preference.ConfidenceOf(searches) / 2,
    };
}
