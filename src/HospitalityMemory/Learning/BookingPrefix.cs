using System.Collections;

namespace HospitalityMemory;

/// <summary>The limits of a prefix of a guest's bookings.</summary>
/// <param name="MaxCount">The most bookings that are held.</param>
/// <param name="MaxWeight">
/// Their greatest weight together, by <see cref="BookingWeight"/>. The newest is always held. Null for no limit.
/// </param>
internal sealed record PrefixLimit(int MaxCount, int? MaxWeight);

/// <summary>The newest of a set of a guest's bookings, newest first, and how many bookings the set has.</summary>
/// <remarks>
/// <para>It is always the longest prefix that fits, in the order of <see cref="BookingOrder"/>. The order in which bookings were
/// added therefore does not matter. Where a change makes room and the bookings beyond are not at hand, the prefix
/// <see cref="Lacks"/> some of them until it is <see cref="Extend"/>ed.</para>
/// <para>Immutable and thread safe. Most bookings that are added are newer than all others. Such a booking goes to the end of a
/// buffer that is shared with the prefix before, and nothing is copied.</para>
/// </remarks>
internal sealed class BookingPrefix : IReadOnlyList<Booking>
{
    private const int SmallestBuffer = 4;

    // Oldest first.
    private readonly SharedBuffer<Booking> _buffer;
    private readonly int _start;
    private readonly PrefixLimit _limit;
    private readonly int _weight;
    private readonly bool _hasGap;

    private BookingPrefix(PrefixLimit limit, SharedBuffer<Booking> buffer, int start, int count, int weight, long total, bool hasGap)
    {
        _limit = limit;
        _buffer = buffer;
        _start = start;
        Count = count;
        _weight = weight;
        Total = total;
        _hasGap = hasGap;
    }

    public int Count { get; }

    /// <summary>How many bookings there are, including those beyond the prefix.</summary>
    public long Total { get; }

    /// <summary>Whether bookings beyond the prefix may have to be in it.</summary>
    public bool Lacks => _hasGap && HasRoom;

    private bool HasRoom => Count < _limit.MaxCount && Count < Total;

    public Booking this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return _buffer.Items[_start + Count - 1 - index];
        }
    }

    /// <summary>The held bookings, the oldest first.</summary>
    public ReadOnlySpan<Booking> OldestFirst => _buffer.Items.AsSpan(_start, Count);

    public static BookingPrefix Empty(PrefixLimit limit) => new(limit, new SharedBuffer<Booking>([]), 0, 0, 0, 0, hasGap: false);

    /// <summary>The prefix of bookings that are given newest first. No more of them are read than needed.</summary>
    /// <param name="limit">The limits.</param>
    /// <param name="bookings">The bookings, newest first.</param>
    /// <param name="total">How many there are.</param>
    public static BookingPrefix From(PrefixLimit limit, IEnumerable<Booking> bookings, long total)
    {
        var held = new List<Booking>();
        var weight = 0;
        foreach (var booking in bookings)
        {
            if (!Fits(limit, held.Count, ref weight, booking))
            {
                break;
            }

            held.Add(booking);
            if (held.Count == limit.MaxCount || held.Count == total)
            {
                break;
            }
        }

        held.Reverse();
        return new(limit, new SharedBuffer<Booking>([.. held]), 0, held.Count, weight, Math.Max(total, held.Count), hasGap: false);
    }

    public IEnumerator<Booking> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public int IndexOf(string bookingId)
    {
        for (var i = 0; i < Count; i++)
        {
            if (string.Equals(this[i].BookingId, bookingId, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The prefix with one more booking.</summary>
    public BookingPrefix Add(Booking booking)
    {
        var older = Count;
        while (older > 0 && BookingOrder.Compare(_buffer.Items[_start + older - 1], booking) < 0)
        {
            older--;
        }

        // The booking is older than all that are held. It is not known whether it is older than those beyond.
        if (older is 0 && Count < Total)
        {
            return new(_limit, _buffer, _start, Count, _weight, Total + 1, hasGap: true);
        }

        var (buffer, start) = (_buffer, _start);
        if (older < Count || !buffer.TryClaim(start + Count, 1))
        {
            (buffer, start) = (NewBuffer(Count + 1), 0);
            Array.Copy(_buffer.Items, _start, buffer.Items, 0, older);
            Array.Copy(_buffer.Items, _start + older, buffer.Items, older + 1, Count - older);
        }

        buffer.Items[start + older] = booking;
        return Cut(buffer, start, Count + 1, _weight + WeightOf(booking), Total + 1, _hasGap);
    }

    /// <summary>The prefix without one of the bookings, whether that is held or lies beyond.</summary>
    public BookingPrefix Remove(string bookingId)
    {
        var index = IndexOf(bookingId);
        if (index < 0)
        {
            // The removed booking may have been the one that did not fit.
            return new(_limit, _buffer, _start, Count, _weight, Math.Max(Total - 1, Count), hasGap: true);
        }

        var place = Count - 1 - index;
        var buffer = NewBuffer(Count - 1);
        Array.Copy(_buffer.Items, _start, buffer.Items, 0, place);
        Array.Copy(_buffer.Items, _start + place + 1, buffer.Items, place, Count - 1 - place);
        return new(_limit, buffer, 0, Count - 1, _weight - WeightOf(this[index]), Total - 1, hasGap: true);
    }

    /// <summary>The prefix with a booking in place of the one with the same id, whether that is held or lies beyond.</summary>
    public BookingPrefix Replace(Booking booking)
    {
        var index = IndexOf(booking.BookingId);
        if (index < 0 || this[index].CheckIn != booking.CheckIn)
        {
            return Remove(booking.BookingId).Add(booking);
        }

        var more = WeightOf(booking) - WeightOf(this[index]);
        var buffer = NewBuffer(Count);
        Array.Copy(_buffer.Items, _start, buffer.Items, 0, Count);
        buffer.Items[Count - 1 - index] = booking;
        return Cut(buffer, 0, Count, _weight + more, Total, _hasGap || more < 0);
    }

    /// <summary>The prefix with as many as fit of the bookings that follow the held ones.</summary>
    /// <param name="older">The bookings that follow, newest first.</param>
    /// <param name="isAll">Whether these are all that follow.</param>
    public BookingPrefix Extend(IReadOnlyList<Booking> older, bool isAll)
    {
        var taken = 0;
        var weight = _weight;
        while (taken < older.Count && Count + taken < _limit.MaxCount && Fits(_limit, Count + taken, ref weight, older[taken]))
        {
            taken++;
        }

        var buffer = NewBuffer(Count + taken);
        Array.Copy(_buffer.Items, _start, buffer.Items, taken, Count);
        for (var i = 0; i < taken; i++)
        {
            buffer.Items[taken - 1 - i] = older[i];
        }

        return new(_limit, buffer, 0, Count + taken, weight, Total, hasGap: taken == older.Count && !isAll);
    }

    /// <summary>Drops the oldest bookings until the rest fits. They stay in the buffer until the buffer is full.</summary>
    private BookingPrefix Cut(SharedBuffer<Booking> buffer, int start, int count, int weight, long total, bool hasGap)
    {
        while (count > _limit.MaxCount || (count > 1 && weight > _limit.MaxWeight))
        {
            weight -= WeightOf(buffer.Items[start]);
            start++;
            count--;
            hasGap = false;
        }

        return new(_limit, buffer, start, count, weight, total, hasGap);
    }

    private static bool Fits(PrefixLimit limit, int held, ref int weight, Booking booking)
    {
        if (limit.MaxWeight is not { } max)
        {
            return true;
        }

        var with = weight + BookingWeight.Of(booking);
        if (held > 0 && with > max)
        {
            return false;
        }

        weight = with;
        return true;
    }

    private int WeightOf(Booking booking) => _limit.MaxWeight is null ? 0 : BookingWeight.Of(booking);

    /// <summary>
    /// Makes a buffer with twice the room needed. The bookings are then copied again only after as many additions.
    /// </summary>
    private static SharedBuffer<Booking> NewBuffer(int taken) =>
        new(new Booking[Math.Max(SmallestBuffer, 2 * taken)]) { Taken = taken };
}
