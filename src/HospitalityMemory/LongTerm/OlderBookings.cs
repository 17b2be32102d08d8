using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <summary>
/// Fills the gap that a change left in what a profile holds of the guest's bookings: reads the next older ones, a page at
/// a time, and no more pages than it takes to find one that belongs.
/// </summary>
internal sealed class OlderBookings(IProfileStore store)
{
    private const int PageSize = 20;

    /// <summary>
    /// That the store may hold newer bookings than the profile that was read does no harm: the profile's version has
    /// changed with them, and the commit is refused.
    /// </summary>
    /// <param name="userId">The guest.</param>
    /// <param name="known">What lacks bookings, perhaps.</param>
    /// <param name="uncommitted">Bookings that the store does not hold yet, or not as they are to be.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async ValueTask<KnownBookings> FillAsync(
        string userId, KnownBookings known, IReadOnlyList<Booking> uncommitted, CancellationToken cancellationToken)
    {
        var latest = await ExtendAsync(userId, known.Latest, static _ => true, uncommitted, cancellationToken).ConfigureAwait(false);
        var window = await ExtendAsync(userId, known.Window, known.Teaches, uncommitted, cancellationToken).ConfigureAwait(false);
        return known with { Latest = latest, Window = window };
    }

    private async ValueTask<BookingPrefix> ExtendAsync(
        string userId, BookingPrefix prefix, Func<Booking, bool> belongs, IReadOnlyList<Booking> uncommitted, CancellationToken cancellationToken)
    {
        BookingPosition? position = prefix is [.., var oldest] ? BookingPosition.Of(oldest) : null;
        while (prefix.Lacks)
        {
            var page = await store.GetBookingsBeforeAsync(userId, position, PageSize, cancellationToken).ConfigureAwait(false);
            var isLast = page.Count < PageSize;
            BookingPosition? end = isLast ? null : BookingPosition.Of(page[^1]);
            prefix = prefix.Extend(Merge(page, uncommitted, belongs, position, end), isLast);
            position = end;
        }

        return prefix;
    }

    /// <summary>What belongs of a page and, between its ends, of what is not committed yet.</summary>
    private static List<Booking> Merge(
        IReadOnlyList<Booking> page, IReadOnlyList<Booking> uncommitted, Func<Booking, bool> belongs, BookingPosition? start, BookingPosition? end)
    {
        var merged = new List<Booking>(page.Count);
        foreach (var booking in page)
        {
            if (belongs(booking) && !uncommitted.Any(other => other.BookingId == booking.BookingId))
            {
                merged.Add(booking);
            }
        }

        foreach (var booking in uncommitted)
        {
            if (belongs(booking) && start?.IsBefore(booking) is not false && end?.IsBefore(booking) is not true)
            {
                merged.Add(booking);
            }
        }

        merged.Sort(BookingOrder.Compare);
        return merged;
    }
}
