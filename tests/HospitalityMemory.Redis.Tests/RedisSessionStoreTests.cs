using CsCheck;
using HospitalityMemory.Stores;
using StackExchange.Redis;
using static HospitalityMemory.Redis.Tests.Sessions;

namespace HospitalityMemory.Redis.Tests;

/// <summary>Behaviour that only the Redis store has.</summary>
[Collection(SharedRedis.Name)]
public sealed class RedisSessionStoreTests(RedisFixture redis)
{
    private readonly string _prefix = $"test-{Guid.NewGuid():n}:";

    [SkippableFact]
    public async Task A_server_that_has_forgotten_the_scripts_gets_them_again()
    {
        await using var server = await RedisServer.StartAsync();
        await using var connection = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        var store = new RedisSessionStore(RedisConnection.Borrowed(connection), new RedisSessionOptions());
        await CreateAsync(store, "s1", "guest");
        for (var i = 1; i <= 3; i++)
        {
            await server.CliAsync("SCRIPT", "FLUSH");
            Assert.Equal(i, (await SayAsync(store, "s1", $"m{i}")).FirstSequence);
        }

        await server.CliAsync("SCRIPT", "FLUSH");
        Assert.Equal(3, (await store.GetAsync("s1", T0, Limits, default))!.Messages.Count);
        await server.CliAsync("SCRIPT", "FLUSH");
        Assert.True(await store.DeleteAsync("s1", T0, default));
    }

    [SkippableFact]
    public async Task Each_step_is_as_many_round_trips_as_promised()
    {
        await using var server = await RedisServer.StartAsync();
        await using var connection = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        var store = new RedisSessionStore(RedisConnection.Borrowed(connection), new RedisSessionOptions());
        await CreateAsync(store, "s1", "guest");
        for (var i = 0; i < 2; i++)
        {
            await SayAsync(store, "s1", "known script");
            await store.GetAsync("s1", T0, Limits, default);
        }

        var session = (await store.PeekInfoAsync("s1", T0, default))!;
        await store.TryReplaceAsync(Next(session), null, T0, Limits, default);
        var read = (await store.GetMessagesAsync("s1", new(5, null), T0, Limits, default))!;
        await store.TryReplaceMessageAsync("s1", new(2, read.Edits, null), T0, Limits, default);

        Assert.Equal(1, await CountAsync(() => SayAsync(store, "s1", "one")));
        Assert.Equal(1, await CountAsync(async () => await store.AppendAsync("s1", Each(Enumerable.Repeat(0, 9).Select(_ => Says("x"))), T0, Limits, default)));
        Assert.Equal(1, await CountAsync(async () => await store.GetAsync("s1", T0.AddMinutes(1), Limits, default)));
        Assert.Equal(2, await CountAsync(async () =>
        {
            var current = (await store.PeekInfoAsync("s1", T0, default))!;
            Assert.Equal(SessionWriteStatus.Done, await ReplaceAsync(store, Next(current), T0));
        }));

        Assert.Equal(1, await CountAsync(async () => await store.GetMessagesAsync("s1", new(5, 3), T0.AddMinutes(2), Limits, default)));
        Assert.Equal(1, await CountAsync(async () => await store.TryReplaceMessageAsync("s1", new(12, 1, null), T0, Limits, default)));

        // The calls that a script makes inside the server are no round trips; they are counted separately.
        async Task<long> CountAsync(Func<Task> step)
        {
            await server.CliAsync("CONFIG", "RESETSTAT");
            await step();
            return (await server.CliAsync("INFO", "commandstats")).Split('\n')
                .Where(line => line.StartsWith("cmdstat_eval", StringComparison.Ordinal))
                .Sum(line => long.Parse(line.Split("calls=")[1].Split(',')[0], null));
        }
    }

    [SkippableFact]
    public async Task A_lifetime_ends_at_the_very_tick()
    {
        var store = redis.CreateStore();
        var now = T0.AddTicks(7_654_321);
        await store.TryCreateAsync(New("s1", createdAt: now), Limits, default);
        var end = now + Limits.Lifetime;

        var read = await store.PeekAsync("s1", end.AddTicks(-1), default);

        Assert.Equal((now, now, end), (read!.CreatedAt, read.UpdatedAt, read.ExpiresAt));
        Assert.Null(await store.PeekAsync("s1", end, default));
        Assert.Equal(1, (await store.GetUsageAsync(end.AddTicks(-1), default)).LiveSessions);
        Assert.Equal(0, (await store.GetUsageAsync(end, default)).LiveSessions);
    }

    [SkippableFact]
    public async Task A_maximum_lifetime_is_exact_and_carries()
    {
        var store = redis.CreateStore();
        var limits = Limits with { MaxLifetime = TimeSpan.FromMinutes(30) + TimeSpan.FromTicks(9_999_999) };
        var now = T0.AddTicks(9_999_999);
        await store.TryCreateAsync(New("s1", createdAt: now), limits, default);

        Assert.Equal(now + limits.MaxLifetime, (await store.GetAsync("s1", now.AddMinutes(1), limits, default))!.ExpiresAt);
    }

    [SkippableFact]
    public async Task Sessions_that_redis_itself_expired_are_not_counted()
    {
        var store = redis.CreateStore(_prefix);
        await CreateAsync(store, "gone", "guest");
        await CreateAsync(store, "stays", "guest");
        var before = await store.GetUsageAsync(T0, default);
        var shard = new RedisSessionKeys(_prefix).ShardOf("gone");
        await redis.Connection.GetDatabase().KeyDeleteAsync([shard.Session("gone"), shard.Messages("gone")]);

        var after = await store.GetUsageAsync(T0.AddMinutes(30).AddTicks(-1), default);
        var late = await store.GetUsageAsync(T0.AddMinutes(30), default);

        Assert.Equal(2, before.LiveSessions);
        Assert.InRange(after.LiveSessions, 1, 2);
        Assert.Equal((0, 0, 0), (late.LiveSessions, late.SizeBytes, late.Expired));
        Assert.Equal(["gone", "stays"], (await store.RemoveExpiredAsync(10, T0.AddMinutes(30), default)).Order(StringComparer.Ordinal));
        Assert.False(await redis.Connection.GetDatabase().KeyExistsAsync(new RedisSessionKeys(_prefix).UserIndex("guest")));
    }

    [SkippableFact]
    public async Task A_leftover_in_a_guests_index_is_passed_over_and_later_taken_out()
    {
        var store = redis.CreateStore(_prefix);
        await CreateAsync(store, "real", "guest");
        await CreateAsync(store, "others", "other");
        var index = new RedisSessionKeys(_prefix).UserIndex("guest");
        var database = redis.Connection.GetDatabase();
        var stamp = $"{T0.ToUnixTimeMilliseconds()}-{T0.Ticks}-0123456789abcdef";
        await database.HashSetAsync(index, [new("half created", stamp), new("others", stamp), new("not of ours", "?")]);

        Assert.Equal("real", Assert.Single(await ListAsync(store, "guest", T0.AddMinutes(5))).SessionId);
        Assert.Equal(["half created", "others", "real"], (await database.HashKeysAsync(index)).Select(key => (string)key!).Order(StringComparer.Ordinal));

        Assert.Equal("real", Assert.Single(await ListAsync(store, "guest", T0.AddMinutes(5.1))).SessionId);
        Assert.Equal(["real"], (await database.HashKeysAsync(index)).Select(key => (string)key!));
    }

    [SkippableFact]
    public async Task A_creation_that_finds_a_live_session_leaves_the_index_as_it_was()
    {
        var store = redis.CreateStore(_prefix);
        await CreateAsync(store, "s1", "guest");
        var database = redis.Connection.GetDatabase();
        var keys = new RedisSessionKeys(_prefix);
        var before = await database.HashGetAsync(keys.UserIndex("guest"), "s1");

        Assert.Equal(SessionWriteStatus.AlreadyExists, (await store.TryCreateAsync(New("s1", "guest"), Limits, default)).Status);
        Assert.Equal(SessionWriteStatus.AlreadyExists, (await store.TryCreateAsync(New("s1", "other"), Limits, default)).Status);

        Assert.Equal(before, await database.HashGetAsync(keys.UserIndex("guest"), "s1"));
        Assert.False(await database.KeyExistsAsync(keys.UserIndex("other")));
        Assert.Single(await ListAsync(store, "guest", T0));
    }

    [SkippableFact]
    public async Task A_session_that_gets_its_guest_is_listed_for_that_one_only()
    {
        var store = redis.CreateStore(_prefix);
        await CreateAsync(store, "s1");
        var session = (await store.PeekAsync("s1", T0, default))!;

        Assert.Equal(SessionWriteStatus.Done, await ReplaceAsync(store, Next(session) with { UserId = "second" }, T0));
        Assert.Equal(SessionWriteStatus.Conflict, await ReplaceAsync(store, Next(session) with { UserId = "third" }, T0));
        Assert.Equal(SessionWriteStatus.Conflict, await ReplaceAsync(store, Next(Next(session)) with { UserId = "third" }, T0));

        Assert.Single(await ListAsync(store, "second", T0));
        var database = redis.Connection.GetDatabase();
        Assert.False(await database.KeyExistsAsync(new RedisSessionKeys(_prefix).UserIndex("third")));
    }

    [SkippableFact]
    public async Task Many_messages_at_once_are_more_than_one_command_of_redis_takes()
    {
        var store = redis.CreateStore();
        var limits = Limits with { MaxMessages = 10_000, MaxSessionBytes = 10 * 1024 * 1024 };
        await store.TryCreateAsync(New("s1"), limits, default);

        for (var i = 0; i < 2; i++)
        {
            var result = await store.AppendAsync("s1", Each(Enumerable.Range(0, 9_000).Select(n => Says($"{n}"))), T0, limits, default);
            Assert.Equal(i is 0 ? 0 : 8_000, result.Trimmed);
        }

        var messages = (await store.GetAsync("s1", T0, limits, default))!.Messages;
        Assert.Equal(Enumerable.Range(8_001, 10_000).Select(n => (long)n), messages.Select(message => message.Sequence));
    }

    [SkippableFact]
    public async Task Usage_and_sweep_keep_up_with_many_sessions()
    {
        var store = redis.CreateStore();
        await Task.WhenAll(Enumerable.Range(0, 3_000).Select(i => store.TryCreateAsync(New($"s{i}", i % 3 is 0 ? "guest" : null), Limits, default).AsTask()));
        await Task.WhenAll(Enumerable.Range(0, 1_000).Select(i => store.GetAsync($"s{i}", T0.AddMinutes(1), Limits, default).AsTask()));

        Assert.Equal(3_000, (await store.GetUsageAsync(T0.AddMinutes(29), default)).LiveSessions);
        Assert.Equal(700, (await store.RemoveExpiredAsync(700, T0.AddMinutes(30), default)).Distinct().Count());
        Assert.Equal(1_300, (await store.RemoveExpiredAsync(10_000, T0.AddMinutes(30), default)).Distinct().Count());
        Assert.Equal(1_000, (await store.GetUsageAsync(T0.AddMinutes(30), default)).LiveSessions);
        Assert.Equal(334, (await ListAsync(store, "guest", T0.AddMinutes(30))).Count);
        Assert.Equal((0, 0, 2_000), await store.GetUsageAsync(T0.AddMinutes(31), default) is var usage ? (usage.LiveSessions, usage.SizeBytes, usage.Expired) : default);
    }
}
