using StackExchange.Redis;
using static HospitalityMemory.Redis.Tests.Sessions;

namespace HospitalityMemory.Redis.Tests;

/// <summary>A server that can be reached but refuses.</summary>
public sealed class RefusalTests
{
    [SkippableTheory]
    [InlineData("password=hunter2")]
    [InlineData("")]
    public async Task A_wrong_or_missing_password_is_told(string password)
    {
        await using var server = await RedisServer.StartAsync("--requirepass", "right");
        await using var store = Open($"{server.ConnectionString},connectRetry=1,{password}");

        // The client has two connections and may give up one while the other is being refused. The next attempt is then refused.
        MemoryUnavailableException? error = null;
        await RealTime.UntilAsync(
            async () =>
            {
                error = await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await store.PingAsync(default));
                return error.Message.Contains("password", StringComparison.Ordinal);
            },
            "the refusal is told");

        Assert.Contains("the user or the password", error!.Message, StringComparison.Ordinal);
        Assert.NotNull(error.InnerException);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
        await using var right = Open($"{server.ConnectionString},password=right");
        await right.PingAsync(default);
    }

    [SkippableFact]
    public async Task No_server_is_told()
    {
        var server = await RedisServer.StartAsync();
        await server.DisposeAsync();
        await using var store = Open($"{server.ConnectionString},connectRetry=1,connectTimeout=500");

        var error = await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await store.GetAsync("s1", T0, Limits, default));

        Assert.Contains("out of reach", error.Message, StringComparison.Ordinal);
        Assert.IsType<RedisConnectionException>(error.InnerException);
    }

    [SkippableFact]
    public async Task A_read_only_replica_is_told_and_nothing_is_written()
    {
        await using var primary = await RedisServer.StartAsync();
        await using var replica = await RedisServer.StartAsync("--replicaof", "127.0.0.1", $"{primary.Port}");
        await RealTime.UntilAsync(
            async () => (await replica.CliAsync("INFO", "replication")).Contains("master_link_status:up", StringComparison.Ordinal),
            "the replica follows");
        await using var store = Open(replica.ConnectionString);
        await using var onPrimary = Open(primary.ConnectionString);
        await CreateAsync(onPrimary, "s1");

        foreach (var call in (Func<Task>[])
            [() => CreateAsync(store, "s2", "guest"), () => SayAsync(store, "s1", "x"), () => store.PingAsync(default).AsTask()])
        {
            var error = await Assert.ThrowsAsync<MemoryUnavailableException>(call);
            Assert.NotNull(error.InnerException);
            Assert.Contains("replica", error.Message, StringComparison.Ordinal);
        }

        Assert.Empty(await ContentsAsync(onPrimary, "s1"));
        Assert.Equal(1, (await onPrimary.GetUsageAsync(T0, default)).LiveSessions);
    }

    [SkippableFact]
    public async Task A_primary_that_became_a_replica_under_the_connection_is_told_and_nothing_is_written()
    {
        await using var primary = await RedisServer.StartAsync();
        var gone = await RedisServer.StartAsync();
        await gone.DisposeAsync();
        await using var store = Open(primary.ConnectionString);
        await CreateAsync(store, "s1");
        await SayAsync(store, "s1", "before");

        // It replicates from a server that does not exist, and nothing is copied over its data.
        await primary.CliAsync("REPLICAOF", "127.0.0.1", $"{gone.Port}");
        var error = await Assert.ThrowsAsync<MemoryUnavailableException>(() => SayAsync(store, "s1", "x"));

        Assert.Contains("replica", error.Message, StringComparison.Ordinal);
        await primary.CliAsync("REPLICAOF", "NO", "ONE");
        await using var after = Open(primary.ConnectionString);
        Assert.Equal(["before"], await ContentsAsync(after, "s1"));
    }

    [SkippableFact]
    public async Task A_full_redis_refuses_writes_whole_and_serves_reads_and_deletions()
    {
        await using var server = await RedisServer.StartAsync("--maxmemory-policy", "noeviction");
        await using var store = Open(server.ConnectionString);
        await CreateAsync(store, "s1", "guest");
        for (var i = 1; i <= 5; i++)
        {
            await SayAsync(store, "s1", $"m{i}");
        }

        var session = (await store.PeekAsync("s1", T0, default))!;
        var usage = await store.GetUsageAsync(T0, default);
        await server.CliAsync("CONFIG", "SET", "maxmemory", "1");

        foreach (var call in (Func<Task>[])
        [
            () => CreateAsync(store, "s2"),
            () => CreateAsync(store, "s2", "guest"),
            () => SayAsync(store, "s1", "x"),
            () => store.TryReplaceAsync(Next(session) with { CurrentAgent = "x" }, null, T0.AddMinutes(1), Limits, default).AsTask(),
            () => store.PingAsync(default).AsTask(),
        ])
        {
            var error = await Assert.ThrowsAsync<MemoryUnavailableException>(call);
            Assert.Contains("out of memory", error.Message, StringComparison.Ordinal);
            Assert.IsType<RedisServerException>(error.InnerException);
        }

        Assert.Equal(usage, await store.GetUsageAsync(T0, default));
        var read = (await store.GetAsync("s1", T0.AddMinutes(1), Limits, default))!;
        Assert.Equal(["m1", "m2", "m3", "m4", "m5"], read.Messages.Select(message => message.Content));
        Assert.Equal((T0.AddMinutes(31), T0, 1), (read.ExpiresAt, read.UpdatedAt, read.Version));
        Assert.Empty(await store.RemoveExpiredAsync(10, T0.AddMinutes(30), default));
        Assert.True(await store.DeleteAsync("s1", T0, default));

        await server.CliAsync("CONFIG", "SET", "maxmemory", "0");
        await CreateAsync(store, "s1", "guest");
    }

    [SkippableFact]
    public async Task A_redis_that_is_busy_with_anothers_script_is_told_and_serves_once_that_is_killed()
    {
        await using var server = await RedisServer.StartAsync("--lua-time-limit", "50");
        await using var store = Open(server.ConnectionString);
        await CreateAsync(store, "s1");
        var endless = server.CliAsync("EVAL", "while true do end", "0");
        await RealTime.UntilAsync(
            async () => (await server.CliAsync("PING")).StartsWith("BUSY", StringComparison.Ordinal), "Redis is busy");

        var error = await Assert.ThrowsAsync<MemoryUnavailableException>(() => SayAsync(store, "s1", "x"));

        Assert.IsType<RedisServerException>(error.InnerException);
        await server.CliAsync("SCRIPT", "KILL");
        await endless;
        Assert.Empty(await ContentsAsync(store, "s1"));
        Assert.Equal(1, (await SayAsync(store, "s1", "x")).FirstSequence);
    }

    [SkippableFact]
    public async Task A_script_that_fails_has_written_nothing()
    {
        await using var server = await RedisServer.StartAsync();
        await using var store = Open(server.ConnectionString);
        await CreateAsync(store, "s1");
        await SayAsync(store, "s1", "before");
        var shard = new RedisSessionKeys(new RedisSessionOptions().KeyPrefix).ShardOf("s1");

        // Another program has put something else in the place of the messages.
        await server.CliAsync("RENAME", shard.Messages("s1").ToString(), "kept");
        await server.CliAsync("SET", shard.Messages("s1").ToString(), "no list");
        var before = await server.CliAsync("HGETALL", shard.Session("s1").ToString());

        var error = await Assert.ThrowsAsync<CorruptDataException>(() => SayAsync(store, "s1", "x"));

        Assert.Contains("RedisServerException", error.InnerException!.Message, StringComparison.Ordinal);
        Assert.Equal(before, await server.CliAsync("HGETALL", shard.Session("s1").ToString()));
        await Assert.ThrowsAsync<CorruptDataException>(async () => await store.GetAsync("s1", T0.AddMinutes(1), Limits, default));
        Assert.Equal(before, await server.CliAsync("HGETALL", shard.Session("s1").ToString()));
    }

    [SkippableFact]
    public async Task Stored_data_that_cannot_be_read_is_told()
    {
        await using var server = await RedisServer.StartAsync();
        await using var store = Open(server.ConnectionString);
        await CreateAsync(store, "s1");
        var key = new RedisSessionKeys(new RedisSessionOptions().KeyPrefix).ShardOf("s1").Session("s1").ToString();

        await server.CliAsync("HSET", key, "updated_at", "yesterday");
        await Assert.ThrowsAsync<CorruptDataException>(async () => await store.PeekAsync("s1", T0, default));

        await server.CliAsync("HSET", key, "state", """{"session_id":"s1","schema_version":99}""");
        var error = await Assert.ThrowsAsync<SchemaVersionException>(async () => await store.PeekAsync("s1", T0, default));
        Assert.Equal(99, error.Found);
    }

    private static RedisSessionStore Open(string connectionString) =>
        new(RedisConnection.Owned(connectionString), new RedisSessionOptions());
}
