using HospitalityMemory.Stores;

namespace HospitalityMemory.Conformance;

/// <summary>
/// A store in front of another, which lets a test do what somebody else does between a memory's read and its write.
/// </summary>
internal sealed class HookedSessionStore(ISessionStore store) : ISessionStore
{
    /// <summary>Done once, before the next creation or replacement reaches the store.</summary>
    public Func<Task>? BeforeNextWrite { get; set; }

    public string Name => store.Name;

    public bool IsRemote => store.IsRemote;

    public async ValueTask<SessionWriteResult> TryCreateAsync(
        Session session, SessionLimits limits, CancellationToken cancellationToken)
    {
        await RunHookAsync();
        return await store.TryCreateAsync(session, limits, cancellationToken);
    }

    public async ValueTask<SessionWriteResult> TryReplaceAsync(
        Session session, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken)
    {
        await RunHookAsync();
        return await store.TryReplaceAsync(session, now, limits, cancellationToken);
    }

    public ValueTask<Session?> GetAsync(string sessionId, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        store.GetAsync(sessionId, now, limits, cancellationToken);

    public ValueTask<Session?> PeekAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        store.PeekAsync(sessionId, now, cancellationToken);

    public ValueTask<SessionWriteResult> AppendAsync(
        string sessionId, IReadOnlyList<SessionMessage> messages, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        store.AppendAsync(sessionId, messages, now, limits, cancellationToken);

    public ValueTask<SessionWriteResult> AppendAsync(
        string sessionId, SessionMessage message, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        store.AppendAsync(sessionId, message, now, limits, cancellationToken);

    public ValueTask<bool> DeleteAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        store.DeleteAsync(sessionId, now, cancellationToken);

    public ValueTask<IReadOnlyList<Session>> ListAsync(string userId, DateTimeOffset now, CancellationToken cancellationToken) =>
        store.ListAsync(userId, now, cancellationToken);

    public ValueTask<SessionStoreUsage> GetUsageAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        store.GetUsageAsync(now, cancellationToken);

    public ValueTask<int> RemoveExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        store.RemoveExpiredAsync(now, cancellationToken);

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
