using HospitalityMemory.Conformance;
using HospitalityMemory.Stores;
using HospitalityMemory.Testing;

namespace HospitalityMemory.Redis.Tests;

[Collection(SharedRedis.Name)]
public sealed class RedisSessionStoreConformanceTests(RedisFixture redis) : SessionStoreSuite
{
    protected override ConformanceOptions Options { get; } = new()
    {
        ConcurrentHistories = 100,
        AreNear = static (first, second) => RedisSessionKeys.ShardNumber(first) == RedisSessionKeys.ShardNumber(second),
    };

    protected override ValueTask<ISessionStore> OpenAsync(string place, string application) => new(redis.CreateStore($"test-{place}:", application));
}

[Collection(SharedRedis.Name)]
public sealed class RedisSessionStoreMemoryStateTests(RedisFixture redis) : ShortTermMemoryStateConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(redis.CreateStore());
}

[Collection(SharedRedis.Name)]
public sealed class RedisSessionStoreMemoryJourneyTests(RedisFixture redis) : ShortTermMemoryJourneyConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(redis.CreateStore());
}

[Collection(SharedRedis.Name)]
public sealed class RedisSessionStoreMemoryMessageTests(RedisFixture redis) : ShortTermMemoryMessageConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(redis.CreateStore());
}

[Collection(SharedRedis.Name)]
public sealed class RedisSessionStoreMemorySummaryTests(RedisFixture redis) : ShortTermMemorySummaryConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(redis.CreateStore());
}

[Collection(SharedRedis.Name)]
public sealed class RedisSessionStoreMemoryAdministrationTests(RedisFixture redis) : MemoryAdministrationConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(redis.CreateStore());
}

public sealed class RedisConformanceSuitesTests
{
    [Fact]
    public void Every_conformance_suite_is_run_for_the_store() =>
        Assert.Empty(ConformanceSuites.NotRun(
            typeof(RedisSessionStore).Assembly, typeof(RedisConformanceSuitesTests).Assembly, typeof(ISessionStore)));
}
