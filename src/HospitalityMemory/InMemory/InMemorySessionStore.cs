namespace HospitalityMemory.Stores;

/// <summary>Stub.</summary>
internal sealed class InMemorySessionStore : ISessionStore, IAnswersAtOnce
{
    public string Name => "memory";

    public bool IsRemote => false;

    public bool AnswersAtOnce => true;

    public ValueTask<SessionWriteResult> TryCreateAsync(SessionInfo session, SessionLimits limits, CancellationToken cancellationToken) => throw new NotImplementedException();

    public ValueTask<Session?> GetAsync(string sessionId, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) => throw new NotImplementedException();

    public ValueTask<Session?> PeekAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken) => throw new NotImplementedException();

    public ValueTask<SessionInfo?> PeekInfoAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken) => throw new NotImplementedException();

    public ValueTask<StoredMessages?> GetMessagesAsync(string sessionId, MessageRange range, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) => throw new NotImplementedException();

    public ValueTask<SessionWriteResult> TryReplaceAsync(SessionInfo session, TrimmedTaken? taken, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) => throw new NotImplementedException();

    public ValueTask<SessionWriteResult> AppendAsync(string sessionId, MessageAppend append, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) => throw new NotImplementedException();

    public ValueTask<SessionWriteResult> TryReplaceMessageAsync(string sessionId, MessageReplacement replacement, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) => throw new NotImplementedException();

    public ValueTask<SessionWriteResult> ClearMessagesAsync(string sessionId, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) => throw new NotImplementedException();

    public ValueTask<TrimmedMessages?> LeaseTrimmedAsync(string sessionId, TrimmedLease lease, DateTimeOffset now, CancellationToken cancellationToken) => throw new NotImplementedException();

    public ValueTask ReleaseTrimmedAsync(string sessionId, UInt128 token, CancellationToken cancellationToken) => throw new NotImplementedException();

    public ValueTask<bool> DeleteAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken) => throw new NotImplementedException();

    public ValueTask<SessionPage> ListAsync(SessionQuery query, DateTimeOffset now, CancellationToken cancellationToken) => throw new NotImplementedException();

    public ValueTask<SessionStoreUsage> GetUsageAsync(DateTimeOffset now, CancellationToken cancellationToken) => throw new NotImplementedException();

    public ValueTask<IReadOnlyList<string>> RemoveExpiredAsync(int max, DateTimeOffset now, CancellationToken cancellationToken) => throw new NotImplementedException();

    public ValueTask PingAsync(CancellationToken cancellationToken) => throw new NotImplementedException();
}
