using System.Collections.Frozen;
using System.Globalization;

namespace HospitalityMemory.Adaptive;

/// <summary>What was booked in one market, or in all of them, as far as it may be told. Immutable and thread safe.</summary>
/// <remarks>Counts are weighted: a booking of the snapshot's day is 1, one of 180 days before 1/2.</remarks>
internal sealed class MarketSegment
{
    /// <summary>An amenity that a smaller share of the bookings has is not common.</summary>
    public const double LeastShareOfCommonAmenity = 0.01;

    /// <summary>No stay is longer than the range of years in which bookings may lie.</summary>
    private const int MaxNights = (BookingRules.MaxYear - BookingRules.MinYear + 1) * 366;

    private static readonly int FactCount = Enum.GetValues<MarketFact>().Length;

    private readonly ToldNames[] _facts;
    private readonly double _scale;

    private MarketSegment(ToldNames[] facts, double scale)
    {
        _facts = facts;
        _scale = scale;
    }

    public static MarketSegment Empty { get; } = new([.. Enumerable.Repeat(ToldNames.None, FactCount)], 1);

    /// <summary>All bookings.</summary>
    public double Bookings => WeightOf(MarketFact.Booking, string.Empty);

    /// <summary>The bookings of properties whose amenities are known.</summary>
    public double BookingsWithAmenities => WeightOf(MarketFact.WithAmenities, string.Empty);

    /// <summary>The bookings whose property is known.</summary>
    public double BookingsWithProperty => WeightOf(MarketFact.WithProperty, string.Empty);

    /// <summary>The bookings whose type of property is known.</summary>
    public double BookingsWithPropertyType => WeightOf(MarketFact.WithPropertyType, string.Empty);

    public IReadOnlyList<string> TopCities => _facts[(int)MarketFact.City].Top;

    public IReadOnlyList<string> TopPropertyTypes => _facts[(int)MarketFact.PropertyType].Top;

    public IReadOnlyList<string> TopAmenities => _facts[(int)MarketFact.Amenity].Top;

    /// <summary>
    /// The amenities that at least one booking in a hundred has, in alphabetical order. There are not many. The order makes sums over them
    /// come out the same, whatever the order in which they were counted.
    /// </summary>
    public IReadOnlyList<string> CommonAmenities { get; private init; } = [];

    /// <summary>The natural logarithms of the prices of one night, by currency (ISO 4217).</summary>
    public FrozenDictionary<string, MarketDistribution> Prices { get; private init; } = FrozenDictionary<string, MarketDistribution>.Empty;

    /// <summary>The nights of the bookings.</summary>
    public MarketDistribution Nights { get; private init; } = new([]);

    public double WeightOf(MarketFact fact, string name) => _facts[(int)fact].WeightOf(name) * _scale;

    public bool Tells(MarketFact fact, string name) => _facts[(int)fact].Contains(name);

    /// <summary>All names of a fact. For some facts, <c>Top...</c> has the heaviest names in order.</summary>
    public ToldNames Of(MarketFact fact) => _facts[(int)fact];

    /// <summary>
    /// The weight of a property that may not be told: all properties of which too few guests are known share the bookings that are left.
    /// </summary>
    public double WeightOfUntoldProperty
    {
        get
        {
            var properties = _facts[(int)MarketFact.Property];
            var untold = properties.Known - properties.Count;
            var left = BookingsWithProperty - (properties.Weight * _scale);
            return untold > 0 && left > 0 ? left / untold : 0;
        }
    }

    /// <summary>How many properties there are, told or not.</summary>
    public int PropertyCount => _facts[(int)MarketFact.Property].Known;

    public MarketSegment WithScale(double scale) => new(_facts, scale) { CommonAmenities = CommonAmenities, Prices = Prices, Nights = Nights };

    public MarketSegment With(IEnumerable<MarketChange> changes)
    {
        ToldNames[] facts = [.. _facts];
        var changed = new HashSet<MarketFact>();
        foreach (var group in changes.GroupBy(change => change.Name.Fact))
        {
            facts[(int)group.Key] = facts[(int)group.Key].With([.. group]);
            changed.Add(group.Key);
        }

        return new(facts, _scale)
        {
            CommonAmenities = changed.Contains(MarketFact.Amenity) || changed.Contains(MarketFact.WithAmenities)
                ? CommonOf(facts[(int)MarketFact.Amenity], facts[(int)MarketFact.WithAmenities])
                : CommonAmenities,
            Prices = changed.Contains(MarketFact.Price) ? PricesOf(facts[(int)MarketFact.Price]) : Prices,
            Nights = changed.Contains(MarketFact.Nights) ? new(NightsOf(facts[(int)MarketFact.Nights])) : Nights,
        };
    }

    private static string[] CommonOf(ToldNames amenities, ToldNames withAmenities)
    {
        var least = LeastShareOfCommonAmenity * withAmenities.WeightOf(string.Empty);
        return [.. amenities.Names.Where(amenity => amenities.WeightOf(amenity) >= least).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<WeightedValue> NightsOf(ToldNames counted)
    {
        foreach (var name in counted.Names)
        {
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var nights) && nights is > 0 and <= MaxNights)
            {
                yield return new(nights, counted.WeightOf(name));
            }
        }
    }

    private static FrozenDictionary<string, MarketDistribution> PricesOf(ToldNames counted)
    {
        var byCurrency = new Dictionary<string, List<WeightedValue>>(StringComparer.Ordinal);
        foreach (var name in counted.Names)
        {
            if (PriceBins.TryParse(name, out var currency, out var bin))
            {
                if (!byCurrency.TryGetValue(currency, out var values))
                {
                    byCurrency[currency] = values = [];
                }

                values.Add(new(PriceBins.LogPriceOf(bin), counted.WeightOf(name)));
            }
        }

        return byCurrency.ToFrozenDictionary(pair => pair.Key, pair => new MarketDistribution(pair.Value), StringComparer.Ordinal);
    }
}
