namespace HospitalityMemory.Adaptive;

/// <summary>
/// How well properties of one country fit the guest: the sum of the logarithms of P(feature | guest) / P(feature), and
/// what is known of the very property. Used by one thread.
/// </summary>
internal sealed class PropertyFit
{
    /// <summary>Amenities come in bundles, so that each tells less than it seems to.</summary>
    private const double WeightOfAmenities = 0.2;

    private const double WeightOfPopularity = 0.5;

    /// <summary>For a property stayed at today, and less by the age of the stay.</summary>
    private const double BonusOfSameProperty = 4;

    private const double PenaltyOfDislikedProperty = 2;

    /// <summary>In ratings, 2.5 of 5.</summary>
    private const double LeastSatisfaction = 2.5 / (double)TravelRecord.NeutralRating;

    /// <summary>Keeps the place's ratio finite where nobody booked it.</summary>
    private const double LeastShare = 1e-4;

    private readonly GuestTaste _taste;
    private readonly CityOutlook _cities;
    private readonly PropertyTypeOutlook _types;
    private readonly MarketSegment _market;
    private readonly DateOnly _asOf;
    private readonly IReadOnlyDictionary<string, double> _amenities;
    private readonly double _noAmenities;
    private readonly HashSet<string> _offered = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PriceOutlook?> _prices = new(StringComparer.Ordinal);

    // A ranking has few cities and types, and many properties of each.
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

    /// <summary>The fit as log-odds: 0 is that of any guest to any property.</summary>
    public double Of(PropertyCandidate property) =>
        CityRatio(property.City)
        + TypeRatio(property.PropertyType)
        + PriceRatio(property)
        + (WeightOfAmenities * AmenitiesRatio(property.Amenities))
        + SameProperty(property.PropertyId)
        + (WeightOfPopularity * Popularity(property.PropertyId));

    private double CityRatio(string? city)
    {
        if (city is null)
        {
            return 0;
        }

        if (!_cityRatios.TryGetValue(city, out var ratio))
        {
            var popularity = _cities.Popularity(city);
            ratio = Math.Log((_cities.Probability(city, popularity) + LeastShare) / (popularity + LeastShare));
            _cityRatios[city] = ratio;
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
            // One that is listed twice is offered once.
            sum += _amenities.TryGetValue(amenities[i], out var difference) && _offered.Add(amenities[i]) ? difference : 0;
        }

        return sum;
    }

    private double SameProperty(string propertyId)
    {
        var known = _taste.Properties.Find(propertyId);
        return known.Stays is 0
            ? 0
            : known.MeanSatisfaction < LeastSatisfaction ? -PenaltyOfDislikedProperty : BonusOfSameProperty + Math.Log(known.Weight);
    }

    /// <summary>
    /// How much more often than the average property of the country it is booked. One of which too few guests are known, or
    /// none, is taken for the average of those of which too few are known.
    /// </summary>
    private double Popularity(string propertyId)
    {
        if (!(_market.BookingsWithProperty > 0))
        {
            return 0;
        }

        var weight = _market.Tells(MarketFact.Property, propertyId) ? _market.WeightOf(MarketFact.Property, propertyId) : _market.WeightOfUntoldProperty;
        return Math.Log(((weight * _market.PropertyCount / _market.BookingsWithProperty) + 1) / 2);
    }
}
