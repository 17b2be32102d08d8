using System.Globalization;
using CsCheck;
using HospitalityMemory.Stores;
using StackExchange.Redis;
using static HospitalityMemory.Redis.Tests.Sessions;

namespace HospitalityMemory.Redis.Tests;

/// <summary>
/// A store that has read a session asks only for what is new. That never shows: it returns what a store returns that has read
/// nothing yet.
/// </summary>
[Collection(SharedRedis.Name)]
public sealed class KnownSessionTests(RedisFixture redis)
{
    private readonly string _prefix = $"test-{Guid.NewGuid():n}:";

    private enum Step
    {
        Append,
        AppendMany,
        Edit,
        Remove,
        Clear,
        Replace,
        CreateAnew,
        Read,
    }

    [SkippableFact]
    public async Task What_is_known_is_never_returned_in_place_of_what_is_there()
    {
        var writer = redis.CreateStore(_prefix);
        var reader = redis.CreateStore(_prefix);
        var limits = Limits with { MaxMessages = 4 };
        var message = Gen.Select(Gen.Int[0, 5], Gen.Bool).Select((pinned, isUsers) =>
            Says("x", isUsers ? MessageRole.User : MessageRole.Assistant) with { Pinned = pinned is 0 });
        var next = 0;
        await Gen.Select(Gen.Enum<Step>(), message.Array[1, 6]).Array[1, 12].SampleAsync(
            async steps =>
            {
                var id = $"s{Interlocked.Increment(ref next)}";
                await writer.TryCreateAsync(New(id), limits, default);
                foreach (var (step, messages) in steps)
                {
                    switch (step)
                    {
                        case Step.Append:
                            await writer.AppendAsync(id, Of(messages[0]), T0, limits, default);
                            break;
                        case Step.AppendMany:
                            await writer.AppendAsync(id, Each(messages), T0, limits, default);
                            break;
                        case Step.Edit or Step.Remove:
                            var read = (await writer.GetMessagesAsync(id, new(messages.Length, null), T0, limits, default))!;
                            if (read.Messages is [var oldest, ..])
                            {
                                var edited = step is Step.Edit ? messages[0] with { Content = "edited" } : null;
                                await writer.TryReplaceMessageAsync(
                                    id, new(oldest.Message.Sequence, read.Edits, edited) { StartsTurn = true }, T0, limits, default);
                            }

                            break;
                        case Step.Clear:
                            await writer.ClearMessagesAsync(id, T0, limits, default);
                            break;
                        case Step.Replace:
                            var current = Next((await writer.PeekInfoAsync(id, T0, default))!);
                            await writer.TryReplaceAsync(
                                current with { CurrentAgent = $"agent {current.Version}" }, null, T0, limits, default);
                            break;
                        case Step.CreateAnew:
                            await writer.DeleteAsync(id, T0, default);
                            await writer.TryCreateAsync(New(id) with { CurrentAgent = $"agent {messages.Length}" }, limits, default);
                            break;
                        default:
                            await reader.GetAsync(id, T0.AddSeconds(messages.Length), limits, default);
                            break;
                    }

                    var expected = await redis.CreateStore(_prefix).PeekAsync(id, T0, default);
                    var known = await reader.PeekAsync(id, T0, default);
                    if (expected!.ToJson() != known!.ToJson() || expected!.Version != known!.Version)
                    {
                        return false;
                    }
                }

                return true;
            },
            iter: 200);
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Writes_that_redis_has_lost_are_not_returned(bool isWrittenAnew)
    {
        var writer = redis.CreateStore(_prefix);
        var reader = redis.CreateStore(_prefix);
        var database = redis.Connection.GetDatabase();
        var shard = new RedisSessionKeys(_prefix).ShardOf("s1");
        RedisKey[] keys = [shard.Session("s1"), shard.Messages("s1")];
        await CreateAsync(writer, "s1");
        await SayAsync(writer, "s1", "kept");
        var kept = await Task.WhenAll(keys.Select(key => database.KeyDumpAsync(key)));
        await WriteAsync("lost");
        Assert.Equal(["kept", "lost"], await ContentsAsync(reader, "s1"));

        // A failover to a replica that lagged behind leaves this state. The same numbers are then given again.
        for (var i = 0; i < keys.Length; i++)
        {
            await database.KeyDeleteAsync(keys[i]);
            await database.KeyRestoreAsync(keys[i], kept[i]!, TimeSpan.FromMinutes(35));
        }

        if (isWrittenAnew)
        {
            await WriteAsync("anew");
        }

        var read = (await reader.PeekAsync("s1", T0, default))!;
        Assert.Equal(isWrittenAnew ? ["kept", "anew"] : ["kept"], read.Messages.Select(message => message.Content));
        Assert.Equal(isWrittenAnew ? "anew" : null, read.CurrentAgent);

        async Task WriteAsync(string text)
        {
            await SayAsync(writer, "s1", text);
            var session = (await redis.CreateStore(_prefix).PeekAsync("s1", T0, default))!;
            Assert.Equal(
                SessionWriteStatus.Done, await ReplaceAsync(writer, Next(session) with { CurrentAgent = text }, T0));
        }
    }

    [SkippableFact]
    public async Task A_read_brings_what_is_new_and_a_write_takes_what_it_writes_however_long_the_history()
    {
        await using var server = await RedisServer.StartAsync();
        await using var store = new RedisSessionStore(
            RedisConnection.Owned(server.ConnectionString), new RedisSessionOptions());
        var limits = Limits with { MaxMessages = 2_000, MaxSessionBytes = 10 * 1024 * 1024 };
        var text = new string('x', 200);
        await store.TryCreateAsync(New("s1") with { Context = JsonFields.Empty.Set("large", new string('y', 100_000)) }, limits, default);
        await store.AppendAsync("s1", Each(Enumerable.Range(0, 1_000).Select(_ => Says(text))), T0, limits, default);
        await store.AppendAsync("s1", Of(Says(text)), T0, limits, default);

        var (_, first) = await TrafficAsync(async () => Assert.Equal(1_001, (await store.GetAsync("s1", T0, limits, default))!.Messages.Count));
        var (sent, received) = await TrafficAsync(() => store.AppendAsync("s1", Of(Says(text)), T0, limits, default).AsTask());
        var (_, later) = await TrafficAsync(async () => Assert.Equal(1_002, (await store.GetAsync("s1", T0, limits, default))!.Messages.Count));

        var (_, latest) = await TrafficAsync(async () =>
            Assert.Equal(1_002, (await store.GetMessagesAsync("s1", new(1, null), T0, limits, default))!.Messages[0].Message.Sequence));
        var (_, behind) = await TrafficAsync(async () =>
            Assert.Equal(501, (await store.GetMessagesAsync("s1", new(1, 500), T0, limits, default))!.Messages[0].Message.Sequence));
        var session = (await store.PeekInfoAsync("s1", T0, default))! with { Context = JsonFields.Empty };
        var (_, replacing) = await TrafficAsync(async () =>
            Assert.Equal(SessionWriteStatus.Done, (await store.TryReplaceAsync(Next(session) with { CurrentAgent = "booking" }, null, T0, limits, default)).Status));
        var (_, afterwards) = await TrafficAsync(async () => Assert.Equal("booking", (await store.GetAsync("s1", T0, limits, default))!.CurrentAgent));

        Assert.InRange(first, 300_000, 500_000);
        Assert.InRange(sent, text.Length, text.Length + 1_000);
        Assert.InRange(received, 1, 500);
        Assert.InRange(later, text.Length, text.Length + 500);
        Assert.InRange(latest, text.Length, text.Length + 500);
        Assert.InRange(behind, text.Length, text.Length + 500);
        Assert.InRange(replacing, 1, 500);
        Assert.InRange(afterwards, 1, 1_000);

        async Task<(long Sent, long Received)> TrafficAsync(Func<Task> step)
        {
            await server.CliAsync("CONFIG", "RESETSTAT");
            await step();
            var lines = (await server.CliAsync("INFO", "stats")).Split('\n', StringSplitOptions.TrimEntries);
            return (Value("total_net_input_bytes:"), Value("total_net_output_bytes:"));

            long Value(string name) =>
                long.Parse(lines.Single(line => line.StartsWith(name, StringComparison.Ordinal)).AsSpan(name.Length), CultureInfo.InvariantCulture);
        }
    }

    [SkippableFact]
    public async Task Usage_searches_for_no_key()
    {
        await using var server = await RedisServer.StartAsync();
        await using var store = new RedisSessionStore(
            RedisConnection.Owned(server.ConnectionString), new RedisSessionOptions());
        await CreateAsync(store, "s1", "guest");
        await server.CliAsync("CONFIG", "RESETSTAT");

        Assert.Equal(1, (await store.GetUsageAsync(T0, default)).LiveSessions);
        Assert.Single(await store.RemoveExpiredAsync(10, T0.AddMinutes(30), default));

        var commands = await server.CliAsync("INFO", "commandstats");
        Assert.Contains("cmdstat_evalsha", commands, StringComparison.Ordinal);
        Assert.DoesNotMatch("cmdstat_(keys|[hsz]?scan|randomkey)\\b", commands);
    }
}
