using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace HospitalityMemory.Benchmarks;

/// <summary>
/// What a good team would write in place of a memory in this process: a guest's bookings in a list under a lock, each booking
/// checked, repeated bookings taken once, and the preferences computed in one simple pass when they are read.
/// </summary>
internal sealed class PlainGuests
{
    private readonly ConcurrentDictionary<string, Guest> _guests = new(StringComparer.Ordinal);

    /// <summary>Keeps a booking as it is given. This library also takes a copy, which nobody else can change.</summary>
    public void Add(string userId, Booking booking)
    {
        Check(booking);
        var guest = _guests.GetOrAdd(userId, static _ => new Guest());
        lock (guest)
        {
            if (guest.Ids.Add(booking.BookingId))
            {
                var place = guest.Bookings.Count;
                while (place > 0 && guest.Bookings[place - 1].CheckIn > booking.CheckIn)
                {
                    place--;
                }

                guest.Bookings.Insert(place, booking);
            }
        }
    }

    /// <param name="userId">The guest.</param>
    /// <param name="latest">How many of the latest bookings the pass covers.</param>
    /// <param name="withMonths">Whether to count months.</param>
    public PlainPreferences GetPreferences(string userId, int latest, bool withMonths)
    {
        var guest = _guests[userId];
        lock (guest)
        {
            var bookings = CollectionsMarshal.AsSpan(guest.Bookings);
            return PlainPass.Learn(bookings[Math.Max(0, bookings.Length - latest)..], withMonths);
        }
    }

    private static void Check(Booking booking)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(booking.BookingId);
        ArgumentException.ThrowIfNullOrWhiteSpace(booking.City);
        if (booking.CheckOut <= booking.CheckIn)
        {
            throw new ArgumentException("Check-out must be after check-in.", nameof(booking));
        }

        if (booking.Guests < 1 || booking.PricePerNight <= 0 || booking.GuestRating is < 1 or > 5 || booking.Currency is { Length: not 3 })
        {
            throw new ArgumentException("Guests, price, rating or currency is not possible.", nameof(booking));
        }
    }

    private sealed class Guest
    {
        /// <summary>The bookings by check-in, the latest at the end.</summary>
        public List<Booking> Bookings { get; } = [];

        public HashSet<string> Ids { get; } = new(StringComparer.Ordinal);
    }
}
