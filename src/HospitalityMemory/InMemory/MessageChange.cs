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

    /// <summary>The message that is added, where its step is to tell it; null for none.</summary>
    public SessionMessage? Told { get; init; }

    /// <summary>Carries it out.</summary>
    /// <param name="facts">The facts of all messages, those that are added included; becomes those of what is kept.</param>
    /// <param name="claim">The room.</param>
    /// <param name="result">What became of it; where it is not done, nothing has changed.</param>
    public void Run(ref PackedFacts facts, ref RoomClaim claim, out SessionWriteResult result)
    {
        var fit = Fit(facts, claim.Limits);
        var bytes = fit.OtherBytes + facts.Bytes;
        if (StateBytes > entry.StateBytes && !fit.LeavesRoomBeside(facts.SparedBytes))
        {
            result = TooLarge(bytes);
        }
        else if (!BringsSpared && MessageTrimming.IsWithin(facts.Count, facts.Weight, bytes, fit))
        {
            Commit(default, fit.OtherBytes, bytes, 0, ref claim, out result);
        }
        else
        {
            Trim(fit, ref facts, ref claim, out result);
        }
    }

    private void Trim(in TrimmingLimits fit, ref PackedFacts facts, ref RoomClaim claim, out SessionWriteResult result)
    {
        var messages = new EntryFacts(_before, _added, ref facts);
        var trimming = new Trimming<EntryFacts>(messages, in fit, facts.Weight, fit.OtherBytes + facts.Bytes);
        if (!trimming.Run(BringsSpared, facts.IsOrdered))
        {
            result = TooLarge(trimming.Bytes);
            return;
        }

        var keptBytes = trimming.Bytes - fit.OtherBytes;
        Commit(trimming.Dropped, fit.OtherBytes, trimming.Bytes, facts.Bytes - keptBytes, ref claim, out result);
        if (result.Status is SessionWriteStatus.Done && trimming.Dropped.Count > 0)
        {
            facts.Remove(messages, trimming.Dropped, trimming.Weight, keptBytes);
        }
    }

    private SessionWriteResult TooLarge(long bytes) =>
        new(SessionWriteStatus.TooLarge) { SizeBytes = bytes, Spared = entry.SparedSequences() };

    /// <summary>Takes the room and makes the change.</summary>
    /// <param name="dropped">What goes.</param>
    /// <param name="otherBytes">What the session holds beside its messages.</param>
    /// <param name="bytes">What it holds with those that are kept.</param>
    /// <param name="droppedBytes">What those hold that go.</param>
    /// <param name="claim">The room.</param>
    /// <param name="result">What became of it.</param>
    private void Commit(
        in DroppedMessages dropped, long otherBytes, long bytes, long droppedBytes, ref RoomClaim claim, out SessionWriteResult result)
    {
        // What goes stays alive in the shared buffer until that is copied: at most half as much as what is kept.
        var dead = DeadWith(droppedBytes);
        var isCompacted = dead > (bytes - otherBytes) / 2 || bytes + dead > claim.Limits.MaxSessionBytes;
        dead = isCompacted ? 0 : dead;
        var isKept = claim.Limits.KeepsTrimmed && dropped.Count > 0;
        if (!claim.TryCover(bytes + dead + MostWaiting(isKept ? dropped.Count : 0, droppedBytes)))
        {
            result = new(SessionWriteStatus.Full);
            return;
        }

        var lost = isKept ? KeepTrimmed(dropped) : 0;
        Replace(dropped, isCompacted, dead);
        result = new(SessionWriteStatus.Done)
        {
            Message = Told,
            FirstSequence = Told?.Sequence ?? 0,
            Trimmed = dropped.Count,
            Waiting = entry.Waiting?.Count ?? 0,
            WaitingLost = lost,
        };
    }

    private void Replace(in DroppedMessages dropped, bool isCompacted, long dead)
    {
        // A new state alone leaves the messages as they are.
        if (!_added.IsEmpty || dropped.Count > 0 || isCompacted || !ReferenceEquals(_before, entry.Messages))
        {
            var next = _before.Append(_added, dropped, isCompacted);
            entry.DeadBytes = next.SharesBufferWith(_before) ? dead : 0;
            entry.Messages = next;
        }
    }

    private long DeadWith(long droppedBytes) => ReferenceEquals(_before, entry.Messages) ? entry.DeadBytes + droppedBytes : 0;

    private TrimmingLimits Fit(in PackedFacts facts, SessionLimits limits)
    {
        var other = StateBytes + IdBytes + SessionSize.MessagesOverhead;
        return TrimsForBytesOnly && other + facts.Bytes <= limits.MaxSessionBytes
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
            var info = entry.Info with { IsIncomplete = true };
            entry.Replace(info, SessionSize.State(info));
        }

        return lost;
    }
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

    public bool ContinuesGroup(int index) => !_facts.BeginsGroup(index) && Group(index) == Group(index - 1);

    public int Weight(int index) => _facts.WeightOf(index);

    public long Bytes(int index) => SessionSize.Placed(MessageAt(before, _added, index));

    public bool IsSpared(int index) => _facts.IsSpared(index);

    public bool StartsTurn(int index) => _facts.StartsTurn(index);
}
