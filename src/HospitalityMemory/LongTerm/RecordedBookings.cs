using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <summary>Finds out which of several bookings are recorded.</summary>
internal sealed class RecordedBookings(IProfileStore store)
{
    private static readonly Dictionary<string, Booking> None = [];

    /// <summary>
    /// Asked after the profile was read: a booking that changes in between has changed the profile's version too, and the
    /// commit is refused.
    /// </summary>
    public async ValueTask<IReadOnlyDictionary<string, Booking>> FindAsync(
        WriteStart start, IReadOnlyCollection<string> bookingIds, CancellationToken cancellationToken)
    {
        if (start.Profile?.Bookings.Latest is not { } latest)
        {
            return None;
        }

        // Of most guests all bookings are held.
        if (latest.Count == latest.Total)
        {
            return latest.ToDictionary(static booking => booking.BookingId, StringComparer.Ordinal);
        }

        var found = await store.FindBookingsAsync(start.UserId, bookingIds, cancellationToken).ConfigureAwait(false);
        return found.Concat(start.Repaired).ToDictionary(static booking => booking.BookingId, StringComparer.Ordinal);
    }
}
