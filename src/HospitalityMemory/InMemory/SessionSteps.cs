namespace HospitalityMemory.Stores;

/// <summary>A write to a session, which may have to be tried again once there is room.</summary>
internal interface ISessionStep
{
    /// <summary>Whether its result has the session's state.</summary>
    static virtual bool TellsInfo => false;

    /// <summary>Carries it out, or refuses it and changes nothing. The session is live, and its lock is held.</summary>
    SessionWriteResult Run(SessionEntry entry, ref RoomClaim claim);
}

/// <summary>Appends one message.</summary>
internal readonly ref struct AppendOne(ref readonly NewMessage added) : ISessionStep
{
    private readonly ref readonly NewMessage _added = ref added;

    public SessionWriteResult Run(SessionEntry entry, ref RoomClaim claim)
    {
        ref readonly var message = ref _added;
        if (message.IdHash is { } hash && entry.Ids?.Find(hash) is { } known and > 0)
        {
            return new MessageChange(entry, entry.Messages, []).Run(ref entry.Facts, ref claim) with
            {
                FirstSequence = known,
                Sequences = [known],
            };
        }

        var sequence = entry.LastSequence + 1;
        var stored = message.Message.WithSequence(sequence);
        var before = entry.Facts;
        entry.Facts.Add(new(
            stored, message.Group.IsOfAppend ? sequence : message.Group.Number, message.Weight, message.IsSpared, message.StartsTurn));
        var change = new MessageChange(entry, entry.Messages, new(ref stored))
        {
            BringsSpared = message.IsSpared,
            IdBytes = message.IdHash is null ? entry.Ids?.Bytes ?? 0 : RememberedIds.BytesWithOneMore(entry.Ids),
        };
        var result = change.Run(ref entry.Facts, ref claim);
        if (result.Status is not SessionWriteStatus.Done)
        {
            entry.Facts.UndoTo(before);
            return result;
        }

        entry.LastSequence = sequence;
        if (message.IdHash is { } remembered)
        {
            (entry.Ids ??= new()).Add(remembered, sequence);
        }

        return result with { FirstSequence = sequence, Message = stored };
    }
}

/// <summary>Appends messages, all or none.</summary>
internal readonly ref struct AppendMany(NewMessage[] messages, IReadOnlyList<GroupMerge> merges) : ISessionStep
{
    public SessionWriteResult Run(SessionEntry entry, ref RoomClaim claim)
    {
        var (first, last) = (entry.Facts.Count, entry.LastSequence);
        var facts = Merged(entry);
        var ids = messages.Any(message => message.IdHash is not null) ? entry.Ids?.Clone() ?? new() : entry.Ids;
        var sequences = new long[messages.Length];
        var added = new List<SessionMessage>(messages.Length);
        var bringsSpared = false;
        for (var i = 0; i < messages.Length; i++)
        {
            ref readonly var message = ref messages[i];
            if (message.IdHash is { } hash && ids!.Find(hash) is var known and > 0)
            {
                sequences[i] = known;
                continue;
            }

            sequences[i] = ++last;
            added.Add(message.Message.WithSequence(last));
            var group = message.Group.IsOfAppend && message.Group.Index != i
                ? GroupOf(sequences[message.Group.Index], entry, facts, first)
                : message.Group.IsOfAppend ? last : message.Group.Number;
            facts.Add(new(added[^1], group, message.Weight, message.IsSpared, message.StartsTurn));
            bringsSpared |= message.IsSpared;
            if (message.IdHash is { } fresh)
            {
                ids!.Add(fresh, last);
            }
        }

        var change = new MessageChange(entry, entry.Messages, added.ToArray()) { BringsSpared = bringsSpared, IdBytes = ids?.Bytes ?? 0 };
        var result = change.Run(ref facts, ref claim);
        if (result.Status is SessionWriteStatus.Done)
        {
            (entry.Facts, entry.Ids, entry.LastSequence) = (facts, ids, last);
            result = result with { FirstSequence = sequences[0], Sequences = added.Count < messages.Length ? sequences : null };
        }

        return result;
    }

    /// <summary>The group of a message that is stored, or comes with this append; 0 where it has gone.</summary>
    private static long GroupOf(long sequence, SessionEntry entry, in PackedFacts facts, int first)
    {
        var index = sequence > entry.LastSequence ? first + (int)(sequence - entry.LastSequence - 1) : entry.Messages.IndexOf(sequence);
        return index < 0 ? 0 : facts.GroupOf(index, sequence);
    }

    private PackedFacts Merged(SessionEntry entry)
    {
        if (merges.Count is 0)
        {
            return entry.Facts.Clone();
        }

        var facts = default(PackedFacts);
        for (var i = 0; i < entry.Messages.Count; i++)
        {
            var stored = entry.StoredAt(i);
            foreach (var merge in merges)
            {
                stored = stored.Group == merge.From ? stored with { Group = merge.Into } : stored;
            }

            facts.Add(stored);
        }

        return facts;
    }
}

/// <summary>Replaces the state.</summary>
internal readonly ref struct ReplaceState(SessionInfo session, TrimmedTaken? taken) : ISessionStep
{
    public static bool TellsInfo => true;

    public SessionWriteResult Run(SessionEntry entry, ref RoomClaim claim)
    {
        var current = entry.Info;
        if (current.Version != session.Version - 1
            || current.CreationTicks != session.CreationTicks
            || (current.UserId is not null && current.UserId != session.UserId)
            || (taken is { } claimed && entry.Waiting?.IsClaimed(claimed.Token, claim.Now) is not true))
        {
            return new(SessionWriteStatus.Conflict);
        }

        var next = session.WithoutMessages();
        if ((next.Lifetime, next.MaximumLifetime, next.IsIncomplete) != (current.Lifetime, current.MaximumLifetime, current.IsIncomplete))
        {
            next = next with
            {
                Lifetime = current.Lifetime,
                MaximumLifetime = current.MaximumLifetime,
                IsIncomplete = current.IsIncomplete || next.IsIncomplete,
            };
        }

        var change = new MessageChange(entry, entry.Messages, []) { StateBytes = SessionSize.State(next), TrimsForBytesOnly = true };
        var result = change.Run(ref entry.Facts, ref claim);
        if (result.Status is not SessionWriteStatus.Done)
        {
            return result;
        }

        // What this write let go may have been more than may wait.
        entry.Info = entry.Info.IsIncomplete && !next.IsIncomplete ? next with { IsIncomplete = true } : next;
        if (current.UserId != next.UserId)
        {
            claim.Table.Index.ChangeUser(entry, current.UserId);
        }

        if (taken is { } done)
        {
            entry.Waiting!.Take(done.Through);
        }

        return result with { Waiting = entry.Waiting?.Count ?? 0 };
    }
}

/// <summary>Replaces or removes one message.</summary>
internal readonly ref struct ReplaceMessage(MessageReplacement replacement) : ISessionStep
{
    public SessionWriteResult Run(SessionEntry entry, ref RoomClaim claim)
    {
        if (entry.Edits != replacement.Edits)
        {
            return new(SessionWriteStatus.Conflict);
        }

        var index = entry.Messages.IndexOf(replacement.Sequence);
        if (index < 0)
        {
            return new(SessionWriteStatus.MessageNotFound);
        }

        var facts = default(PackedFacts);
        var messages = new List<SessionMessage>(entry.Messages.Count);
        var message = replacement.Message?.WithSequence(replacement.Sequence);
        for (var i = 0; i < entry.Messages.Count; i++)
        {
            var stored = entry.StoredAt(i);
            if (i == index)
            {
                if (message is null)
                {
                    continue;
                }

                stored = new(message, stored.Group, replacement.Weight, replacement.IsSpared, replacement.StartsTurn);
            }

            messages.Add(stored.Message);
            facts.Add(stored);
        }

        var change = new MessageChange(entry, MessageList.Empty, messages.ToArray()) { BringsSpared = message is not null && replacement.IsSpared };
        var result = change.Run(ref facts, ref claim);
        if (result.Status is SessionWriteStatus.Done)
        {
            entry.Facts = facts;
            entry.Edits++;
            result = result with { Message = message };
        }

        return result;
    }
}

/// <summary>Removes all messages.</summary>
internal readonly ref struct ClearMessages : ISessionStep
{
    public SessionWriteResult Run(SessionEntry entry, ref RoomClaim claim)
    {
        entry.Messages = MessageList.Empty;
        entry.Facts = default;
        entry.Waiting = null;
        entry.DeadBytes = 0;
        entry.Edits++;
        return new(SessionWriteStatus.Done);
    }
}
