using HospitalityMemory.Stores;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using static HospitalityMemory.Redis.Tests.Sessions;

namespace HospitalityMemory.Redis.Tests;

/// <summary>A host whose clock is wrong uses the clock of Redis, but sees times of its own clock.</summary>
[Collection(SharedRedis.Name)]
public sealed class ClockTests(RedisFixture redis)
{
    private readonly string _prefix = $"test-{Guid.NewGuid():n}:";

    [SkippableTheory]
    [InlineData(40)]
    [InlineData(-40)]
    public async Task A_host_whose_clock_is_off_takes_no_session_from_others_and_finds_its_own(int minutes)
    {
        var right = RealTime.Clock.GetUtcNow();
        var wrong = right.AddMinutes(minutes);
        await using var others = Store(new FakeTimeProvider(right));
        await using var store = Store(new FakeTimeProvider(wrong));
        await others.TryCreateAsync(New("theirs", "guest", right), Limits, default);
        await others.AppendAsync("theirs", Of(Says("hello")), right, Limits, default);

        Assert.Empty(await store.RemoveExpiredAsync(10, wrong, default));
        Assert.Equal(SessionWriteStatus.AlreadyExists, (await store.TryCreateAsync(New("theirs", "thief", wrong), Limits, default)).Status);
        Assert.Equal(1, (await store.GetUsageAsync(wrong, default)).LiveSessions);
        var seen = (await store.GetAsync("theirs", wrong.AddMinutes(1), Limits, default))!;
        Assert.Equal("hello", Assert.Single(seen.Messages).Content);
        AssertNear(wrong, seen.CreatedAt);
        AssertNear(wrong.AddMinutes(31), seen.ExpiresAt);
        AssertNear(right.AddMinutes(31), (await others.PeekAsync("theirs", right, default))!.ExpiresAt);

        // What is read can be written, exact to the tick, and all times are in the host's clock.
        var result = await store.TryReplaceAsync(Next(seen) with { CurrentAgent = "booking", UpdatedAt = wrong }, null, wrong, Limits, default);
        Assert.Equal((SessionWriteStatus.Done, seen.CreatedAt), (result.Status, result.Info!.CreatedAt));
        AssertNear(right, (await others.PeekInfoAsync("theirs", right, default))!.UpdatedAt);

        Assert.Equal(SessionWriteStatus.Done, (await store.TryCreateAsync(New("ours", "guest", wrong), Limits, default)).Status);
        Assert.Equal(wrong, (await store.PeekInfoAsync("ours", wrong, default))!.CreatedAt);
        Assert.NotNull(await others.PeekAsync("ours", right.AddMinutes(29), default));
        Assert.Null(await others.PeekAsync("ours", right.AddMinutes(31), default));
        Assert.Equal(2, (await ListAsync(store, "guest", wrong)).Count);
        Assert.All(await ListAsync(store, null, wrong), session => AssertNear(wrong, session.CreatedAt));
        Assert.True(await store.DeleteAsync("theirs", wrong, default));
    }

    [SkippableFact]
    public async Task A_claim_ends_by_the_clock_of_redis()
    {
        var right = RealTime.Clock.GetUtcNow();
        var wrong = right.AddMinutes(40);
        var limits = Limits with { MaxMessages = 1, KeepsTrimmed = true };
        await using var others = Store(new FakeTimeProvider(right));
        await using var store = Store(new FakeTimeProvider(wrong));
        await others.TryCreateAsync(New("s1", createdAt: right), limits, default);
        await others.AppendAsync("s1", Each([Says("a"), Says("b")]), right, limits, default);
        Assert.NotNull(await others.LeaseTrimmedAsync("s1", new(1, right.AddMinutes(1)), right, default));

        Assert.Null(await store.LeaseTrimmedAsync("s1", new(2, wrong.AddMinutes(1)), wrong, default));
        var lease = await store.LeaseTrimmedAsync("s1", new(2, wrong.AddMinutes(3)), wrong.AddMinutes(2), default);

        Assert.Equal("a", Assert.Single(lease!.Messages).Content);
        AssertNear(wrong, lease.Info.CreatedAt);
    }

    [SkippableFact]
    public async Task Clocks_that_nearly_agree_are_left_alone_and_others_are_told_of_once()
    {
        var log = new LogLines();
        var now = RealTime.Clock.GetUtcNow();
        foreach (var (seconds, isTold) in ((double, bool)[])[(1, false), (-1, false), (10, true), (-10, true)])
        {
            var before = log.Lines.Length;
            var time = now.AddSeconds(seconds);
            await using var store = Store(new FakeTimeProvider(time), log);
            var id = $"s{seconds}";
            await store.TryCreateAsync(New(id, createdAt: time), Limits, default);
            for (var i = 0; i < 5; i++)
            {
                await SayAsync(store, id, "x", time);
            }

            Assert.Equal(isTold ? 1 : 0, log.Lines.Length - before);
            await using var trusting = redis.CreateStore(_prefix) as RedisSessionStore;
            var stored = (await trusting!.PeekInfoAsync(id, time, default))!.CreatedAt;
            Assert.Equal(isTold, stored != time);
            AssertNear(isTold ? now : time, stored);
        }
    }

    [SkippableFact]
    public async Task The_clock_is_asked_once_and_again_after_a_reconnection()
    {
        await using var server = await RedisServer.StartAsync("--appendonly", "yes");
        var now = RealTime.Clock.GetUtcNow().AddMinutes(40);
        await using var store = new RedisSessionStore(
            RedisConnection.Owned(server.ConnectionString, new(RealTime.Clock, NullLogger.Instance)), new RedisSessionOptions());
        await store.TryCreateAsync(New("s1", createdAt: now), Limits, default);
        for (var i = 0; i < 5; i++)
        {
            await SayAsync(store, "s1", "x", now);
        }

        Assert.Equal(1, await CountAsync(server));
        await server.CliAsync("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
        await RealTime.UntilAsync(
            async () =>
            {
                try
                {
                    await SayAsync(store, "s1", "x", now);
                    return await CountAsync(server) is 2;
                }
                catch (MemoryUnavailableException)
                {
                    return false;
                }
            },
            "the clock is asked again");

        static async Task<int> CountAsync(RedisServer server) =>
            (await server.CliAsync("INFO", "commandstats")).Split('\n').FirstOrDefault(line => line.StartsWith("cmdstat_time:", StringComparison.Ordinal)) is { } line
                ? int.Parse(line.Split("calls=")[1].Split(',')[0], null)
                : 0;
    }

    /// <summary>Allows for the time that the tests take.</summary>
    private static void AssertNear(DateTimeOffset expected, DateTimeOffset actual) =>
        Assert.InRange(actual, expected.AddSeconds(-30), expected.AddSeconds(30));

    private RedisSessionStore Store(TimeProvider clock, LogLines? log = null) => new(
        RedisConnection.Borrowed(redis.Connection, new(clock, log is null ? NullLogger.Instance : log)),
        new RedisSessionOptions { KeyPrefix = _prefix });
}
