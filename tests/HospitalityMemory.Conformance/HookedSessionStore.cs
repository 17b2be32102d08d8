using HospitalityMemory.Stores;

namespace HospitalityMemory.Conformance;

/// <summary>
/// A store in front of another one. A test can do something between a memory's read and its write, as another process would.
/// </summary>
public sealed class HookedSessionStore(ISessionStore store) : ISessionStore
{
    /// <summary>
    /// Runs once, before the next creation, or the next replacement of a state or a message, reaches the store.
    /// </summary>
    public Func<Task>? BeforeNextWrite { get; set; }

    public string Name => store.Name;

    public bool IsRemote => store.IsRemote;

    public async ValueTask<SessionWriteResult> TryCreateAsync(
        SessionInfo session, SessionLimits limits, CancellationToken cancellationToken)
    {
        await RunHookAsync();
        return await store.TryCreateAsync(session, limits, cancellationToken);
    }

    public async ValueTask<SessionWriteResult> TryReplaceAsync(
        SessionInfo session, TrimmedTaken? taken, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken)
    {
        await RunHookAsync();
        return await store.TryReplaceAsync(session, taken, now, limits, cancellationToken);
    }

    public async ValueTask<SessionWriteResult> TryReplaceMessageAsync(
        string sessionId, MessageReplacement replacement, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken)
    {
        await RunHookAsync();
        return await store.TryReplaceMessageAsync(sessionId, replacement, now, limits, cancellationToken);
    }

    public ValueTask<Session?> GetAsync(string sessionId, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        store.GetAsync(sessionId, now, limits, cancellationToken);

    public ValueTask<Session?> PeekAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        store.PeekAsync(sessionId, now, cancellationToken);

    public ValueTask<SessionInfo?> PeekInfoAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        store.PeekInfoAsync(sessionId, now, cancellationToken);

    public ValueTask<StoredMessages?> GetMessagesAsync(
        string sessionId, MessageRange range, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        store.GetMessagesAsync(sessionId, range, now, limits, cancellationToken);

    public ValueTask<SessionWriteResult> AppendAsync(
        string sessionId, MessageAppend append, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        store.AppendAsync(sessionId, append, now, limits, cancellationToken);

    public ValueTask<SessionWriteResult> AppendAsync(
        string sessionId, in NewMessage message, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        store.AppendAsync(sessionId, in message, now, limits, cancellationToken);

    public ValueTask<SessionWriteResult> ClearMessagesAsync(
        string sessionId, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        store.ClearMessagesAsync(sessionId, now, limits, cancellationToken);

    public ValueTask<TrimmedMessages?> LeaseTrimmedAsync(
        string sessionId, TrimmedLease lease, DateTimeOffset now, CancellationToken cancellationToken) =>
        store.LeaseTrimmedAsync(sessionId, lease, now, cancellationToken);

    public ValueTask ReleaseTrimmedAsync(string sessionId, UInt128 token, CancellationToken cancellationToken) =>
        store.ReleaseTrimmedAsync(sessionId, token, cancellationToken);

    public ValueTask<bool> DeleteAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        store.DeleteAsync(sessionId, now, cancellationToken);

    public ValueTask<ErasedSessions> EraseAsync(string userId, DateTimeOffset now, CancellationToken cancellationToken) =>
        store.EraseAsync(userId, now, cancellationToken);

    public ValueTask<SessionPage> ListAsync(SessionQuery query, DateTimeOffset now, CancellationToken cancellationToken) =>
        store.ListAsync(query, now, cancellationToken);

    public ValueTask<SessionStoreUsage> GetUsageAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        store.GetUsageAsync(now, cancellationToken);

    public ValueTask<IReadOnlyList<string>> RemoveExpiredAsync(int max, DateTimeOffset now, CancellationToken cancellationToken) =>
        store.RemoveExpiredAsync(max, now, cancellationToken);

    public ValueTask<bool> TryEmptyLogAsync(CancellationToken cancellationToken) => store.TryEmptyLogAsync(cancellationToken);

    public ValueTask PingAsync(CancellationToken cancellationToken) => store.PingAsync(cancellationToken);

    private async Task RunHookAsync()
    {
        if (BeforeNextWrite is { } hook)
        {
            BeforeNextWrite = null;
            await hook();
        }
    }
}
