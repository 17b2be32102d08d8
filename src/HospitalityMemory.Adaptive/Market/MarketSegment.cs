using System.Globalization;

namespace HospitalityMemory;

/// <summary>What was booked in one market, or in all. Immutable and thread safe.</summary>
/// <remarks>Counts are weighted: a booking of the snapshot's day is 1, one of 180 days before 1/2.</remarks>
public sealed class MarketSegment
{
    /// <summary>An amenity that fewer bookings have is not looked for.</summary>
    internal const double LeastShareOfCommonAmenity = 0.01;

    private const int MaxTop = 64;

    /// <summary>Far more bookings than there are; sums and squares of such weights stay finite.</summary>
    private const double MaxWeight = 1e100;

    /// <summary>No stay is longer than the years that a booking may be of.</summary>
    private const int MaxNights = (BookingRules.MaxYear - BookingRules.MinYear + 1) * 366;

    private readonly Dictionary<MarketFact, Dictionary<string, double>> _weights = [];

    internal MarketSegment(IEnumerable<MarketCount> counts, double scale)
    {
        foreach (var fact in Enum.GetValues<MarketFact>())
        {
            _weights[fact] = new(StringComparer.Ordinal);
        }

        foreach (var count in counts)
        {
            // A store hands on what it holds, and others write to it too.
            var weight = count.Weight * scale;
            if (weight is > 0 and <= MaxWeight && count.Name is not null && _weights.TryGetValue(count.Fact, out var names))
            {
                names[count.Name] = names.GetValueOrDefault(count.Name) + weight;
            }
        }

        BookingsWithPropertyType = PropertyTypes.Values.Sum();
        BookingsWithProperty = Properties.Values.Sum();
        var leastBookings = LeastShareOfCommonAmenity * BookingsWithAmenities;
        CommonAmenities = [.. Amenities.Where(amenity => amenity.Value >= leastBookings).Select(amenity => amenity.Key).Order(StringComparer.Ordinal)];
        TopCities = Top(Cities);
        TopPropertyTypes = Top(PropertyTypes);
        TopAmenities = Top(Amenities);
        Prices = PricesOf(_weights[MarketFact.Price]);
        Nights = new(NightsOf(_weights[MarketFact.Nights]));
    }

    internal static MarketSegment Empty { get; } = new([], 1);

    /// <summary>All bookings.</summary>
    public double Bookings => _weights[MarketFact.Booking].GetValueOrDefault(string.Empty);

    /// <summary>The bookings of properties whose amenities are known.</summary>
    public double BookingsWithAmenities => _weights[MarketFact.WithAmenities].GetValueOrDefault(string.Empty);

    /// <summary>The bookings by city.</summary>
    public IReadOnlyDictionary<string, double> Cities => _weights[MarketFact.City];

    /// <summary>The bookings by property, by its id.</summary>
    public IReadOnlyDictionary<string, double> Properties => _weights[MarketFact.Property];

    /// <summary>The bookings by type of property.</summary>
    public IReadOnlyDictionary<string, double> PropertyTypes => _weights[MarketFact.PropertyType];

    /// <summary>The bookings by amenity.</summary>
    public IReadOnlyDictionary<string, double> Amenities => _weights[MarketFact.Amenity];

    /// <summary>The natural logarithms of the prices of one night, by currency (ISO 4217).</summary>
    public IReadOnlyDictionary<string, MarketDistribution> Prices { get; }

    /// <summary>The nights of the bookings.</summary>
    public MarketDistribution Nights { get; }

    /// <summary>The most booked, best first, so that a learner need not look at all.</summary>
    internal IReadOnlyList<string> TopCities { get; }

    internal IReadOnlyList<string> TopPropertyTypes { get; }

    internal IReadOnlyList<string> TopAmenities { get; }

    /// <summary>
    /// Those that one booking in a hundred has, in the order of the alphabet: there are not many, and sums over them come
    /// out the same whatever the order in which they were counted.
    /// </summary>
    internal IReadOnlyList<string> CommonAmenities { get; }

    /// <summary>The bookings whose property is known.</summary>
    internal double BookingsWithProperty { get; }

    /// <summary>The bookings whose type of property is known.</summary>
    internal double BookingsWithPropertyType { get; }

    private static IReadOnlyList<string> Top(IReadOnlyDictionary<string, double> names) =>
    [
        .. names.OrderByDescending(name => name.Value).ThenBy(name => name.Key, StringComparer.Ordinal).Take(MaxTop).Select(name => name.Key),
    ];

    private static IEnumerable<WeightedValue> NightsOf(Dictionary<string, double> counted)
    {
        foreach (var (name, weight) in counted)
        {
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var nights) && nights is > 0 and <= MaxNights)
            {
                yield return new(nights, weight);
            }
        }
    }

    private static Dictionary<string, MarketDistribution> PricesOf(Dictionary<string, double> counted)
    {
        var byCurrency = new Dictionary<string, List<WeightedValue>>(StringComparer.Ordinal);
        foreach (var (name, weight) in counted)
        {
            var colon = name.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0
                && name[..colon] is var currency
                && Money.IsCurrencyCode(currency)
                && int.TryParse(name.AsSpan(colon + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var bin)
                && PriceBins.IsOfPrice(bin))
            {
                if (!byCurrency.TryGetValue(currency, out var values))
                {
                    byCurrency[currency] = values = [];
                }

                values.Add(new(PriceBins.LogPriceOf(bin), weight));
            }
        }

        return byCurrency.ToDictionary(pair => pair.Key, pair => new MarketDistribution(pair.Value), StringComparer.Ordinal);
    }
}
