using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using MathNet.Numerics.Statistics;

namespace HospitalityMemory.Benchmarks;

/// <summary>
/// The peer of learning: bookings in a list under a lock, and after each the preferences computed anew in one pass over
/// the latest of them: cities, property types, amenities weighted by rating, and the quartiles of the prices.
/// </summary>
/// <param name="window">How many of the latest bookings it passes over.</param>
internal sealed class RecomputingGuests(int window)
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
                var bookings = CollectionsMarshal.AsSpan(guest.Bookings);
                guest.Preferences = Learn(bookings[Math.Max(0, bookings.Length - window)..]);
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

    private static Preferences Learn(ReadOnlySpan<Booking> bookings)
    {
        var cities = new Dictionary<string, (int Count, DateOnly Last)>(StringComparer.Ordinal);
        var types = new Dictionary<string, int>(StringComparer.Ordinal);
        var amenities = new Dictionary<string, double>(StringComparer.Ordinal);
        var prices = new double[bookings.Length];
        var priced = 0;
        foreach (var booking in bookings)
        {
            ref var city = ref CollectionsMarshal.GetValueRefOrAddDefault(cities, booking.City, out _);
            city = (city.Count + 1, booking.CheckIn > city.Last ? booking.CheckIn : city.Last);
            if (booking.PropertyType is { } type)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(types, type, out _)++;
            }

            var rating = (double)(booking.GuestRating ?? 3) / 5;
            for (var i = 0; i < booking.Amenities.Count; i++)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(amenities, booking.Amenities[i], out _) += rating;
            }

            if (booking.PricePerNight is { } price)
            {
                prices[priced++] = (double)price;
            }
        }

        Array.Resize(ref prices, priced);
        Array.Sort(prices);
        return new(
            [.. cities.OrderByDescending(city => city.Value.Count).ThenByDescending(city => city.Value.Last).Take(5).Select(city => city.Key)],
            [.. types.OrderByDescending(type => type.Value).Take(5).Select(type => type.Key)],
            [.. amenities.OrderByDescending(amenity => amenity.Value).Take(10).Select(amenity => amenity.Key)],
            SortedArrayStatistics.QuantileCustom(prices, 0.25, QuantileDefinition.R7),
            SortedArrayStatistics.QuantileCustom(prices, 0.75, QuantileDefinition.R7));
    }

    private sealed class Guest
    {
        public List<Booking> Bookings { get; } = [];

        public HashSet<string> Ids { get; } = new(StringComparer.Ordinal);

        public Preferences? Preferences { get; set; }
    }

    private sealed record Preferences(string[] Cities, string[] Types, string[] Amenities, double LowPrice, double HighPrice);
}
