using HospitalityMemory.Conformance;

namespace HospitalityMemory.Redis.Tests;

[Collection(SharedRedis.Name)]
public sealed class ExportTests(RedisFixture redis) : ExportConformance
{
    protected override IRawStores Create() => new RawKeys(redis, redis.Connection);
}
