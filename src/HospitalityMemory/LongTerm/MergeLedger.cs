namespace HospitalityMemory;

/// <summary>What one call of a merge has done so far, whatever it had to do again because others wrote meanwhile.</summary>
internal sealed class MergeLedger
{
    private readonly Dictionary<string, (Booking Copy, bool WasThere)> _bookings = new(StringComparer.Ordinal);

    private readonly List<MergedFields> _settled = [];

    /// <summary>Of the guest that is being copied.</summary>
    public MergedFields Fields { get; private set; } = new();

    /// <summary>The same, and before it of those that were copied and deleted by this call: one more may come while it works.</summary>
    public IEnumerable<MergedFields> AllFields => [.. _settled, Fields];

    public int Bookings => _bookings.Count;

    /// <summary>How many of them the other guest had already.</summary>
    public int BookingsThere => _bookings.Values.Count(static booking => booking.WasThere);

    public IReadOnlyList<RenamedBooking> Renamed =>
    [
        .. _bookings
            .Where(static booking => booking.Key != booking.Value.Copy.BookingId)
            .Select(static booking => new RenamedBooking(booking.Key, booking.Value.Copy.BookingId))
            .OrderBy(static renamed => renamed.BookingId, StringComparer.Ordinal),
    ];

    /// <summary>What was recorded of a booking; null for nothing yet.</summary>
    public Booking? CopyOf(string bookingId) => _bookings.TryGetValue(bookingId, out var known) ? known.Copy : null;

    /// <summary>Notes that what was copied is deleted.</summary>
    public void Settle()
    {
        _settled.Add(Fields);
        Fields = new();
    }

    public void Note(IReadOnlyList<MovingBooking> given, SeveralBookings became)
    {
        var added = became.Added.Select(static booking => booking.BookingId).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < given.Count; i++)
        {
            var (id, copy) = (given[i].Booking.BookingId, became.Recorded[i]);
            _bookings[id] = (copy, _bookings.TryGetValue(id, out var known) ? known.WasThere : !added.Contains(copy.BookingId));
        }
    }
}
