using HospitalityMemory.Tests.Stores;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace HospitalityMemory.Tests.LongTerm;

/// <summary>When market counts are gathered, written and read.</summary>
public sealed class MarketStatisticsTests
{
    private static readonly DateOnly Today = new(2026, 3, 1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly HospitalityMemoryOptions _options = new();
    private readonly FakeMarketStore _store = new();
    private readonly FakeLogger<MarketStatistics> _log = new();

    /// <summary>The second is what a time-out of HttpClient looks like: a cancellation, and not the caller's.</summary>
    public static TheoryData<Exception> OutOfReach { get; } =
        [new MemoryUnavailableException("The store is out of reach."), new TaskCanceledException("The request timed out.")];

    private TimeSpan Interval => _options.LongTerm.MarketRefreshInterval;

    [Fact]
    public async Task A_thousand_bookings_are_written_at_once_and_none_before()
    {
        await using var market = Create();
        await AddAsync(market, 999);
        Assert.Equal(0, _store.Additions);

        await AddAsync(market, 1);
        Assert.Equal(1, _store.Additions);
        Assert.Equal(1_000, await _store.BookingsAsync(Today), precision: 6);

        await AddAsync(market, 999);
        Assert.Equal(1, _store.Additions);
    }

    [Fact]
    public async Task Who_reads_after_the_interval_writes_first_and_others_have_what_was_read_until_the_next()
    {
        await using var market = Create();
        await AddAsync(market, 3);

        var first = await market.GetAsync(CancellationToken.None);
        await AddAsync(market, 2);
        _time.Advance(Interval - TimeSpan.FromTicks(1));
        Assert.Same(first, await market.GetAsync(CancellationToken.None));
        Assert.Equal((1, 1), (_store.Additions, _store.Reads));

        _time.Advance(TimeSpan.FromTicks(1));
        var second = await market.GetAsync(CancellationToken.None);

        Assert.Equal(3, first.Overall.Bookings, precision: 9);
        Assert.Equal(5, second.Overall.Bookings, precision: 9);
        Assert.Equal((2, 2), (_store.Additions, _store.Reads));
    }

    [Fact]
    public async Task A_snapshot_is_as_of_the_day_on_which_it_is_read()
    {
        await using var market = Create();
        await AddAsync(market, 1);
        await market.GetAsync(CancellationToken.None);

        _time.Advance(TimeSpan.FromDays(180));

        Assert.Equal(0.5, (await market.GetAsync(CancellationToken.None)).Overall.Bookings, precision: 9);
    }

    [Fact]
    public async Task Without_an_interval_every_read_sees_what_was_added_just_before()
    {
        _options.LongTerm.MarketRefreshInterval = TimeSpan.Zero;
        await using var market = Create();

        for (var bookings = 1; bookings <= 3; bookings++)
        {
            await AddAsync(market, 1);
            Assert.Equal(bookings, (await market.GetAsync(CancellationToken.None)).Overall.Bookings, precision: 9);
        }
    }

    [Fact]
    public async Task What_is_left_is_written_at_the_end()
    {
        await using (var market = Create())
        {
            await AddAsync(market, 7);
        }

        Assert.Equal(7, await _store.BookingsAsync(Today), precision: 9);
    }

    [Theory]
    [MemberData(nameof(OutOfReach))]
    public async Task A_store_out_of_reach_at_the_end_is_no_error(Exception failure)
    {
        var market = Create();
        await AddAsync(market, 1);
        _store.Failure = failure;

        await market.DisposeAsync();

        Assert.Equal(LogLevel.Warning, Assert.Single(_log.Collector.GetSnapshot()).Level);
    }

    [Fact]
    public async Task Flushing_writes_what_there_is_and_nothing_where_there_is_none()
    {
        await using var market = Create();
        await market.FlushAsync(CancellationToken.None);
        Assert.Equal(0, _store.Additions);

        await AddAsync(market, 2);
        await market.FlushAsync(CancellationToken.None);
        await market.FlushAsync(CancellationToken.None);

        Assert.Equal(1, _store.Additions);
        Assert.Equal(2, await _store.BookingsAsync(Today), precision: 9);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task Nothing_is_gathered_or_read_where_the_learner_does_not_look_or_learning_is_off(bool usesMarket, bool learns)
    {
        _options.LongTerm.LearningEnabled = learns;
        await using (var market = Create(usesMarket))
        {
            await AddAsync(market, 1_000);
            await market.FlushAsync(CancellationToken.None);
            Assert.Same(MarketSnapshot.Empty, await market.GetAsync(CancellationToken.None));
        }

        Assert.Equal((0, 0), (_store.Additions, _store.Reads));
    }

    [Theory]
    [MemberData(nameof(OutOfReach))]
    public async Task What_could_not_be_written_is_kept_and_written_later(Exception failure)
    {
        await using var market = Create();
        _store.Failure = failure;
        await AddAsync(market, 1_500);
        Assert.Equal(1, _store.Additions);
        Assert.Contains("are kept", Assert.Single(_log.Collector.GetSnapshot()).Message, StringComparison.Ordinal);

        _store.Failure = null;
        await AddAsync(market, 500);

        Assert.Equal(2, _store.Additions);
        Assert.Equal(2_000, await _store.BookingsAsync(Today), precision: 6);
    }

    [Fact]
    public async Task Beyond_the_bound_the_oldest_are_dropped_and_the_log_says_how_many()
    {
        await using var market = Create();
        _store.Failure = new MemoryUnavailableException("The store is out of reach.");
        await AddAsync(market, 1_000, "Old");
        await AddAsync(market, 10_500, "New");

        _store.Failure = null;
        await market.FlushAsync(CancellationToken.None);
        var cities = (await market.GetAsync(CancellationToken.None)).Overall.Cities;

        var dropped = Assert.Single(_log.Collector.GetSnapshot(), record => record.Message.Contains("dropped", StringComparison.Ordinal));
        Assert.Contains("of 1000 bookings", dropped.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Old", cities.Keys);
        Assert.Equal(10_500, cities["New"], precision: 6);
    }

    [Theory]
    [MemberData(nameof(OutOfReach))]
    public async Task A_read_that_fails_leaves_what_was_read_last_until_the_next_interval(Exception failure)
    {
        await using var market = Create();
        await AddAsync(market, 1);
        var before = await market.GetAsync(CancellationToken.None);
        _store.Failure = failure;
        _time.Advance(Interval);

        Assert.Same(before, await market.GetAsync(CancellationToken.None));
        Assert.Same(before, await market.GetAsync(CancellationToken.None));
        Assert.Equal(2, _store.Reads);
        Assert.Contains(
            _log.Collector.GetSnapshot(), record => record.Message.StartsWith("Market counts could not be read", StringComparison.Ordinal));

        _store.Failure = null;
        _time.Advance(Interval);
        Assert.NotSame(before, await market.GetAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Where_nothing_was_ever_read_a_failure_leaves_an_empty_market()
    {
        await using var market = Create();
        _store.Failure = new MemoryUnavailableException("The store is out of reach.");

        Assert.Equal(0, (await market.GetAsync(CancellationToken.None)).Overall.Bookings);
    }

    [Fact]
    public async Task While_one_reads_the_others_have_what_was_read_before()
    {
        await using var market = Create();
        await AddAsync(market, 1);
        var before = await market.GetAsync(CancellationToken.None);
        _time.Advance(Interval);
        _store.Hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reading = market.GetAsync(CancellationToken.None).AsTask();

        Assert.Same(before, await market.GetAsync(CancellationToken.None));
        Assert.False(reading.IsCompleted);
        _store.Hold.SetResult();

        Assert.NotSame(before, await reading.WaitAsync(Patience));
        Assert.Equal(2, _store.Reads);
    }

    [Fact]
    public async Task Before_the_first_read_is_done_the_others_wait_for_it()
    {
        await using var market = Create();
        await AddAsync(market, 1);
        _store.Hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<MarketSnapshot>[] readers = [.. Enumerable.Range(0, 4).Select(_ => market.GetAsync(CancellationToken.None).AsTask())];
        Assert.All(readers, reader => Assert.False(reader.IsCompleted));

        _store.Hold.SetResult();
        var snapshots = await Task.WhenAll(readers).WaitAsync(Patience);

        Assert.Single(snapshots.Distinct());
        Assert.Equal(1, snapshots[0].Overall.Bookings, precision: 9);
        Assert.Equal(1, _store.Reads);
    }

    [Fact]
    public async Task Who_cancels_ends_and_the_next_one_reads()
    {
        await using var market = Create();
        _store.Hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var source = new CancellationTokenSource();
        using var other = new CancellationTokenSource();
        var reading = market.GetAsync(source.Token).AsTask();
        var waiting = market.GetAsync(other.Token).AsTask();
        await _store.Reading.WaitAsync().WaitAsync(Patience);

        await other.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Patience));
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(Patience));
        _store.Hold = null;

        Assert.Equal(0, (await market.GetAsync(CancellationToken.None)).Overall.Bookings);
        Assert.Equal(2, _store.Reads);
    }

    [Fact]
    public async Task A_booking_whose_caller_cancels_is_counted_all_the_same()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        await using (var market = Create())
        {
            for (var number = 0; number < 1_000; number++)
            {
                await market.AddAsync(Guests.Stay($"b{number}"), source.Token);
            }
        }

        Assert.Equal(1_000, await _store.BookingsAsync(Today) / StayWeight, precision: 6);
    }

    [Fact]
    public async Task Many_who_add_and_read_at_once_lose_nothing()
    {
        await using (var market = Create())
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
            {
                for (var round = 0; round < 50; round++)
                {
                    await AddAsync(market, 50);
                    _time.Advance(Interval / 10);
                    await market.GetAsync(CancellationToken.None);
                }
            })));
        }

        Assert.Equal(20_000, await _store.BookingsAsync(Today), precision: 3);
    }

    /// <summary>What a booking of the day of <see cref="Guests.Stay"/> counts today.</summary>
    private static double StayWeight => Math.Pow(2, (Guests.Stay("b").CheckIn.DayNumber - Today.DayNumber) / 180.0);

    private MarketStatistics Create(bool usesMarket = true)
    {
        var learner = new Mock<IPreferenceLearner>();
        learner.SetupGet(it => it.UsesMarket).Returns(usesMarket);
        return new(_store, learner.Object, Options.Create(_options), _time, _log);
    }

    /// <summary>Bookings of today, each of which counts one.</summary>
    private static async Task AddAsync(MarketStatistics market, int count, string city = "Miami")
    {
        for (var number = 0; number < count; number++)
        {
            await market.AddAsync(new Booking { BookingId = $"b{number}", City = city, CheckIn = Today }, CancellationToken.None);
        }
    }
}
