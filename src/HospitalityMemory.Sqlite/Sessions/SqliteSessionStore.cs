using HospitalityMemory.Stores;

namespace HospitalityMemory.Sqlite;

/// <summary>Keeps sessions in a SQLite file.</summary>
/// <remarks>
/// A session's size is that of its JSON in UTF-8: the state, and each message by itself. The limit of one session is
/// heeded, that of all together is reported on only: it protects a process's memory, and this is a disk.
/// </remarks>
internal sealed class SqliteSessionStore(SqliteDatabase database, SqliteSynchronous synchronous) : ISessionStore
{
    /// <summary>Longer than any lifetime, and far from an overflow when it is added to a time.</summary>
    private const long Unlimited = long.MaxValue / 4;

    private readonly DatabaseRole _database = new(database, SessionSchema.Schema, synchronous);
    private long _expired;

    public string Name => "sqlite";

    public bool IsRemote => false;

    public async ValueTask<SessionWriteResult> TryCreateAsync(
        Session session, SessionLimits limits, CancellationToken cancellationToken)
    {
        var state = StoredValues.Json(session, MemoryJson.WriteSessionState);
        if (state.Length > limits.MaxSessionBytes)
        {
            return SessionWrites.TooLarge(state.Length);
        }

        var (isCreated, expired) = await _database.WriteAsync(
            connection => SessionWrites.Create(connection, session, state), cancellationToken).ConfigureAwait(false);
        Interlocked.Add(ref _expired, expired);
        return isCreated
            ? new(SessionWriteStatus.Done) { Session = session with { Messages = MessageList.Empty } }
            : new(SessionWriteStatus.AlreadyExists);
    }

    public ValueTask<SessionWriteResult> TryReplaceAsync(
        Session session, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken)
    {
        // Written out here, by the caller: the writer is everybody's.
        var state = StoredValues.Json(session, MemoryJson.WriteSessionState);
        return _database.WriteAsync(connection => SessionWrites.Replace(connection, session, state, now, limits), cancellationToken);
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
            connection => SessionWrites.Append(connection, sessionId, addition, now, limits), cancellationToken);
    }

    public async ValueTask<Session?> GetAsync(
        string sessionId, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken)
    {
        // First the lifetime, then the read: what is read was live when it was, and lives on at least as long as it
        // must. That a conversation was read is not worth an fsync: a power cut may shorten its lifetime to what it was
        // before.
        await _database.WriteRelaxedAsync(
            connection => connection.Execute(
                SessionSchema.Touch,
                sessionId,
                StoredValues.Time(now),
                StoredValues.Time(now) + limits.Lifetime.Ticks,
                limits.MaximumLifetime?.Ticks ?? Unlimited),
            cancellationToken).ConfigureAwait(false);
        return await PeekAsync(sessionId, now, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<Session?> PeekAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        _database.ReadAsync(connection => SessionReads.Read(connection, sessionId, StoredValues.Time(now)), cancellationToken);

    public ValueTask<bool> DeleteAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        _database.WriteAsync(
            connection => connection.Scalar(SessionSchema.GetExpiry, sessionId) is long expiresAt && expiresAt > StoredValues.Time(now)
                && connection.Execute(SessionSchema.DeleteSession, sessionId) > 0,
            cancellationToken);

    public ValueTask<IReadOnlyList<Session>> ListAsync(string userId, DateTimeOffset now, CancellationToken cancellationToken) =>
        _database.ReadAsync<IReadOnlyList<Session>>(
            connection => SessionReads.ReadOfUser(connection, userId, StoredValues.Time(now)), cancellationToken);

    public async ValueTask<SessionStoreUsage> GetUsageAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (live, bytes) = await _database.ReadAsync(
            connection =>
            {
                using var reader = connection.Query(SessionSchema.GetUsage, StoredValues.Time(now));
                reader.Read();
                return (reader.GetInt64(0), reader.GetInt64(1));
            },
            cancellationToken).ConfigureAwait(false);
        return new(live, bytes) { Expired = Volatile.Read(ref _expired) };
    }

    public async ValueTask<int> RemoveExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        // In parts, so that other writes have their turn in between.
        var total = 0;
        int removed;
        do
        {
            removed = await _database.WriteAsync(
                connection => connection.Execute(SessionSchema.DeleteExpired, StoredValues.Time(now)), cancellationToken).ConfigureAwait(false);
            Interlocked.Add(ref _expired, removed);
            total += removed;
        }
        while (removed > 0);
        return total;
    }

    public async ValueTask PingAsync(CancellationToken cancellationToken)
    {
        // A transaction that writes nothing still needs the right to write.
        await _database.WriteRelaxedAsync(static connection => connection.Scalar(SessionSchema.Ping), cancellationToken).ConfigureAwait(false);
        await _database.ReadAsync(static connection => connection.Scalar(SessionSchema.Ping), cancellationToken).ConfigureAwait(false);
    }
}
