namespace HospitalityMemory.Adaptive;

/// <summary>Which type of property the guest is likely to book next.</summary>
internal sealed class PropertyTypeOutlook(GuestTaste taste, MarketSegment market)
{
    /// <summary>The market weighs as much as so many stays of today.</summary>
    private const double MarketStays = 3;

    /// <summary>
    /// Without a market so many stays in a type that is new to the guest. On real stays the next one is of the likeliest type as often
    /// as this says, within 0.017 on average.
    /// </summary>
    private const double StaysOfNewType = 0.5;

    private readonly WeightedNames _own = taste.PropertyTypes;

    public double Probability(string type)
    {
        if (market.BookingsWithPropertyType > 0)
        {
            return Smoothed(type, market.WeightOf(MarketFact.PropertyType, type) / market.BookingsWithPropertyType);
        }

        // By how many the stays are, whatever their age: with nothing beside them the guest's habit is all that is known.
        return _own.Total > 0 ? _own.WeightOf(type) / _own.Total * _own.Stays / (_own.Stays + StaysOfNewType) : 0;
    }

    /// <summary>The logarithm of how many times as likely the type is for the guest as for others.</summary>
    public double LogRatio(string type)
    {
        // Half a booking of each type, as if there were ten, keeps a type that nobody booked possible.
        var share = (market.WeightOf(MarketFact.PropertyType, type) + 0.5) / (market.BookingsWithPropertyType + 5);
        return Math.Log(Smoothed(type, share) / share);
    }

    /// <summary>The most likely types: those stayed in, then those of the market.</summary>
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
