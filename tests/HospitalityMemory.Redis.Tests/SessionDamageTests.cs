using HospitalityMemory.Conformance;
using HospitalityMemory.Stores;
using StackExchange.Redis;

namespace HospitalityMemory.Redis.Tests;

[Collection(SharedRedis.Name)]
public sealed class SessionDamageTests(RedisFixture redis) : SessionDamageConformance
{
    protected override ISessionDamage Create() => new Damage(redis);

    private sealed class Damage(RedisFixture redis) : ISessionDamage
    {
        private readonly string _prefix = $"test-{Guid.NewGuid():n}:";

        private IDatabase Database => redis.Connection.GetDatabase();

        public ISessionStore Open() => redis.CreateStore(_prefix, "inn");

        public async Task TearSessionAsync(string sessionId)
        {
            var state = (string)(await Database.HashGetAsync(KeyOf(sessionId), "state"))!;
            await Database.HashSetAsync(KeyOf(sessionId), "state", state[..(state.Length / 2)]);
        }

        public Task TearTimeAsync(string sessionId) => Database.HashSetAsync(KeyOf(sessionId), "updated_at", "yesterday");

        public Task TearMessageAsync(string sessionId) => Database.ListSetByIndexAsync(ShardOf(sessionId).Messages(sessionId), 0, "1 1 1 t {\"role\":");

        public async Task MakeNewerAsync(string sessionId)
        {
            var state = (string)(await Database.HashGetAsync(KeyOf(sessionId), "state"))!;
            await Database.HashSetAsync(KeyOf(sessionId), "state", state.Replace("\"schema_version\":1", "\"schema_version\":99", StringComparison.Ordinal));
        }

        // The target may be in another slot of a cluster, so the keys are copied.
        public async Task MisplaceSessionAsync(string sessionId, string toSessionId)
        {
            await Database.KeyRenameAsync(KeyOf(sessionId), KeyOf(toSessionId));
            await Database.KeyRenameAsync(ShardOf(sessionId).Messages(sessionId), ShardOf(toSessionId).Messages(toSessionId));
        }

        public void Dispose()
        {
        }

        private RedisKey KeyOf(string sessionId) => ShardOf(sessionId).Session(sessionId);

        private RedisSessionKeys.Shard ShardOf(string sessionId) => new RedisSessionKeys(_prefix, "inn").ShardOf(sessionId);
    }
}
