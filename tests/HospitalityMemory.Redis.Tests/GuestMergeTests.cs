using HospitalityMemory.Conformance;

namespace HospitalityMemory.Redis.Tests;

[Collection(SharedRedis.Name)]
public sealed class GuestMergeTests(RedisFixture redis) : GuestMergeConformance
{
    protected override IRawStores Create() => new RawKeys(redis, redis.Connection);
}

[Collection(SharedRedis.Name)]
public sealed class GuestMergeFaultTests(RedisFixture redis) : GuestMergeFaultConformance
{
    protected override int Stride => 7;

    protected override IRawStores Create() => new RawKeys(redis, redis.Connection);
}
