using System.Runtime.CompilerServices;
using HospitalityMemory.Stores;
using Microsoft.Extensions.Time.Testing;

namespace HospitalityMemory.Tests.Stores;

public sealed class CallLimitTests
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(2);

    private readonly CountingClock _clock = new();

    public static TheoryData<bool> Stores => [true, false];

    [Theory, MemberData(nameof(Stores))]
    public async Task A_call_that_nobody_answers_ends_when_its_time_is_up(bool answersAtOnce)
    {
        var call = RunAsync(Limit(answersAtOnce), _ => new TaskCompletionSource<int>().Task);
        _clock.Advance(Time - TimeSpan.FromMilliseconds(1));
        Assert.False(call.IsCompleted);

        _clock.Advance(TimeSpan.FromMilliseconds(1));

        var error = await Assert.ThrowsAsync<MemoryUnavailableException>(() => call);
        Assert.StartsWith("This memory did not finish a call within 00:00:02 (Some.Timeout); its store is 'stub'.", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, _clock.Timers);
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task A_call_that_its_caller_cancels_ends_at_once_whatever_the_store_does(bool answersAtOnce)
    {
        using var source = new CancellationTokenSource();
        var call = RunAsync(Limit(answersAtOnce), _ => new TaskCompletionSource<int>().Task, source.Token);

        await source.CancelAsync();

        var error = await Assert.ThrowsAsync<OperationCanceledException>(() => call);
        Assert.Equal(source.Token, error.CancellationToken);
        Assert.Equal(0, _clock.Timers);
    }

    [Fact]
    public async Task A_store_that_may_wait_is_told_when_the_time_is_up_and_when_the_caller_gives_up()
    {
        var given = new List<CancellationToken>();
        using var source = new CancellationTokenSource();
        var late = RunAsync(Limit(), HeedAsync);
        var cancelled = RunAsync(Limit(), HeedAsync, source.Token);

        Assert.All(given, token => Assert.False(token.IsCancellationRequested));
        await source.CancelAsync();
        Assert.Equal([false, true], given.Select(token => token.IsCancellationRequested));
        _clock.Advance(Time);
        Assert.True(given[0].IsCancellationRequested);

        await Assert.ThrowsAsync<MemoryUnavailableException>(() => late);
        Assert.Equal(source.Token, (await Assert.ThrowsAsync<OperationCanceledException>(() => cancelled)).CancellationToken);

        async Task<int> HeedAsync(CancellationToken token)
        {
            given.Add(token);
            await Task.Delay(Timeout.InfiniteTimeSpan, _clock, token);
            return 1;
        }
    }

    [Fact]
    public async Task A_call_that_was_cancelled_before_it_began_is_cancelled()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();

        var error = await Assert.ThrowsAsync<OperationCanceledException>(() => RunAsync(
            Limit(),
            token =>
            {
                token.ThrowIfCancellationRequested();
                return Task.FromResult(1);
            },
            source.Token));

        Assert.Equal(source.Token, error.CancellationToken);
        Assert.Equal(0, _clock.Timers);
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task What_a_call_returns_or_throws_within_its_time_is_its_callers(bool answersAtOnce)
    {
        var limit = Limit(answersAtOnce);
        var later = new TaskCompletionSource<int>();
        var failing = new TaskCompletionSource<int>();
        var call = RunAsync(limit, _ => later.Task);
        var failure = RunAsync(limit, _ => failing.Task);
        later.SetResult(7);
        failing.SetException(new OperationCanceledException("The store's own time-out."));

        Assert.Equal(7, await call);
        Assert.Equal("The store's own time-out.", (await Assert.ThrowsAsync<OperationCanceledException>(() => failure)).Message);
        Assert.Equal(5, await RunAsync(limit, _ => Task.FromResult(5)));
        await Assert.ThrowsAsync<MemoryUnavailableException>(() => RunAsync(limit, _ => Task.FromException<int>(new MemoryUnavailableException("Gone."))));
        await Assert.ThrowsAsync<ArgumentException>(async () => await RunAsync(limit, _ => throw new ArgumentException("Bad.")));
        Assert.Equal(0, _clock.Timers);
    }

    [Fact]
    public async Task A_store_that_answers_at_once_pays_for_no_timer_and_gets_its_callers_token()
    {
        using var source = new CancellationTokenSource();
        CancellationToken given = default;

        await RunAsync(
            Limit(answersAtOnce: true),
            token =>
            {
                given = token;
                return Task.FromResult(1);
            },
            source.Token);

        Assert.Equal(source.Token, given);
        Assert.Equal(0, _clock.Created);
    }

    [Fact]
    public async Task Without_a_limit_a_call_takes_the_time_that_it_takes_and_is_cancelled_at_once_all_the_same()
    {
        var limit = Limit(time: Timeout.InfiniteTimeSpan);
        var answer = new TaskCompletionSource<int>();
        using var source = new CancellationTokenSource();
        var call = RunAsync(limit, _ => answer.Task);
        var cancelled = RunAsync(limit, _ => new TaskCompletionSource<int>().Task, source.Token);

        _clock.Advance(TimeSpan.FromDays(30));
        await source.CancelAsync();
        answer.SetResult(3);

        Assert.Equal(3, await call);
        await Assert.ThrowsAsync<OperationCanceledException>(() => cancelled);
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task The_work_of_operators_has_no_limit_and_what_comes_after_it_has(bool answersAtOnce)
    {
        var limit = Limit(answersAtOnce);
        var answer = new TaskCompletionSource<int>();
        var work = WorkAsync();
        var after = RunAsync(limit, _ => answer.Task);

        _clock.Advance(Time);

        await Assert.ThrowsAsync<MemoryUnavailableException>(() => after);
        Assert.False(work.IsCompleted);
        answer.SetResult(4);
        Assert.Equal(8, await work);

        async Task<int> WorkAsync()
        {
            CallLimit.Lift();
            return await RunAsync(limit, _ => answer.Task) + await RunAsync(limit, _ => answer.Task);
        }
    }

    /// <summary>The thread that cancels must not run the caller's next code, which might take long.</summary>
    [Fact]
    public async Task A_caller_does_not_go_on_on_the_thread_that_cancels()
    {
        using var source = new CancellationTokenSource();
        var canceller = 0;
        var begun = new TaskCompletionSource();

        // Task.Run leaves the test's synchronization context, which would move the continuation to another thread.
        var call = Task.Run(CallAsync);
        await begun.Task;
        var thread = new Thread(() =>
        {
            canceller = Environment.CurrentManagedThreadId;
            source.Cancel();
        });
        thread.Start();
        var resumed = await call;
        thread.Join();

        Assert.NotEqual(canceller, resumed);

        async Task<int> CallAsync()
        {
            var cancelled = RunAsync(Limit(), _ => new TaskCompletionSource<int>().Task, source.Token);
            var error = Assert.ThrowsAsync<OperationCanceledException>(() => cancelled);
            begun.SetResult();
            await error;
            return Environment.CurrentManagedThreadId;
        }
    }

    [Fact]
    public async Task What_a_store_throws_when_nobody_waits_any_more_is_observed()
    {
        const string Late = "Far too late.";
        var unobserved = new List<Exception>();
        EventHandler<UnobservedTaskExceptionEventArgs> note = (_, args) => unobserved.AddRange(args.Exception.InnerExceptions);
        TaskScheduler.UnobservedTaskException += note;
        try
        {
            await AbandonAsync();
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= note;
        }

        Assert.DoesNotContain(unobserved, exception => exception.Message == Late);

        [MethodImpl(MethodImplOptions.NoInlining)]
        async Task AbandonAsync()
        {
            var store = new TaskCompletionSource();
            var call = RunAsync(Limit(), async _ =>
            {
                await store.Task;
                return 1;
            });
            _clock.Advance(Time);
            await Assert.ThrowsAsync<MemoryUnavailableException>(() => call);
            store.SetException(new IOException(Late));
            await Assert.ThrowsAsync<IOException>(() => store.Task);
        }
    }

    private CallLimit Limit(bool answersAtOnce = false, TimeSpan? time = null) =>
        new("This memory", "Some.Timeout", time ?? Time, "stub", answersAtOnce, _clock);

    private static Task<int> RunAsync(CallLimit limit, Func<CancellationToken, Task<int>> call, CancellationToken cancellationToken = default) =>
        limit.RunAsync(call, static (call, token) => new ValueTask<int>(call(token)), cancellationToken).AsTask();

    /// <summary>Counts the timers that were made, and those that still exist.</summary>
    private sealed class CountingClock : FakeTimeProvider
    {
        private int _timers;
        private int _created;

        public int Timers => Volatile.Read(ref _timers);

        public int Created => Volatile.Read(ref _created);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Interlocked.Increment(ref _timers);
            Interlocked.Increment(ref _created);
            return new CountedTimer(base.CreateTimer(callback, state, dueTime, period), this);
        }

        private sealed class CountedTimer(ITimer timer, CountingClock clock) : ITimer
        {
            private int _isDisposed;

            public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

            public void Dispose()
            {
                if (Interlocked.Exchange(ref _isDisposed, 1) is 0)
                {
                    Interlocked.Decrement(ref clock._timers);
                }

                timer.Dispose();
            }

            public ValueTask DisposeAsync()
            {
                Dispose();
                return default;
            }
        }
    }
}
