using System.Globalization;
using HospitalityMemory.Stores;
using Microsoft.Extensions.Logging;
using Moq;

namespace HospitalityMemory.Tests.ShortTerm;

public sealed class MemoryLimitTests : IDisposable
{
    private static readonly string Text = new('x', 50_000);

    private readonly ShortTermFixture _fixture = new();

    public MemoryLimitTests() => _fixture.Options.ShortTerm.MaxSizeMegabytes = 1;

    private ShortTermMemory Memory => _fixture.Memory;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task When_full_the_session_not_used_for_longest_goes_and_everyone_is_told()
    {
        var evicted = new List<string>();
        var failing = new Mock<ISessionEndHandler>();
        failing.Setup(mock => mock.OnEndedAsync(It.IsAny<SessionEnd>(), It.IsAny<CancellationToken>()))
            .Throws(new InvalidOperationException("handler is down"));
        var noting = new Mock<ISessionEndHandler>();
        noting.Setup(mock => mock.OnEndedAsync(It.IsAny<SessionEnd>(), It.IsAny<CancellationToken>()))
            .Callback((SessionEnd end, CancellationToken _) => evicted.Add($"{end.SessionId}: {end.Reason}"));
        _fixture.EndHandlers.AddRange([failing.Object, noting.Object]);
        using var metric = _fixture.Collect(HospitalityMemoryTelemetry.SessionsEvicted);
        for (var i = 0; i < 10; i++)
        {
            await FillAsync($"s{i}");
        }

        await Memory.GetSessionAsync("s0");
        _fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        await Memory.AddMessageAsync("s2", MessageRole.User, "still here");
        _fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        await Memory.PeekSessionAsync("s1");
        await FillAsync("new1");
        await FillAsync("new2");

        Assert.Equal(["s1: Evicted", "s3: Evicted"], evicted);
        Assert.Null(await Memory.PeekSessionAsync("s1"));
        Assert.NotNull(await Memory.PeekSessionAsync("s0"));
        var usage = await Memory.GetMemoryUsageAsync();
        Assert.Equal((10, 2), (usage.SessionsCount, usage.EvictedCount));
        Assert.InRange(usage.UsagePercentage, 90, 100);
        Assert.Equal((1.0, 1024 * 1024), (usage.MaxSizeMb, usage.MaxSizeBytes));
        Assert.Equal(2, metric.GetMeasurementSnapshot().Sum(measurement => measurement.Value));
        var logs = _fixture.Logger.Collector.GetSnapshot();
        Assert.Equal(1, logs.Count(log => log.Message.Contains("1 live session(s) went", StringComparison.Ordinal)));
        Assert.Equal(2, logs.Count(log => log.Exception?.Message.StartsWith("System.InvalidOperationException.", StringComparison.Ordinal) is true));
        Assert.DoesNotContain(logs, log => log.Message.Contains("s1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Evictions_are_logged_in_sums_a_line_a_period()
    {
        for (var i = 0; i < 10; i++)
        {
            await FillAsync($"s{i}");
        }

        for (var i = 0; i < 8; i++)
        {
            await FillAsync($"new{i}");
        }

        Assert.Equal([1], Evicted());
        await Memory.CleanupExpiredAsync();
        Assert.Equal([1], Evicted());

        // The period is over: a sweep tells, and so does an eviction.
        _fixture.Clock.Advance(_fixture.Options.ShortTerm.SweepInterval);
        await Memory.CleanupExpiredAsync();
        Assert.Equal([1, 7], Evicted());
        await FillAsync("newer");
        await FillAsync("newest");
        _fixture.Clock.Advance(_fixture.Options.ShortTerm.SweepInterval);
        await FillAsync("last");
        Assert.Equal([1, 7, 3], Evicted());

        // Nothing went since: nothing is told.
        _fixture.Clock.Advance(_fixture.Options.ShortTerm.SweepInterval);
        await Memory.CleanupExpiredAsync();
        Assert.Equal([1, 7, 3], Evicted());

        IEnumerable<long> Evicted() => _fixture.Logger.Collector.GetSnapshot()
            .Where(log => log.Id.Id is 4)
            .Select(log => long.Parse(log.StructuredState!.Single(state => state.Key is "Count").Value!, CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_session_that_grows_sends_others_away_and_never_itself()
    {
        _fixture.Options.ShortTerm.MaxSessionKilobytes = 1024;
        await FillAsync("grows");
        for (var i = 0; i < 9; i++)
        {
            await FillAsync($"s{i}");
        }

        // It is itself the one that was not used for longest.
        await Memory.AddMessageAsync("grows", MessageRole.User, Text);
        await Memory.AddMessageAsync("grows", MessageRole.User, Text);

        Assert.Equal(3, (await _fixture.PeekAsync("grows")).Messages.Count);
        Assert.Null(await Memory.PeekSessionAsync("s0"));
        var usage = await Memory.GetMemoryUsageAsync();
        Assert.True(usage.SizeBytes <= usage.MaxSizeBytes);
        Assert.Equal(2, usage.EvictedCount);
    }

    [Fact]
    public async Task Expired_sessions_go_before_live_ones()
    {
        for (var i = 0; i < 5; i++)
        {
            await FillAsync($"old{i}");
        }

        _fixture.Clock.Advance(TimeSpan.FromMinutes(29));
        for (var i = 0; i < 5; i++)
        {
            await FillAsync($"s{i}");
        }

        _fixture.Clock.Advance(TimeSpan.FromMinutes(2));
        await FillAsync("new");

        var usage = await Memory.GetMemoryUsageAsync();
        Assert.Equal((6, 5, 0), (usage.SessionsCount, usage.ExpiredCount, usage.EvictedCount));
    }

    [Fact]
    public async Task When_the_policy_is_to_refuse_nothing_goes_and_nothing_changes()
    {
        _fixture.Options.ShortTerm.WhenFull = MemoryFullPolicy.Refuse;
        for (var i = 0; i < 10; i++)
        {
            await FillAsync($"s{i}");
        }

        var before = await _fixture.PeekAsync("s0");
        _fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        await Memory.CreateSessionAsync("small");
        await Assert.ThrowsAsync<MemoryUnavailableException>(() => Memory.AddMessageAsync("small", MessageRole.User, Text).AsTask());
        await Assert.ThrowsAsync<MemoryUnavailableException>(() => Memory.AddMessageAsync("s0", MessageRole.User, Text).AsTask());
        await Assert.ThrowsAsync<MemoryUnavailableException>(
            () => Memory.UpdateSessionAsync("s0", state => state with { Context = state.Context.Set("a", Text) }).AsTask());

        Assert.Equal(before, await _fixture.PeekAsync("s0"));
        Assert.Empty((await _fixture.PeekAsync("small")).Messages);
        Assert.Equal((11, 0), ((await Memory.GetMemoryUsageAsync()).SessionsCount, (await Memory.GetMemoryUsageAsync()).EvictedCount));
        await Memory.DeleteSessionAsync("s1");
        Assert.Equal(2, (await Memory.AddMessageAsync("s0", MessageRole.User, Text)).Sequence);
    }

    [Fact]
    public async Task A_new_session_is_refused_when_the_memory_is_full()
    {
        _fixture.Options.ShortTerm.WhenFull = MemoryFullPolicy.Refuse;
        var big = new Mock<ISessionInitializer>();
        big.Setup(mock => mock.InitializeAsync(It.IsAny<SessionInfo>(), It.IsAny<CancellationToken>()))
            .Returns((SessionInfo session, CancellationToken _) => new(session.State with { Context = session.Context.Set("a", Text) }));
        _fixture.Initializers.Add(big.Object);
        for (var i = 0; i < 10; i++)
        {
            await Memory.CreateSessionAsync($"s{i}", "guest");
        }

        await Assert.ThrowsAsync<MemoryUnavailableException>(() => Memory.CreateSessionAsync("new", "guest").AsTask());
        await Assert.ThrowsAsync<MemoryUnavailableException>(() => Memory.GetOrCreateSessionAsync("new", "guest").AsTask());

        Assert.Null(await Memory.PeekSessionAsync("new"));
        Assert.Equal(10, (await Memory.ListUserSessionsAsync("guest", null, 100)).Sessions.Count);
        await Memory.DeleteSessionAsync("s3");
        await Memory.CreateSessionAsync("new", "guest");
    }

    [Fact]
    public async Task The_warning_comes_once_and_again_only_after_usage_fell()
    {
        await FillUpAsync();
        Assert.Equal(1, Warnings());
        await Memory.GetMemoryUsageAsync();
        await FillAsync("more");
        Assert.Equal(1, Warnings());

        await Memory.DeleteSessionAsync("s5");
        await Memory.DeleteSessionAsync("s6");
        await Memory.CleanupExpiredAsync();
        await FillAsync("again1");
        await FillAsync("again2");
        await Memory.GetMemoryUsageAsync();
        Assert.Equal(2, Warnings());

        async Task FillUpAsync()
        {
            for (var i = 0; i < 10; i++)
            {
                await FillAsync($"s{i}");
            }
        }

        int Warnings() => _fixture.Logger.Collector.GetSnapshot()
            .Count(log => log.Level is LogLevel.Warning && log.Message.Contains("% full", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_expired_is_counted_whoever_comes_upon_it()
    {
        using var expired = _fixture.Collect(HospitalityMemoryTelemetry.SessionsExpired);
        for (var i = 0; i < 4; i++)
        {
            await Memory.CreateSessionAsync($"s{i}");
        }

        _fixture.Clock.Advance(TimeSpan.FromMinutes(30));
        await Memory.GetSessionAsync("s0");
        await Memory.CreateSessionAsync("s1");

        Assert.Equal(3, await Memory.CleanupExpiredAsync());
        Assert.Equal(0, await Memory.CleanupExpiredAsync());
        var usage = await Memory.GetMemoryUsageAsync();
        Assert.Equal((1, 4), (usage.SessionsCount, usage.ExpiredCount));
        expired.RecordObservableInstruments();
        Assert.Equal(4, expired.LastMeasurement!.Value);
    }

    [Fact]
    public async Task The_gauges_of_a_remote_store_show_what_was_read_last()
    {
        var store = new Mock<ISessionStore>();
        store.SetupGet(mock => mock.IsRemote).Returns(true);
        store.Setup(mock => mock.GetUsageAsync(It.IsAny<DateTimeOffset>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(new SessionStoreUsage(4711, 99));
        _fixture.Store = store.Object;
        _ = Memory;
        using var live = _fixture.Collect(HospitalityMemoryTelemetry.SessionsLive);

        live.RecordObservableInstruments();
        Assert.Empty(live.GetMeasurementSnapshot());
        await Memory.CleanupExpiredAsync();
        live.RecordObservableInstruments();

        Assert.Equal(4711, live.LastMeasurement!.Value);
        store.Verify(mock => mock.GetUsageAsync(It.IsAny<DateTimeOffset>(), It.IsAny<CancellationToken>()), Times.Once);
    }

    [Fact]
    public async Task Hits_and_misses_are_counted()
    {
        using var hits = _fixture.Collect(HospitalityMemoryTelemetry.SessionHits);
        using var misses = _fixture.Collect(HospitalityMemoryTelemetry.SessionMisses);
        await Memory.CreateSessionAsync("s1");

        await Memory.GetSessionAsync("s1");
        await Memory.GetSessionAsync("s2");

        Assert.Single(hits.GetMeasurementSnapshot());
        Assert.Single(misses.GetMeasurementSnapshot());
    }

    /// <summary>A session of about a tenth of a megabyte, used a second after the one before.</summary>
    private async Task FillAsync(string id)
    {
        await Memory.CreateSessionAsync(id);
        await Memory.AddMessageAsync(id, MessageRole.User, Text);
        _fixture.Clock.Advance(TimeSpan.FromSeconds(1));
    }
}
