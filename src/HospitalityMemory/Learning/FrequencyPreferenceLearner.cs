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
/// <para>A property's score is the mean of three shares: of the stays in its city, of the stays in its type, and the mean
/// over its amenities of the shares of stays that had them, each divided by the number of all stays. 0 for a guest
/// without stays.</para>
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
    public UserPreferences Learn(TravelRecord record, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (record.Count is 0 && record.Searches.Count is 0)
        {
            return UserPreferences.None;
        }

        var stays = record.CountAll();
        var evidence = new List<PreferenceEvidence>();

        var cities = MostStays(stays.Cities, MaxCities, PreferenceKind.City, stays.Count, evidence);
        SearchedPreferences.AddCities(cities, MaxCities, record.Searches, evidence);
        var ranges = BookedRanges(stays.Prices, evidence);
        SearchedPreferences.AddRanges(ranges, record.Searches, evidence);
        return new UserPreferences
        {
            PreferredCities = cities.AsReadOnly(),
            PreferredPriceRange = ranges.Count > 0 ? ranges[0] : null,
            PreferredAmenities = BestAmenities(stays, evidence).AsReadOnly(),
            PreferredPropertyTypes =
                MostStays(stays.PropertyTypes, MaxPropertyTypes, PreferenceKind.PropertyType, stays.StaysWithPropertyType, evidence).AsReadOnly(),
            OtherPriceRanges = ranges.Count > 1 ? ranges[1..].AsReadOnly() : [],
            Evidence = evidence.AsReadOnly(),
        };
    }

    /// <inheritdoc/>
    public IReadOnlyList<RankedProperty> Rank(
        TravelRecord record, IReadOnlyList<PropertyCandidate> candidates, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(candidates);
        var stays = record.CountAll();
        var reasons = new RankingReasons(stays, Learn(record, day), day, static amenity => amenity.Stays);
        var cities = stays.Cities.ToDictionary(tally => tally.Name, tally => tally.Stays, StringComparer.Ordinal);
        var types = stays.PropertyTypes.ToDictionary(tally => tally.Name, tally => tally.Stays, StringComparer.Ordinal);
        var amenities = stays.Amenities.ToDictionary(tally => tally.Name, tally => tally.Stays, StringComparer.Ordinal);
        var scores = new double[candidates.Count];
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = stays.Count > 0 ? FitOf(candidates[i]) / (3 * stays.Count) : 0;
        }

        return
        [
            .. RankingOrder.Descending(scores).Select(i => new RankedProperty
            {
                Property = candidates[i],
                Score = Math.Min(1, scores[i]),
                Reasons = reasons.Of(candidates[i]),
            }),
        ];

        double FitOf(PropertyCandidate property)
        {
            var fit = (double)((property.City is { } city ? cities.GetValueOrDefault(city) : 0)
                + (property.PropertyType is { } type ? types.GetValueOrDefault(type) : 0));
            var shared = 0;
            for (var i = 0; i < property.Amenities.Count; i++)
            {
                shared += amenities.GetValueOrDefault(property.Amenities[i]);
            }

            return property.Amenities.Count > 0 ? fit + ((double)shared / property.Amenities.Count) : fit;
        }
    }

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
        Confidence = PreferenceEvidence.ConfidenceOf(tally.Stays),
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
                Confidence = PreferenceEvidence.ConfidenceOf(summary.Count),
            });
        }

        return ranges;
    }
}
