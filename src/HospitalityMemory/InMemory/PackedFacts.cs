namespace HospitalityMemory.Stores;

/// <summary>
/// What trimming needs to know about a session's messages, in their order and 8 bytes each. A struct with an array: a plain copy
/// shares the array, and only <see cref="Clone"/> copies it. Not thread safe.
/// </summary>
/// <remarks>
/// From the highest bit: starts a turn (1 bit), is spared (1 bit), weight (31 bits), and how many messages ago the group began
/// (31 bits). All 31 are set where the message is orphaned; a group that began two thousand million messages ago counts as
/// orphaned too.
/// </remarks>
internal struct PackedFacts
{
    private const ulong TurnBit = 1UL << 63;
    private const ulong SparedBit = 1UL << 62;
    private const ulong Orphaned = (1UL << 31) - 1;
    private const int SmallestLength = 4;

    /// <summary>An array of at most this many places is never shrunk.</summary>
    private const int LargestSpare = 64;

    private ulong[]? _items;
    private int _start;
    private bool _isMixed;
    private long _latestGroup;

    public int Count { get; private set; }

    /// <summary>The weight of all messages.</summary>
    public long Weight { get; private set; }

    /// <summary>The bytes of all messages.</summary>
    public long Bytes { get; private set; }

    /// <summary>The bytes of the spared messages, which trimming never drops.</summary>
    public long SparedBytes { get; private set; }

    /// <summary>Whether the numbers of the groups ascend, and each group therefore stands together.</summary>
    public readonly bool IsOrdered => !_isMixed;

    private readonly ReadOnlySpan<ulong> Items => _items.AsSpan(_start, Count);

    public readonly long GroupOf(int index, long sequence) =>
        (Items[index] & Orphaned) is var back && back == Orphaned ? 0 : sequence - (long)back;

    /// <summary>Whether the message is the first of its group.</summary>
    public readonly bool BeginsGroup(int index) => (Items[index] & Orphaned) is 0;

    public readonly int WeightOf(int index) => (int)((Items[index] >> 31) & int.MaxValue);

    public readonly bool IsSpared(int index) => (Items[index] & SparedBit) is not 0;

    public readonly bool StartsTurn(int index) => (Items[index] & TurnBit) is not 0;

    /// <summary>Adds the facts of the next message, which has its number already.</summary>
    public void Add(in StoredMessage stored) =>
        Add(stored.Message, stored.Group, stored.Weight, stored.IsSpared, stored.StartsTurn);

    /// <inheritdoc cref="Add(in StoredMessage)"/>
    public void Add(SessionMessage message, long group, int weight, bool isSpared, bool startsTurn)
    {
        MakeRoom();
        var back = group is 0 ? Orphaned : Math.Min((ulong)(message.Sequence - group), Orphaned);
        _items![_start + Count] = back | ((ulong)(uint)weight << 31) | (isSpared ? SparedBit : 0) | (startsTurn ? TurnBit : 0);
        _isMixed |= Count > 0 && group < _latestGroup;
        _latestGroup = group;
        Weight += weight;
        var bytes = SessionSize.Placed(message);
        Bytes += bytes;
        SparedBytes += isSpared ? bytes : 0;
        Count++;
    }

    public readonly PackedFacts Clone() => this with { _items = Items.ToArray(), _start = 0 };

    /// <summary>Removes what was added since a copy was made.</summary>
    /// <param name="before">That copy.</param>
    public void UndoTo(in PackedFacts before) => this = before with { _items = _items, _start = _start };

    /// <summary>Removes the messages that trimming dropped. The latest message is never one of them.</summary>
    /// <param name="messages">The facts of all messages before the trimming.</param>
    /// <param name="dropped">The messages to drop.</param>
    /// <param name="weight">The weight of the rest.</param>
    /// <param name="bytes">The bytes of the rest.</param>
    public void Remove<TFacts>(scoped in TFacts messages, in DroppedMessages dropped, long weight, long bytes)
        where TFacts : IFactList, allows ref struct
    {
        _isMixed = _isMixed && IsMixed(messages, dropped);
        (Weight, Bytes) = (weight, bytes);

        // Dropped messages are usually in front. The few kept messages among them move up, and the rest need not move.
        for (int i = dropped.End - 1, next = i; next >= dropped.Count; i--)
        {
            if (!dropped[i])
            {
                _items![_start + next--] = _items[_start + i];
            }
        }

        _start += dropped.Count;
        Count -= dropped.Count;
        if (_items!.Length > LargestSpare && Count < _items.Length / 2)
        {
            this = Clone();
        }
    }

    private static bool IsMixed<TFacts>(scoped in TFacts messages, in DroppedMessages dropped)
        where TFacts : IFactList, allows ref struct
    {
        var latest = 0L;
        for (var i = 0; i < messages.Count; i++)
        {
            if (!dropped[i])
            {
                if (messages.Group(i) < latest)
                {
                    return true;
                }

                latest = messages.Group(i);
            }
        }

        return false;
    }

    private void MakeRoom()
    {
        if (_items is null || Count == _items.Length)
        {
            var longer = new ulong[Math.Max(SmallestLength, Count + 1 + (Count / 5))];
            Items.CopyTo(longer);
            (_items, _start) = (longer, 0);
        }
        else if (_start + Count == _items.Length)
        {
            Array.Copy(_items, _start, _items, 0, Count);
            _start = 0;
        }
    }
}
