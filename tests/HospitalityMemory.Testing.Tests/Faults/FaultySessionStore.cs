using System.Collections.Concurrent;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Testing.Tests.Faults;

/// <summary>The in-memory store of sessions with one fault.</summary>
internal class FaultySessionStore(Fault fault, ISessionStore inner) : ISessionStore
{
    private readonly ConcurrentDictionary<string, bool> _lost = [];
    private readonly ConcurrentDictionary<string, List<StoredMessage>> _shared = [];

    public string Name => inner.Name;

    public bool IsRemote => inner.IsRemote;

    public ValueTask<SessionWriteResult> TryCreateAsync(SessionInfo session, SessionLimits limits, CancellationToken cancellationToken) =>
        inner.TryCreateAsync(session, limits, cancellationToken);

    public ValueTask<Session?> GetAsync(string sessionId, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        inner.GetAsync(sessionId, now, limits, cancellationToken);

    public ValueTask<Session?> PeekAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken) => fault switch
    {
        Fault.ExtendsOnPeek => inner.GetAsync(
            sessionId,
            now,
            new() { Lifetime = TimeSpan.FromMinutes(30), MaxMessages = 50, MaxSessionBytes = 1_000_000, MaxTotalBytes = 1_000_000 },
            cancellationToken),
        Fault.IgnoresExpiry => inner.PeekAsync(sessionId, DateTimeOffset.UnixEpoch, cancellationToken),
        _ => inner.PeekAsync(sessionId, now, cancellationToken),
    };

    public ValueTask<SessionInfo?> PeekInfoAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        inner.PeekInfoAsync(sessionId, now, cancellationToken);

    public async ValueTask<StoredMessages?> GetMessagesAsync(
        string sessionId, MessageRange range, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken)
    {
        var read = await inner.GetMessagesAsync(sessionId, range, now, limits, cancellationToken);
        if (fault is not Fault.SharesASnapshot || read is null)
        {
            return read;
        }

        var shared = _shared.GetOrAdd(sessionId, _ => []);
        shared.Clear();
        shared.AddRange(read.Messages);
        return read with { Messages = shared };
    }

    public async ValueTask<SessionWriteResult> AppendAsync(
        string sessionId, MessageAppend append, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken)
    {
        if (fault is Fault.LosesAWrite && _lost.TryAdd(sessionId, true)
            && await inner.GetMessagesAsync(sessionId, new(1, null), now, limits, cancellationToken) is { } before)
        {
            return new(SessionWriteStatus.Done) { FirstSequence = before.LastSequence + 1 };
        }

        var messages = append.Messages.Select(message => fault is Fault.ForgetsMessageIds ? message with { IdHash = null } : message);
        var result = await inner.AppendAsync(sessionId, append with { Messages = [.. messages] }, now, limits, cancellationToken);
        if (_shared.TryGetValue(sessionId, out var shared))
        {
            shared.AddRange(append.Messages.Select(message => new StoredMessage(message.Message, 0, 0, false, false)));
        }

        return result;
    }

    public ValueTask<SessionWriteResult> AppendAsync(
        string sessionId, in NewMessage message, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        AppendAsync(sessionId, new MessageAppend([message]), now, limits, cancellationToken);

    public async ValueTask<SessionWriteResult> TryReplaceAsync(
        SessionInfo session, TrimmedTaken? taken, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken)
    {
        var result = await inner.TryReplaceAsync(session, taken, now, limits, cancellationToken);
        return fault is Fault.IgnoresConflicts && result.Status is SessionWriteStatus.Conflict
            && await inner.PeekInfoAsync(session.SessionId, now, cancellationToken) is { } stored
            ? await inner.TryReplaceAsync(stored with { Version = stored.Version + 1, CurrentAgent = session.CurrentAgent }, taken, now, limits, cancellationToken)
            : result;
    }

    public ValueTask<SessionWriteResult> TryReplaceMessageAsync(
        string sessionId, MessageReplacement replacement, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        inner.TryReplaceMessageAsync(sessionId, replacement, now, limits, cancellationToken);

    public ValueTask<SessionWriteResult> ClearMessagesAsync(
        string sessionId, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        inner.ClearMessagesAsync(sessionId, now, limits, cancellationToken);

    public ValueTask<TrimmedMessages?> LeaseTrimmedAsync(
        string sessionId, TrimmedLease lease, DateTimeOffset now, CancellationToken cancellationToken) =>
        inner.LeaseTrimmedAsync(sessionId, lease, now, cancellationToken);

    public ValueTask ReleaseTrimmedAsync(string sessionId, UInt128 token, CancellationToken cancellationToken) =>
        inner.ReleaseTrimmedAsync(sessionId, token, cancellationToken);

    public ValueTask<bool> DeleteAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        inner.DeleteAsync(sessionId, now, cancellationToken);

    public ValueTask<ErasedSessions> EraseAsync(string userId, DateTimeOffset now, CancellationToken cancellationToken) =>
        inner.EraseAsync(userId, now, cancellationToken);

    public ValueTask<SessionPage> ListAsync(SessionQuery query, DateTimeOffset now, CancellationToken cancellationToken) =>
        inner.ListAsync(query, now, cancellationToken);

    public ValueTask<SessionStoreUsage> GetUsageAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        inner.GetUsageAsync(now, cancellationToken);

    public ValueTask<IReadOnlyList<string>> RemoveExpiredAsync(int max, DateTimeOffset now, CancellationToken cancellationToken) =>
        inner.RemoveExpiredAsync(max, now, cancellationToken);

    public ValueTask PingAsync(CancellationToken cancellationToken) => inner.PingAsync(cancellationToken);
}
