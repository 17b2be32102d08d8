namespace HospitalityMemory.Adaptive;

/// <summary>
/// How well properties of one country fit the guest. It adds up how likely the city is for the guest, the weighted logarithms of P(feature
/// | guest) / P(feature), and what is known of the property itself. Used by one thread.
/// </summary>
internal sealed class PropertyFit
{
    // The weights were fitted together, as a conditional logit (McFadden, 1974), on the choices of half of the travellers of real stays.
    // What a guest likes shows in city, type, price and amenities at once, and so each of them alone tells less than it seems to.
    private const double WeightOfCity = 0.2;
    private const double WeightOfType = 0.8;
    private const double WeightOfPrice = 0.6;
    private const double WeightOfAmenities = 0.04;
    private const double WeightOfPopularity = 0.5;

    /// <summary>For another property of an operator with whom the guest had all stays. It is less for a smaller share of the stays.</summary>
    private const double BonusOfSameOperator = 1.7;

    private const double WeightOfOperatorShare = 0.5;

    /// <summary>For a property where the guest stayed today. It is less for an older stay.</summary>
    private const double BonusOfSameProperty = 5.7;

    private const double PenaltyOfDislikedProperty = 2;

    /// <summary>A rating of 2.5 of 5, as satisfaction.</summary>
    private const double LeastSatisfaction = 2.5 / (double)TravelRecord.NeutralRating;

    private readonly GuestTaste _taste;
    private readonly CityOutlook _cities;
    private readonly PropertyTypeOutlook _types;
    private readonly MarketSegment _market;
    private readonly DateOnly _asOf;
    private readonly IReadOnlyDictionary<string, double> _amenities;
    private readonly double _noAmenities;
    private readonly HashSet<string> _offered = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PriceOutlook?> _prices = new(StringComparer.Ordinal);

    // A ranking has few cities and types, and many properties of each. Each ratio is worked out once.
    private readonly Dictionary<string, double> _cityRatios = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _typeRatios = new(StringComparer.Ordinal);

    public PropertyFit(GuestTaste taste, CityOutlook cities, MarketSegment market, DateOnly asOf)
    {
        _taste = taste;
        _cities = cities;
        _types = new(taste, market);
        _market = market;
        _asOf = asOf;
        (_amenities, _noAmenities) = new AmenityOutlook(taste, market).Fit();
    }

    /// <summary>The fit as log-odds. 0 means that the property fits the guest as well as it fits any guest.</summary>
    public double Of(PropertyCandidate property) =>
        (WeightOfCity * CityRatio(property.City))
        + (WeightOfType * TypeRatio(property.PropertyType))
        + (WeightOfPrice * PriceRatio(property))
        + (WeightOfAmenities * AmenitiesRatio(property.Amenities))
        + SameProperty(property)
        + (WeightOfPopularity * Popularity(property.PropertyId));

    /// <summary>
    /// Goes by how probable the city is for the guest, and not by how many times more probable it is than for others. Of two cities, the
    /// one where the guest is likely to stay comes first, and not a rare one that the guest has been to.
    /// </summary>
    private double CityRatio(string? city)
    {
        if (city is null)
        {
            return 0;
        }

        if (!_cityRatios.TryGetValue(city, out var ratio))
        {
            _cityRatios[city] = ratio = _cities.LogProbability(city) - _cities.MeanLogProbability;
        }

        return ratio;
    }

    private double TypeRatio(string? type)
    {
        if (type is null)
        {
            return 0;
        }

        if (!_typeRatios.TryGetValue(type, out var ratio))
        {
            _typeRatios[type] = ratio = _types.LogRatio(type);
        }

        return ratio;
    }

    private double PriceRatio(PropertyCandidate property)
    {
        if (property is not { PricePerNight: > 0 and var price, Currency: { } currency })
        {
            return 0;
        }

        if (!_prices.TryGetValue(currency, out var outlook))
        {
            outlook = _taste.Prices.Any(paid => paid.Currency == currency)
                ? PriceOutlook.Of(_taste, currency, _market.Prices.GetValueOrDefault(currency), _asOf)
                : null;
            _prices[currency] = outlook;
        }

        return outlook?.LogRatio(Math.Log((double)price)) ?? 0;
    }

    private double AmenitiesRatio(IReadOnlyList<string> amenities)
    {
        var sum = _noAmenities;
        _offered.Clear();
        for (var i = 0; i < amenities.Count; i++)
        {
            // An amenity that is listed twice counts once.
            sum += _amenities.TryGetValue(amenities[i], out var difference) && _offered.Add(amenities[i]) ? difference : 0;
        }

        return sum;
    }

    private double SameProperty(PropertyCandidate property)
    {
        var known = _taste.Properties.Find(property.PropertyId);
        return known.Stays is 0
            ? SameOperator(property.Operator)
            : known.MeanSatisfaction < LeastSatisfaction ? -PenaltyOfDislikedProperty : BonusOfSameProperty + Math.Log(known.Weight);
    }

    /// <summary>What a stay in another property of the operator says; 0 for an operator whom the guest disliked.</summary>
    private double SameOperator(string? name)
    {
        if (name is null || _taste.Operators.Find(name) is not { Stays: > 0 } known || known.MeanSatisfaction < LeastSatisfaction)
        {
            return 0;
        }

        return Math.Max(0, BonusOfSameOperator + (WeightOfOperatorShare * Math.Log(known.Weight / _taste.Operators.Total)));
    }

    /// <summary>
    /// How much more often the property is booked than the properties of which too few guests are known, on average and as a logarithm. It
    /// is 0 for one of those, and for a property that nobody has booked yet.
    /// </summary>
    private double Popularity(string propertyId)
    {
        if (!(_market.BookingsWithProperty > 0) || !_market.Tells(MarketFact.Property, propertyId))
        {
            return 0;
        }

        var average = _market.BookingsWithProperty / _market.PropertyCount;
        return Math.Log((_market.WeightOf(MarketFact.Property, propertyId) + average) / (_market.WeightOfUntoldProperty + average));
    }
}
