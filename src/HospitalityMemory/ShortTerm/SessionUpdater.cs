using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <summary>
/// Changes a session's state when the change has its turn: reads the state, computes the next one and stores it, again where
/// another process came first. Where the store answers at once, no async state machine is needed.
/// </summary>
internal sealed class SessionUpdater(
    ISessionStore store,
    TimeProvider timeProvider,
    MemoryMetrics metrics,
    SessionLimits limits,
    ChangeQueue queue,
    WriteRetry retry,
    WriteFollowUp followUp)
{
    /// <summary>The session as stored after the change. A change without effect counts as a read.</summary>
    /// <exception cref="SessionNotFoundException">There is no such session.</exception>
    /// <exception cref="MemoryConcurrencyException">Others were faster until the time was up.</exception>
    public ValueTask<SessionInfo> UpdateAsync<TChange>(string sessionId, TChange change, CancellationToken cancellationToken)
        where TChange : struct, ISessionChange
    {
        var write = retry.RunAsync<Update<TChange>, Written>(queue, sessionId, new(this, sessionId, change), cancellationToken);
        if (!write.IsCompletedSuccessfully)
        {
            return CompleteAsync(write, cancellationToken);
        }

        var written = write.Result;
        return written.Unsettled is null ? new(written.Session) : CompleteAsync(new(written), cancellationToken);
    }

    /// <summary>What follows a write is outside of the turn: a host's handler may change the session itself.</summary>
    private async ValueTask<SessionInfo> CompleteAsync(ValueTask<Written> write, CancellationToken cancellationToken)
    {
        var written = await write.ConfigureAwait(false);
        if (written.Unsettled is not { } unsettled)
        {
            return written.Session;
        }

        var session = written.Session;
        await followUp.CompleteAsync(session.SessionId, unsettled.Result, SessionSize.State(session), cancellationToken).ConfigureAwait(false);
        return Stored(unsettled.Result);
    }

    private ValueTask<WriteAttempt<Written>> TryUpdateAsync<TChange>(
        string sessionId, in TChange change, CancellationToken cancellationToken)
        where TChange : struct, ISessionChange
    {
        var now = timeProvider.GetUtcNow();
        var read = store.PeekInfoAsync(sessionId, now, cancellationToken);
        return read.IsCompletedSuccessfully
            ? TryReplaceAsync(sessionId, read.Result, now, change, cancellationToken)
            : AwaitAsync(this, sessionId, read, now, change, cancellationToken);

        static async ValueTask<WriteAttempt<Written>> AwaitAsync(
            SessionUpdater updater,
            string sessionId,
            ValueTask<SessionInfo?> read,
            DateTimeOffset now,
            TChange change,
            CancellationToken cancellationToken) =>
            await updater.TryReplaceAsync(sessionId, await read.ConfigureAwait(false), now, change, cancellationToken)
                .ConfigureAwait(false);
    }

    private ValueTask<WriteAttempt<Written>> TryReplaceAsync<TChange>(
        string sessionId, SessionInfo? current, DateTimeOffset now, in TChange change, CancellationToken cancellationToken)
        where TChange : struct, ISessionChange
    {
        if (current is null)
        {
            throw new SessionNotFoundException(sessionId);
        }

        var changed = change.Apply(current, now);
        if (!changed.Differs(current))
        {
            return ReadAsync(sessionId, now, cancellationToken);
        }

        var next = changed.ToNext(current, now.UtcTicks);
        var replace = store.TryReplaceAsync(next, taken: null, now, limits, cancellationToken);
        return replace.IsCompletedSuccessfully ? new(Attempt(next, replace.Result)) : AwaitAsync(next, replace);

        async ValueTask<WriteAttempt<Written>> AwaitAsync(SessionInfo next, ValueTask<SessionWriteResult> replace) =>
            Attempt(next, await replace.ConfigureAwait(false));
    }

    private WriteAttempt<Written> Attempt(SessionInfo next, in SessionWriteResult result) =>
        result.Status is SessionWriteStatus.Conflict ? WriteAttempt<Written>.Lost
        : followUp.IsSettled(result, SessionSize.State(next)) ? new(new Written(Stored(result), Unsettled: null))
        : new(new Written(next, new(result)));

    private SessionInfo Stored(in SessionWriteResult result) => result.Info ?? throw new InvalidOperationException(
        $"The store '{store.Name}' replaced a session's state and did not return the session as stored, which its contract asks for.");

    /// <summary>A change without effect still extends the lifetime.</summary>
    private async ValueTask<WriteAttempt<Written>> ReadAsync(
        string sessionId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        _ = await store.GetMessagesAsync(sessionId, new(1, After: null), now, limits, cancellationToken).ConfigureAwait(false);
        var session = await store.PeekInfoAsync(sessionId, now, cancellationToken).ConfigureAwait(false);
        return new(new Written(session ?? throw new SessionNotFoundException(sessionId), Unsettled: null));
    }

    private void OnLost() => metrics.ShortTermConflict();

    /// <summary>The result of a change.</summary>
    /// <param name="Session">The session as it is; where something must follow, as it was to be stored.</param>
    /// <param name="Unsettled">The store's result where something must follow; null where the call is done.</param>
    private readonly record struct Written(SessionInfo Session, Unsettled? Unsettled);

    private sealed record Unsettled(SessionWriteResult Result);

    private readonly struct Update<TChange>(SessionUpdater updater, string sessionId, TChange change) : IRetriedWrite<Written>
        where TChange : struct, ISessionChange
    {
        private readonly TChange _change = change;

        public ValueTask<WriteAttempt<Written>> TryAsync(CancellationToken cancellationToken) =>
            updater.TryUpdateAsync(sessionId, _change, cancellationToken);

        public void OnLost() => updater.OnLost();
    }
}
