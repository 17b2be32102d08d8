using System.Text;
using HospitalityMemory.Conformance;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace HospitalityMemory.Redis.Tests;

/// <summary>Sessions in Redis, and all keys with what they hold.</summary>
internal sealed class RawKeys(RedisFixture redis, IConnectionMultiplexer connection) : IRawStores
{
    private readonly string _prefix = $"test-{Guid.NewGuid():n}:";

    public void Use(IHospitalityMemoryBuilder builder) => builder.UseSessionStore(_ => redis.CreateStore(_prefix));

    public async Task<IReadOnlyList<byte[]>> DumpAsync()
    {
        var database = connection.GetDatabase();
        var contents = new List<byte[]>();
        await foreach (var key in connection.GetServers()[0].KeysAsync(pattern: $"{_prefix}*"))
        {
            contents.Add(Encoding.UTF8.GetBytes(key.ToString()));
            var values = await database.KeyTypeAsync(key) switch
            {
                RedisType.Hash => [.. (await database.HashGetAllAsync(key)).SelectMany(field => (RedisValue[])[field.Name, field.Value])],
                RedisType.List => await database.ListRangeAsync(key),
                RedisType.SortedSet => await database.SortedSetRangeByRankAsync(key),
                RedisType.String => [await database.StringGetAsync(key)],
                var type => throw new NotSupportedException($"Say how a {type} is read."),
            };
            contents.AddRange(values.Select(value => (byte[])value!));
        }

        return contents;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
