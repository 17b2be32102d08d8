namespace HospitalityMemory.Stores;

/// <summary>The latest message ids of a session, as hashes, with the numbers that their messages got. Not thread safe.</summary>
internal sealed class RememberedIds
{
    private const int SmallestLength = 8;

    // The hashes are split into two arrays: an array of small numbers is searched fastest.
    private ulong[] _lows = new ulong[SmallestLength];
    private ulong[] _highs = new ulong[SmallestLength];
    private long[] _sequences = new long[SmallestLength];
    private int _count;
    private int _next;

    /// <summary>The bytes that a number of remembered ids take.</summary>
    private static long BytesOf(int length) => 48 + (3 * (24 + (8L * length)));

    public long Bytes => BytesOf(_lows.Length);

    /// <summary>The bytes after one more id is remembered.</summary>
    public static long BytesWithOneMore(RememberedIds? ids) =>
        ids is null ? BytesOf(SmallestLength) : ids.IsFull ? BytesOf(2 * ids._count) : ids.Bytes;

    private bool IsFull => _count == _lows.Length && _count < SessionLimits.RememberedIds;

    /// <returns>The number of the message with this id; 0 where it is not remembered.</returns>
    public long Find(UInt128 hash)
    {
        var (low, high) = ((ulong)hash, (ulong)(hash >> 64));
        for (int from = 0, found; from < _count; from += found + 1)
        {
            found = _lows.AsSpan(from, _count - from).IndexOf(low);
            if (found < 0)
            {
                return 0;
            }

            if (_highs[from + found] == high)
            {
                return _sequences[from + found];
            }
        }

        return 0;
    }

    /// <summary>Remembers a new id, and forgets the oldest where there are too many.</summary>
    public void Add(UInt128 hash, long sequence)
    {
        if (IsFull)
        {
            Array.Resize(ref _lows, 2 * _count);
            Array.Resize(ref _highs, 2 * _count);
            Array.Resize(ref _sequences, 2 * _count);
            _next = _count;
        }

        (_lows[_next], _highs[_next], _sequences[_next]) = ((ulong)hash, (ulong)(hash >> 64), sequence);
        _count = Math.Max(_count, _next + 1);
        _next = (_next + 1) % SessionLimits.RememberedIds;
    }

    public RememberedIds Clone() => new()
    {
        _lows = [.. _lows],
        _highs = [.. _highs],
        _sequences = [.. _sequences],
        _count = _count,
        _next = _next,
    };
}
