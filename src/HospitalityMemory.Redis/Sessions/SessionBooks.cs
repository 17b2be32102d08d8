using HospitalityMemory.Stores;
using StackExchange.Redis;

namespace HospitalityMemory.Redis;

/// <summary>Usage and the sweep, shard by shard from the shards' books; no key is searched for.</summary>
internal sealed class SessionBooks(RedisCaller redis, RedisSessionKeys keys, GuestIndex index)
{
    /// <summary>How many sessions one script frees at most, so that Redis serves others in between.</summary>
    private const int SweepBatch = 100;

    private long _expired;

    /// <summary>Counts expired sessions that were removed.</summary>
    public void CountExpired(int sessions) => Interlocked.Add(ref _expired, sessions);

    public async ValueTask<SessionStoreUsage> GetUsageAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var shards = await SweepAsync(now, cancellationToken).ConfigureAwait(false);
        return new(shards.Sum(shard => shard.Sessions), shards.Sum(shard => shard.Bytes)) { Expired = Interlocked.Read(ref _expired) };
    }

    public async ValueTask<int> RemoveExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var shards = await SweepAsync(now, cancellationToken).ConfigureAwait(false);
        return shards.Sum(shard => shard.Removed);
    }

    private async Task<ShardUsage[]> SweepAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        // All shards at once: the client sends them on without waiting for each answer.
        return await Task.WhenAll(keys.Shards.Select(shard => SweepAsync(shard, RedisTime.Format(now), cancellationToken)))
            .ConfigureAwait(false);
    }

    /// <summary>Frees what has expired in a shard, and says what is left.</summary>
    private async Task<ShardUsage> SweepAsync(RedisSessionKeys.Shard shard, RedisValue now, CancellationToken cancellationToken)
    {
        var removed = 0;
        while (true)
        {
            var answer = await redis.ReadAsync(SessionScripts.Usage, [shard.Expiry, shard.Sizes], [now, SweepBatch], cancellationToken)
                .ConfigureAwait(false);
            var usage = new ShardUsage((long)answer[0], (long)answer[1], removed);
            var ids = (string[])answer[2]!;
            if (ids is [])
            {
                return usage;
            }

            var swept = await SweepAsync(shard, ids, now, cancellationToken).ConfigureAwait(false);
            removed += swept.Removed;
            if (!swept.IsChanged)
            {
                // They are of this very millisecond, and not over yet.
                return usage;
            }
        }
    }

    private async Task<(int Removed, bool IsChanged)> SweepAsync(
        RedisSessionKeys.Shard shard, string[] ids, RedisValue now, CancellationToken cancellationToken)
    {
        var keys = new List<RedisKey>(3 + (2 * ids.Length)) { shard.Expiry, shard.Sizes, shard.Owners };
        foreach (var id in ids)
        {
            keys.Add(shard.Session(id));
            keys.Add(shard.Messages(id));
        }

        var answer = await redis.WriteAsync(
            SessionScripts.Sweep, [.. keys], [now, .. ids.Select(id => (RedisValue)id)], cancellationToken).ConfigureAwait(false);
        var removed = (int)answer[0];
        CountExpired(removed);

        var gone = (string[])answer[3]!;
        var forgotten = new List<Task>(gone.Length / 2);
        for (var i = 0; i < gone.Length; i += 2)
        {
            forgotten.Add(index.ForgetAsync(gone[i], SessionOwner.Parse(gone[i + 1]), cancellationToken).AsTask());
        }

        await Task.WhenAll(forgotten).ConfigureAwait(false);
        return (removed, removed + (int)answer[1] + (int)answer[2] > 0);
    }

    /// <summary>What a shard holds, and how many expired sessions it was freed of.</summary>
    private readonly record struct ShardUsage(long Sessions, long Bytes, int Removed);
}
