using HospitalityMemory.Stores;

namespace HospitalityMemory.Redis;

/// <summary>
/// Keeps sessions in Redis. Each step of a session is one script, which Redis runs whole or not at all.
/// </summary>
/// <remarks>
/// Expiry is decided by the caller's time against the time stored. What Redis expires by its own clock is only garbage,
/// and later by a margin, so that clocks may differ by as much. The layout is in docs/redis-layout.md.
/// </remarks>
internal sealed class RedisSessionStore : ISessionStore, IDisposable, IAsyncDisposable
{
    private readonly RedisConnection _connection;
    private readonly RedisCaller _redis;
    private readonly RedisSessionKeys _keys;
    private readonly KnownSessions _known = new();
    private readonly SessionReader _reader;
    private readonly SessionWriter _writer;
    private readonly GuestIndex _index;
    private readonly SessionBooks _books;

    public RedisSessionStore(RedisConnection connection, RedisSessionOptions options)
    {
        _connection = connection;
        _redis = new(connection);
        _keys = new(options.KeyPrefix);
        _reader = new(_redis, _keys, _known);
        _index = new(_redis, _keys, _reader);
        _books = new(_redis, _keys, _index);
        _writer = new(_redis, _keys, _known, _index, _books);
    }

    public string Name => "redis";

    public bool IsRemote => true;

    public ValueTask<SessionWriteResult> TryCreateAsync(Session session, SessionLimits limits, CancellationToken cancellationToken) =>
        _writer.TryCreateAsync(session, limits, cancellationToken);

    public ValueTask<Session?> GetAsync(
        string sessionId, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        _reader.GetAsync(sessionId, now, limits, cancellationToken);

    public ValueTask<Session?> PeekAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        _reader.PeekAsync(sessionId, now, cancellationToken);

    public ValueTask<SessionWriteResult> TryReplaceAsync(
        Session session, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        _writer.TryReplaceAsync(session, now, limits, cancellationToken);

    public ValueTask<SessionWriteResult> AppendAsync(
        string sessionId,
        IReadOnlyList<SessionMessage> messages,
        DateTimeOffset now,
        SessionLimits limits,
        CancellationToken cancellationToken) =>
        _writer.AppendAsync(sessionId, messages, now, limits, cancellationToken);

    public ValueTask<SessionWriteResult> AppendAsync(
        string sessionId, SessionMessage message, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        _writer.AppendAsync(sessionId, message, now, limits, cancellationToken);

    public ValueTask<bool> DeleteAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        _writer.DeleteAsync(sessionId, now, cancellationToken);

    public ValueTask<IReadOnlyList<Session>> ListAsync(string userId, DateTimeOffset now, CancellationToken cancellationToken) =>
        _index.ListAsync(userId, now, cancellationToken);

    public ValueTask<SessionStoreUsage> GetUsageAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        _books.GetUsageAsync(now, cancellationToken);

    public ValueTask<int> RemoveExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        _books.RemoveExpiredAsync(now, cancellationToken);

    public ValueTask PingAsync(CancellationToken cancellationToken) => _redis.ProbeAsync(_keys.Probe, cancellationToken);

    public void Dispose()
    {
        _known.Dispose();
        _connection.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        _known.Dispose();
        return _connection.DisposeAsync();
    }
}
