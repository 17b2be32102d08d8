using System.Collections;

namespace HospitalityMemory;

/// <summary>A guest's latest bookings, newest first.</summary>
/// <remarks>
/// Immutable and thread safe. A booking newer than all, as most are that are added, goes to a buffer that the list
/// before shares, so that nothing is copied for it.
/// </remarks>
internal sealed class RecentBookings : IReadOnlyList<Booking>
{
    private const int SmallestBuffer = 4;

    // Oldest first.
    private readonly SharedBuffer<Booking> _buffer;

    private RecentBookings(SharedBuffer<Booking> buffer, int count)
    {
        _buffer = buffer;
        Count = count;
    }

    public static RecentBookings Empty { get; } = new(new SharedBuffer<Booking>([]), 0);

    public int Count { get; }

    public Booking this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return _buffer.Items[Count - 1 - index];
        }
    }

    public IEnumerator<Booking> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <param name="bookings">The bookings, newest first; copied.</param>
    public static RecentBookings From(IReadOnlyList<Booking> bookings)
    {
        if (bookings is RecentBookings recent)
        {
            return recent;
        }

        Booking[] items = [.. bookings];
        Array.Reverse(items);
        return items is [] ? Empty : new(new SharedBuffer<Booking>(items), items.Length);
    }

    /// <summary>The bookings with one more, in its place by <see cref="BookingLog.Compare"/>.</summary>
    public RecentBookings Add(Booking booking)
    {
        var place = Count;
        while (place > 0 && BookingLog.Compare(_buffer.Items[place - 1], booking) < 0)
        {
            place--;
        }

        var buffer = _buffer;
        if (place < Count || !buffer.TryClaim(Count, 1))
        {
            buffer = NewBuffer(Count + 1);
            Array.Copy(_buffer.Items, buffer.Items, place);
            Array.Copy(_buffer.Items, place, buffer.Items, place + 1, Count - place);
        }

        buffer.Items[place] = booking;
        return new(buffer, Count + 1);
    }

    /// <summary>The bookings without one of them.</summary>
    public RecentBookings Without(int index)
    {
        var place = Count - 1 - index;
        var buffer = NewBuffer(Count - 1);
        Array.Copy(_buffer.Items, buffer.Items, place);
        Array.Copy(_buffer.Items, place + 1, buffer.Items, place, Count - 1 - place);
        return new(buffer, Count - 1);
    }

    /// <summary>The latest so many, in a buffer that lets go of the others.</summary>
    public RecentBookings Latest(int count)
    {
        var buffer = NewBuffer(count);
        Array.Copy(_buffer.Items, Count - count, buffer.Items, 0, count);
        return new(buffer, count);
    }

    /// <summary>With as much room again, so that what follows is copied once in as many additions.</summary>
    private static SharedBuffer<Booking> NewBuffer(int taken) =>
        new(new Booking[Math.Max(SmallestBuffer, 2 * taken)]) { Taken = taken };
}
