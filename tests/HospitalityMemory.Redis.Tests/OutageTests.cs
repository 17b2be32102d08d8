using HospitalityMemory.Conformance.Faults;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;
using static HospitalityMemory.Redis.Tests.Sessions;

namespace HospitalityMemory.Redis.Tests;

/// <summary>A server goes away and comes back: calls fail at once, and the log says when.</summary>
public sealed class OutageTests
{
    /// <summary>
    /// The most time for a call that is not sent, on a busy machine. It is less than any time-out that the call would wait for,
    /// the shortest of which is 5 seconds.
    /// </summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(4);

    [SkippableFact]
    public async Task While_redis_is_gone_calls_fail_at_once_and_the_log_says_once_that_it_went_and_that_it_is_back()
    {
        await using var server = await RedisServer.StartAsync();
        var log = new LogLines();
        await using var store = Open($"{server.ConnectionString},password=,name=secret-name", log);
        await CreateAsync(store, "s1");
        Assert.Empty(log.Lines);

        await server.KillAsync();
        await Assert.ThrowsAsync<MemoryUnavailableException>(() => SayAsync(store, "s1", "lost"));

        // Before that a call waits, for a second at most: most broken connections are replaced at once.
        await RealTime.UntilAsync(() => Task.FromResult(log.Lines.Length == 1), "the log says that it went");
        for (var i = 0; i < 20; i++)
        {
            var start = RealTime.Clock.GetTimestamp();
            var error = await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await store.GetAsync("s1", T0, Limits, default));
            Assert.InRange(RealTime.Clock.GetElapsedTime(start), TimeSpan.Zero, AtOnce);
            Assert.Contains(server.ConnectionString, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("secret-name", error.Message, StringComparison.Ordinal);
        }

        await server.StartAgainAsync();
        await ServesAgainAsync(store);

        await RealTime.UntilAsync(() => Task.FromResult(log.Lines.Length == 2), "the log has two lines");
        Assert.StartsWith($"Warning: Redis at {server.ConnectionString} is out of reach", log.Lines[0], StringComparison.Ordinal);
        Assert.Equal($"Information: Redis at {server.ConnectionString} is back.", log.Lines[1]);
        Assert.DoesNotContain("secret-name", string.Concat(log.Lines), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_connection_that_is_cut_and_made_anew_loses_no_call_and_is_not_told()
    {
        await using var server = await RedisServer.StartAsync();
        await using var proxy = TcpProxy.Start(server.Port);
        var log = new LogLines();
        await using var store = Open($"127.0.0.1:{proxy.Port}", log);
        await CreateAsync(store, "s1");

        for (var i = 1; i <= 10; i++)
        {
            proxy.Cut();
            Assert.Equal(i, (await store.GetMessagesAsync("s1", new(1, null), T0, Limits, default))!.LastSequence + 1);
            Assert.Equal(i, (await SayAsync(store, "s1", $"m{i}")).FirstSequence);
        }

        Assert.Empty(log.Lines);
    }

    [SkippableFact]
    public async Task Under_a_clock_that_stands_still_a_call_ends_and_the_next_goes_on()
    {
        await using var server = await RedisServer.StartAsync();
        await using var proxy = TcpProxy.Start(server.Port);
        var log = new LogLines();
        await using var store = new RedisSessionStore(
            RedisConnection.Owned($"127.0.0.1:{proxy.Port}", new(new FakeTimeProvider(T0), log) { TrustsHostClock = true }), new RedisSessionOptions());
        await CreateAsync(store, "s1");
        for (var i = 1; i <= 5; i++)
        {
            // A read is tried again, whether it was sent or not.
            proxy.Cut();
            Assert.Empty((await store.GetMessagesAsync("s1", new(1, null), T0, Limits, default))!.Messages);
        }

        await server.KillAsync();
        await Assert.ThrowsAsync<MemoryUnavailableException>(() => SayAsync(store, "s1", "lost"));
        await Assert.ThrowsAsync<MemoryUnavailableException>(() => SayAsync(store, "s1", "lost too"));
        await RealTime.UntilAsync(() => Task.FromResult(log.Lines.Length == 1), "the log says that it went");

        await server.StartAgainAsync();
        await ServesAgainAsync(store);
    }

    [SkippableFact]
    public async Task A_redis_that_is_not_there_from_the_beginning_is_told_once()
    {
        var server = await RedisServer.StartAsync();
        await server.DisposeAsync();
        var log = new LogLines();
        await using var store = Open(server.ConnectionString, log);

        // The client's own first attempt, which may take its time-out to connect. A memory's time limit would end the call
        // earlier.
        await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await store.GetAsync("s1", T0, Limits, default));
        var next = RealTime.Clock.GetTimestamp();
        await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await store.GetAsync("s1", T0, Limits, default));
        Assert.InRange(RealTime.Clock.GetElapsedTime(next), TimeSpan.Zero, AtOnce);

        Assert.StartsWith($"Warning: Redis at {server.ConnectionString} is out of reach", Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_borrowed_connection_that_keeps_calls_is_not_given_any_while_redis_is_gone()
    {
        await using var server = await RedisServer.StartAsync();
        await using var connection = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        var log = new LogLines();
        await using var store = new RedisSessionStore(RedisConnection.Borrowed(connection, log.Surroundings), new RedisSessionOptions());
        await CreateAsync(store, "s1");

        await server.KillAsync();
        await RealTime.UntilAsync(() => Task.FromResult(log.Lines.Length == 1), "the log says that it went");
        var start = RealTime.Clock.GetTimestamp();
        await Assert.ThrowsAsync<MemoryUnavailableException>(() => SayAsync(store, "s1", "lost"));
        Assert.InRange(RealTime.Clock.GetElapsedTime(start), TimeSpan.Zero, AtOnce);

        await server.StartAgainAsync();
        await ServesAgainAsync(store);
    }

    [SkippableFact]
    public async Task A_session_is_read_where_its_lifetime_cannot_be_extended()
    {
        await using var primary = await RedisServer.StartAsync();
        await using var replica = await RedisServer.StartAsync("--replicaof", "127.0.0.1", $"{primary.Port}");
        await using (var writer = Open(primary.ConnectionString, new LogLines()))
        {
            await CreateAsync(writer, "s1", "guest");
            await SayAsync(writer, "s1", "hello");
        }

        await RealTime.UntilAsync(
            async () => (await replica.CliAsync("DBSIZE")) is { Length: > 0 } size && size == await primary.CliAsync("DBSIZE"), "the replica has it");
        await primary.CliAsync("CONFIG", "SET", "min-replicas-to-write", "3");

        foreach (var server in (RedisServer[])[primary, replica])
        {
            await using var store = Open(server.ConnectionString, new LogLines());
            var session = (await store.GetAsync("s1", T0.AddMinutes(10), Limits, default))!;
            Assert.Equal("hello", Assert.Single(session.Messages).Content);
            Assert.Equal(T0.AddMinutes(30), session.ExpiresAt);
            Assert.Single((await store.GetMessagesAsync("s1", new(5, null), T0.AddMinutes(10), Limits, default))!.Messages);
            Assert.Single(await ListAsync(store, "guest"));
            Assert.NotNull(await store.PeekInfoAsync("s1", T0, default));

            var error = await Assert.ThrowsAsync<MemoryUnavailableException>(() => SayAsync(store, "s1", "late"));
            Assert.Contains("replica", error.Message, StringComparison.Ordinal);
        }
    }

    private static RedisSessionStore Open(string connectionString, LogLines log) =>
        new(RedisConnection.Owned(connectionString, log.Surroundings), new RedisSessionOptions());
}
