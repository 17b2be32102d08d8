namespace HospitalityMemory.Adaptive;

/// <summary>Which amenities the guest's stays have, and which of them tell this guest from others.</summary>
internal sealed class AmenityOutlook
{
    /// <summary>So many stays of the market weigh in.</summary>
    private const double MarketStays = 3;

    /// <summary>No amenity is taken for one that all properties have, or none.</summary>
    private const double LeastShare = MarketSegment.LeastShareOfCommonAmenity;

    /// <summary>Odds of 7 to 1 that it is no chance.</summary>
    private const double LeastTelling = 2;

    private readonly GuestTaste _taste;
    private readonly MarketSegment _market;

    public AmenityOutlook(GuestTaste taste, MarketSegment market)
    {
        _taste = taste;
        _market = market;
    }

    /// <summary>How likely the guest's next property has the amenity.</summary>
    /// <remarks>
    /// Without a market the guest's share with half a stay more that has it and half a stay more that does not (Jeffreys, 1946). On real
    /// stays the next one has the amenity as often as this says, within 0.033 on average.
    /// </remarks>
    public double Probability(string amenity) => _market.BookingsWithAmenities > 0
        ? Smoothed(amenity, _market.WeightOf(MarketFact.Amenity, amenity) / _market.BookingsWithAmenities)
        : (_taste.Amenities.WeightOf(amenity) + 0.5) / (_taste.StaysWithAmenities + 1);

    /// <summary>How many more of the guest's stays have the amenity than of others', as a difference of log-odds.</summary>
    public double LogOddsRatio(string amenity)
    {
        var (with, without) = LogRatios(amenity);
        return with - without;
    }

    /// <summary>
    /// The amenities of stays, and then the likeliest of the market. Of the former those that tell the guest apart come first, the
    /// most telling first, then those of most stays, among equals in the order in which travellers choose by them.
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
    /// For each amenity that the guest has more often than others the difference that having it makes to the sum of the logarithms
    /// of P(amenities | guest) / P(amenities), and that sum for a property that has none.
    /// </summary>
    /// <remarks>
    /// One that the guest has less often than others tells nothing: nobody is worse off with an amenity more. And that a property
    /// lacks what hardly any has says nothing; of thousands of such names it would add up to much.
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
    /// How much more likely the guest's stays are, with and without the amenity, by the guest's share of it than by the market's: the
    /// logarithm, where it is <see cref="LeastTelling"/> or more and the guest has the amenity more often; 0 otherwise.
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
        // One booking more with the amenity and one without keep the logarithm finite.
        var share = (_market.WeightOf(MarketFact.Amenity, amenity) + 1) / (_market.BookingsWithAmenities + 2);
        share = Math.Clamp(share, LeastShare, 1 - LeastShare);
        var own = Math.Clamp(Smoothed(amenity, share), LeastShare / 10, 1 - (LeastShare / 10));
        return (Math.Log(own / share), Math.Log((1 - own) / (1 - share)));
    }

    private double Smoothed(string amenity, double share) =>
        (_taste.Amenities.WeightOf(amenity) + (MarketStays * share)) / (_taste.StaysWithAmenities + MarketStays);
}
