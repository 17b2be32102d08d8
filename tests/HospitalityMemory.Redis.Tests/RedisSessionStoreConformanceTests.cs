using HospitalityMemory.Conformance;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Redis.Tests;

[Collection(SharedRedis.Name)]
public sealed class RedisSessionStoreLifetimeTests(RedisFixture redis) : SessionStoreLifetimeConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(redis.CreateStore());
}

[Collection(SharedRedis.Name)]
public sealed class RedisSessionStoreWriteTests(RedisFixture redis) : SessionStoreWriteConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(redis.CreateStore());
}

[Collection(SharedRedis.Name)]
public sealed class RedisSessionStoreMessageTests(RedisFixture redis) : SessionStoreMessageConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(redis.CreateStore());
}

[Collection(SharedRedis.Name)]
public sealed class RedisSessionStoreListingTests(RedisFixture redis) : SessionStoreListingConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(redis.CreateStore());
}

[Collection(SharedRedis.Name)]
public sealed class RedisSessionStoreConcurrencyTests(RedisFixture redis) : SessionStoreConcurrencyConformance
{
    protected override int Histories => 100;

    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(redis.CreateStore());
}

[Collection(SharedRedis.Name)]
public sealed class RedisSessionStoreGroupTests(RedisFixture redis) : SessionStoreGroupConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(redis.CreateStore());
}

[Collection(SharedRedis.Name)]
public sealed class RedisSessionStoreHistoryTests(RedisFixture redis) : SessionStoreHistoryConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(redis.CreateStore());
}

[Collection(SharedRedis.Name)]
public sealed class RedisSessionStoreTrimmingTests(RedisFixture redis) : SessionStoreTrimmingConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(redis.CreateStore());
}

[Collection(SharedRedis.Name)]
public sealed class RedisSessionStoreEditTests(RedisFixture redis) : SessionStoreEditConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(redis.CreateStore());
}

[Collection(SharedRedis.Name)]
public sealed class RedisSessionStoreExpiryTests(RedisFixture redis) : SessionStoreExpiryConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(redis.CreateStore());
}

[Collection(SharedRedis.Name)]
public sealed class RedisSessionStoreMessageIdTests(RedisFixture redis) : SessionStoreMessageIdConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(redis.CreateStore());
}

[Collection(SharedRedis.Name)]
public sealed class RedisSessionStorePagingTests(RedisFixture redis) : SessionStorePagingConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(redis.CreateStore());
}

[Collection(SharedRedis.Name)]
public sealed class RedisSessionStoreRangeTests(RedisFixture redis) : SessionStoreRangeConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(redis.CreateStore());
}

[Collection(SharedRedis.Name)]
public sealed class RedisSessionStoreSparedTests(RedisFixture redis) : SessionStoreSparedConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(redis.CreateStore());
}

[Collection(SharedRedis.Name)]
public sealed class RedisSessionStoreTextTests(RedisFixture redis) : SessionStoreTextConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(redis.CreateStore());
}

[Collection(SharedRedis.Name)]
public sealed class RedisSessionStoreWaitingTests(RedisFixture redis) : SessionStoreWaitingConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(redis.CreateStore());
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

[Collection(SharedRedis.Name)]
public sealed class RedisSessionStoreApplicationTests(RedisFixture redis) : SessionStoreApplicationConformance
{
    private readonly string _prefix = $"test-{Guid.NewGuid():n}:";

    protected override ValueTask<ISessionStore> OpenAsync(string application) => new(redis.CreateStore(_prefix, application));
}

[Collection(SharedRedis.Name)]
public sealed class RedisSessionStoreIsolationTests(RedisFixture redis) : SessionStoreIsolationConformance
{
    private readonly string _prefix = $"test-{Guid.NewGuid():n}:";

    protected override bool AreNear(string first, string second) =>
        RedisSessionKeys.ShardNumber(first) == RedisSessionKeys.ShardNumber(second);

    protected override ValueTask<ISessionStore> OpenAsync(string application) => new(redis.CreateStore(_prefix, application));
}

public sealed class RedisConformanceSuitesTests
{
    [Fact]
    public void Every_conformance_suite_is_run_for_the_store() =>
        Assert.Empty(ConformanceSuites.NotRun(
            typeof(RedisSessionStore).Assembly, typeof(RedisConformanceSuitesTests).Assembly, typeof(ISessionStore)));
}

[Collection(SharedRedis.Name)]
public sealed class RedisSessionStoreErasureTests(RedisFixture redis) : SessionStoreErasureConformance
{
    protected override ValueTask<ISessionStore> CreateStoreAsync() => new(redis.CreateStore());
}
