using HospitalityMemory.Stores;

namespace HospitalityMemory.Redis;

/// <summary>
/// Keeps sessions in Redis. Each step of a session is one script, which Redis runs as a whole or not at all.
/// </summary>
/// <remarks>
/// A session has expired when its stored expiry lies before the caller's time. Where the clocks differ, the caller's time is translated to
/// the clock of Redis: a host whose clock is wrong takes no session from others. Redis itself expires keys only a margin later, when they
/// are garbage. The layout is in docs/redis-layout.md.
/// </remarks>
internal sealed class RedisSessionStore : ISessionStore, IDisposable, IAsyncDisposable
{
    private readonly RedisConnection _connection;
    private readonly RedisCaller _redis;
    private readonly RedisSessionKeys _keys;
    private readonly ServerClock _clock;
    private readonly KnownSessions _known = new();
    private readonly SessionReader _reader;
    private readonly StateWriter _states;
    private readonly MessageWriter _messages;
    private readonly SessionDirectory _directory;
    private readonly SessionBooks _books;
    private readonly SessionEraser _eraser;

    public RedisSessionStore(
        RedisConnection connection, RedisSessionOptions options, string application = HospitalityMemoryOptions.DefaultApplication)
    {
        _connection = connection;
        _redis = new(connection);
        _clock = new(_redis, connection);
        _keys = new(options.KeyPrefix, application);
        var index = new GuestIndex(_redis, _keys);
        _reader = new(_redis, _keys, _known, index);
        _messages = new(_redis, _keys, index);
        _directory = new(_redis, _keys, index);
        _books = new(_redis, _keys, index);
        _states = new(_redis, _keys, _known, index, _books);
        _eraser = new(_redis, _keys, _known, index, _reader, _books);
    }

    public string Name => "redis";

    public bool IsRemote => true;

    public async ValueTask<SessionWriteResult> TryCreateAsync(
        SessionInfo session, SessionLimits limits, CancellationToken cancellationToken)
    {
        var clock = await _clock.ReadAsync(cancellationToken).ConfigureAwait(false);
        return clock.ToHost(await _states.TryCreateAsync(clock.ToServer(session), limits, cancellationToken).ConfigureAwait(false));
    }

    public ValueTask<Session?> GetAsync(
        string sessionId, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        _clock.Agrees
            ? _reader.GetAsync(sessionId, now, limits, cancellationToken)
            : GetTranslatedAsync(sessionId, now, limits, cancellationToken);

    public async ValueTask<Session?> PeekAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var clock = await _clock.ReadAsync(cancellationToken).ConfigureAwait(false);
        return clock.ToHost(await _reader.PeekAsync(sessionId, clock.ToServer(now), cancellationToken).ConfigureAwait(false));
    }

    public ValueTask<SessionInfo?> PeekInfoAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        _clock.Agrees
            ? _reader.PeekInfoAsync(sessionId, now, cancellationToken)
            : PeekInfoTranslatedAsync(sessionId, now, cancellationToken);

    public async ValueTask<StoredMessages?> GetMessagesAsync(
        string sessionId, MessageRange range, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken)
    {
        var clock = await _clock.ReadAsync(cancellationToken).ConfigureAwait(false);
        return await _reader.GetMessagesAsync(sessionId, range, clock.ToServer(now), limits, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<SessionWriteResult> TryReplaceAsync(
        SessionInfo session, TrimmedTaken? taken, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        _clock.Agrees
            ? _states.TryReplaceAsync(session, taken, now, limits, cancellationToken)
            : TryReplaceTranslatedAsync(session, taken, now, limits, cancellationToken);

    public async ValueTask<SessionWriteResult> AppendAsync(
        string sessionId, MessageAppend append, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken)
    {
        var clock = await _clock.ReadAsync(cancellationToken).ConfigureAwait(false);
        return await _messages.AppendAsync(sessionId, append, clock.ToServer(now), limits, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<SessionWriteResult> AppendAsync(
        string sessionId, in NewMessage message, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        _clock.Agrees
            ? _messages.AppendAsync(sessionId, message, now, limits, cancellationToken)
            : AppendTranslatedAsync(sessionId, message, now, limits, cancellationToken);

    public async ValueTask<SessionWriteResult> TryReplaceMessageAsync(
        string sessionId, MessageReplacement replacement, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken)
    {
        var clock = await _clock.ReadAsync(cancellationToken).ConfigureAwait(false);
        return await _messages.TryReplaceMessageAsync(sessionId, replacement, clock.ToServer(now), limits, cancellationToken)
            .ConfigureAwait(false);
    }

    public async ValueTask<SessionWriteResult> ClearMessagesAsync(
        string sessionId, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken)
    {
        var clock = await _clock.ReadAsync(cancellationToken).ConfigureAwait(false);
        return await _messages.ClearAsync(sessionId, clock.ToServer(now), limits, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<TrimmedMessages?> LeaseTrimmedAsync(
        string sessionId, TrimmedLease lease, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var clock = await _clock.ReadAsync(cancellationToken).ConfigureAwait(false);
        return clock.ToHost(await _messages.LeaseAsync(
            sessionId, clock.ToServer(lease), clock.ToServer(now), cancellationToken).ConfigureAwait(false));
    }

    public ValueTask ReleaseTrimmedAsync(string sessionId, UInt128 token, CancellationToken cancellationToken) =>
        _messages.ReleaseAsync(sessionId, token, cancellationToken);

    public async ValueTask<bool> DeleteAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var clock = await _clock.ReadAsync(cancellationToken).ConfigureAwait(false);
        return await _states.DeleteAsync(sessionId, clock.ToServer(now), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<ErasedSessions> EraseAsync(string userId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var clock = await _clock.ReadAsync(cancellationToken).ConfigureAwait(false);
        return await _eraser.EraseAsync(userId, clock.ToServer(now), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<SessionPage> ListAsync(SessionQuery query, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var clock = await _clock.ReadAsync(cancellationToken).ConfigureAwait(false);
        return clock.ToHost(await _directory.ListAsync(query, clock.ToServer(now), cancellationToken).ConfigureAwait(false));
    }

    public async ValueTask<SessionStoreUsage> GetUsageAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var clock = await _clock.ReadAsync(cancellationToken).ConfigureAwait(false);
        return await _books.GetUsageAsync(clock.ToServer(now), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<string>> RemoveExpiredAsync(int max, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var clock = await _clock.ReadAsync(cancellationToken).ConfigureAwait(false);
        return await _books.RemoveExpiredAsync(max, clock.ToServer(now), cancellationToken).ConfigureAwait(false);
    }

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

    private async ValueTask<Session?> GetTranslatedAsync(
        string sessionId, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken)
    {
        var clock = await _clock.ReadAsync(cancellationToken).ConfigureAwait(false);
        return clock.ToHost(await _reader.GetAsync(sessionId, clock.ToServer(now), limits, cancellationToken).ConfigureAwait(false));
    }

    private async ValueTask<SessionWriteResult> TryReplaceTranslatedAsync(
        SessionInfo session, TrimmedTaken? taken, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken)
    {
        var clock = await _clock.ReadAsync(cancellationToken).ConfigureAwait(false);
        return clock.ToHost(await _states.TryReplaceAsync(
            clock.ToServer(session), taken, clock.ToServer(now), limits, cancellationToken).ConfigureAwait(false));
    }

    private async ValueTask<SessionWriteResult> AppendTranslatedAsync(
        string sessionId, NewMessage message, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken)
    {
        var clock = await _clock.ReadAsync(cancellationToken).ConfigureAwait(false);
        return await _messages.AppendAsync(sessionId, message, clock.ToServer(now), limits, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<SessionInfo?> PeekInfoTranslatedAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var clock = await _clock.ReadAsync(cancellationToken).ConfigureAwait(false);
        return clock.ToHost(await _reader.PeekInfoAsync(sessionId, clock.ToServer(now), cancellationToken).ConfigureAwait(false));
    }
}
