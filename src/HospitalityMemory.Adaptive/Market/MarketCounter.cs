using System.Globalization;
using System.Runtime.InteropServices;

namespace HospitalityMemory;

/// <summary>Turns bookings into market counts. Not thread safe.</summary>
internal sealed class MarketCounter
{
    private readonly Dictionary<(string Market, MarketFact Fact, string Name), double> _weights = [];

    /// <param name="booking">The booking, as it is recorded.</param>
    /// <param name="today">A booking of a later day (a stay to come) counts as one of today.</param>
    public void Add(Booking booking, DateOnly today)
    {
        var day = booking.BookedAt is { } bookedAt ? DateOnly.FromDateTime(bookedAt.UtcDateTime) : booking.CheckIn;
        var weight = MarketWeight.Of(day < today ? day : today);
        var market = booking.Country ?? string.Empty;
        Count(MarketFact.Booking, string.Empty);
        Count(MarketFact.City, booking.City);
        if (booking.PropertyId is { } property)
        {
            Count(MarketFact.Property, property);
        }

        if (booking.PropertyType is { } type)
        {
            Count(MarketFact.PropertyType, type);
        }

        if (booking.Amenities.Count > 0)
        {
            Count(MarketFact.WithAmenities, string.Empty);
            foreach (var amenity in booking.Amenities)
            {
                Count(MarketFact.Amenity, amenity);
            }
        }

        if (booking.Price is { Amount: > 0 } price)
        {
            Count(MarketFact.Price, string.Create(CultureInfo.InvariantCulture, $"{price.Currency}:{PriceBins.IndexOf(price.Amount)}"));
        }

        if (booking.Dates.Nights is { } nights)
        {
            Count(MarketFact.Nights, nights.ToString(CultureInfo.InvariantCulture));
        }

        void Count(MarketFact fact, string name) =>
            CollectionsMarshal.GetValueRefOrAddDefault(_weights, (market, fact, name), out _) += weight;
    }

    public IReadOnlyList<MarketCount> ToCounts() =>
        [.. _weights.Select(counted => new MarketCount(counted.Key.Market, counted.Key.Fact, counted.Key.Name, counted.Value))];
}
