using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <summary>Reads sessions: passes through without a state machine where the store answers at once.</summary>
internal sealed class SessionReader(ISessionStore store, TimeProvider timeProvider, MemoryMetrics metrics, SessionLimits limits)
{
    /// <summary>The session, its lifetime extended; counted as a hit or a miss.</summary>
    public ValueTask<Session?> GetAsync(string sessionId, CancellationToken cancellationToken)
    {
        var read = store.GetAsync(sessionId, timeProvider.GetUtcNow(), limits, cancellationToken);
        if (!read.IsCompletedSuccessfully)
        {
            return AwaitAsync(read);
        }

        var session = read.Result;
        metrics.SessionRead(session is not null);
        return new(session);

        async ValueTask<Session?> AwaitAsync(ValueTask<Session?> pending)
        {
            var found = await pending.ConfigureAwait(false);
            metrics.SessionRead(found is not null);
            return found;
        }
    }

    /// <summary>The session, its lifetime as it is.</summary>
    public ValueTask<Session?> PeekAsync(string sessionId, CancellationToken cancellationToken) =>
        store.PeekAsync(sessionId, timeProvider.GetUtcNow(), cancellationToken);

    /// <summary>The live sessions of a guest, the latest created first.</summary>
    public ValueTask<IReadOnlyList<Session>> ListAsync(string userId, CancellationToken cancellationToken) =>
        store.ListAsync(userId, timeProvider.GetUtcNow(), cancellationToken);
}
