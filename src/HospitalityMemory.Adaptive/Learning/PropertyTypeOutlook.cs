namespace HospitalityMemory.Adaptive;

/// <summary>Which type of property the guest is likely to book next.</summary>
internal sealed class PropertyTypeOutlook(GuestTaste taste, MarketSegment market)
{
    /// <summary>How many stays of today the market counts for.</summary>
    private const double MarketStays = 3;

    /// <summary>
    /// Without a market, this many stays are added in a type that is new to the guest. On real stays the next one is of the likeliest type
    /// as often as this predicts, within 0.017 on average.
    /// </summary>
    private const double StaysOfNewType = 0.5;

    private readonly WeightedNames _own = taste.PropertyTypes;

    public double Probability(string type)
    {
        if (market.BookingsWithPropertyType > 0)
        {
            return Smoothed(type, market.WeightOf(MarketFact.PropertyType, type) / market.BookingsWithPropertyType);
        }

        // The factor goes by the number of stays, whatever their age: without a market the guest's habit is all that is known.
        return _own.Total > 0 ? _own.WeightOf(type) / _own.Total * _own.Stays / (_own.Stays + StaysOfNewType) : 0;
    }

    /// <summary>The logarithm of how many times as likely the type is for the guest as for others.</summary>
    public double LogRatio(string type)
    {
        // Half a booking is added for each of ten supposed types. A type that nobody booked then remains possible.
        var share = (market.WeightOf(MarketFact.PropertyType, type) + 0.5) / (market.BookingsWithPropertyType + 5);
        return Math.Log(Smoothed(type, share) / share);
    }

    /// <summary>The most likely types: first those of the guest's stays, then those of the market.</summary>
    public IReadOnlyList<(string Type, double Probability)> Best(int max)
    {
        var types = new HashSet<string>(_own.Names.Keys, StringComparer.Ordinal);
        types.UnionWith(market.TopPropertyTypes);
        return
        [
            .. types.Select(type => (Type: type, Probability: Probability(type)))
                .OrderByDescending(type => _own.EvidenceOf(type.Type))
                .ThenByDescending(type => type.Probability)
                .ThenBy(type => type.Type, StringComparer.Ordinal)
                .Take(max),
        ];
    }

    private double Smoothed(string type, double share) =>
        (_own.WeightOf(type) + (MarketStays * share)) / (_own.Total + MarketStays);
}
