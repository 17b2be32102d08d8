using System.Runtime.CompilerServices;

namespace HospitalityMemory.Stores;

/// <summary>The orders in which stores return what they keep. These are pure functions: every store orders alike.</summary>
/// <remarks>Texts are compared as UTF-16 units, whatever a database's collation is.</remarks>
public static class StoreOrder
{
    /// <summary>Bookings of a guest: the latest check-in first, then by id, the greatest first.</summary>
    public static IComparer<Booking> OfBookings { get; } = Comparer<Booking>.Create(BookingOrder.Compare);

    /// <summary>
    /// Puts bookings that a database ordered by day, the latest check-in first, in order within each day. Holds the
    /// bookings of one day at a time.
    /// </summary>
    /// <param name="byCheckIn">The bookings, the latest check-in first.</param>
    /// <param name="cancellationToken">Cancels the stream.</param>
    /// <returns>The same bookings in the order of <see cref="OfBookings"/>.</returns>
    public static async IAsyncEnumerable<Booking> WithinDays(
        IAsyncEnumerable<Booking> byCheckIn, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(byCheckIn);
        var day = new List<Booking>();
        await foreach (var booking in byCheckIn.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (day is [var first, ..] && first.CheckIn != booking.CheckIn)
            {
                day.Sort(OfBookings);
                foreach (var earlier in day)
                {
                    yield return earlier;
                }

                day.Clear();
            }

            day.Add(booking);
        }

        day.Sort(OfBookings);
        foreach (var last in day)
        {
            yield return last;
        }
    }

    /// <summary>
    /// Puts bookings that a database ordered by day, the latest check-in first, in order within each day. Holds the
    /// bookings of one day at a time.
    /// </summary>
    /// <param name="byCheckIn">The bookings, the latest check-in first. One more is read than is returned.</param>
    /// <returns>The same bookings in the order of <see cref="OfBookings"/>.</returns>
    public static IEnumerable<Booking> WithinDays(IEnumerable<Booking> byCheckIn)
    {
        ArgumentNullException.ThrowIfNull(byCheckIn);
        return Order(byCheckIn);

        static IEnumerable<Booking> Order(IEnumerable<Booking> byCheckIn)
        {
            var day = new List<Booking>();
            foreach (var booking in byCheckIn)
            {
                if (day is [var first, ..] && first.CheckIn != booking.CheckIn)
                {
                    day.Sort(OfBookings);
                    foreach (var earlier in day)
                    {
                        yield return earlier;
                    }

                    day.Clear();
                }

                day.Add(booking);
            }

            day.Sort(OfBookings);
            foreach (var last in day)
            {
                yield return last;
            }
        }
    }
}
