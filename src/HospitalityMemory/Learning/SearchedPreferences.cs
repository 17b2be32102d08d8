namespace HospitalityMemory;

/// <summary>What searches add to what bookings suggest: they take the places that are free.</summary>
internal static class SearchedPreferences
{
    public static void AddCities(
        List<string> cities, int max, IReadOnlyList<SearchedStay> searches, List<PreferenceEvidence> evidence)
    {
        var searched = searches
            .GroupBy(search => search.City.Trim(), StringComparer.OrdinalIgnoreCase)
            .Where(same => !cities.Contains(same.Key, StringComparer.OrdinalIgnoreCase))
            .Select(same => (Latest: same.MaxBy(search => search.SearchedAt)!, Searches: same.Count()))
            .OrderByDescending(city => city.Searches)
            .ThenByDescending(city => city.Latest.SearchedAt)
            .ThenBy(city => city.Latest.City, StringComparer.Ordinal)
            .Take(max - cities.Count);
        foreach (var (latest, count) in searched.ToArray())
        {
            var city = latest.City.Trim();
            cities.Add(city);
            evidence.Add(SearchEvidence(PreferenceKind.City, city, count, searches.Count));
        }
    }

    public static void AddRanges(
        List<PriceRange> ranges, IReadOnlyList<SearchedStay> searches, List<PreferenceEvidence> evidence)
    {
        var budgets = PaidPrices.OfBudgets(searches);
        var known = budgets.Sum(prices => prices.Count);
        foreach (var prices in budgets.Where(prices => !ranges.Exists(range => range.Currency == prices.Currency)).ToArray())
        {
            ranges.Add(prices.ToRange());
            evidence.Add(SearchEvidence(PreferenceKind.PriceRange, prices.Currency, prices.Count, known));
        }
    }

    private static PreferenceEvidence SearchEvidence(PreferenceKind kind, string value, int searches, int all) => new()
    {
        Kind = kind,
        Value = value,
        Source = PreferenceSource.Searched,
        Score = (double)searches / all,
        Stays = searches,
        Confidence = PreferenceEvidence.ConfidenceOf(searches) / 2,
    };
}
