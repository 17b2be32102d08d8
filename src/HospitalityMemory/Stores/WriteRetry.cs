using System.Diagnostics.CodeAnalysis;

namespace HospitalityMemory.Stores;

/// <summary>
/// One write that reads, computes and stores, unless another write of the same data comes in between. Structs implement it, and a
/// write whose store answers at once then allocates nothing.
/// </summary>
/// <typeparam name="TResult">What the write returns.</typeparam>
internal interface IRetriedWrite<TResult>
{
    /// <summary>Reads the newest state and tries to store what follows from it.</summary>
    ValueTask<WriteAttempt<TResult>> TryAsync(CancellationToken cancellationToken);

    /// <summary>Notes that another write came first.</summary>
    void OnLost();
}

/// <summary>How one attempt of a write ended: it was stored and has a result, or another write came first.</summary>
internal readonly record struct WriteAttempt<TResult>
{
    private readonly TResult? _result;

    public WriteAttempt(TResult result) => (_result, IsWon) = (result, true);

    public static WriteAttempt<TResult> Lost => default;

    [MemberNotNullWhen(true, nameof(_result))]
    public bool IsWon { get; }

    public TResult Result => IsWon ? _result : throw new InvalidOperationException("A lost attempt has no result.");
}

/// <summary>
/// The one rule of both memories for writes that lose a race: try again on the newer state, until the call's time is up. Writes
/// of one memory take turns and do not race with each other; the others are writes of other processes.
/// </summary>
/// <param name="limit">The time of a call.</param>
/// <param name="jitter">The source of the random waits between attempts.</param>
internal sealed class WriteRetry(CallLimit limit, Random? jitter = null)
{
    /// <summary>The longest wait between two attempts, in milliseconds.</summary>
    internal const double LongestWait = 50;

    private readonly Random _jitter = jitter ?? Random.Shared;

    /// <exception cref="MemoryConcurrencyException">Others were faster until the time was up.</exception>
    public ValueTask<TResult> RunAsync<TWrite, TResult>(TWrite write, CancellationToken cancellationToken)
        where TWrite : struct, IRetriedWrite<TResult> =>
        StartAsync<TWrite, TResult>(ref write, default, TimeSpan.Zero, cancellationToken);

    /// <summary>Waits for this write's turn, and writes.</summary>
    /// <exception cref="MemoryConcurrencyException">Others were faster until the time was up.</exception>
    /// <exception cref="MemoryUnavailableException">
    /// The turn did not come before the time was up; nothing was written.
    /// </exception>
    public ValueTask<TResult> RunAsync<TWrite, TResult>(ChangeQueue queue, string key, TWrite write, CancellationToken cancellationToken)
        where TWrite : struct, IRetriedWrite<TResult> =>
        queue.TryEnter(key, out var turn)
            ? StartAsync<TWrite, TResult>(ref write, turn, TimeSpan.Zero, cancellationToken)
            : QueueAsync<TWrite, TResult>(queue, key, write, cancellationToken);

    private async ValueTask<TResult> QueueAsync<TWrite, TResult>(
        ChangeQueue queue, string key, TWrite write, CancellationToken cancellationToken)
        where TWrite : struct, IRetriedWrite<TResult>
    {
        var start = limit.TimeProvider.GetTimestamp();
        var turn = await queue.EnterAsync(key, cancellationToken).ConfigureAwait(false);
        var waited = limit.TimeProvider.GetElapsedTime(start);
        if (limit.IsOver(waited))
        {
            // The caller has had a time-out by now, so the turn must not be used.
            turn.Leave();
            throw limit.Error();
        }

        return await StartAsync<TWrite, TResult>(ref write, turn, waited, cancellationToken).ConfigureAwait(false);
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "It is the task's.")]
    private ValueTask<TResult> StartAsync<TWrite, TResult>(
        ref TWrite write, ChangeQueue.Turn turn, TimeSpan waited, CancellationToken cancellationToken)
        where TWrite : struct, IRetriedWrite<TResult>
    {
        ValueTask<WriteAttempt<TResult>> attempt;
        try
        {
            attempt = write.TryAsync(cancellationToken);
        }
        catch (Exception exception)
        {
            // It is awaited in ContinueAsync. An exception of an async method tells a cancelled call from a failed one.
            attempt = ValueTask.FromException<WriteAttempt<TResult>>(exception);
        }

        if (!attempt.IsCompletedSuccessfully)
        {
            return ContinueAsync<TWrite, TResult>(write, attempt, turn, waited, cancellationToken);
        }

        var ended = attempt.Result;
        if (!ended.IsWon)
        {
            return ContinueAsync<TWrite, TResult>(write, new(ended), turn, waited, cancellationToken);
        }

        turn.Leave();
        return new(ended.Result);
    }

    private async ValueTask<TResult> ContinueAsync<TWrite, TResult>(
        TWrite write, ValueTask<WriteAttempt<TResult>> first, ChangeQueue.Turn turn, TimeSpan waited, CancellationToken cancellationToken)
        where TWrite : struct, IRetriedWrite<TResult>
    {
        try
        {
            var start = limit.TimeProvider.GetTimestamp();
            var ended = await first.ConfigureAwait(false);
            for (var attempts = 1; !ended.IsWon; attempts++)
            {
                write.OnLost();
                var wait = WaitAfter(attempts);
                var elapsed = waited + limit.TimeProvider.GetElapsedTime(start);
                if (limit.IsOver(elapsed + wait))
                {
                    throw new MemoryConcurrencyException(attempts, elapsed);
                }

                await Task.Delay(wait, limit.TimeProvider, cancellationToken).ConfigureAwait(false);
                ended = await write.TryAsync(cancellationToken).ConfigureAwait(false);
            }

            return ended.Result;
        }
        finally
        {
            turn.Leave();
        }
    }

    /// <summary>
    /// No wait after the first two lost attempts, then a random one with a bound that doubles. Writers that collided are thus
    /// unlikely to collide again.
    /// </summary>
    private TimeSpan WaitAfter(int attempts) => attempts <= 2
        ? TimeSpan.Zero
        : TimeSpan.FromMilliseconds(_jitter.NextDouble() * Math.Min(LongestWait, Math.ScaleB(1, Math.Min(attempts - 2, 10))));
}
