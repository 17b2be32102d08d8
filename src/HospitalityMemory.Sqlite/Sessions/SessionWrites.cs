using HospitalityMemory.Stores;

namespace HospitalityMemory.Sqlite;

/// <summary>The writes of a session beside appending, each within a transaction that is open.</summary>
internal static class SessionWrites
{
    private static readonly SessionWriteResult NotFound = new(SessionWriteStatus.NotFound);
    private static readonly SessionWriteResult Conflict = new(SessionWriteStatus.Conflict);

    /// <summary>Creates a session where no live one has its id; one that has expired makes way.</summary>
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

    /// <summary>Replaces the state of a session that has the version before.</summary>
    public static SessionWriteResult Replace(
        DatabaseConnection connection, SessionInfo session, byte[] state, TrimmedTaken? taken, DateTimeOffset now, SessionLimits limits)
    {
        if (SessionRow.Find(connection, session.SessionId, now) is not { } row)
        {
            return NotFound;
        }

        if (row.Version != session.Version - 1 || row.CreatedAt != session.CreatedAt || (row.UserId is { } owner && owner != session.UserId)
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

    /// <summary>Replaces or removes one message, where nothing was edited since it was read.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="replacement">What the message becomes.</param>
    /// <param name="data">The message as it is stored; null where it is removed.</param>
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

    /// <summary>Removes all messages, and those that wait.</summary>
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

    /// <summary>Removes expired sessions, those that expired first, as far as they are not too much for one transaction.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="now">The current time.</param>
    /// <param name="maxRows">
    /// How many rows of theirs at most, so that other writes have their turn; the first session goes whatever it has.
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
