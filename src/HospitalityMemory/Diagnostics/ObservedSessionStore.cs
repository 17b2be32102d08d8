namespace HospitalityMemory.Stores;

/// <summary>A session store whose calls are measured.</summary>
/// <remarks>
/// While nobody listens, the calls of every turn of a conversation go straight through: they are so short that handing
/// their arguments to the observer would be felt.
/// </remarks>
internal sealed class ObservedSessionStore(ISessionStore store, MemoryMetrics metrics, TimeProvider timeProvider) : ISessionStore
{
    private readonly StoreObserver _observer = new(store.Name, metrics, timeProvider);

    public string Name => store.Name;

    public bool IsRemote => store.IsRemote;

    public ValueTask<SessionWriteResult> TryCreateAsync(
        Session session, SessionLimits limits, CancellationToken cancellationToken) =>
        _observer.RunAsync(store, "session.create", (session, limits, cancellationToken), static (store, call) =>
            store.TryCreateAsync(call.session, call.limits, call.cancellationToken));

    public ValueTask<Session?> GetAsync(
        string sessionId, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        metrics.ObservesStores
            ? _observer.RunAsync(store, "session.get", (sessionId, now, limits, cancellationToken), static (store, call) =>
                store.GetAsync(call.sessionId, call.now, call.limits, call.cancellationToken))
            : store.GetAsync(sessionId, now, limits, cancellationToken);

    public ValueTask<Session?> PeekAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        metrics.ObservesStores
            ? _observer.RunAsync(store, "session.peek", (sessionId, now, cancellationToken), static (store, call) =>
                store.PeekAsync(call.sessionId, call.now, call.cancellationToken))
            : store.PeekAsync(sessionId, now, cancellationToken);

    public ValueTask<SessionWriteResult> TryReplaceAsync(
        Session session, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        metrics.ObservesStores
            ? _observer.RunAsync(store, "session.replace", (session, now, limits, cancellationToken), static (store, call) =>
                store.TryReplaceAsync(call.session, call.now, call.limits, call.cancellationToken))
            : store.TryReplaceAsync(session, now, limits, cancellationToken);

    public ValueTask<SessionWriteResult> AppendAsync(
        string sessionId,
        IReadOnlyList<SessionMessage> messages,
        DateTimeOffset now,
        SessionLimits limits,
        CancellationToken cancellationToken) =>
        _observer.RunAsync(
            store,
            "session.append",
            (sessionId, messages, now, limits, cancellationToken),
            static (store, call) =>
                store.AppendAsync(call.sessionId, call.messages, call.now, call.limits, call.cancellationToken));

    public ValueTask<SessionWriteResult> AppendAsync(
        string sessionId,
        SessionMessage message,
        DateTimeOffset now,
        SessionLimits limits,
        CancellationToken cancellationToken) =>
        metrics.ObservesStores
            ? _observer.RunAsync(
                store,
                "session.append",
                (sessionId, message, now, limits, cancellationToken),
                static (store, call) =>
                    store.AppendAsync(call.sessionId, call.message, call.now, call.limits, call.cancellationToken))
            : store.AppendAsync(sessionId, message, now, limits, cancellationToken);

    public ValueTask<bool> DeleteAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        _observer.RunAsync(store, "session.delete", (sessionId, now, cancellationToken), static (store, call) =>
            store.DeleteAsync(call.sessionId, call.now, call.cancellationToken));

    public ValueTask<IReadOnlyList<Session>> ListAsync(
        string userId, DateTimeOffset now, CancellationToken cancellationToken) =>
        _observer.RunAsync(store, "session.list", (userId, now, cancellationToken), static (store, call) =>
            store.ListAsync(call.userId, call.now, call.cancellationToken));

    public ValueTask<SessionStoreUsage> GetUsageAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        _observer.RunAsync(store, "session.usage", (now, cancellationToken), static (store, call) =>
            store.GetUsageAsync(call.now, call.cancellationToken));

    public ValueTask<int> RemoveExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        _observer.RunAsync(store, "session.remove_expired", (now, cancellationToken), static (store, call) =>
            store.RemoveExpiredAsync(call.now, call.cancellationToken));

    public ValueTask PingAsync(CancellationToken cancellationToken) => store.PingAsync(cancellationToken);
}
