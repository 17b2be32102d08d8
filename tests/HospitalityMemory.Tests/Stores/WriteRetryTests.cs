using HospitalityMemory.Conformance;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Tests.Stores;

public sealed class WriteRetryTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly ImpatientClock _clock = new(Start);
    private readonly ChangeQueue _queue = new();

    [Fact]
    public async Task What_is_lost_is_tried_again_at_once_twice_and_then_after_waits_that_grow_up_to_a_bound()
    {
        var attempts = new List<double>();

        var result = await Retry(new AlmostOne()).RunAsync<Write, string>(
            new(_ =>
            {
                attempts.Add((_clock.GetUtcNow() - Start).TotalMilliseconds);
                return new(attempts.Count < 11 ? WriteAttempt<string>.Lost : new("won"));
            }),
            default);

        // Waits just below 0, 0, 2, 4, 8, 16, 32, 50, 50 and 50 ms. A timer counts whole milliseconds, so each loses up to one.
        Assert.Equal("won", result);
        Assert.Equal([0, 0, 0, 1, 4, 11, 26, 57, 106, 155, 204], attempts);
    }

    [Fact]
    public async Task The_first_two_lost_attempts_are_followed_at_once_and_by_no_chance()
    {
        var jitter = new AlmostOne();
        var attempts = 0;

        await Retry(jitter).RunAsync<Write, string>(new(_ => new(++attempts < 5 ? WriteAttempt<string>.Lost : new("won"))), default);

        Assert.Equal((5, 2), (attempts, jitter.Asked));
    }

    [Fact]
    public void A_lost_attempt_has_no_result() =>
        Assert.Contains("no result", Assert.Throws<InvalidOperationException>(() => WriteAttempt<string>.Lost.Result).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Who_loses_together_does_not_wait_for_the_same_time()
    {
        var waits = new HashSet<double>();
        for (var write = 0; write < 20; write++)
        {
            var (attempts, last) = (0, _clock.GetUtcNow());
            await Retry().RunAsync<Write, string>(
                new(_ =>
                {
                    (var before, last) = (last, _clock.GetUtcNow());
                    waits.Add((last - before).TotalMilliseconds);
                    return new(++attempts < 12 ? WriteAttempt<string>.Lost : new("won"));
                }),
                default);
        }

        Assert.True(waits.Count > 10, string.Join(", ", waits));
        Assert.All(waits, wait => Assert.InRange(wait, 0, WriteRetry.LongestWait));
    }

    [Fact]
    public async Task When_the_time_is_up_the_error_says_how_often_it_was_tried_and_how_long()
    {
        var (attempts, lost) = (0, 0);

        var error = await Assert.ThrowsAsync<MemoryConcurrencyException>(async () => await Retry().RunAsync<Write, string>(
            _queue,
            "a",
            new(
                _ =>
                {
                    attempts++;
                    return new(WriteAttempt<string>.Lost);
                },
                () => lost++),
            default));

        Assert.Equal((attempts, attempts), (error.Attempts, lost));
        Assert.InRange(attempts, 45, 1_000);
        Assert.InRange(error.Duration, TimeSpan.FromSeconds(1.9), TimeSpan.FromSeconds(2));
        Assert.Contains($"each of {attempts} attempts in {FormattableString.Invariant($"{error.Duration.TotalSeconds:0.0##}")} seconds", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public async Task Without_a_limit_it_is_tried_until_it_wins()
    {
        var attempts = 0;

        var result = await Retry(time: Timeout.InfiniteTimeSpan).RunAsync<Write, string>(
            new(_ => new(++attempts < 1_000 ? WriteAttempt<string>.Lost : new("won"))), default);

        Assert.Equal(("won", 1_000), (result, attempts));
    }

    [Fact]
    public async Task Writes_of_one_key_come_one_after_the_other_and_who_fails_passes_the_turn_on()
    {
        var order = new List<int>();
        var first = new TaskCompletionSource<WriteAttempt<string>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var retry = Retry();
        var waiting = retry.RunAsync<Write, string>(_queue, "a", new(_ => new(first.Task)), default).AsTask();
        Task<string>[] others = [.. Enumerable.Range(0, 6).Select(number => retry.RunAsync<Write, string>(
            _queue,
            "a",
            new(async _ =>
            {
                order.Add(number);
                return number switch
                {
                    1 => throw new InvalidOperationException("The host's function failed."),
                    4 => WriteAttempt<string>.Lost.IsWon ? default : throw new OperationCanceledException(),
                    _ => new($"{number}"),
                };
            }),
            default).AsTask())];
        var elsewhere = retry.RunAsync<Write, string>(_queue, "b", new(_ => new(new WriteAttempt<string>("b"))), default);

        Assert.Empty(order);
        Assert.Equal("b", await elsewhere);
        first.SetException(new InvalidOperationException("So did this one."));

        await Assert.ThrowsAsync<InvalidOperationException>(() => waiting);
        await Assert.ThrowsAsync<InvalidOperationException>(() => others[1]);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => others[4]);
        Assert.Equal(["0", "2", "3", "5"], await Task.WhenAll(others.Where((_, number) => number is not 1 and not 4)));
        Assert.Equal(Enumerable.Range(0, 6), order);
        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public async Task A_write_that_fails_before_it_waits_for_anything_passes_the_turn_on()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Retry().RunAsync<Write, string>(
            _queue, "a", new(_ => throw new InvalidOperationException("The host's function failed.")), default));

        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public async Task A_write_that_is_cancelled_between_two_attempts_ends_at_once_and_passes_the_turn_on()
    {
        // The clock stands still, and the wait does not end by itself.
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Start);
        using var source = new CancellationTokenSource();
        var attempts = 0;
        var write = new WriteRetry(Limit(clock, TimeSpan.FromSeconds(2)), new AlmostOne()).RunAsync<Write, string>(
            _queue,
            "a",
            new(_ =>
            {
                attempts++;
                return new(WriteAttempt<string>.Lost);
            }),
            source.Token).AsTask();
        var next = Retry().RunAsync<Write, string>(_queue, "a", new(_ => new(new WriteAttempt<string>("next"))), default).AsTask();

        Assert.Equal((3, false, false), (attempts, write.IsCompleted, next.IsCompleted));
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
        Assert.Equal("next", await next);
        Assert.Equal((3, 0), (attempts, _queue.Count));
    }

    [Fact]
    public async Task What_waited_for_its_turn_until_the_time_was_up_writes_nothing()
    {
        Assert.True(_queue.TryEnter("a", out var turn));
        var isTried = false;
        var write = Retry().RunAsync<Write, string>(
            _queue,
            "a",
            new(_ =>
            {
                isTried = true;
                return new(new WriteAttempt<string>("written"));
            }),
            default).AsTask();

        _clock.Advance(TimeSpan.FromSeconds(2));
        turn.Leave();

        var error = await Assert.ThrowsAsync<MemoryUnavailableException>(() => write);
        Assert.Contains("00:00:02", error.Message, StringComparison.Ordinal);
        Assert.False(isTried);
        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public async Task A_write_that_wins_at_once_asks_for_no_time_and_completes_at_once()
    {
        var retry = new WriteRetry(Limit(null!, TimeSpan.FromSeconds(2)));
        var write = retry.RunAsync<Write, string>(_queue, "a", new(_ => new(new WriteAttempt<string>("won"))), default).AsTask();

        Assert.True(write.IsCompletedSuccessfully);
        Assert.Equal("won", await write);
        Assert.Equal(0, _queue.Count);
    }

    private WriteRetry Retry(Random? jitter = null, TimeSpan? time = null) => new(Limit(_clock, time ?? TimeSpan.FromSeconds(2)), jitter);

    private static CallLimit Limit(TimeProvider clock, TimeSpan time) => new("This memory", "Some.Timeout", time, "stub", answersAtOnce: true, clock);

    private readonly struct Write(Func<CancellationToken, ValueTask<WriteAttempt<string>>> attempt, Action? onLost = null) : IRetriedWrite<string>
    {
        public ValueTask<WriteAttempt<string>> TryAsync(CancellationToken cancellationToken) => attempt(cancellationToken);

        public void OnLost() => onLost?.Invoke();
    }

    /// <summary>Makes every wait the longest possible.</summary>
    private sealed class AlmostOne : Random
    {
        /// <summary>How often a random number was drawn.</summary>
        public int Asked { get; private set; }

        public override double NextDouble()
        {
            Asked++;
            return Math.BitDecrement(1);
        }
    }
}
