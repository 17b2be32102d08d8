using HospitalityMemory.Stores;

namespace HospitalityMemory.Sqlite;

/// <summary>Keeps sessions in a SQLite file.</summary>
/// <remarks>
/// A session's size is that of its JSON in UTF-8: the state, and each message by itself. The limit of one session is
/// heeded, that of all together is reported on only: it protects a process's memory, and this is a disk.
/// </remarks>
internal sealed class SqliteSessionStore(
    SqliteDatabase database, SqliteSynchronous synchronous, string application = HospitalityMemoryOptions.DefaultApplication) : ISessionStore
{
    /// <summary>How many writes of this process come to one that removes expired sessions; a power of two.</summary>
    private const int WritesOfSweep = 256;

    /// <summary>How many sessions such a write removes at most.</summary>
    private const int SweptSessions = 32;

    private const int SweptRows = 1_000;

    private const int RemovedSessions = 256;

    private const int RemovedRows = 10_000;

    private readonly DatabaseRole _database = new(database, SessionSchema.Schema, synchronous, application);
    private readonly string _list = $"sqlite {application}";
    private long _expired;
    private int _writes;

    public string Name => "sqlite";

    public bool IsRemote => false;

    public async ValueTask<SessionWriteResult> TryCreateAsync(
        SessionInfo session, SessionLimits limits, CancellationToken cancellationToken)
    {
        var state = StoredValues.Json(session, MemoryJson.WriteSessionState);
        return TrimmingLimits.Of(limits, state.Length).LeavesRoomBeside(sparedBytes: 0)
            ? await WriteAsync(
                connection => SessionWrites.Create(connection, session, state, limits), session.CreatedAt, cancellationToken).ConfigureAwait(false)
            : new(SessionWriteStatus.TooLarge) { SizeBytes = state.Length };
    }

    public async ValueTask<Session?> GetAsync(
        string sessionId, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken)
    {
        await TouchAsync(sessionId, now, limits, cancellationToken).ConfigureAwait(false);
        var found = await _database.ReadAsync(
            connection => SessionReads.Read(connection, sessionId, now), cancellationToken).ConfigureAwait(false);
        if (found is { IsShort: true })
        {
            await CountMessagesAsync(sessionId, cancellationToken).ConfigureAwait(false);
        }

        return found?.Session;
    }

    public async ValueTask<Session?> PeekAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        (await _database.ReadAsync(
            connection => SessionReads.Read(connection, sessionId, now), cancellationToken).ConfigureAwait(false))?.Session;

    public ValueTask<SessionInfo?> PeekInfoAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        _database.ReadAsync(connection => SessionReads.FindInfo(connection, sessionId, now), cancellationToken);

    public async ValueTask<StoredMessages?> GetMessagesAsync(
        string sessionId, MessageRange range, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken)
    {
        await TouchAsync(sessionId, now, limits, cancellationToken).ConfigureAwait(false);
        var found = await ReadAsync().ConfigureAwait(false);
        if (found is { IsShort: true } && await CountMessagesAsync(sessionId, cancellationToken).ConfigureAwait(false))
        {
            found = await ReadAsync().ConfigureAwait(false);
        }

        return found?.Messages;

        ValueTask<FoundMessages?> ReadAsync() =>
            _database.ReadAsync(connection => SessionReads.ReadMessages(connection, sessionId, range, now), cancellationToken);
    }

    public ValueTask<SessionWriteResult> TryReplaceAsync(
        SessionInfo session, TrimmedTaken? taken, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken)
    {
        // Written out here, by the caller: the writer is everybody's.
        var state = StoredValues.Json(session, MemoryJson.WriteSessionState);
        return WriteAsync(
            connection => SessionWrites.Replace(connection, session, state, taken, now, limits), now, cancellationToken);
    }

    public ValueTask<SessionWriteResult> AppendAsync(
        string sessionId, MessageAppend append, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken)
    {
        var addition = new MessageAddition(append);
        return WriteAsync(connection => addition.Write(connection, sessionId, now, limits), now, cancellationToken);
    }

    public ValueTask<SessionWriteResult> TryReplaceMessageAsync(
        string sessionId, MessageReplacement replacement, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken)
    {
        // The place stands beside the text, as with a message that was appended.
        var data = replacement.Message is { } message ? StoredValues.Json(message.WithSequence(0), MemoryJson.WriteMessage) : null;
        return WriteAsync(
            connection => SessionWrites.ReplaceMessage(connection, sessionId, replacement, data, now, limits), now, cancellationToken);
    }

    public ValueTask<SessionWriteResult> ClearMessagesAsync(
        string sessionId, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        WriteAsync(connection => SessionWrites.Clear(connection, sessionId, now, limits), now, cancellationToken);

    public async ValueTask<TrimmedMessages?> LeaseTrimmedAsync(
        string sessionId, TrimmedLease lease, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var claimed = await _database.WriteRelaxedAsync(
            connection => WaitingMessages.Lease(connection, sessionId, lease, now), cancellationToken).ConfigureAwait(false);
        return claimed is null
            ? null
            : new(
                claimed.Row.InfoOf(SessionReads.ToInfo(claimed.State, sessionId, claimed.Row.UserId)),
                [.. claimed.Messages.Select(static stored => MemoryJson.ReadMessage(stored.Data).WithSequence(stored.Sequence))]);
    }

    public async ValueTask ReleaseTrimmedAsync(string sessionId, UInt128 token, CancellationToken cancellationToken) =>
        await _database.WriteRelaxedAsync(
            connection => connection.Execute(SessionSchema.ReleaseLease, sessionId, SessionRow.Blob(token)), cancellationToken).ConfigureAwait(false);

    public ValueTask<bool> DeleteAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        _database.WriteAsync(connection => SessionWrites.Delete(connection, sessionId, now), cancellationToken);

    public async ValueTask<ErasedSessions> EraseAsync(string userId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var erased = await SessionEraser.EraseAsync(_database, userId, now, cancellationToken).ConfigureAwait(false);
        Interlocked.Add(ref _expired, erased.Ended.Count(static end => end.Reason is SessionEndReason.Expired));
        return erased;
    }

    public ValueTask<SessionPage> ListAsync(SessionQuery query, DateTimeOffset now, CancellationToken cancellationToken) =>
        _database.ReadAsync(connection => SessionReads.List(connection, query, _list, now), cancellationToken);

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

    public async ValueTask<IReadOnlyList<string>> RemoveExpiredAsync(int max, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // One transaction: a call that is cancelled has removed nothing that its caller does not hear of.
        var removed = await _database.WriteAsync(
            connection => SessionWrites.RemoveExpired(connection, Math.Min(max, RemovedSessions), now, RemovedRows), cancellationToken).ConfigureAwait(false);
        Interlocked.Add(ref _expired, removed.Count);
        return removed;
    }

    public ValueTask<bool> TryEmptyLogAsync(CancellationToken cancellationToken) => _database.TryEmptyLogAsync(cancellationToken);

    public async ValueTask PingAsync(CancellationToken cancellationToken)
    {
        // A transaction that writes nothing still needs the right to write.
        await _database.WriteRelaxedAsync(static connection => connection.Scalar(SessionSchema.Ping), cancellationToken).ConfigureAwait(false);
        await _database.ReadAsync(static connection => connection.Scalar(SessionSchema.Ping), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Carries out a write; the first of this process and one of many after it also remove some expired sessions, so that
    /// none stays for ever where no host does that.
    /// </summary>
    private async ValueTask<SessionWriteResult> WriteAsync(
        Func<DatabaseConnection, SessionWriteResult> work, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var sweeps = (Interlocked.Increment(ref _writes) & (WritesOfSweep - 1)) is 1;
        var result = await _database.WriteAsync(sweeps ? connection => Sweep(work(connection), connection, now) : work, cancellationToken).ConfigureAwait(false);
        if (result.Ended is { } ended)
        {
            Interlocked.Add(ref _expired, ended.Count);
        }

        return result;
    }

    private static SessionWriteResult Sweep(SessionWriteResult result, DatabaseConnection connection, DateTimeOffset now)
    {
        var removed = SessionWrites.RemoveExpired(connection, SweptSessions, now, SweptRows);
        return removed.Count is 0
            ? result
            : result with { Ended = [.. result.Ended ?? [], .. removed.Select(static id => new SessionEnd(id, SessionEndReason.Expired))] };
    }

    /// <summary>
    /// Extends a lifetime, before the session is read: what is read was live when it was, and lives on at least as long as
    /// it must. That a conversation was read is not worth an fsync: a power cut may shorten its lifetime to what it was
    /// before. Nor is it worth the read: where the file cannot be written to for the moment, the expiry stays.
    /// </summary>
    private async ValueTask TouchAsync(string sessionId, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken)
    {
        try
        {
            await _database.WriteIfFreeAsync(
                connection => SessionWrites.Touch(connection, sessionId, now, limits), cancellationToken).ConfigureAwait(false);
        }
        catch (MemoryUnavailableException)
        {
            // The read that follows says whether the file can be read.
        }
    }

    /// <summary>Keeps with the session that messages are missing, where the file can be written to.</summary>
    private async ValueTask<bool> CountMessagesAsync(string sessionId, CancellationToken cancellationToken)
    {
        try
        {
            return await _database.WriteIfFreeAsync(
                connection => connection.Execute(SessionSchema.CountMessages, sessionId) > 0, cancellationToken).ConfigureAwait(false);
        }
        catch (MemoryUnavailableException)
        {
            return false;
        }
    }
}
