namespace HospitalityMemory.Stores;

/// <summary>What trimming needs to know about a stored message.</summary>
/// <param name="Group">The number of its group.</param>
/// <param name="Weight">Its weight, in tokens.</param>
/// <param name="Bytes">Its size, in the store's bytes.</param>
/// <param name="IsSpared">Whether it is spared.</param>
/// <param name="StartsTurn">Whether it starts a turn.</param>
public readonly record struct MessageFacts(long Group, int Weight, long Bytes, bool IsSpared, bool StartsTurn);

/// <summary>The limits for the messages of one session.</summary>
/// <param name="MaxMessages">How many messages may stay.</param>
/// <param name="MaxWeight">The most that they may weigh together; null for no such limit.</param>
/// <param name="MaxBytes">The most bytes that the session may hold.</param>
/// <param name="OtherBytes">The bytes that the session holds besides its messages.</param>
public readonly record struct TrimmingLimits(int MaxMessages, long? MaxWeight, long MaxBytes, long OtherBytes)
{
    /// <summary>The limits for the messages of one session.</summary>
    /// <param name="limits">The limits of all sessions.</param>
    /// <param name="otherBytes">The bytes that this session holds besides its messages.</param>
    /// <returns>The limits of this session.</returns>
    public static TrimmingLimits Of(SessionLimits limits, long otherBytes)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return new(limits.MaxMessages, limits.MaxWeight, limits.MaxSessionBytes, otherBytes);
    }

    /// <summary>
    /// Whether an eighth of the session's bytes remains for the latest turn. Spared messages and what the session holds besides
    /// messages may take the rest together. This is checked for a write that adds to either.
    /// </summary>
    /// <param name="sparedBytes">The bytes of the spared messages.</param>
    /// <returns>Whether the write is allowed.</returns>
    public bool LeavesRoomBeside(long sparedBytes) => OtherBytes + sparedBytes <= MaxBytes - (MaxBytes / 8);
}

/// <summary>The decision of a trimming.</summary>
/// <param name="Dropped">The indexes to drop, ascending.</param>
/// <param name="SizeBytes">The bytes that the session holds afterwards.</param>
/// <param name="Fits">Whether that is within its limit. If not, the write is refused and nothing is dropped.</param>
public readonly record struct TrimmingResult(IReadOnlyList<int> Dropped, long SizeBytes, bool Fits);

/// <summary>Decides which messages a session drops. These are pure functions: every store trims alike.</summary>
/// <remarks>
/// <para>Groups are dropped whole, the lowest number first, until count, weight and bytes fit. A group with a spared message
/// stays, and so do the group of the newest message and the group of the message that starts the latest turn. Once a group was
/// dropped, dropping continues until the first message that is not spared starts a turn: a model must not get an answer without
/// its question. It ends early where no such message is left.</para>
/// <para>Where groups must stay, the session may keep more messages, and more weight, than allowed. It never holds more
/// bytes.</para>
/// <para>A write that brings spared messages is refused where the spared messages would hold more than half of the session's
/// bytes. A write that brings spared messages or a larger state is refused where both would hold more than seven eighths. The
/// current turn thus always has room.</para>
/// </remarks>
public static class MessageTrimming
{
    /// <summary>Decides what to drop.</summary>
    /// <param name="messages">The messages, oldest first, including those that are being written.</param>
    /// <param name="bringsSpared">Whether one of the messages that are being written is spared.</param>
    /// <param name="limits">The limits.</param>
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

        var trimming = new Trimming<SpanOfFacts>(new(messages), in limits, weight, bytes + limits.OtherBytes);
        var fits = trimming.Run(bringsSpared, isOrdered);
        return new(Indexes(trimming.Dropped), trimming.Bytes, fits);
    }

    /// <summary>Whether messages are within their limits, and nothing has to be dropped.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="weight">Their weight.</param>
    /// <param name="bytes">The bytes of the session.</param>
    /// <param name="limits">The limits.</param>
    internal static bool IsWithin(int count, long weight, long bytes, in TrimmingLimits limits) =>
        count <= limits.MaxMessages && weight <= (limits.MaxWeight ?? long.MaxValue) && bytes <= limits.MaxBytes;

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

    private readonly ref struct SpanOfFacts(ReadOnlySpan<MessageFacts> facts) : IFactList
    {
        private readonly ReadOnlySpan<MessageFacts> _facts = facts;

        public int Count => _facts.Length;

        public long Group(int index) => _facts[index].Group;

        public bool ContinuesGroup(int index) => _facts[index].Group == _facts[index - 1].Group;

        public int Weight(int index) => _facts[index].Weight;

        public long Bytes(int index) => _facts[index].Bytes;

        public bool IsSpared(int index) => _facts[index].IsSpared;

        public bool StartsTurn(int index) => _facts[index].StartsTurn;
    }
}
