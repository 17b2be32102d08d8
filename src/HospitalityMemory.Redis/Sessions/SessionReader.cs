using HospitalityMemory.Stores;
using StackExchange.Redis;

namespace HospitalityMemory.Redis;

/// <summary>Reads sessions. Of one that this process knows, Redis sends what is new.</summary>
internal sealed class SessionReader(RedisCaller redis, RedisSessionKeys keys, KnownSessions known)
{
    /// <summary>Reads a session and extends its lifetime.</summary>
    public ValueTask<Session?> GetAsync(
        string sessionId, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        ReadAsync(
            sessionId,
            RedisTime.Format(now),
            RedisTime.Format(now + limits.Lifetime),
            RedisTime.Format(limits.MaximumLifetime),
            cancellationToken);

    /// <summary>Reads a session and leaves its lifetime.</summary>
    public ValueTask<Session?> PeekAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        ReadAsync(sessionId, RedisTime.Format(now), "", "", cancellationToken);

    private async ValueTask<Session?> ReadAsync(
        string sessionId, RedisValue now, RedisValue sliding, RedisValue maximum, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var shard = keys.ShardOf(sessionId);
        var before = known.Find(sessionId);
        RedisValue[] values = before is null
            ? [now, sliding, maximum]
            : [now, sliding, maximum, before.Incarnation, before.LastSequence, before.LastDigest, before.StateStamp];
        var answer = await redis.ReadAsync(
            SessionScripts.Read, [shard.Session(sessionId), shard.Messages(sessionId)], values, cancellationToken).ConfigureAwait(false);
        if (answer.IsNull)
        {
            known.Forget(sessionId);
            return null;
        }

        var current = KnownSession.FromRead(answer, before);
        if (!ReferenceEquals(current, before))
        {
            known.Keep(sessionId, current);
        }

        return current.Session with
        {
            ExpiresAt = RedisTime.Parse((byte[])answer[0]!),
            UpdatedAt = RedisTime.Parse((byte[])answer[1]!),
        };
    }
}
