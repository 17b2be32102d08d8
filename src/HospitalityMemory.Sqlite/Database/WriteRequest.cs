namespace HospitalityMemory.Sqlite;

/// <summary>
/// A write that waits for the writer. It may be withdrawn until the writer claims it, and is carried out after that.
/// </summary>
internal abstract class WriteRequest
{
    private const int Waiting = 0;
    private const int Claimed = 1;
    private const int Withdrawn = 2;

    private int _state;

    /// <summary>Whether it counts as done only once it is on the disk.</summary>
    public required bool IsDurable { get; init; }

    /// <summary>Whether it is worth only a short wait for a file that is locked.</summary>
    public bool IsOptional { get; init; }

    /// <summary>What the names of the tables begin with that it means.</summary>
    public string Tables { get; init; } = ApplicationTables.Plain;

    /// <summary>How long it has waited so far for a file that is locked.</summary>
    public TimeSpan Waited { get; set; }

    /// <summary>What went wrong with this write alone, so that it was undone.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Whether the outcome is this write's: one that was withdrawn has told its caller so.</summary>
    public bool IsClaimed => Volatile.Read(ref _state) is Claimed;

    /// <summary>Whether nobody waits for it any more.</summary>
    public bool IsWithdrawn => Volatile.Read(ref _state) is Withdrawn;

    public bool TryClaim() => TryLeave(Claimed);

    public abstract void Execute(DatabaseConnection connection);

    /// <summary>Tells the caller that it is done: after the commit, never before.</summary>
    public abstract void Complete();

    /// <summary>Tells the caller that nothing was written.</summary>
    public abstract void Fail(Exception exception);

    protected bool TryWithdraw() => TryLeave(Withdrawn);

    private bool TryLeave(int state) => Interlocked.CompareExchange(ref _state, state, Waiting) is Waiting;
}

internal sealed class WriteRequest<T>(Func<DatabaseConnection, T> work) : WriteRequest
{
    // The writer goes on with its next transaction; what callers do with the outcome is for their own threads.
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    public async ValueTask<T> WaitAsync(CancellationToken cancellationToken)
    {
        var registration = cancellationToken.UnsafeRegister(
            static (state, token) => ((WriteRequest<T>)state!).Withdraw(token), this);
        await using (registration.ConfigureAwait(false))
        {
            return await _completion.Task.ConfigureAwait(false);
        }
    }

    public override void Execute(DatabaseConnection connection)
    {
        connection.Use(Tables);
        _result = work(connection);
    }

    public override void Complete() => _completion.TrySetResult(_result);

    public override void Fail(Exception exception) => _completion.TrySetException(exception);

    private void Withdraw(CancellationToken cancellationToken)
    {
        if (TryWithdraw())
        {
            _completion.TrySetCanceled(cancellationToken);
        }
    }
}
