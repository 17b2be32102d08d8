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

    /// <summary>
    /// Whether the latest turn has its room, an eighth of the session's bytes: the others are what spared messages and what is
    /// held beside messages may take together. Asked of a write that brings more of either.
    /// </summary>
    /// <param name="sparedBytes">What the spared messages hold.</param>
    /// <returns>Whether the write may be.</returns>
    public bool LeavesRoomBeside(long sparedBytes) => OtherBytes + sparedBytes <= MaxBytes - (MaxBytes / 8);
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
/// bytes, and one that brings spared messages or a larger state where both would hold more than seven eighths: so there is always
/// room for the turn that goes on.</para>
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

        var trimming = new Trimming<SpanOfFacts>(new(messages), in limits, weight, bytes + limits.OtherBytes);
        var fits = trimming.Run(bringsSpared, isOrdered);
        return new(Indexes(trimming.Dropped), trimming.Bytes, fits);
    }

    /// <summary>Whether messages are within their limits, so that none has to go.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="weight">What they weigh.</param>
    /// <param name="bytes">What the session holds.</param>
    /// <param name="limits">What they are to fit.</param>
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
