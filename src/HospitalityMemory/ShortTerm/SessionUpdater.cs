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
    public ValueTask<Session> UpdateAsync<TChange>(string sessionId, TChange change, CancellationToken cancellationToken)
        where TChange : struct, ISessionChange =>
        WriteRetry.RunAsync<Update<TChange>, Session>(new(this, sessionId, change), cancellationToken);

    private ValueTask<WriteAttempt<Session>> TryUpdateAsync<TChange>(
        string sessionId, in TChange change, CancellationToken cancellationToken)
        where TChange : struct, ISessionChange
    {
        var now = timeProvider.GetUtcNow();
        var read = store.PeekAsync(sessionId, now, cancellationToken);
        return read.IsCompletedSuccessfully
            ? TryReplaceAsync(sessionId, read.Result, now, change, cancellationToken)
            : AwaitAsync(this, sessionId, read, now, change, cancellationToken);

        static async ValueTask<WriteAttempt<Session>> AwaitAsync(
            SessionUpdater updater,
            string sessionId,
            ValueTask<Session?> read,
            DateTimeOffset now,
            TChange change,
            CancellationToken cancellationToken) =>
            await updater.TryReplaceAsync(sessionId, await read.ConfigureAwait(false), now, change, cancellationToken)
                .ConfigureAwait(false);
    }

    private ValueTask<WriteAttempt<Session>> TryReplaceAsync<TChange>(
        string sessionId, Session? current, DateTimeOffset now, in TChange change, CancellationToken cancellationToken)
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

        var nowTicks = now.UtcTicks;
        var next = changed.ToNext(current, nowTicks, Math.Max(limits.ExpiryTicks(current, nowTicks), current.ExpiryTicks));
        var replace = store.TryReplaceAsync(next, now, limits, cancellationToken);
        if (!replace.IsCompletedSuccessfully)
        {
            return CompleteAsync(next, replace, cancellationToken);
        }

        var result = replace.Result;
        return followUp.IsSettled(result, SessionSize.State(next))
            ? new(new WriteAttempt<Session>(Stored(result)))
            : CompleteAsync(next, new(result), cancellationToken);
    }

    private async ValueTask<WriteAttempt<Session>> CompleteAsync(
        Session next, ValueTask<SessionWriteResult> replace, CancellationToken cancellationToken)
    {
        var result = await replace.ConfigureAwait(false);
        if (result.Status is SessionWriteStatus.Conflict)
        {
            return WriteAttempt<Session>.Lost;
        }

        await followUp.CompleteAsync(next.SessionId, result, SessionSize.State(next), cancellationToken).ConfigureAwait(false);
        return new(Stored(result));
    }

    private Session Stored(in SessionWriteResult result) => result.Session ?? throw new InvalidOperationException(
        $"The store '{store.Name}' replaced a session's state and did not return the session as stored, which its contract asks for.");

    private async ValueTask<WriteAttempt<Session>> ReadAsync(
        string sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        new(await store.GetAsync(sessionId, now, limits, cancellationToken).ConfigureAwait(false)
            ?? throw new SessionNotFoundException(sessionId));

    private void OnLost() => metrics.ShortTermConflict();

    private readonly struct Update<TChange>(SessionUpdater updater, string sessionId, TChange change) : IRetriedWrite<Session>
        where TChange : struct, ISessionChange
    {
        private readonly TChange _change = change;

        public ValueTask<WriteAttempt<Session>> TryAsync(CancellationToken cancellationToken) =>
            updater.TryUpdateAsync(sessionId, _change, cancellationToken);

        public void OnLost() => updater.OnLost();
    }
}
