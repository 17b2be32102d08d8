using HospitalityMemory.Stores;

namespace HospitalityMemory.Sqlite;

/// <summary>The writes that limits apply to, each within a transaction that is open.</summary>
internal static class SessionWrites
{
    private static readonly SessionWriteResult NotFound = new(SessionWriteStatus.NotFound);

    /// <summary>Creates a session where no live one has its id; one that has expired makes way.</summary>
    /// <returns>Whether it was created, and how many expired ones were removed.</returns>
    public static (bool IsCreated, int Expired) Create(DatabaseConnection connection, Session session, byte[] state)
    {
        var expired = 0;
        if (connection.Scalar(SessionSchema.GetExpiry, session.SessionId) is long expiresAt)
        {
            if (expiresAt > StoredValues.Time(session.CreatedAt))
            {
                return (false, 0);
            }

            expired = connection.Execute(SessionSchema.DeleteSession, session.SessionId);
        }

        connection.Execute(
            SessionSchema.InsertSession,
            session.SessionId,
            session.UserId,
            StoredValues.Time(session.CreatedAt),
            StoredValues.Time(session.UpdatedAt),
            StoredValues.Time(session.ExpiresAt),
            session.Version,
            (long)state.Length);
        connection.Execute(SessionSchema.InsertState, session.SessionId, state);
        return (true, expired);
    }

    /// <summary>Replaces the state of a session that has the version before.</summary>
    public static SessionWriteResult Replace(
        DatabaseConnection connection, Session session, byte[] state, DateTimeOffset now, SessionLimits limits)
    {
        if (SessionRow.Find(connection, session.SessionId, StoredValues.Time(now)) is not { } row)
        {
            return NotFound;
        }

        if (row.Version != session.Version - 1 || row.CreatedAt != session.CreatedAt)
        {
            return new(SessionWriteStatus.Conflict);
        }

        var size = row.SizeBytes - row.StateBytes + state.Length;
        if (size > limits.MaxSessionBytes)
        {
            return TooLarge(size);
        }

        var expiresAt = limits.ExpiresAt(row.CreatedAt, now);
        connection.Execute(
            SessionSchema.ReplaceSession,
            session.SessionId,
            session.UserId,
            StoredValues.Time(session.UpdatedAt),
            StoredValues.Time(expiresAt),
            session.Version,
            (long)state.Length,
            size);
        connection.Execute(SessionSchema.ReplaceState, session.SessionId, state);
        return new(SessionWriteStatus.Done)
        {
            Session = session with
            {
                ExpiresAt = expiresAt > row.ExpiresAt ? expiresAt : row.ExpiresAt,
                Messages = StoredMessages.Read(connection, session.SessionId, row.MessageCount, session.Messages),
            },
        };
    }

    /// <summary>Appends messages, and lets go what is too many.</summary>
    public static SessionWriteResult Append(
        DatabaseConnection connection, string sessionId, MessageAddition addition, DateTimeOffset now, SessionLimits limits)
    {
        if (SessionRow.Find(connection, sessionId, StoredValues.Time(now)) is not { } row)
        {
            return NotFound;
        }

        var trimmed = addition.Trim(connection, sessionId, row, limits.MaxMessages);
        var size = row.SizeBytes + addition.SizeBytes - trimmed.SizeBytes;
        if (size > limits.MaxSessionBytes)
        {
            return TooLarge(size);
        }

        addition.Write(connection, sessionId, row, trimmed);
        connection.Execute(
            SessionSchema.AppendToSession,
            sessionId,
            StoredValues.Time(now),
            StoredValues.Time(limits.ExpiresAt(row.CreatedAt, now)),
            row.LastSequence + addition.Count,
            row.MessageCount + addition.Count - trimmed.Messages.Count,
            size);
        return new(SessionWriteStatus.Done)
        {
            FirstSequence = row.LastSequence + 1,
            DroppedMessages = trimmed.Messages,
        };
    }

    public static SessionWriteResult TooLarge(long size) => new(SessionWriteStatus.TooLarge) { SizeBytes = size };
}
