using System.Collections.Concurrent;
using HospitalityMemory.Stores;
using static HospitalityMemory.Redis.Tests.Sessions;

namespace HospitalityMemory.Redis.Tests;

/// <summary>The store in a cluster of six nodes. A master dies while several tasks write.</summary>
public sealed class ClusterTests
{
    private const int Writers = 8;

    private static readonly SessionLimits Unbounded = Limits with { MaxMessages = 10_000, MaxSessionBytes = 100 * 1024 * 1024 };

    [SkippableFact]
    public async Task Every_step_works_in_a_cluster()
    {
        await using var cluster = await RedisCluster.StartAsync(mayFailOver: true);
        await using var store = Open(cluster);
        var ids = Enumerable.Range(0, 60).Select(i => $"{{s}}{i}").ToArray();
        await Task.WhenAll(ids.Select(async id =>
        {
            await CreateAsync(store, id);
            Assert.Equal(1, (await SayAsync(store, id, "hello")).FirstSequence);
            var session = (await store.GetAsync(id, T0.AddMinutes(1), Limits, default))!;
            Assert.Equal(SessionWriteStatus.Done, await ReplaceAsync(store, Next(session) with { UserId = "guest" }, T0));
        }));

        Assert.Equal(ids.Order(StringComparer.Ordinal), (await ListAsync(store, "guest", T0)).Select(session => session.SessionId).Order(StringComparer.Ordinal));
        Assert.Equal(60, (await store.GetUsageAsync(T0, default)).LiveSessions);
        Assert.True(await store.DeleteAsync(ids[0], T0, default));
        Assert.Equal(59, (await store.RemoveExpiredAsync(100, T0.AddMinutes(31), default)).Count);
        Assert.Equal((0, 0), await store.GetUsageAsync(T0.AddMinutes(31), default) is var usage ? (usage.LiveSessions, usage.SizeBytes) : default);

        var sizes = await Task.WhenAll(cluster.Nodes.Select(async node => await node.CliAsync("DBSIZE")));
        Assert.True(sizes.Count(size => size is not "0") >= 3, "Every master has its share; replicas may be behind.");
    }

    [SkippableFact]
    public async Task A_master_that_dies_and_comes_back_has_every_acknowledged_write_and_writes_resume()
    {
        await using var cluster = await RedisCluster.StartAsync(mayFailOver: false);
        await using var store = Open(cluster);
        await using var writers = await StartWritersAsync(store);
        await writers.UntilAllWroteAsync(20);

        var master = await cluster.MasterOfAsync(new RedisSessionKeys("hm:").ShardOf(Id(0)).Session(Id(0)));
        await master.KillAsync();
        await RealTime.UntilAsync(() => Task.FromResult(writers.Failures > 0), "the writers notice");
        await master.StartAgainAsync();
        await cluster.UntilHealthyAsync();
        await writers.UntilAllWroteAsync(20);
        await writers.StopAsync();

        await AssertNothingIsLostAsync(store, writers);
    }

    [SkippableFact]
    public async Task A_replica_takes_over_with_all_that_it_had_and_writes_resume()
    {
        await using var cluster = await RedisCluster.StartAsync(mayFailOver: true);
        await using var store = Open(cluster);
        await using var before = await StartWritersAsync(store);
        await before.UntilAllWroteAsync(20);
        await before.StopAsync();
        var master = await cluster.MasterOfAsync(new RedisSessionKeys("hm:").ShardOf(Id(0)).Session(Id(0)));
        await RedisCluster.UntilReplicatedAsync(master);

        await master.KillAsync();
        await using var after = new ClusterWriters(store, Writers, Unbounded);
        await after.UntilAllWroteAsync(20);
        await after.StopAsync();

        await AssertNothingIsLostAsync(store, before, after);
    }

    private static string Id(int writer) => ClusterWriters.Id(writer);

    private static RedisSessionStore Open(RedisCluster cluster) =>
        new(RedisConnection.Owned(cluster.Options()), new RedisSessionOptions());

    private static async Task<ClusterWriters> StartWritersAsync(RedisSessionStore store)
    {
        for (var i = 0; i < Writers; i++)
        {
            await store.TryCreateAsync(New(Id(i), "guest"), Unbounded, default);
        }

        return new(store, Writers, Unbounded);
    }

    /// <summary>
    /// Everything that was acknowledged is there, in its order and under its number, and nothing is there twice.
    /// </summary>
    private static async Task AssertNothingIsLostAsync(RedisSessionStore store, params ClusterWriters[] writers)
    {
        for (var i = 0; i < Writers; i++)
        {
            var session = (await store.PeekAsync(Id(i), T0, default))!;
            var stored = session.Messages.ToDictionary(message => message.Sequence, message => message.Content);
            Assert.Equal(stored.Count, stored.Values.Distinct().Count());
            foreach (var (sequence, content) in writers.SelectMany(writer => writer.Acknowledged(i)))
            {
                Assert.Equal(content, stored.GetValueOrDefault(sequence));
            }
        }

        Assert.Equal(Writers, (await ListAsync(store, "guest", T0)).Count);
        Assert.Equal(Writers, (await store.GetUsageAsync(T0, default)).LiveSessions);
    }

    /// <summary>Tasks that each append to a session and remember what was acknowledged.</summary>
    private sealed class ClusterWriters : IAsyncDisposable
    {
        private readonly ConcurrentQueue<(long Sequence, string Content)>[] _acknowledged;
        private readonly Task[] _tasks;
        private volatile bool _isStopped;
        private int _failures;

        public ClusterWriters(RedisSessionStore store, int writers, SessionLimits limits)
        {
            _acknowledged = [.. Enumerable.Range(0, writers).Select(_ => new ConcurrentQueue<(long, string)>())];
            _tasks = [.. Enumerable.Range(0, writers).Select(writer => Task.Run(() => WriteAsync(store, writer, limits)))];
        }

        public int Failures => Volatile.Read(ref _failures);

        public static string Id(int writer) => $"session {writer}";

        public ConcurrentQueue<(long Sequence, string Content)> Acknowledged(int writer) => _acknowledged[writer];

        public async Task UntilAllWroteAsync(int more)
        {
            var goals = _acknowledged.Select(queue => queue.Count + more).ToArray();
            await RealTime.UntilAsync(
                () => Task.FromResult(_acknowledged.Select((queue, writer) => queue.Count >= goals[writer]).All(isDone => isDone)),
                "every writer writes");
        }

        public async Task StopAsync()
        {
            _isStopped = true;
            await Task.WhenAll(_tasks);
        }

        public async ValueTask DisposeAsync() => await StopAsync();

        private async Task WriteAsync(RedisSessionStore store, int writer, SessionLimits limits)
        {
            for (var i = 0; !_isStopped; i++)
            {
                var content = $"{Guid.NewGuid():n} {i}";
                try
                {
                    var result = await store.AppendAsync(Id(writer), Of(Says(content)), T0, limits, default);
                    Assert.Equal(SessionWriteStatus.Done, result.Status);
                    _acknowledged[writer].Enqueue((result.FirstSequence, content));
                }
                catch (MemoryUnavailableException)
                {
                    Interlocked.Increment(ref _failures);
                }

                await Task.Delay(TimeSpan.FromMilliseconds(5), RealTime.Clock);
            }
        }
    }
}
