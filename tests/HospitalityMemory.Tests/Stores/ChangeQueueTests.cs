using HospitalityMemory.Stores;

namespace HospitalityMemory.Tests.Stores;

public sealed class ChangeQueueTests
{
    private readonly ChangeQueue _queue = new();

    [Fact]
    public async Task Turns_go_to_who_asked_first_and_a_key_that_nobody_wants_is_not_kept()
    {
        Assert.True(_queue.TryEnter("a", out var turn));
        Assert.False(_queue.TryEnter("a", out _));
        var order = new List<int>();
        Task[] waiting = [.. Enumerable.Range(0, 5).Select(EnterAsync)];
        Assert.Empty(order);

        turn.Leave();
        await Task.WhenAll(waiting);

        Assert.Equal(Enumerable.Range(0, 5), order);
        Assert.Equal(0, _queue.Count);
        Assert.True(_queue.EnterAsync("a", default).AsTask().IsCompletedSuccessfully);

        async Task EnterAsync(int number)
        {
            var own = await _queue.EnterAsync("a", default);
            order.Add(number);
            Assert.False(_queue.TryEnter("a", out _));
            Assert.Equal(1, _queue.Count);
            own.Leave();
        }
    }

    [Fact]
    public void Keys_do_not_wait_for_each_other()
    {
        // Far more keys than there are parts, each of which has one lock.
        Assert.All(Enumerable.Range(0, 1_000), number => Assert.True(_queue.TryEnter($"key {number}", out _)));
        Assert.Equal(1_000, _queue.Count);
    }

    [Fact]
    public async Task Who_is_cancelled_leaves_the_queue_at_once_and_wakes_nobody()
    {
        Assert.True(_queue.TryEnter("a", out var turn));
        using var source = new CancellationTokenSource();
        var first = _queue.EnterAsync("a", source.Token).AsTask();
        var second = _queue.EnterAsync("a", default).AsTask();

        await source.CancelAsync();

        Assert.Equal(source.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first)).CancellationToken);
        Assert.False(second.IsCompleted);
        turn.Leave();
        (await second).Leave();
        Assert.Equal(0, _queue.Count);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await _queue.EnterAsync("a", source.Token));
        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public async Task The_only_one_who_waits_may_be_cancelled_and_the_key_is_free_after_the_turn()
    {
        Assert.True(_queue.TryEnter("a", out var turn));
        using var source = new CancellationTokenSource();
        var waiting = _queue.EnterAsync("a", source.Token).AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        turn.Leave();

        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public async Task A_turn_that_came_before_the_cancellation_is_kept()
    {
        Assert.True(_queue.TryEnter("a", out var turn));
        using var source = new CancellationTokenSource();
        var waiting = _queue.EnterAsync("a", source.Token).AsTask();

        turn.Leave();
        await source.CancelAsync();

        (await waiting).Leave();
        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public async Task Of_many_who_wait_and_give_up_one_at_a_time_has_the_turn()
    {
        const int Tasks = 32;
        const int Each = 300;
        var (inside, done, cancelled, asked) = (0, 0, 0, 0);
        await Task.WhenAll(Enumerable.Range(0, Tasks).Select(task => Task.Run(async () =>
        {
            var random = new Random(task);
            for (var i = 0; i < Each; i++)
            {
                using var source = new CancellationTokenSource();
                Interlocked.Increment(ref asked);
                var waiting = _queue.EnterAsync("a", source.Token).AsTask();
                if (random.Next(3) is 0)
                {
                    await source.CancelAsync();
                }

                try
                {
                    var turn = await waiting;
                    Assert.Equal(1, Interlocked.Increment(ref inside));
                    await Task.Yield();
                    done++;
                    Interlocked.Decrement(ref inside);
                    turn.Leave();
                }
                catch (OperationCanceledException)
                {
                    Interlocked.Increment(ref cancelled);
                }
            }
        })));

        Assert.Equal(Tasks * Each, done + cancelled);
        Assert.InRange(cancelled, 1, asked - 1);
        Assert.Equal(0, _queue.Count);
    }

    /// <summary>As tasks come and go, keys of a part are by turns alone and among others.</summary>
    [Fact]
    public async Task However_keys_meet_in_a_part_one_at_a_time_has_a_key_and_none_is_kept()
    {
        const int Keys = 300;
        const int Each = 20_000;
        var inside = new int[Keys];
        await Task.WhenAll(Enumerable.Range(0, 8).Select(task => Task.Run(async () =>
        {
            var random = new Random(task);
            for (var i = 0; i < Each; i++)
            {
                var number = random.Next(Keys);
                var key = $"key {number}";
                var turn = _queue.TryEnter(key, out var own) ? own : await _queue.EnterAsync(key, default);
                Assert.Equal(1, Interlocked.Increment(ref inside[number]));
                if (i % 50 is 0)
                {
                    await Task.Yield();
                }

                Interlocked.Decrement(ref inside[number]);
                turn.Leave();
            }
        })));

        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public void A_turn_that_nobody_else_wants_allocates_nothing()
    {
        var bytes = long.MaxValue;
        for (var round = 0; round < 200 && bytes > 0; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++)
            {
                if (_queue.TryEnter("session", out var turn))
                {
                    turn.Leave();
                }
            }

            bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, bytes);
    }
}
