using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace HospitalityMemory.Adaptive.Tests;

/// <summary>When sums are gathered, added and read.</summary>
public sealed class MarketFeedTests
{
    private static readonly DateOnly Today = new(2026, 3, 1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly AdaptiveLearnerOptions _options = new();
    private readonly FakeNamedSumStore _store = new();
    private readonly FakeLogger<MarketFeed> _log = new();

    /// <summary>The second is what a time-out of HttpClient looks like: a cancellation that is not the caller's.</summary>
    public static TheoryData<Exception> OutOfReach { get; } =
        [new MemoryUnavailableException("The store is out of reach."), new TaskCanceledException("The request timed out.")];

    [Fact]
    public async Task A_new_process_reads_at_once_and_then_at_every_interval()
    {
        await using var feed = Create();
        await ReadInBackgroundAsync();
        Tell(feed, 5);

        _time.Advance(_options.RefreshInterval - TimeSpan.FromTicks(1));
        Assert.Equal((0, 1), (_store.Additions, _store.Reads));
        _time.Advance(TimeSpan.FromTicks(1));
        await ReadInBackgroundAsync();

        Assert.Equal((1, 2), (_store.Additions, _store.Reads));
        await feed.RefreshAsync();
        Assert.Equal(["miami"], feed.Current.Overall.TopCities);
    }

    [Fact]
    public async Task Whoever_reads_while_the_store_blocks_is_told_what_was_known()
    {
        await using var feed = Create();
        await ReadInBackgroundAsync();
        Tell(feed, 5);
        await feed.RefreshAsync();
        await _store.HasRead.WaitAsync(Patience);
        var before = feed.Current;

        _store.Hold = new(TaskCreationOptions.RunContinuationsAsynchronously);
        while (_store.Reading.CurrentCount > 0)
        {
            await _store.Reading.WaitAsync(Patience);
        }

        _time.Advance(_options.RefreshInterval);
        await _store.Reading.WaitAsync().WaitAsync(Patience);

        Tell(feed, 300, "Oslo");
        Assert.Same(before, feed.Current);

        _store.Hold.SetResult();
        _store.Hold = null;
        await feed.RefreshAsync();
        Assert.Equal(["oslo", "miami"], feed.Current.Overall.TopCities);
    }

    [Fact]
    public async Task Before_the_first_reading_nothing_is_known_and_nobody_waits()
    {
        _store.Hold = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var feed = Create();
        await _store.Reading.WaitAsync().WaitAsync(Patience);

        Assert.Same(MarketSnapshot.Empty, feed.Current);
        _store.Hold.SetResult();
    }

    [Theory]
    [MemberData(nameof(OutOfReach))]
    public async Task An_addition_of_unknown_outcome_is_not_repeated(Exception failure)
    {
        await using var feed = Create();
        await ReadInBackgroundAsync();
        Tell(feed, 1);
        (_store.Failure, _store.LosesAnswers) = (failure, true);

        await Assert.ThrowsAnyAsync<Exception>(async () => await feed.RefreshAsync());
        _store.Failure = null;
        await feed.RefreshAsync();
        await feed.RefreshAsync();

        Assert.Equal(1, _store.Additions);
        Assert.Equal(1, (await _store.SumAsync("city//miami")).Guests);
        Assert.Contains(_log.Collector.GetSnapshot(), record => record is { Level: LogLevel.Warning } && record.Message.StartsWith("3 sums", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(OutOfReach))]
    public async Task A_read_that_fails_leaves_what_was_read_last_until_the_next_interval(Exception failure)
    {
        await using var feed = Create();
        await ReadInBackgroundAsync();
        Tell(feed, 5);
        await feed.RefreshAsync();
        var before = feed.Current;
        await _store.HasRead.WaitAsync(Patience);
        _store.Failure = failure;
        _time.Advance(_options.RefreshInterval);
        await WaitUntilAsync(() => _log.Collector.GetSnapshot().Any(record => record.Message.StartsWith("The market could not be read", StringComparison.Ordinal)));
        Assert.Same(before, feed.Current);

        _store.Failure = null;
        Tell(feed, 5, "Oslo");
        _time.Advance(_options.RefreshInterval);
        await ReadInBackgroundAsync();
        await feed.RefreshAsync();

        Assert.Equal(["miami", "oslo"], feed.Current.Overall.TopCities);
    }

    [Fact]
    public async Task What_is_left_is_added_at_the_end()
    {
        await using (var feed = Create())
        {
            Tell(feed, 7);
        }

        Assert.Equal(7, (await _store.SumAsync("city//miami")).Guests);
    }

    [Fact]
    public async Task What_is_being_added_at_the_end_is_added()
    {
        var feed = Create();
        await ReadInBackgroundAsync();
        Tell(feed, 7);
        _store.HoldAddition = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _time.Advance(_options.RefreshInterval);
        await _store.Adding.WaitAsync().WaitAsync(Patience);

        var ended = feed.DisposeAsync().AsTask();
        _store.HoldAddition.SetResult();
        await ended.WaitAsync(Patience);

        Assert.Equal(7, (await _store.SumAsync("city//miami")).Guests);
        Assert.Empty(_log.Collector.GetSnapshot());
    }

    [Fact]
    public async Task A_store_out_of_reach_at_the_end_is_no_error()
    {
        var feed = Create();
        await ReadInBackgroundAsync();
        Tell(feed, 1);
        _store.Failure = new MemoryUnavailableException("The store is out of reach.");

        await feed.DisposeAsync();
        await feed.DisposeAsync();

        Assert.Equal(LogLevel.Warning, Assert.Single(_log.Collector.GetSnapshot()).Level);
    }

    [Fact]
    public async Task Disposed_without_waiting_it_ends_all_the_same()
    {
        _store.Hold = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var feed = Create();
        await _store.Reading.WaitAsync().WaitAsync(Patience);

        feed.Dispose();

        Assert.Same(MarketSnapshot.Empty, feed.Current);
    }

    [Fact]
    public async Task Who_cancels_a_refresh_ends_and_the_next_one_reads()
    {
        await using var feed = Create();
        await ReadInBackgroundAsync();
        _store.Hold = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using var source = new CancellationTokenSource();
        var refreshing = feed.RefreshAsync(source.Token).AsTask();

        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => refreshing.WaitAsync(Patience));
        _store.Hold = null;

        await feed.RefreshAsync();
    }

    [Fact]
    public async Task Many_who_tell_and_refresh_at_once_lose_nothing_and_count_nothing_twice()
    {
        await using (var feed = Create())
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
            {
                for (var round = 0; round < 20; round++)
                {
                    Tell(feed, 50);
                    await feed.RefreshAsync();
                }
            })));
        }

        Assert.Equal(8_000, (await _store.SumAsync("city//miami")).Guests);
    }

    private MarketFeed Create() => new(_store, NameRules.Default, Options.Create(_options), _time, _log);

    /// <summary>Waits for a read that no caller asked for.</summary>
    private async Task ReadInBackgroundAsync() => Assert.True(await _store.HasRead.WaitAsync(Patience));

    private static async Task WaitUntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>Bookings of today, each by a different guest.</summary>
    private static void Tell(MarketFeed feed, int guests, string city = "Miami")
    {
        for (var number = 0; number < guests; number++)
        {
            feed.OnChanged(Markets.Recorded(new Booking { BookingId = $"b{number}", City = city, CheckIn = Today }, Today));
        }
    }
}
