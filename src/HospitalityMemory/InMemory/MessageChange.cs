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
    /// <returns>What became of it; where it is not done, nothing has changed.</returns>
    public ChangeOutcome Run(ref PackedFacts facts, ref RoomClaim claim)
    {
        var limits = claim.Limits;
        var messages = new EntryFacts(_before, _added, ref facts);
        var fit = Fit(facts, limits);
        var trimmed = MessageTrimming.Mark(messages, facts.Sums, BringsSpared, fit);
        if (!trimmed.Fits)
        {
            return new(SessionWriteStatus.TooLarge) { SizeBytes = trimmed.SizeBytes };
        }

        // What goes stays alive in the shared buffer until that is copied: at most half as much as what is kept.
        var droppedBytes = fit.OtherBytes + facts.Sums.Bytes - trimmed.SizeBytes;
        var dead = DeadWith(droppedBytes);
        var isCompacted = dead > (facts.Sums.Bytes - droppedBytes) / 2 || trimmed.SizeBytes + dead > limits.MaxSessionBytes;
        dead = isCompacted ? 0 : dead;
        var dropped = trimmed.Dropped.Count;
        var isKept = limits.KeepsTrimmed && dropped > 0;
        if (!claim.TryCover(trimmed.SizeBytes + dead + MostWaiting(isKept ? dropped : 0, droppedBytes)))
        {
            return new(SessionWriteStatus.Full);
        }

        var lost = isKept ? KeepTrimmed(trimmed.Dropped) : 0;
        Commit(trimmed.Dropped, isCompacted, dead);
        if (dropped > 0)
        {
            facts.Remove(messages, trimmed, fit.OtherBytes);
        }

        return new(SessionWriteStatus.Done) { Trimmed = dropped, WaitingLost = lost };
    }

    private long DeadWith(long droppedBytes) => ReferenceEquals(_before, entry.Messages) ? entry.DeadBytes + droppedBytes : 0;

    private void Commit(in DroppedMessages dropped, bool isCompacted, long dead)
    {
        if (_added.IsEmpty && dropped.Count is 0 && !isCompacted && ReferenceEquals(_before, entry.Messages))
        {
            return;
        }

        var next = _before.Append(_added, dropped, isCompacted);
        entry.DeadBytes = next.SharesBufferWith(_before) ? dead : 0;
        entry.Messages = next;
    }

    private TrimmingLimits Fit(in PackedFacts facts, SessionLimits limits)
    {
        var other = StateBytes + IdBytes + SessionSize.MessagesOverhead;
        return TrimsForBytesOnly && other + facts.Sums.Bytes <= limits.MaxSessionBytes
            ? new(int.MaxValue, null, limits.MaxSessionBytes, other)
            : TrimmingLimits.Of(limits, other);
    }

    private long MostWaiting(int count, long bytes) => count is 0
        ? entry.Waiting?.Bytes ?? 0
        : WaitingMessages.MostBytesWith(entry.Waiting, bytes)
        + (WaitingMessages.IsTooMuchWith(entry.Waiting, count, bytes) && !entry.Info.IsIncomplete ? SessionSize.RareObject : 0);

    private int KeepTrimmed(in DroppedMessages dropped)
    {
        var waiting = entry.Waiting ??= new();
        var lost = 0;
        for (var i = dropped.Start; i < dropped.End; i++)
        {
            if (dropped[i])
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
}

/// <summary>What became of a change of messages, in little room.</summary>
internal readonly record struct ChangeOutcome(SessionWriteStatus Status)
{
    public int Trimmed { get; init; }

    public int WaitingLost { get; init; }

    public long SizeBytes { get; init; }

    /// <summary>As a store tells it.</summary>
    public SessionWriteResult Of(SessionEntry entry) => Status switch
    {
        SessionWriteStatus.Done => new(Status) { Trimmed = Trimmed, Waiting = entry.Waiting?.Count ?? 0, WaitingLost = WaitingLost },
        SessionWriteStatus.TooLarge => new(Status) { SizeBytes = SizeBytes, Spared = entry.SparedSequences() },
        _ => new(Status),
    };
}

/// <summary>The facts of a session's messages, of those that come next included.</summary>
internal readonly ref struct EntryFacts(MessageList before, ReadOnlySpan<SessionMessage> added, ref readonly PackedFacts facts) : IFactList
{
    private readonly ref readonly PackedFacts _facts = ref facts;
    private readonly ReadOnlySpan<SessionMessage> _added = added;

    public int Count => _facts.Count;

    public static SessionMessage MessageAt(MessageList before, ReadOnlySpan<SessionMessage> added, int index) =>
        index < before.Count ? before[index] : added[index - before.Count];

    public long Group(int index) => _facts.GroupOf(index, MessageAt(before, _added, index).Sequence);

    public int Weight(int index) => _facts.WeightOf(index);

    public long Bytes(int index) => SessionSize.Placed(MessageAt(before, _added, index));

    public bool IsSpared(int index) => _facts.IsSpared(index);

    public bool StartsTurn(int index) => _facts.StartsTurn(index);
}
