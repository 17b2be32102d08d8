using System.Runtime.InteropServices;

namespace HospitalityMemory.Stores;

/// <summary>A guest's bookings, found by their id and by their place. Used under the guest's lock.</summary>
internal sealed class SortedBookings
{
    private readonly Dictionary<string, Booking> _byId = new(StringComparer.Ordinal);

    // Oldest first: most bookings that are added are newer than all others.
    private readonly List<Booking> _items = [];

    public int Count => _items.Count;

    public Booking? Find(string bookingId) => _byId.GetValueOrDefault(bookingId);

    /// <summary>Adds a booking, or replaces the booking with the same id.</summary>
    public void Put(Booking booking)
    {
        ref var held = ref CollectionsMarshal.GetValueRefOrAddDefault(_byId, booking.BookingId, out _);
        if (held is not null)
        {
            _items.RemoveAt(OlderThan(BookingPosition.Of(held)));
        }

        held = booking;
        _items.Insert(OlderThan(BookingPosition.Of(booking)), booking);
    }

    /// <summary>The bookings that follow on a place, newest first; null for the beginning.</summary>
    public Booking[] Before(BookingPosition? position, int max)
    {
        var older = position is { } place ? OlderThan(place) : _items.Count;
        var found = new Booking[Math.Min(max, older)];
        for (var i = 0; i < found.Length; i++)
        {
            found[i] = _items[older - 1 - i];
        }

        return found;
    }

    public void Clear()
    {
        _byId.Clear();
        _items.Clear();
    }

    /// <summary>How many bookings are older than a place. This is also the index of the booking at that place.</summary>
    private int OlderThan(BookingPosition place)
    {
        if (_items is [.., var newest] && place.IsBefore(newest))
        {
            return _items.Count;
        }

        var (low, high) = (0, _items.Count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (place.IsBefore(_items[middle]))
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
