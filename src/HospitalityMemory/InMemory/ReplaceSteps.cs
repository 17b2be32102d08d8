namespace HospitalityMemory.Stores;

/// <summary>Replaces the state.</summary>
internal readonly ref struct ReplaceState(SessionInfo session, TrimmedTaken? taken) : ISessionStep
{
    public static bool TellsInfo => true;

    public void Run(SessionEntry entry, ref RoomClaim claim, out SessionWriteResult result)
    {
        var current = entry.Info;
        if (IsConflict(entry, claim.Now, claim.Limits.TakenFrom))
        {
            result = new(SessionWriteStatus.Conflict);
            return;
        }

        var next = Next(current);
        var bytes = SessionSize.State(next);
        new MessageChange(entry, entry.Messages, []) { StateBytes = bytes, TrimsForBytesOnly = true }.Run(ref entry.Facts, ref claim, out result);
        if (result.Status is SessionWriteStatus.Done)
        {
            // This write may have trimmed more messages than may wait, which makes the session incomplete.
            if (entry.Info.IsIncomplete && !next.IsIncomplete)
            {
                next = next with { IsIncomplete = true };
                bytes = SessionSize.State(next);
            }

            entry.Replace(next, bytes);
            if (current.UserId != next.UserId)
            {
                claim.Table.Index.ChangeUser(entry, current.UserId);
            }

            if (taken is { } done)
            {
                entry.Waiting!.Take(done.Through);
                result = result with { Waiting = entry.Waiting.Count };
            }
        }
    }

    private bool IsConflict(SessionEntry entry, long now, string? takenFrom)
    {
        var current = entry.Info;
        return current.Version != session.Version - 1
            || current.CreationTicks != session.CreationTicks
            || (current.UserId is not null && current.UserId != session.UserId && current.UserId != takenFrom)
            || (taken is { } claimed && entry.Waiting?.IsClaimed(claimed.Token, now) is not true);
    }

    private SessionInfo Next(SessionInfo current)
    {
        var next = session.WithoutMessages();
        return (next.Lifetime, next.MaxLifetime, next.IsIncomplete) == (current.Lifetime, current.MaxLifetime, current.IsIncomplete)
            ? next
            : next with
            {
                Lifetime = current.Lifetime,
                MaxLifetime = current.MaxLifetime,
                IsIncomplete = current.IsIncomplete || next.IsIncomplete,
            };
    }
}

/// <summary>Replaces or removes one message.</summary>
internal readonly ref struct ReplaceMessage(MessageReplacement replacement) : ISessionStep
{
    public void Run(SessionEntry entry, ref RoomClaim claim, out SessionWriteResult result)
    {
        var index = entry.Messages.IndexOf(replacement.Sequence);
        if (entry.Edits != replacement.Edits || index < 0)
        {
            result = new(entry.Edits != replacement.Edits ? SessionWriteStatus.Conflict : SessionWriteStatus.MessageNotFound);
            return;
        }

        var message = replacement.Message?.WithSequence(replacement.Sequence);
        var facts = default(PackedFacts);
        var messages = new List<SessionMessage>(entry.Messages.Count);
        for (var i = 0; i < entry.Messages.Count; i++)
        {
            var stored = entry.StoredAt(i);
            if (i != index || message is not null)
            {
                stored = i == index ? Replaced(stored, message!) : stored;
                messages.Add(stored.Message);
                facts.Add(stored);
            }
        }

        var change = new MessageChange(entry, MessageList.Empty, messages.ToArray())
        {
            BringsSpared = message is not null && replacement.IsSpared,
        };
        change.Run(ref facts, ref claim, out result);
        if (result.Status is SessionWriteStatus.Done)
        {
            entry.Facts = facts;
            entry.Edits++;
            result = result with { Message = Kept(entry, message) };
        }
    }

    /// <summary>The message, unless this step trimmed it. A message that was spared until now may be trimmed.</summary>
    private static SessionMessage? Kept(SessionEntry entry, SessionMessage? message) =>
        message is not null && entry.Messages.IndexOf(message.Sequence) >= 0 ? message : null;

    private StoredMessage Replaced(in StoredMessage stored, SessionMessage message) =>
        new(message, stored.Group, replacement.Weight, replacement.IsSpared, replacement.StartsTurn);
}
