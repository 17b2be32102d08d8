using System.Buffers;
using StackExchange.Redis;

namespace HospitalityMemory.Stores;

/// <summary>
/// Keeps sessions in Redis. Each step of a session is one script, which Redis runs whole or not at all.
/// </summary>
/// <remarks>
/// Expiry is decided by the caller's time against the time stored. What Redis expires by its own clock is only garbage,
/// and later by a margin, so that clocks may differ by as much. The layout is in docs/redis-layout.md.
/// </remarks>
internal sealed partial class RedisSessionStore : ISessionStore, IDisposable, IAsyncDisposable
{
    private readonly RedisConnection _connection;
    private readonly RedisCaller _redis;
    private readonly RedisSessionKeys _keys;
    private readonly KnownSessions _known = new();
    private long _expired;

    public RedisSessionStore(RedisConnection connection, RedisSessionOptions options)
    {
        _connection = connection;
        _redis = new(connection);
        _keys = new(options.KeyPrefix);
    }

    public string Name => "redis";

    public bool IsRemote => true;

    public ValueTask<Session?> GetAsync(
        string sessionId, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        ReadAsync(
            sessionId,
            RedisTime.Format(now),
            RedisTime.Format(now + limits.Lifetime),
            RedisTime.Format(limits.MaximumLifetime),
            cancellationToken);

    public ValueTask<Session?> PeekAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        ReadAsync(sessionId, RedisTime.Format(now), "", "", cancellationToken);

    public async ValueTask<bool> DeleteAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        _known.Forget(sessionId);
        var shard = _keys.ShardOf(sessionId);
        var owner = await _redis.WriteAsync(
            RedisScript.Delete,
            [shard.Session(sessionId), shard.Messages(sessionId), shard.Expiry, shard.Sizes, shard.Owners],
            [sessionId, RedisTime.Format(now)],
            cancellationToken).ConfigureAwait(false);
        if (owner.IsNull)
        {
            return false;
        }

        await ForgetAsync(sessionId, SessionOwner.Parse((string?)owner), cancellationToken).ConfigureAwait(false);
        return true;
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

    private async ValueTask<Session?> ReadAsync(
        string sessionId, RedisValue now, RedisValue sliding, RedisValue maximum, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var shard = _keys.ShardOf(sessionId);
        RedisKey[] keys = [shard.Session(sessionId), shard.Messages(sessionId)];
        var known = _known.Find(sessionId);
        RedisValue[] values = known is null
            ? [now, sliding, maximum]
            : [now, sliding, maximum, known.Incarnation, known.StateStamp, known.LastSequence];
        var answer = await _redis.ReadAsync(RedisScript.Read, keys, values, cancellationToken).ConfigureAwait(false);
        var current = Read(answer, known);
        if (current is null && !answer.IsNull)
        {
            answer = await _redis.ReadAsync(RedisScript.Read, keys, [now, sliding, maximum], cancellationToken).ConfigureAwait(false);
            current = Read(answer, known: null);
        }

        if (current is null)
        {
            _known.Forget(sessionId);
            return null;
        }

        var session = current.Session with
        {
            ExpiresAt = RedisTime.Parse((byte[])answer[0]!),
            UpdatedAt = RedisTime.Parse((byte[])answer[1]!),
        };
        if (!ReferenceEquals(current, known))
        {
            _known.Keep(sessionId, current);
        }

        return session;
    }

    /// <returns>The session; null where there is none, or what is known is of writes that Redis has lost.</returns>
    private static KnownSession? Read(RedisResult answer, KnownSession? known) =>
        answer.IsNull ? null
        : (int)answer[5] < 0 ? KnownSession.FromAll(answer)
        : known!.With(answer);

    /// <summary>The messages; null for none.</summary>
    private static SessionMessage[]? ReadMessages(byte[][] stored) =>
        stored is [] ? null : Array.ConvertAll(stored, static json => MemoryJson.ReadMessage(json));

    // Not pooled: a cancelled call leaves its bytes to the client, which may send them later.
    private static ReadOnlyMemory<byte> Write<T>(T value, Action<T, IBufferWriter<byte>> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        write(value, buffer);
        return buffer.WrittenMemory;
    }
}
