using HospitalityMemory.Stores;

namespace HospitalityMemory.Sqlite;

/// <content>The writes that limits apply to.</content>
internal sealed partial class SqliteSessionStore
{
    private static readonly SessionWriteResult NotFound = new(SessionWriteStatus.NotFound);

    public async ValueTask<SessionWriteResult> TryCreateAsync(
        Session session, SessionLimits limits, CancellationToken cancellationToken)
    {
        var state = StoredValues.Json(session, MemoryJson.WriteSessionState);
        if (state.Length > limits.MaxSessionBytes)
        {
            return TooLarge(state.Length);
        }

        var (isCreated, expired) = await _database.WriteAsync(connection => Create(connection, session, state), cancellationToken).ConfigureAwait(false);
        Interlocked.Add(ref _expired, expired);
        return isCreated
            ? new(SessionWriteStatus.Done) { Session = session with { Messages = MessageList.Empty } }
            : new(SessionWriteStatus.AlreadyExists);
    }

    public ValueTask<SessionWriteResult> TryReplaceAsync(
        Session session, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken)
    {
        var state = StoredValues.Json(session, MemoryJson.WriteSessionState);
        return _database.WriteAsync(
            connection =>
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

                connection.Execute(
                    SessionSchema.ReplaceSession,
                    session.SessionId,
                    session.UserId,
                    StoredValues.Time(session.UpdatedAt),
                    StoredValues.Time(limits.ExpiresAt(row.CreatedAt, now)),
                    session.Version,
                    (long)state.Length,
                    size);
                connection.Execute(SessionSchema.ReplaceState, session.SessionId, state);
                return new(SessionWriteStatus.Done);
            },
            cancellationToken);
    }

    public ValueTask<SessionWriteResult> AppendAsync(
        string sessionId,
        IReadOnlyList<SessionMessage> messages,
        DateTimeOffset now,
        SessionLimits limits,
        CancellationToken cancellationToken)
    {
        var addition = new MessageAddition(messages);
        return _database.WriteAsync(
            connection =>
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
            },
            cancellationToken);
    }

    /// <summary>Creates a session where no live one has its id; one that has expired makes way.</summary>
    private static (bool IsCreated, int Expired) Create(DatabaseConnection connection, Session session, byte[] state)
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

    private static SessionWriteResult TooLarge(long size) => new(SessionWriteStatus.TooLarge) { SizeBytes = size };
}
