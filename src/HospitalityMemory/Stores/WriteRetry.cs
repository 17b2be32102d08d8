using System.Diagnostics.CodeAnalysis;

namespace HospitalityMemory.Stores;

/// <summary>
/// One write that reads, computes and stores, unless another write of the same data lands in between. Implemented by
/// structs, so that a write whose store answers at once allocates nothing.
/// </summary>
/// <typeparam name="TResult">What the write returns.</typeparam>
internal interface IRetriedWrite<TResult>
{
    /// <summary>Reads the newest state and tries to store what follows from it.</summary>
    ValueTask<WriteAttempt<TResult>> TryAsync(CancellationToken cancellationToken);

    /// <summary>Notes that an attempt was lost.</summary>
    void OnLost();
}

/// <summary>How one attempt of a write ended: it won and has a result, or another write came first.</summary>
internal readonly record struct WriteAttempt<TResult>
{
    private readonly TResult? _result;

    public WriteAttempt(TResult result) => (_result, IsWon) = (result, true);

    public static WriteAttempt<TResult> Lost => default;

    [MemberNotNullWhen(true, nameof(_result))]
    public bool IsWon { get; }

    public TResult Result => IsWon ? _result : throw new InvalidOperationException("A lost attempt has no result.");
}

/// <summary>The one rule of both memories for writes that lose a race: try again on the newer state.</summary>
internal static class WriteRetry
{
    /// <summary>How often a write is tried; the winner of each race has made progress.</summary>
    public const int MaxAttempts = 32;

    /// <exception cref="MemoryConcurrencyException">Every attempt was lost.</exception>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "It is the task's.")]
    public static ValueTask<TResult> RunAsync<TWrite, TResult>(TWrite write, CancellationToken cancellationToken)
        where TWrite : struct, IRetriedWrite<TResult>
    {
        ValueTask<WriteAttempt<TResult>> attempt;
        try
        {
            attempt = write.TryAsync(cancellationToken);
        }
        catch (Exception exception)
        {
            // Awaited below, which tells a call that was cancelled from one that failed.
            attempt = ValueTask.FromException<WriteAttempt<TResult>>(exception);
        }

        if (!attempt.IsCompletedSuccessfully)
        {
            return ContinueAsync<TWrite, TResult>(write, attempt, cancellationToken);
        }

        var ended = attempt.Result;
        return ended.IsWon ? new(ended.Result) : ContinueAsync<TWrite, TResult>(write, new(ended), cancellationToken);
    }

    private static async ValueTask<TResult> ContinueAsync<TWrite, TResult>(
        TWrite write, ValueTask<WriteAttempt<TResult>> first, CancellationToken cancellationToken)
        where TWrite : struct, IRetriedWrite<TResult>
    {
        var ended = await first.ConfigureAwait(false);
        for (var attempts = 1; !ended.IsWon; attempts++)
        {
            write.OnLost();
            if (attempts == MaxAttempts)
            {
                throw new MemoryConcurrencyException(MaxAttempts);
            }

            cancellationToken.ThrowIfCancellationRequested();
            ended = await write.TryAsync(cancellationToken).ConfigureAwait(false);
        }

        return ended.Result;
    }
}
