namespace HospitalityMemory.Stores;

/// <summary>
/// One change of a session's messages: what has to go for it, the room that it takes, and then the change, whole or not at all.
/// The session's lock is held.
/// </summary>
/// <param name="entry">The session.</param>
/// <param name="before">The messages that stay in their list.</param>
/// <param name="added">Those that come behind them, with their numbers.</param>
internal readonly ref struct MessageChange(SessionEntry entry, MessageList before, ReadOnlySpan<SessionMessage> added)
{
    private const int MostOnStack = 256;

    private readonly MessageList _before = before;
    private readonly ReadOnlySpan<SessionMessage> _added = added;

    /// <summary>What the session will hold beside its messages and their ids.</summary>
    public long StateBytes { get; init; } = entry.StateBytes;

    /// <summary>What its remembered ids will.</summary>
    public long IdBytes { get; init; } = entry.Ids?.Bytes ?? 0;

    public bool BringsSpared { get; init; }

    /// <summary>Whether messages go only where their bytes are in the way.</summary>
    public bool TrimsForBytesOnly { get; init; }

    /// <summary>Carries it out.</summary>
    /// <param name="facts">The facts of all messages, those that are added included; becomes those of what is kept.</param>
    /// <param name="claim">The room.</param>
    /// <returns>Done, TooLarge or Full; then nothing has changed.</returns>
    public SessionWriteResult Run(ref PackedFacts facts, ref RoomClaim claim)
    {
        var limits = claim.Limits;
        var marks = facts.Count <= MostOnStack ? stackalloc bool[facts.Count] : new bool[facts.Count];
        var messages = new EntryFacts(_before, _added, facts);
        var (other, live) = (StateBytes + IdBytes + SessionSize.MessagesOverhead, facts.Sums.Bytes);
        var isBytesOnly = TrimsForBytesOnly && other + live <= limits.MaxSessionBytes;
        var trimmed = MessageTrimming.Mark(
            messages, facts.Sums, BringsSpared, isBytesOnly ? Unbounded(limits, other) : TrimmingLimits.Of(limits, other), marks);
        if (!trimmed.Fits)
        {
            return TooLarge(trimmed.SizeBytes);
        }

        // What goes stays alive in the shared buffer until that is copied: at most half as much as what is kept.
        var droppedBytes = other + live - trimmed.SizeBytes;
        var dead = ReferenceEquals(_before, entry.Messages) ? entry.DeadBytes + droppedBytes : 0;
        var isCompacted = dead > (live - droppedBytes) / 2 || trimmed.SizeBytes + dead > limits.MaxSessionBytes;
        dead = isCompacted ? 0 : dead;
        var keeps = limits.KeepsTrimmed && trimmed.Dropped > 0;
        var most = trimmed.SizeBytes + dead + (keeps ? MostWaiting(trimmed.Dropped, droppedBytes) : entry.Waiting?.Bytes ?? 0);
        if (!claim.TryCover(most))
        {
            return new(SessionWriteStatus.Full);
        }

        var isDropped = trimmed.Dropped > 0 ? marks : default;
        var lost = keeps ? KeepTrimmed(isDropped) : 0;
        var next = _before.Append(_added, isDropped, isCompacted);
        entry.DeadBytes = next.SharesBufferWith(_before) ? dead : 0;
        entry.Messages = next;
        if (trimmed.Dropped > 0)
        {
            facts.Remove(messages, isDropped);
            facts = isCompacted ? facts.Clone() : facts;
        }

        return new(SessionWriteStatus.Done) { Trimmed = trimmed.Dropped, Waiting = entry.Waiting?.Count ?? 0, WaitingLost = lost };
    }

    private static TrimmingLimits Unbounded(SessionLimits limits, long otherBytes) =>
        new(int.MaxValue, null, limits.MaxSessionBytes, otherBytes);

    private long MostWaiting(int count, long bytes) =>
        WaitingMessages.MostBytesWith(entry.Waiting, bytes)
        + (WaitingMessages.IsTooMuchWith(entry.Waiting, count, bytes) && !entry.Info.IsIncomplete ? SessionSize.RareObject : 0);

    private int KeepTrimmed(ReadOnlySpan<bool> isDropped)
    {
        var waiting = entry.Waiting ??= new();
        var lost = 0;
        for (var i = 0; i < isDropped.Length; i++)
        {
            if (isDropped[i])
            {
                lost += waiting.Add(EntryFacts.MessageAt(_before, _added, i));
            }
        }

        if (lost > 0 && !entry.Info.IsIncomplete)
        {
            entry.Info = entry.Info with { IsIncomplete = true };
        }

        return lost;
    }

    private SessionWriteResult TooLarge(long size)
    {
        List<long>? spared = null;
        for (var i = 0; i < entry.Messages.Count; i++)
        {
            if (entry.Facts.IsSpared(i))
            {
                (spared ??= []).Add(entry.Messages[i].Sequence);
            }
        }

        return new(SessionWriteStatus.TooLarge) { SizeBytes = size, Spared = spared };
    }
}

/// <summary>The facts of a session's messages, of those that come next included.</summary>
internal readonly ref struct EntryFacts(MessageList before, ReadOnlySpan<SessionMessage> added, PackedFacts facts) : IFactList
{
    private readonly ReadOnlySpan<SessionMessage> _added = added;

    public int Count => facts.Count;

    public static SessionMessage MessageAt(MessageList before, ReadOnlySpan<SessionMessage> added, int index) =>
        index < before.Count ? before[index] : added[index - before.Count];

    public long Group(int index) => facts.GroupOf(index, MessageAt(before, _added, index).Sequence);

    public int Weight(int index) => facts.WeightOf(index);

    public long Bytes(int index) => SessionSize.Placed(MessageAt(before, _added, index));

    public bool IsSpared(int index) => facts.IsSpared(index);

    public bool StartsTurn(int index) => facts.StartsTurn(index);
}
