namespace HospitalityMemory.Stores;

/// <summary>A session store whose calls are measured.</summary>
/// <remarks>
/// While nobody listens, the calls that each turn of a conversation makes go straight through. They are so short that handing
/// their arguments to the observer would slow them noticeably.
/// </remarks>
internal sealed class ObservedSessionStore(ISessionStore store, MemoryMetrics metrics, TimeProvider timeProvider) : ISessionStore, IAnswersAtOnce
{
    private readonly StoreObserver _observer = new(store.Name, metrics, timeProvider);

    public string Name => store.Name;

    public bool IsRemote => store.IsRemote;

    public bool AnswersAtOnce => store is IAnswersAtOnce { AnswersAtOnce: true };

    public ValueTask<SessionWriteResult> TryCreateAsync(
        SessionInfo session, SessionLimits limits, CancellationToken cancellationToken) =>
        _observer.RunAsync(store, "session.create", (session, limits, cancellationToken), static (store, call) =>
            store.TryCreateAsync(call.session, call.limits, call.cancellationToken));

    public ValueTask<Session?> GetAsync(
        string sessionId, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        metrics.ObservesStores
            ? _observer.RunAsync(store, "session.get", (sessionId, now, limits, cancellationToken), static (store, call) =>
                store.GetAsync(call.sessionId, call.now, call.limits, call.cancellationToken))
            : store.GetAsync(sessionId, now, limits, cancellationToken);

    public ValueTask<Session?> PeekAsync(
        string sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        metrics.ObservesStores
            ? _observer.RunAsync(store, "session.peek", (sessionId, now, cancellationToken), static (store, call) =>
                store.PeekAsync(call.sessionId, call.now, call.cancellationToken))
            : store.PeekAsync(sessionId, now, cancellationToken);

    public ValueTask<SessionInfo?> PeekInfoAsync(
        string sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        metrics.ObservesStores
            ? _observer.RunAsync(store, "session.peek_info", (sessionId, now, cancellationToken), static (store, call) =>
                store.PeekInfoAsync(call.sessionId, call.now, call.cancellationToken))
            : store.PeekInfoAsync(sessionId, now, cancellationToken);

    public ValueTask<StoredMessages?> GetMessagesAsync(
        string sessionId, MessageRange range, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        _observer.RunAsync(store, "session.get_messages", (sessionId, range, now, limits, cancellationToken), static (store, call) =>
            store.GetMessagesAsync(call.sessionId, call.range, call.now, call.limits, call.cancellationToken));

    public ValueTask<SessionWriteResult> TryReplaceAsync(
        SessionInfo session, TrimmedTaken? taken, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        metrics.ObservesStores
            ? _observer.RunAsync(store, "session.replace", (session, taken, now, limits, cancellationToken), static (store, call) =>
                store.TryReplaceAsync(call.session, call.taken, call.now, call.limits, call.cancellationToken))
            : store.TryReplaceAsync(session, taken, now, limits, cancellationToken);

    public ValueTask<SessionWriteResult> AppendAsync(
        string sessionId, MessageAppend append, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        _observer.RunAsync(store, "session.append", (sessionId, append, now, limits, cancellationToken), static (store, call) =>
            store.AppendAsync(call.sessionId, call.append, call.now, call.limits, call.cancellationToken));

    public ValueTask<SessionWriteResult> AppendAsync(
        string sessionId, in NewMessage message, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        metrics.ObservesStores
            ? _observer.RunAsync(store, "session.append", (sessionId, message, now, limits, cancellationToken), static (store, call) =>
                store.AppendAsync(call.sessionId, call.message, call.now, call.limits, call.cancellationToken))
            : store.AppendAsync(sessionId, in message, now, limits, cancellationToken);

    public ValueTask<SessionWriteResult> TryReplaceMessageAsync(
        string sessionId, MessageReplacement replacement, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        _observer.RunAsync(store, "session.replace_message", (sessionId, replacement, now, limits, cancellationToken), static (store, call) =>
            store.TryReplaceMessageAsync(call.sessionId, call.replacement, call.now, call.limits, call.cancellationToken));

    public ValueTask<SessionWriteResult> ClearMessagesAsync(
        string sessionId, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        _observer.RunAsync(store, "session.clear_messages", (sessionId, now, limits, cancellationToken), static (store, call) =>
            store.ClearMessagesAsync(call.sessionId, call.now, call.limits, call.cancellationToken));

    public ValueTask<TrimmedMessages?> LeaseTrimmedAsync(
        string sessionId, TrimmedLease lease, DateTimeOffset now, CancellationToken cancellationToken) =>
        _observer.RunAsync(store, "session.lease_trimmed", (sessionId, lease, now, cancellationToken), static (store, call) =>
            store.LeaseTrimmedAsync(call.sessionId, call.lease, call.now, call.cancellationToken));

    public async ValueTask ReleaseTrimmedAsync(string sessionId, UInt128 token, CancellationToken cancellationToken) =>
        await _observer.RunAsync(store, "session.release_trimmed", (sessionId, token, cancellationToken), static async (store, call) =>
        {
            await store.ReleaseTrimmedAsync(call.sessionId, call.token, call.cancellationToken).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);

    public ValueTask<bool> DeleteAsync(
        string sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        _observer.RunAsync(store, "session.delete", (sessionId, now, cancellationToken), static (store, call) =>
            store.DeleteAsync(call.sessionId, call.now, call.cancellationToken));

    public ValueTask<ErasedSessions> EraseAsync(string userId, DateTimeOffset now, CancellationToken cancellationToken) =>
        _observer.RunAsync(store, "session.erase", (userId, now, cancellationToken), static (store, call) =>
            store.EraseAsync(call.userId, call.now, call.cancellationToken));

    public ValueTask<SessionPage> ListAsync(
        SessionQuery query, DateTimeOffset now, CancellationToken cancellationToken) =>
        _observer.RunAsync(store, "session.list", (query, now, cancellationToken), static (store, call) =>
            store.ListAsync(call.query, call.now, call.cancellationToken));

    public ValueTask<SessionStoreUsage> GetUsageAsync(
        DateTimeOffset now, CancellationToken cancellationToken) =>
        _observer.RunAsync(store, "session.usage", (now, cancellationToken), static (store, call) =>
            store.GetUsageAsync(call.now, call.cancellationToken));

    public ValueTask<IReadOnlyList<string>> RemoveExpiredAsync(
        int max, DateTimeOffset now, CancellationToken cancellationToken) =>
        _observer.RunAsync(store, "session.remove_expired", (max, now, cancellationToken), static (store, call) =>
            store.RemoveExpiredAsync(call.max, call.now, call.cancellationToken));

    public ValueTask<bool> TryEmptyLogAsync(CancellationToken cancellationToken) =>
        _observer.RunAsync(store, "session.empty_log", cancellationToken, static (store, token) => store.TryEmptyLogAsync(token));

    public ValueTask PingAsync(CancellationToken cancellationToken) => store.PingAsync(cancellationToken);
}
