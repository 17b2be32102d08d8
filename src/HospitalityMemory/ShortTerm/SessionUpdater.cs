using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <summary>
/// Changes a session's state: reads it, computes the next one and stores that, again where another write came first.
/// Completes without a state machine where the store answers at once.
/// </summary>
internal sealed class SessionUpdater(
    ISessionStore store, TimeProvider timeProvider, MemoryMetrics metrics, SessionLimits limits, WriteFollowUp followUp)
{
    /// <summary>The session as stored after the change; a change that changes nothing counts as a read.</summary>
    /// <exception cref="SessionNotFoundException">There is no such session.</exception>
    /// <exception cref="MemoryConcurrencyException">Others were faster every time.</exception>
    public ValueTask<SessionInfo> UpdateAsync<TChange>(string sessionId, TChange change, CancellationToken cancellationToken)
        where TChange : struct, ISessionChange =>
        WriteRetry.RunAsync<Update<TChange>, SessionInfo>(new(this, sessionId, change), cancellationToken);

    private ValueTask<WriteAttempt<SessionInfo>> TryUpdateAsync<TChange>(
        string sessionId, in TChange change, CancellationToken cancellationToken)
        where TChange : struct, ISessionChange
    {
        var now = timeProvider.GetUtcNow();
        var read = store.PeekInfoAsync(sessionId, now, cancellationToken);
        return read.IsCompletedSuccessfully
            ? TryReplaceAsync(sessionId, read.Result, now, change, cancellationToken)
            : AwaitAsync(this, sessionId, read, now, change, cancellationToken);

        static async ValueTask<WriteAttempt<SessionInfo>> AwaitAsync(
            SessionUpdater updater,
            string sessionId,
            ValueTask<SessionInfo?> read,
            DateTimeOffset now,
            TChange change,
            CancellationToken cancellationToken) =>
            await updater.TryReplaceAsync(sessionId, await read.ConfigureAwait(false), now, change, cancellationToken)
                .ConfigureAwait(false);
    }

    private ValueTask<WriteAttempt<SessionInfo>> TryReplaceAsync<TChange>(
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
        if (!replace.IsCompletedSuccessfully)
        {
            return CompleteAsync(next, replace, cancellationToken);
        }

        var result = replace.Result;
        return followUp.IsSettled(result, SessionSize.State(next))
            ? new(new WriteAttempt<SessionInfo>(Stored(result)))
            : CompleteAsync(next, new(result), cancellationToken);
    }

    private async ValueTask<WriteAttempt<SessionInfo>> CompleteAsync(
        SessionInfo next, ValueTask<SessionWriteResult> replace, CancellationToken cancellationToken)
    {
        var result = await replace.ConfigureAwait(false);
        if (result.Status is SessionWriteStatus.Conflict)
        {
            return WriteAttempt<SessionInfo>.Lost;
        }

        await followUp.CompleteAsync(next.SessionId, result, SessionSize.State(next), cancellationToken).ConfigureAwait(false);
        return new(Stored(result));
    }

    private SessionInfo Stored(in SessionWriteResult result) => result.Info ?? throw new InvalidOperationException(
        $"The store '{store.Name}' replaced a session's state and did not return the session as stored, which its contract asks for.");

    /// <summary>A change that changes nothing extends the lifetime all the same.</summary>
    private async ValueTask<WriteAttempt<SessionInfo>> ReadAsync(
        string sessionId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        _ = await store.GetMessagesAsync(sessionId, new(1, After: null), now, limits, cancellationToken).ConfigureAwait(false);
        return new(await store.PeekInfoAsync(sessionId, now, cancellationToken).ConfigureAwait(false)
            ?? throw new SessionNotFoundException(sessionId));
    }

    private void OnLost() => metrics.ShortTermConflict();

    private readonly struct Update<TChange>(SessionUpdater updater, string sessionId, TChange change) : IRetriedWrite<SessionInfo>
        where TChange : struct, ISessionChange
    {
        private readonly TChange _change = change;

        public ValueTask<WriteAttempt<SessionInfo>> TryAsync(CancellationToken cancellationToken) =>
            updater.TryUpdateAsync(sessionId, _change, cancellationToken);

        public void OnLost() => updater.OnLost();
    }
}
