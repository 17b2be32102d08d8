namespace HospitalityMemory.Sqlite;

/// <summary>
/// A write that waits for the writer. It may be withdrawn until the writer claims it; a claimed write is carried out.
/// </summary>
internal abstract class WriteRequest
{
    private const int Waiting = 0;
    private const int Claimed = 1;
    private const int Withdrawn = 2;

    private int _state;

    /// <summary>Whether the write counts as done only once it is on the disk.</summary>
    public required bool IsDurable { get; init; }

    /// <summary>Whether the write is worth only a short wait for a locked file.</summary>
    public bool IsOptional { get; init; }

    /// <summary>The prefix of the tables that the write uses.</summary>
    public string Tables { get; init; } = ApplicationTables.Plain;

    /// <summary>How long the write has waited for a locked file so far.</summary>
    public TimeSpan Waited { get; set; }

    /// <summary>The error of this write alone; the write was undone.</summary>
    public Exception? Failure { get; set; }

    /// <summary>
    /// Whether the writer has claimed the write and tells its outcome. The caller of a withdrawn write has been told already.
    /// </summary>
    public bool IsClaimed => Volatile.Read(ref _state) is Claimed;

    /// <summary>Whether the caller has withdrawn the write and waits no more.</summary>
    public bool IsWithdrawn => Volatile.Read(ref _state) is Withdrawn;

    public bool TryClaim() => TryLeave(Claimed);

    public abstract void Execute(DatabaseConnection connection);

    /// <summary>Tells the caller that the write is done. Called after the commit, never before.</summary>
    public abstract void Complete();

    /// <summary>Tells the caller that nothing was written.</summary>
    public abstract void Fail(Exception exception);

    protected bool TryWithdraw() => TryLeave(Withdrawn);

    private bool TryLeave(int state) => Interlocked.CompareExchange(ref _state, state, Waiting) is Waiting;
}

internal sealed class WriteRequest<T>(Func<DatabaseConnection, T> work) : WriteRequest
{
    // Callers continue on their own threads. The writer goes on with its next transaction.
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
