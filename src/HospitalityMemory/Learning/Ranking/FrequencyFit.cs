namespace HospitalityMemory;

/// <summary>
/// The default learner's score of a property; <see cref="FrequencyPreferenceLearner"/> gives the formula. Used by one thread.
/// </summary>
internal sealed class FrequencyFit
{
    private const int Parts = 4;

    /// <summary>The weight of a country against a city, which says more about where the guest goes.</summary>
    private const double WeightOfCountry = 0.25;

    /// <summary>The part of a price that is unknown or cannot be compared: halfway between the best and the worst.</summary>
    private const double UnknownPrice = 0.5;

    /// <summary>How far a property with the best ratings by the guest is raised towards 1.</summary>
    private const double WeightOfReturn = 0.5;

    /// <summary>
    /// The factor for a property that the guest does not know: of two that fit alike, the known one comes first.
    /// </summary>
    private const double FactorOfUnknown = 0.95;

    private readonly StayCounts _counts;
    private readonly NameCounts _countries;
    private readonly OwnRatings _ratings;
    private readonly Dictionary<string, PriceRange> _ranges;
    private readonly double _allAmenities;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    public FrequencyFit(TravelRecord record, StayCounts counts, DateOnly day)
    {
        _counts = counts;
        _countries = NameCounts.Of(record.Bookings, static stay => stay.Country);
        _ratings = new(record.StaysUntil(day));
        _ranges = counts.Prices.ToDictionary(static prices => prices.Currency, static prices => prices.ToRange(), StringComparer.Ordinal);
        foreach (ref readonly var amenity in counts.Amenities.Names)
        {
            _allAmenities += amenity.RatingSum;
        }
    }

    public double Of(PropertyCandidate property)
    {
        var fit = (PlaceOf(property) + ShareOf(_counts.PropertyTypes, property.PropertyType) + PriceOf(property) + AmenitiesOf(property)) / Parts;
        return _ratings.LikingOf(property.PropertyId) is not { } liking
            ? fit * FactorOfUnknown
            : _ratings.IsDisliked(property.PropertyId) ? fit * liking : fit + ((1 - fit) * WeightOfReturn * liking);
    }

    private double PlaceOf(PropertyCandidate property)
    {
        var city = ShareOf(_counts.Cities, property.City);
        return city + ((1 - city) * WeightOfCountry * ShareOf(_countries, property.Country));
    }

    private static double ShareOf(NameCounts counts, string? name) =>
        counts.KnownStays > 0 ? (double)counts.StaysOf(name) / counts.KnownStays : 0;

    private double PriceOf(PropertyCandidate property)
    {
        if (property is not { PricePerNight: > 0 and var price, Currency: { } currency } || !_ranges.TryGetValue(currency, out var range))
        {
            return UnknownPrice;
        }

        return price > range.Max ? (double)(range.Max / price) : price < range.Min ? (double)(price / range.Min) : 1;
    }

    private double AmenitiesOf(PropertyCandidate property)
    {
        var offered = 0.0;
        _seen.Clear();
        for (var i = 0; i < property.Amenities.Count; i++)
        {
            // An amenity that is listed twice counts once.
            if (_counts.Amenities.TryGet(property.Amenities[i], out var amenity) && _seen.Add(amenity.Name))
            {
                offered += amenity.RatingSum;
            }
        }

        return _allAmenities > 0 ? Math.Min(1, offered / _allAmenities) : 0;
    }
}
