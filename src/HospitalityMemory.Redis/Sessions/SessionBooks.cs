using HospitalityMemory.Stores;
using StackExchange.Redis;

namespace HospitalityMemory.Redis;

/// <summary>Usage and the sweep. Both go by the books of each shard and never search for keys.</summary>
internal sealed class SessionBooks(RedisCaller redis, RedisSessionKeys keys, GuestIndex index)
{
    /// <summary>How many sessions one script looks at. Redis serves other calls in between.</summary>
    private const int Batch = 100;

    private long _expired;

    /// <summary>Counts expired sessions that were removed.</summary>
    public void CountExpired(int sessions) => Interlocked.Add(ref _expired, sessions);

    public async ValueTask<SessionStoreUsage> GetUsageAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        // All shards at once: the client sends them on without waiting for each answer.
        var time = RedisTime.Format(now);
        var shards = await Task.WhenAll(keys.Shards.Select(shard => CountAsync(shard, time, cancellationToken))).ConfigureAwait(false);
        return new(shards.Sum(static shard => shard.Sessions), shards.Sum(static shard => shard.Bytes))
        {
            Expired = Interlocked.Read(ref _expired),
        };
    }

    public async ValueTask<IReadOnlyList<string>> RemoveExpiredAsync(int max, DateTimeOffset now, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var removed = new List<string>();
        var time = RedisTime.Format(now);
        foreach (var shards in keys.Shards.Chunk(RedisSessionKeys.ShardCount / 16))
        {
            // Each shard is looked at batch by batch, as long as a batch changes something: it moves sessions that were used, and frees
            // expired ones.
            var left = shards;
            while (left is not [] && removed.Count < max)
            {
                left = await RemoveAsync(left, removed, max, time, cancellationToken).ConfigureAwait(false);
            }
        }

        return removed;
    }

    /// <summary>What a shard holds, without the expired sessions.</summary>
    private async Task<(long Sessions, long Bytes)> CountAsync(
        RedisSessionKeys.Shard shard, RedisValue now, CancellationToken cancellationToken)
    {
        var (passed, expired, bytes) = (0L, 0L, 0L);
        while (true)
        {
            var due = await DueAsync(shard, now, passed, Batch, cancellationToken).ConfigureAwait(false);
            if (due.Ids is [])
            {
                return (due.Sessions - expired, due.Bytes - bytes);
            }

            var seen = await LookAsync(shard, due.Ids, now, frees: false, cancellationToken).ConfigureAwait(false);
            passed += seen.Expired + seen.Staying;
            expired += seen.Expired;
            bytes += seen.Bytes;
        }
    }

    /// <summary>Frees a batch of each shard.</summary>
    /// <returns>The shards that may have more.</returns>
    private async Task<RedisSessionKeys.Shard[]> RemoveAsync(
        RedisSessionKeys.Shard[] shards, List<string> removed, int max, RedisValue now, CancellationToken cancellationToken)
    {
        var due = await Task.WhenAll(shards.Select(shard => DueAsync(shard, now, 0, Batch, cancellationToken))).ConfigureAwait(false);
        var room = max - removed.Count;
        var sweeps = new List<Task<(RedisSessionKeys.Shard Shard, Seen Seen)>>();
        for (var i = 0; i < shards.Length && room > 0; i++)
        {
            if (due[i].Ids is { Length: > 0 } ids)
            {
                ids = ids[..Math.Min(ids.Length, room)];
                room -= ids.Length;
                sweeps.Add(SweepAsync(shards[i], ids));
            }
        }

        var swept = await Task.WhenAll(sweeps).ConfigureAwait(false);
        removed.AddRange(swept.SelectMany(static one => one.Seen.Freed.Select(static freed => freed.Id)));
        await Task.WhenAll(swept.SelectMany(static one => one.Seen.Freed).Select(
            freed => index.ForgetAsync(freed.Id, freed.Owner, cancellationToken).AsTask())).ConfigureAwait(false);
        return [.. swept.Where(static one => one.Seen.IsChanged).Select(static one => one.Shard)];

        async Task<(RedisSessionKeys.Shard Shard, Seen Seen)> SweepAsync(RedisSessionKeys.Shard shard, string[] ids)
        {
            var seen = await LookAsync(shard, ids, now, frees: true, cancellationToken).ConfigureAwait(false);
            CountExpired(seen.Freed.Length);
            return (shard, seen);
        }
    }

    private async Task<(long Sessions, long Bytes, string[] Ids)> DueAsync(
        RedisSessionKeys.Shard shard, RedisValue now, long passed, int most, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await redis.ReadAsync(
                SessionScripts.Due, [shard.Expiry, shard.Sizes], [now, passed, most], cancellationToken).ConfigureAwait(false);
            return ((long)answer[0], (long)answer[1], (string[])answer[2]!);
        }
        catch (CorruptDataException)
        {
            // Another program has put something else under the key of this shard's book. The other shards must not wait until it is removed.
            return (0, 0, []);
        }
    }

    private async Task<Seen> LookAsync(
        RedisSessionKeys.Shard shard, string[] ids, RedisValue now, bool frees, CancellationToken cancellationToken)
    {
        RedisKey[] names = [shard.Expiry, shard.Sizes, shard.Owners, .. ids.SelectMany(shard.OwnOf)];
        var answer = await redis.WriteAsync(
            SessionScripts.Sweep, names, [now, frees, .. ids.Select(static id => (RedisValue)id)], cancellationToken).ConfigureAwait(false);
        var freed = (string[])answer[3]!;
        return new((long)answer[0], (long)answer[1], (long)answer[2], ids.Length, Pairs(freed));

        static (string Id, SessionOwner? Owner)[] Pairs(string[] freed) =>
            [.. freed.Chunk(2).Select(static pair => (pair[0], SessionOwner.Parse(pair[1])))];
    }

    /// <summary>What the script found when it looked at sessions that may have expired.</summary>
    private readonly record struct Seen(long Expired, long Bytes, long Staying, int Looked, (string Id, SessionOwner? Owner)[] Freed)
    {
        /// <summary>Whether there may be another batch. Sessions that stay in their place expire within this very millisecond.</summary>
        public bool IsChanged => Looked > Staying;
    }
}
