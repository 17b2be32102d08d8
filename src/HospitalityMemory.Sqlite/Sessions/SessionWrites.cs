using HospitalityMemory.Stores;

namespace HospitalityMemory.Sqlite;

/// <summary>All writes to a session except appends, each within the open transaction.</summary>
internal static class SessionWrites
{
    private static readonly SessionWriteResult NotFound = new(SessionWriteStatus.NotFound);
    private static readonly SessionWriteResult Conflict = new(SessionWriteStatus.Conflict);

    /// <summary>Creates a session if no live session has its id. An expired one is deleted.</summary>
    public static SessionWriteResult Create(DatabaseConnection connection, SessionInfo session, byte[] state, SessionLimits limits)
    {
        IReadOnlyList<SessionEnd>? ended = null;
        if (connection.Scalar(SessionSchema.GetExpiry, session.SessionId) is long expiresAt)
        {
            if (expiresAt > StoredValues.Time(session.CreatedAt))
            {
                return new(SessionWriteStatus.AlreadyExists);
            }

            connection.Execute(SessionSchema.DeleteSession, session.SessionId);
            ended = [new(session.SessionId, SessionEndReason.Expired)];
        }

        connection.Execute(
            SessionSchema.InsertSession,
            session.SessionId,
            session.UserId,
            StoredValues.Time(session.CreatedAt),
            StoredValues.Time(session.UpdatedAt > session.CreatedAt ? session.UpdatedAt : session.CreatedAt),
            StoredValues.Time(session.ExpiresAt),
            limits.LifetimeOf(session).Ticks,
            session.Lifetime?.Ticks,
            session.MaxLifetime?.Ticks,
            session.Version,
            (long)state.Length,
            session.IsIncomplete ? 1L : 0L);
        connection.Execute(SessionSchema.InsertState, session.SessionId, state);
        return new(SessionWriteStatus.Done) { Info = session, Ended = ended };
    }

    /// <summary>Replaces the state of a session if the stored version is the one before.</summary>
    public static SessionWriteResult Replace(
        DatabaseConnection connection, SessionInfo session, byte[] state, TrimmedTaken? taken, DateTimeOffset now, SessionLimits limits)
    {
        if (SessionRow.Find(connection, session.SessionId, now) is not { } row)
        {
            return NotFound;
        }

        if (row.Version != session.Version - 1 || row.CreatedAt != session.CreatedAt || IsAnothers(row, session, limits)
            || (taken is { } claim && !row.IsLeased(claim.Token, now)))
        {
            return Conflict;
        }

        var plan = TrimmingPlan.Make(connection, row, new() { StateBytes = state.Length }, limits);
        if (!plan.Fits)
        {
            return plan.TooLarge();
        }

        row = taken is { } summarized ? WaitingMessages.Take(connection, row, summarized.Through) : row;
        (row, var lost) = plan.Apply(
            connection, row.WrittenAt(now, limits) with { Version = session.Version, StateBytes = state.Length }, limits);
        row.Save(connection);
        connection.Execute(SessionSchema.SaveUser, row.Key, session.UserId);
        connection.Execute(SessionSchema.ReplaceState, row.Key, state);
        return Done(row, plan, lost) with { Info = row.InfoOf(session) };
    }

    /// <summary>Replaces or removes one message, if no message was edited since it was read.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="replacement">What the message becomes.</param>
    /// <param name="data">The message as it is stored; null if it is removed.</param>
    /// <param name="now">The current time.</param>
    /// <param name="limits">What is allowed.</param>
    public static SessionWriteResult ReplaceMessage(
        DatabaseConnection connection, string sessionId, MessageReplacement replacement, byte[]? data, DateTimeOffset now, SessionLimits limits)
    {
        if (SessionRow.Find(connection, sessionId, now) is not { } row)
        {
            return NotFound;
        }

        if (row.Edits != replacement.Edits)
        {
            return Conflict;
        }

        if (StoredFacts.Find(connection, row.Key, replacement.Sequence) is not { } before)
        {
            return new(SessionWriteStatus.MessageNotFound);
        }

        MessageFacts? after = data is null ? null
            : new(before.Group, replacement.Weight, data.Length, replacement.IsSpared, replacement.StartsTurn);
        var change = new MessageChange
        {
            StateBytes = row.StateBytes,
            ReplacedSequence = replacement.Sequence,
            Replaced = before,
            Replacement = after,
        };
        var plan = TrimmingPlan.Make(connection, row, change, limits);
        if (!plan.Fits)
        {
            return plan.TooLarge();
        }

        WriteMessage(connection, row.Key, replacement, data);
        (row, var lost) = plan.Apply(connection, row.WrittenAt(now, limits) with { Edits = row.Edits + 1 }, limits);
        row.Save(connection);
        return Done(row, plan, lost) with { Message = plan.Dropped.Contains(replacement.Sequence) ? null : replacement.Message };
    }

    /// <summary>Removes all messages, the waiting ones too.</summary>
    public static SessionWriteResult Clear(DatabaseConnection connection, string sessionId, DateTimeOffset now, SessionLimits limits)
    {
        if (SessionRow.Find(connection, sessionId, now) is not { } row)
        {
            return NotFound;
        }

        connection.Execute(SessionSchema.DeleteMessages, row.Key);
        row = WaitingMessages.Clear(connection, row).WrittenAt(now, limits) with { Edits = row.Edits + 1, Messages = default };
        row.Save(connection);
        return new(SessionWriteStatus.Done);
    }

    /// <summary>Moves the expiry of a live session as a use does.</summary>
    public static bool Touch(DatabaseConnection connection, string sessionId, DateTimeOffset now, SessionLimits limits)
    {
        if (SessionRow.Find(connection, sessionId, now) is not { } row)
        {
            return false;
        }

        var used = row.UsedAt(now, limits);
        return !ReferenceEquals(used, row)
            && connection.Execute(SessionSchema.SaveExpiry, row.Key, StoredValues.Time(used.ExpiresAt), used.UsedLifetime.Ticks) > 0;
    }

    public static bool Delete(DatabaseConnection connection, string sessionId, DateTimeOffset now) =>
        connection.Scalar(SessionSchema.GetExpiry, sessionId) is long expiresAt && expiresAt > StoredValues.Time(now)
            && connection.Execute(SessionSchema.DeleteSession, sessionId) > 0;

    /// <summary>Removes expired sessions, the longest expired first, as many as one transaction should.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="now">The current time.</param>
    /// <param name="maxRows">
    /// How many of their rows at most, because other writes wait meanwhile. The first session is removed however many it has.
    /// </param>
    public static IReadOnlyList<string> RemoveExpired(DatabaseConnection connection, int max, DateTimeOffset now, long maxRows)
    {
        var expired = new List<string>();
        using (var reader = connection.Query(SessionSchema.GetExpired, StoredValues.Time(now), (long)max))
        {
            for (var rows = 0L; rows < maxRows && reader.Read();)
            {
                expired.Add(reader.GetString(0));
                rows += reader.GetInt64(1);
            }
        }

        foreach (var sessionId in expired)
        {
            connection.Execute(SessionSchema.DeleteSession, sessionId);
        }

        return expired;
    }

    /// <summary>Whether it is the session of a guest from whom it may not be taken.</summary>
    private static bool IsAnothers(SessionRow row, SessionInfo session, SessionLimits limits) =>
        row.UserId is { } owner && owner != session.UserId && owner != limits.TakenFrom;

    private static void WriteMessage(DatabaseConnection connection, long session, MessageReplacement replacement, byte[]? data)
    {
        if (data is null)
        {
            connection.Execute(SessionSchema.DeleteMessage, session, replacement.Sequence);
            return;
        }

        connection.Execute(
            SessionSchema.ReplaceMessage,
            session,
            replacement.Sequence,
            (long)replacement.Weight,
            (long)data.Length,
            replacement.IsSpared ? 1L : 0L,
            replacement.StartsTurn ? 1L : 0L,
            data);
    }

    private static SessionWriteResult Done(SessionRow row, TrimmingPlan plan, int lost) => new(SessionWriteStatus.Done)
    {
        Trimmed = plan.Dropped.Count,
        Waiting = (int)row.WaitingCount,
        WaitingLost = lost,
    };
}
