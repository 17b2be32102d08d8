namespace HospitalityMemory;

/// <summary>The default learner: counts. Every stay weighs the same, however long ago it was.</summary>
/// <remarks>
/// <para>Cities: those of most stays, the more recent first among equals (the latest check-in, then the name, ordinal),
/// up to 5. Property types: likewise.</para>
/// <para>Price range: the 25th to the 75th percentile of the prices, interpolated linearly, in the currency of most
/// prices (the more recent among equals, then the code); one range for each other currency. Exact up to
/// <see cref="PriceSummary.MaxExactPrices"/> prices in a currency, within 1 % beyond.</para>
/// <para>Amenities, up to 10: by the sum of the guest's ratings of the stays that had the amenity, divided by the sum
/// of the ratings of all stays whose amenities are known. A stay that was not rated counts as
/// <see cref="EarlierStays.NeutralRating"/>.</para>
/// <para>Evidence of what was booked: the score is the share of stays (of cities: of all; of types and currencies: of
/// the stays where these are known; of amenities: the quotient above), the confidence is <c>n / (n + 2)</c> for n
/// stays.</para>
/// <para>Searches are weaker. Cities that were only searched for (compared without regard to case) take the places that
/// booked cities leave free: most searches first, then the latest search, then the name. Budgets give a price range in
/// a currency without booked prices, the main one only where no booking has a price. Evidence: the score is the share
/// of searches (of budgets, for a range), the confidence half of that of as many stays.</para>
/// <para>Cities, types and amenities are compared ordinally, without spaces around them. Stateless and thread
/// safe.</para>
/// </remarks>
public sealed class FrequencyPreferenceLearner : IPreferenceLearner
{
    internal const int MaxCities = 5;
    private const int MaxPropertyTypes = 5;
    private const int MaxAmenities = 10;

    /// <inheritdoc/>
    public string Name => "frequency";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public UserPreferences Learn(TravelRecord record, LearningContext context)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(context);
        var stays = record.CountAll();
        var evidence = new List<PreferenceEvidence>();

        var cities = MostStays(stays.Cities, MaxCities, PreferenceKind.City, stays.Count, evidence);
        AddSearchedCities(cities, record.Searches, evidence);
        var ranges = BookedRanges(stays.Prices, evidence);
        AddSearchedRanges(ranges, record.Searches, evidence);
        return new UserPreferences
        {
            PreferredCities = cities,
            PreferredPriceRange = ranges.Count > 0 ? ranges[0] : null,
            PreferredAmenities = BestAmenities(stays, evidence),
            PreferredPropertyTypes =
                MostStays(stays.PropertyTypes, MaxPropertyTypes, PreferenceKind.PropertyType, stays.StaysWithPropertyType, evidence),
            OtherPriceRanges = ranges.Count > 1 ? ranges[1..] : [],
            Evidence = evidence,
        };
    }

    internal static double ConfidenceOf(int stays) => stays / (stays + 2.0);

    private static double ShareOf(int part, int whole) => whole > 0 ? Math.Min(1, (double)part / whole) : 0;

    private static List<string> MostStays(
        IReadOnlyList<StayTally> tallies, int max, PreferenceKind kind, int known, List<PreferenceEvidence> evidence)
    {
        var names = new List<string>(max);
        foreach (var tally in tallies.Best(StayTally.CompareByStays, max))
        {
            names.Add(tally.Name);
            evidence.Add(EvidenceOf(kind, tally, ShareOf(tally.Stays, known)));
        }

        return names;
    }

    private static List<string> BestAmenities(EarlierStays stays, List<PreferenceEvidence> evidence)
    {
        var names = new List<string>(MaxAmenities);
        foreach (var tally in stays.Amenities.Best(StayTally.CompareByRatings, MaxAmenities))
        {
            names.Add(tally.Name);
            var score = stays.AmenityRatingSum > 0 ? (double)(tally.RatingSum / stays.AmenityRatingSum) : 0;
            evidence.Add(EvidenceOf(PreferenceKind.Amenity, tally, Math.Min(1, score)));
        }

        return names;
    }

    private static PreferenceEvidence EvidenceOf(PreferenceKind kind, StayTally tally, double score) => new()
    {
        Kind = kind,
        Value = tally.Name,
        Source = PreferenceSource.Learned,
        Score = score,
        Stays = tally.Stays,
        LastStay = tally.LastStay,
        Confidence = ConfidenceOf(tally.Stays),
    };

    private static List<PriceRange> BookedRanges(IReadOnlyList<PriceSummary> prices, List<PreferenceEvidence> evidence)
    {
        var ranges = new List<PriceRange>(prices.Count);
        var known = prices.Sum(summary => summary.Count);
        foreach (var summary in prices.Best(PriceSummary.CompareByCount, prices.Count))
        {
            ranges.Add(summary.ToRange());
            evidence.Add(new PreferenceEvidence
            {
                Kind = PreferenceKind.PriceRange,
                Value = summary.Currency,
                Source = PreferenceSource.Learned,
                Score = ShareOf(summary.Count, known),
                Stays = summary.Count,
                LastStay = summary.LastStay,
                Confidence = ConfidenceOf(summary.Count),
            });
        }

        return ranges;
    }

    private static void AddSearchedCities(List<string> cities, IReadOnlyList<SearchedStay> searches, List<PreferenceEvidence> evidence)
    {
        var searched = searches
            .GroupBy(search => search.City.Trim(), StringComparer.OrdinalIgnoreCase)
            .Where(same => !cities.Contains(same.Key, StringComparer.OrdinalIgnoreCase))
            .Select(same => (Latest: same.MaxBy(search => search.SearchedAt)!, Searches: same.Count()))
            .OrderByDescending(city => city.Searches)
            .ThenByDescending(city => city.Latest.SearchedAt)
            .ThenBy(city => city.Latest.City, StringComparer.Ordinal)
            .Take(MaxCities - cities.Count);
        foreach (var (latest, count) in searched.ToArray())
        {
            var city = latest.City.Trim();
            cities.Add(city);
            evidence.Add(SearchEvidence(PreferenceKind.City, city, count, searches.Count));
        }
    }

    private static void AddSearchedRanges(List<PriceRange> ranges, IReadOnlyList<SearchedStay> searches, List<PreferenceEvidence> evidence)
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
        Score = ShareOf(searches, all),
        Stays = searches,
        Confidence = ConfidenceOf(searches) / 2,
    };
}
