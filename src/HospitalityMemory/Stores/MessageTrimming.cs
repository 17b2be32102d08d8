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
        var (weight, bytes, spared) = (0L, limits.OtherBytes, 0L);
        foreach (ref readonly var message in messages)
        {
            weight += message.Weight;
            bytes += message.Bytes;
            spared += message.IsSpared ? message.Bytes : 0;
        }

        if (bringsSpared && spared > limits.MaxBytes / 2)
        {
            return new([], bytes, false);
        }

        return Fits(messages.Length, weight, bytes, limits)
            ? new([], bytes, true)
            : new Trimming(messages, limits, weight, bytes).Select();
    }

    private static bool Fits(int count, long weight, long bytes, in TrimmingLimits limits) =>
        count <= limits.MaxMessages && weight <= (limits.MaxWeight ?? long.MaxValue) && bytes <= limits.MaxBytes;

    /// <summary>One decision.</summary>
    private ref struct Trimming(ReadOnlySpan<MessageFacts> messages, TrimmingLimits limits, long weight, long bytes)
    {
        private readonly ReadOnlySpan<MessageFacts> _messages = messages;
        private readonly HashSet<long> _staying = Staying(messages);
        private readonly bool[] _isGone = new bool[messages.Length];
        private int _count = messages.Length;

        public TrimmingResult Select()
        {
            while (!Fits(_count, weight, bytes, limits) && LowestGroup() is { } group)
            {
                Drop(group);
            }

            if (bytes > limits.MaxBytes)
            {
                return new([], bytes, false);
            }

            GoOnToTurn();
            var dropped = new List<int>(_isGone.Length - _count);
            for (var i = 0; i < _isGone.Length; i++)
            {
                if (_isGone[i])
                {
                    dropped.Add(i);
                }
            }

            return new(dropped, bytes, true);
        }

        private static HashSet<long> Staying(ReadOnlySpan<MessageFacts> messages)
        {
            var staying = new HashSet<long>();
            var isLatestTurn = true;
            for (var i = messages.Length - 1; i >= 0; i--)
            {
                ref readonly var message = ref messages[i];
                if (message.IsSpared || i == messages.Length - 1 || (message.StartsTurn && isLatestTurn))
                {
                    staying.Add(message.Group);
                }

                isLatestTurn &= !message.StartsTurn;
            }

            return staying;
        }

        private readonly long? LowestGroup()
        {
            long? lowest = null;
            for (var i = 0; i < _messages.Length; i++)
            {
                if (!_isGone[i] && !(_messages[i].Group >= lowest) && !_staying.Contains(_messages[i].Group))
                {
                    lowest = _messages[i].Group;
                }
            }

            return lowest;
        }

        private void Drop(long group)
        {
            for (var i = 0; i < _messages.Length; i++)
            {
                if (!_isGone[i] && _messages[i].Group == group)
                {
                    _isGone[i] = true;
                    _count--;
                    weight -= _messages[i].Weight;
                    bytes -= _messages[i].Bytes;
                }
            }
        }

        private void GoOnToTurn()
        {
            var turn = IndexOfFirst(startsTurn: true);
            while (turn >= 0 && IndexOfFirst(startsTurn: false) is var first && first >= 0 && first != turn
                && !_staying.Contains(_messages[first].Group))
            {
                Drop(_messages[first].Group);
                turn = IndexOfFirst(startsTurn: true);
            }
        }

        /// <summary>The first message that stays and is not spared; of those that start a turn, or of all.</summary>
        private readonly int IndexOfFirst(bool startsTurn)
        {
            for (var i = 0; i < _messages.Length; i++)
            {
                if (!_isGone[i] && !_messages[i].IsSpared && (_messages[i].StartsTurn || !startsTurn))
                {
                    return i;
                }
            }

            return -1;
        }
    }
}
