namespace HospitalityMemory.Stores;

/// <summary>A session store whose errors say where the unreadable data is.</summary>
internal sealed class LocatingSessionStore(ISessionStore store, ErrorLocator errors) : ISessionStore
{
    public string Name => store.Name;

    public bool IsRemote => store.IsRemote;

    public ValueTask<SessionWriteResult> TryCreateAsync(SessionInfo session, SessionLimits limits, CancellationToken cancellationToken) =>
        errors.Locate(store.TryCreateAsync(session, limits, cancellationToken), session.SessionId);

    public ValueTask<Session?> GetAsync(string sessionId, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        errors.Locate(store.GetAsync(sessionId, now, limits, cancellationToken), sessionId);

    public ValueTask<Session?> PeekAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        errors.Locate(store.PeekAsync(sessionId, now, cancellationToken), sessionId);

    public ValueTask<SessionInfo?> PeekInfoAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        errors.Locate(store.PeekInfoAsync(sessionId, now, cancellationToken), sessionId);

    public ValueTask<StoredMessages?> GetMessagesAsync(
        string sessionId, MessageRange range, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        errors.Locate(store.GetMessagesAsync(sessionId, range, now, limits, cancellationToken), sessionId);

    public ValueTask<SessionWriteResult> TryReplaceAsync(
        SessionInfo session, TrimmedTaken? taken, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        errors.Locate(store.TryReplaceAsync(session, taken, now, limits, cancellationToken), session.SessionId);

    public ValueTask<SessionWriteResult> AppendAsync(
        string sessionId, MessageAppend append, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        errors.Locate(store.AppendAsync(sessionId, append, now, limits, cancellationToken), sessionId);

    public ValueTask<SessionWriteResult> AppendAsync(
        string sessionId, in NewMessage message, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        errors.Locate(store.AppendAsync(sessionId, in message, now, limits, cancellationToken), sessionId);

    public ValueTask<SessionWriteResult> TryReplaceMessageAsync(
        string sessionId, MessageReplacement replacement, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        errors.Locate(store.TryReplaceMessageAsync(sessionId, replacement, now, limits, cancellationToken), sessionId);

    public ValueTask<SessionWriteResult> ClearMessagesAsync(
        string sessionId, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        errors.Locate(store.ClearMessagesAsync(sessionId, now, limits, cancellationToken), sessionId);

    public ValueTask<TrimmedMessages?> LeaseTrimmedAsync(
        string sessionId, TrimmedLease lease, DateTimeOffset now, CancellationToken cancellationToken) =>
        errors.Locate(store.LeaseTrimmedAsync(sessionId, lease, now, cancellationToken), sessionId);

    public ValueTask ReleaseTrimmedAsync(string sessionId, UInt128 token, CancellationToken cancellationToken) =>
        errors.Locate(store.ReleaseTrimmedAsync(sessionId, token, cancellationToken), sessionId);

    public ValueTask<bool> DeleteAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        errors.Locate(store.DeleteAsync(sessionId, now, cancellationToken), sessionId);

    public ValueTask<ErasedSessions> EraseAsync(string userId, DateTimeOffset now, CancellationToken cancellationToken) =>
        errors.Locate(store.EraseAsync(userId, now, cancellationToken), userId);

    public ValueTask<SessionPage> ListAsync(SessionQuery query, DateTimeOffset now, CancellationToken cancellationToken) =>
        errors.Locate(store.ListAsync(query, now, cancellationToken), query.UserId);

    public ValueTask<SessionStoreUsage> GetUsageAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        errors.Locate(store.GetUsageAsync(now, cancellationToken), id: null);

    public ValueTask<IReadOnlyList<string>> RemoveExpiredAsync(int max, DateTimeOffset now, CancellationToken cancellationToken) =>
        errors.Locate(store.RemoveExpiredAsync(max, now, cancellationToken), id: null);

    public ValueTask<bool> TryEmptyLogAsync(CancellationToken cancellationToken) =>
        errors.Locate(store.TryEmptyLogAsync(cancellationToken), id: null);

    public ValueTask PingAsync(CancellationToken cancellationToken) => errors.Locate(store.PingAsync(cancellationToken), id: null);
}
