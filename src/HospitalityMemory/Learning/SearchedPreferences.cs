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
        var budgets = searches.Where(search => search is { Budget: > 0, Currency: not null }).ToArray();
        var searched = budgets
            .GroupBy(search => search.Currency!, StringComparer.Ordinal)
            .Where(same => !ranges.Exists(range => string.Equals(range.Currency, same.Key, StringComparison.Ordinal)))
            .OrderByDescending(same => same.Count())
            .ThenByDescending(same => same.Max(search => search.SearchedAt))
            .ThenBy(same => same.Key, StringComparer.Ordinal);
        foreach (var same in searched.ToArray())
        {
            var summary = new PriceSummary
            {
                Currency = same.Key,
                LastStay = DateOnly.MinValue,
                Prices = [.. same.Select(search => search.Budget!.Value)],
            };
            ranges.Add(summary.ToRange());
            evidence.Add(SearchEvidence(PreferenceKind.PriceRange, same.Key, summary.Count, budgets.Length));
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
