using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <summary>Finds which of several bookings are recorded already.</summary>
internal sealed class RecordedBookings(IProfileStore store)
{
    private static readonly Dictionary<string, Booking> None = [];

    /// <summary>
    /// Called after the profile was read. If a booking changes in between, the profile's version changes too, and the commit is
    /// refused.
    /// </summary>
    public async ValueTask<IReadOnlyDictionary<string, Booking>> FindAsync(
        WriteStart start, IReadOnlyCollection<string> bookingIds, CancellationToken cancellationToken)
    {
        if (start.Profile?.Bookings.Latest is not { } latest)
        {
            return None;
        }

        // Most profiles hold all of the guest's bookings.
        if (latest.Count == latest.Total)
        {
            return latest.ToDictionary(static booking => booking.BookingId, StringComparer.Ordinal);
        }

        var found = await store.FindBookingsAsync(start.UserId, bookingIds, cancellationToken).ConfigureAwait(false);
        return found.Concat(start.Repaired).ToDictionary(static booking => booking.BookingId, StringComparer.Ordinal);
    }
}
