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
    private static ReadOnlySpan<byte> MessagesField => ",\"messages\":["u8;

    private readonly RedisConnection _connection;
    private readonly RedisCaller _redis;
    private readonly RedisSessionKeys _keys;
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
            [RedisTime.Format(now), RedisTime.Format(now + limits.Lifetime), RedisTime.Format(limits.MaximumLifetime)],
            cancellationToken);

    public ValueTask<Session?> PeekAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        ReadAsync(sessionId, [RedisTime.Format(now)], cancellationToken);

    public async ValueTask<bool> DeleteAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken)
    {
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

    public void Dispose() => _connection.Dispose();

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async ValueTask<Session?> ReadAsync(string sessionId, RedisValue[] values, CancellationToken cancellationToken)
    {
        var shard = _keys.ShardOf(sessionId);
        var answer = await _redis.ReadAsync(
            RedisScript.Read, [shard.Session(sessionId), shard.Messages(sessionId)], values, cancellationToken).ConfigureAwait(false);
        if (answer.IsNull)
        {
            return null;
        }

        return ReadSession((byte[])answer[0]!, (byte[][])answer[3]!) with
        {
            ExpiresAt = RedisTime.Parse((byte[])answer[1]!),
            UpdatedAt = RedisTime.Parse((byte[])answer[2]!),
        };
    }

    /// <summary>
    /// State and messages as one document: to parse it once takes half as long as to parse each message.
    /// </summary>
    private static Session ReadSession(ReadOnlySpan<byte> state, byte[][] messages)
    {
        state = state.TrimEnd(" \t\r\n"u8);
        if (messages is [] || state is not [.., (byte)'}'])
        {
            return MemoryJson.ReadSession(state);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(state.Length + MessagesField.Length + messages.Sum(message => message.Length + 1) + 1);
        try
        {
            var length = 0;
            Add(state[..^1]);
            Add(MessagesField);
            foreach (var message in messages)
            {
                Add(message);
                Add(","u8);
            }

            // In the place of the last comma.
            length--;
            Add("]}"u8);
            return MemoryJson.ReadSession(buffer.AsSpan(0, length));

            void Add(ReadOnlySpan<byte> part)
            {
                part.CopyTo(buffer.AsSpan(length));
                length += part.Length;
            }
        }
        finally
        {
            // What guests said must not wait in the pool for its next renter.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    /// <summary>The messages; null for none.</summary>
    private static SessionMessage[]? ReadMessages(byte[][] stored) =>
        stored is [] ? null : Array.ConvertAll(stored, static json => MemoryJson.ReadMessage(json));

    // Not pooled: a cancelled call leaves its bytes to the client, which may send them later.
    private static ReadOnlyMemory<byte> Write<T>(T value, Action<T, IBufferWriter<byte>> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        write(value, buffer);
        return buffer.WrittenMemory;
    }
}
