namespace HospitalityMemory.Stores;

/// <summary>What trimming knows of a stored message.</summary>
/// <param name="Group">The number of its group.</param>
/// <param name="Weight">What it weighs, in tokens.</param>
/// <param name="Bytes">What it holds, in the store's bytes.</param>
/// <param name="IsSpared">Whether it is spared.</param>
/// <param name="StartsTurn">Whether it starts a turn.</param>
public readonly record struct MessageFacts(long Group, int Weight, long Bytes, bool IsSpared, bool StartsTurn);

/// <summary>What a session's messages are to fit.</summary>
/// <param name="MaxMessages">How many messages may stay.</param>
/// <param name="MaxWeight">What they may weigh; null for no such limit.</param>
/// <param name="MaxBytes">What the session may hold.</param>
/// <param name="OtherBytes">What it holds beside its messages.</param>
public readonly record struct TrimmingLimits(int MaxMessages, long? MaxWeight, long MaxBytes, long OtherBytes)
{
    /// <summary>What a session's messages are to fit.</summary>
    /// <param name="limits">The limits of all sessions.</param>
    /// <param name="otherBytes">What this one holds beside its messages.</param>
    /// <returns>The limits of this one.</returns>
    public static TrimmingLimits Of(SessionLimits limits, long otherBytes)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return new(limits.MaxMessages, limits.MaxWeight, limits.MaxSessionBytes, otherBytes);
    }
}

/// <summary>What trimming decides.</summary>
/// <param name="Dropped">The indexes to drop, ascending.</param>
/// <param name="SizeBytes">What the session then holds.</param>
/// <param name="Fits">Whether that is within its limit. Where not, the write is refused and nothing is dropped.</param>
public readonly record struct TrimmingResult(IReadOnlyList<int> Dropped, long SizeBytes, bool Fits);

/// <summary>Which messages a session lets go. Pure functions, so that every store trims alike.</summary>
/// <remarks>
/// <para>Groups go whole, the lowest number first, until count, weight and bytes fit. A group with a spared message stays, and
/// so does the group of the newest message, and that of the message which starts the latest turn. Once something had to go,
/// more goes until the first message that is not spared starts a turn, so that a model is not given an answer without its
/// question; unless no such message is left.</para>
/// <para>What stays may be more, and weigh more, than allowed where it may not go; it never holds more bytes.</para>
/// <para>A write that brings spared messages is refused where the spared ones would hold more than half of the session's
/// bytes: so there is always room for the turn that goes on.</para>
/// </remarks>
public static class MessageTrimming
{
    /// <summary>Decides what to drop.</summary>
    /// <param name="messages">The messages, oldest first, those that are being written included.</param>
    /// <param name="bringsSpared">Whether one of those that are being written is spared.</param>
    /// <param name="limits">What they are to fit.</param>
    /// <returns>What to drop, and whether the rest fits.</returns>
    public static TrimmingResult Select(ReadOnlySpan<MessageFacts> messages, bool bringsSpared, in TrimmingLimits limits)
    {
        var (weight, bytes, isOrdered) = (0L, 0L, true);
        for (var i = 0; i < messages.Length; i++)
        {
            weight += messages[i].Weight;
            bytes += messages[i].Bytes;
            isOrdered &= i is 0 || messages[i].Group >= messages[i - 1].Group;
        }

        var trimmed = Mark(new SpanOfFacts(messages), new(weight, bytes, isOrdered), bringsSpared, limits);
        return new(Indexes(trimmed.Dropped), trimmed.SizeBytes, trimmed.Fits);
    }

    /// <summary>Decides what to drop, of messages whose facts are read where they stand; allocates nothing in usual cases.</summary>
    /// <param name="messages">The messages' facts.</param>
    /// <param name="sums">What all of them add up to.</param>
    /// <param name="bringsSpared">Whether one of those that are being written is spared.</param>
    /// <param name="limits">What they are to fit.</param>
    internal static TrimmedMarks Mark<TFacts>(TFacts messages, in FactSums sums, bool bringsSpared, in TrimmingLimits limits)
        where TFacts : IFactList, allows ref struct
    {
        var bytes = limits.OtherBytes + sums.Bytes;
        if (bringsSpared && SparedBytes(messages) > limits.MaxBytes / 2)
        {
            return new(default, sums.Weight, bytes, false);
        }

        return IsWithin(messages.Count, sums.Weight, bytes, limits)
            ? new(default, sums.Weight, bytes, true)
            : new Trimming<TFacts>(messages, limits) { Weight = sums.Weight, Bytes = bytes }.Run(sums.IsOrdered);
    }

    private static bool IsWithin(int count, long weight, long bytes, in TrimmingLimits limits) =>
        count <= limits.MaxMessages && weight <= (limits.MaxWeight ?? long.MaxValue) && bytes <= limits.MaxBytes;

    private static long SparedBytes<TFacts>(TFacts messages)
        where TFacts : IFactList, allows ref struct
    {
        var bytes = 0L;
        for (var i = 0; i < messages.Count; i++)
        {
            bytes += messages.IsSpared(i) ? messages.Bytes(i) : 0;
        }

        return bytes;
    }

    private static int[] Indexes(in DroppedMessages dropped)
    {
        var indexes = dropped.Count is 0 ? [] : new int[dropped.Count];
        for (int i = dropped.Start, next = 0; next < indexes.Length; i++)
        {
            if (dropped[i])
            {
                indexes[next++] = i;
            }
        }

        return indexes;
    }

    /// <summary>One decision.</summary>
    private ref struct Trimming<TFacts>(TFacts messages, TrimmingLimits limits)
        where TFacts : IFactList, allows ref struct
    {
        private readonly TFacts _messages = messages;
        private readonly int _latestTurn = LatestTurn(messages);

        // The indexes by group, so that each group is a run of places; empty where it is so in the order of the messages.
        private ReadOnlySpan<int> _byGroup;
        private DroppedMessages _dropped = new(messages.Count);
        private int _turn;

        public required long Weight { get; set; }

        public required long Bytes { get; set; }

        private readonly int Total => _messages.Count;

        private readonly bool Fits => IsWithin(Total - _dropped.Count, Weight, Bytes, limits);

        public TrimmedMarks Run(bool isOrdered)
        {
            if (!isOrdered)
            {
                _byGroup = Sort();
            }

            for (int start = 0, end; start < Total && !Fits; start = end)
            {
                end = EndOfGroup(start);
                if (!Stays(start, end))
                {
                    Drop(start, end);
                }
            }

            if (Bytes > limits.MaxBytes)
            {
                return new(default, Weight, Bytes, false);
            }

            GoOnToTurn();
            return new(_dropped, Weight, Bytes, true);
        }

        private static int LatestTurn(TFacts messages)
        {
            var index = messages.Count - 1;
            while (index >= 0 && !messages.StartsTurn(index))
            {
                index--;
            }

            return index;
        }

        /// <summary>Drops groups in front until the first message that is not spared starts a turn, if any does.</summary>
        private void GoOnToTurn()
        {
            for (var index = 0; index < Total; index++)
            {
                if (_dropped[index] || _messages.IsSpared(index))
                {
                    continue;
                }

                var start = _messages.StartsTurn(index) || !IsTurnLeft() ? -1 : StartOfGroup(index);
                if (start < 0 || EndOfGroup(start) is var end && Stays(start, end))
                {
                    return;
                }

                Drop(start, end);
            }
        }

        /// <summary>Whether a message that is not spared still starts a turn.</summary>
        private bool IsTurnLeft()
        {
            while (_turn < Total && (_dropped[_turn] || _messages.IsSpared(_turn) || !_messages.StartsTurn(_turn)))
            {
                _turn++;
            }

            return _turn < Total;
        }

        private readonly bool Stays(int start, int end)
        {
            for (var place = start; place < end; place++)
            {
                var index = IndexAt(place);
                if (index == Total - 1 || index == _latestTurn || _messages.IsSpared(index))
                {
                    return true;
                }
            }

            return false;
        }

        private void Drop(int start, int end)
        {
            for (var place = start; place < end; place++)
            {
                var index = IndexAt(place);
                _dropped.Add(index);
                Weight -= _messages.Weight(index);
                Bytes -= _messages.Bytes(index);
            }
        }

        private readonly int IndexAt(int place) => _byGroup.IsEmpty ? place : _byGroup[place];

        private readonly int EndOfGroup(int start)
        {
            var group = _messages.Group(IndexAt(start));
            do
            {
                start++;
            }
            while (start < Total && _messages.Group(IndexAt(start)) == group);
            return start;
        }

        private readonly int StartOfGroup(int index)
        {
            var group = _messages.Group(index);
            if (_byGroup.IsEmpty)
            {
                while (index > 0 && _messages.Group(index - 1) == group)
                {
                    index--;
                }

                return index;
            }

            var (low, high) = (0, Total);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = _messages.Group(IndexAt(middle)) < group ? (middle + 1, high) : (low, middle);
            }

            return low;
        }

        private readonly int[] Sort()
        {
            var (groups, indexes) = (new long[Total], new int[Total]);
            for (var i = 0; i < Total; i++)
            {
                (groups[i], indexes[i]) = (_messages.Group(i), i);
            }

            Array.Sort(groups, indexes);
            return indexes;
        }
    }

    private readonly ref struct SpanOfFacts(ReadOnlySpan<MessageFacts> facts) : IFactList
    {
        private readonly ReadOnlySpan<MessageFacts> _facts = facts;

        public int Count => _facts.Length;

        public long Group(int index) => _facts[index].Group;

        public int Weight(int index) => _facts[index].Weight;

        public long Bytes(int index) => _facts[index].Bytes;

        public bool IsSpared(int index) => _facts[index].IsSpared;

        public bool StartsTurn(int index) => _facts[index].StartsTurn;
    }
}
