namespace HospitalityMemory.Stores;

/// <summary>
/// What trimming has to know of a session's messages, beside them and in their order, in 8 bytes each. A value with an array
/// of its own, which only <see cref="Clone"/> copies. Not thread safe.
/// </summary>
/// <remarks>
/// From the highest bit: starts a turn, is spared, weight (31 bits), and how many messages ago its group began (31 bits; all
/// set where it is orphaned, which is also what a group of two thousand million messages ago becomes).
/// </remarks>
internal struct PackedFacts
{
    private const ulong TurnBit = 1UL << 63;
    private const ulong SparedBit = 1UL << 62;
    private const ulong Orphaned = (1UL << 31) - 1;
    private const int SmallestLength = 4;

    /// <summary>How many places may be spare, however few are used.</summary>
    private const int LargestSpare = 64;

    private ulong[]? _items;
    private int _start;
    private bool _isMixed;
    private long _latestGroup;

    public int Count { get; private set; }

    /// <summary>What all of them weigh.</summary>
    public long Weight { get; private set; }

    /// <summary>What all of them hold, in bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether the groups' numbers ascend, so that each group stands together.</summary>
    public readonly bool IsOrdered => !_isMixed;

    private readonly ReadOnlySpan<ulong> Items => _items.AsSpan(_start, Count);

    public readonly long GroupOf(int index, long sequence) =>
        (Items[index] & Orphaned) is var back && back == Orphaned ? 0 : sequence - (long)back;

    /// <summary>Whether a message's group began with it, so that no earlier one belongs to it.</summary>
    public readonly bool BeginsGroup(int index) => (Items[index] & Orphaned) is 0;

    public readonly int WeightOf(int index) => (int)((Items[index] >> 31) & int.MaxValue);

    public readonly bool IsSpared(int index) => (Items[index] & SparedBit) is not 0;

    public readonly bool StartsTurn(int index) => (Items[index] & TurnBit) is not 0;

    /// <summary>Adds what is known of the next message, which has its number already.</summary>
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
        Bytes += SessionSize.Placed(message);
        Count++;
    }

    public readonly PackedFacts Clone() => this with { _items = Items.ToArray(), _start = 0 };

    /// <summary>Takes back what was added since.</summary>
    /// <param name="before">The same facts as they were.</param>
    public void UndoTo(in PackedFacts before) => this = before with { _items = _items, _start = _start };

    /// <summary>Lets go what trimming decided. The latest stays.</summary>
    /// <param name="messages">The messages with these facts, before.</param>
    /// <param name="dropped">What goes.</param>
    /// <param name="weight">What the rest weighs.</param>
    /// <param name="bytes">What the rest holds.</param>
    public void Remove<TFacts>(scoped in TFacts messages, in DroppedMessages dropped, long weight, long bytes)
        where TFacts : IFactList, allows ref struct
    {
        _isMixed = _isMixed && IsMixed(messages, dropped);
        (Weight, Bytes) = (weight, bytes);

        // What goes is in front, as a rule: what stays before it moves up, and the rest need not move.
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
