using System.Collections.Concurrent;
using MathNet.Numerics.Statistics;

namespace HospitalityMemory.Benchmarks;

/// <summary>
/// The peer of learning: bookings in a list under a lock, and after each all preferences computed anew in one pass over
/// the history: cities, property types, amenities weighted by rating, months, and the quartiles of the prices.
/// </summary>
internal sealed class RecomputingGuests
{
    private readonly ConcurrentDictionary<string, Guest> _guests = new(StringComparer.Ordinal);

    public void Add(string userId, Booking booking)
    {
        var guest = _guests.GetOrAdd(userId, static _ => new Guest());
        lock (guest)
        {
            if (guest.Ids.Add(booking.BookingId))
            {
                guest.Bookings.Add(booking);
                guest.Preferences = Learn(guest.Bookings);
            }
        }
    }

    /// <summary>Adds a history without learning from it yet.</summary>
    public void Fill(string userId, ReadOnlySpan<Booking> bookings)
    {
        var guest = _guests.GetOrAdd(userId, static _ => new Guest());
        foreach (var booking in bookings)
        {
            guest.Ids.Add(booking.BookingId);
            guest.Bookings.Add(booking);
        }
    }

    private static Preferences Learn(List<Booking> bookings)
    {
        var cities = new Dictionary<string, (int Count, DateOnly Last)>(StringComparer.Ordinal);
        var types = new Dictionary<string, int>(StringComparer.Ordinal);
        var amenities = new Dictionary<string, double>(StringComparer.Ordinal);
        var months = new int[12];
        var prices = new List<double>(bookings.Count);
        foreach (var booking in bookings)
        {
            cities.TryGetValue(booking.City, out var city);
            cities[booking.City] = (city.Count + 1, booking.CheckIn > city.Last ? booking.CheckIn : city.Last);
            months[booking.CheckIn.Month - 1]++;
            if (booking.PropertyType is { } type)
            {
                types[type] = types.GetValueOrDefault(type) + 1;
            }

            foreach (var amenity in booking.Amenities)
            {
                amenities[amenity] = amenities.GetValueOrDefault(amenity) + ((double)(booking.GuestRating ?? 3) / 5);
            }

            if (booking.PricePerNight is { } price)
            {
                prices.Add((double)price);
            }
        }

        return new(
            [.. cities.OrderByDescending(city => city.Value.Count).ThenByDescending(city => city.Value.Last).Take(5).Select(city => city.Key)],
            [.. types.OrderByDescending(type => type.Value).Select(type => type.Key)],
            [.. amenities.OrderByDescending(amenity => amenity.Value).Take(10).Select(amenity => amenity.Key)],
            months,
            prices.QuantileCustom(0.25, QuantileDefinition.R7),
            prices.QuantileCustom(0.75, QuantileDefinition.R7));
    }

    private sealed class Guest
    {
        public List<Booking> Bookings { get; } = [];

        public HashSet<string> Ids { get; } = new(StringComparer.Ordinal);

        public Preferences? Preferences { get; set; }
    }

    private sealed record Preferences(string[] Cities, string[] Types, string[] Amenities, int[] Months, double LowPrice, double HighPrice);
}
