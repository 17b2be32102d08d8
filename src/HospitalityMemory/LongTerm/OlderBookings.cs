using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <summary>
/// Fills a gap that a change left in the bookings of a profile. It reads the next older bookings page by page, and no more pages
/// than needed.
/// </summary>
internal sealed class OlderBookings(IProfileStore store)
{
    private const int PageSize = 20;

    /// <summary>
    /// The store may hold newer bookings than the profile that was read. That does no harm: the profile's version has changed
    /// with them, and the commit will be refused.
    /// </summary>
    /// <param name="userId">The guest.</param>
    /// <param name="known">The bookings of the profile, which may have a gap.</param>
    /// <param name="uncommitted">Bookings that the store does not have yet, or has in an older form.</param>
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

    /// <summary>The matching bookings of a page, together with the matching uncommitted ones between its ends.</summary>
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
