using System.Diagnostics.CodeAnalysis;

namespace HospitalityMemory.Sqlite;

/// <summary>
/// The one writer of a file in this process, with a connection of its own. Writes that wait while it commits are
/// committed together next (<see cref="BatchTransaction"/>) and share one fsync. A caller hears of its write after the
/// commit.
/// </summary>
/// <remarks>
/// SQLite has no asynchronous calls, so that some thread waits for the disk and for other processes' locks; none of the
/// callers' does. While that takes a millisecond or two it is one of the pool's: the pool gives the work to the thread
/// that asked for it as soon as its caller awaits, and the outcome to the same thread, so that a lone writer changes
/// threads not once. Where it takes longer it is a thread of its own, since whatever else the host does waits for the
/// pool.
/// </remarks>
/// <param name="settings">The file's settings.</param>
/// <param name="file">The file.</param>
/// <param name="timeProvider">Tells how long writes take.</param>
/// <param name="configure">Changes the connection, for tests.</param>
internal sealed class DatabaseWriter(SqliteSettings settings, DatabaseFile file, TimeProvider timeProvider, Action<DatabaseConnection>? configure = null)
    : IThreadPoolWorkItem, IAsyncDisposable, IDisposable
{
    /// <summary>
    /// How many writes share a commit at most, so that the first of them is not kept waiting for the last.
    /// </summary>
    private const int LargestBatch = 256;

    /// <summary>How long a thread of the pool may be kept waiting.</summary>
    private static readonly TimeSpan PoolPatience = TimeSpan.FromMilliseconds(2);

    /// <summary>
    /// How long the writer's own thread waits for a locked file at a time. In between it takes in what is asked meanwhile
    /// and tells who has waited long enough. SQLite asks for the lock less often the longer it waits, and anew from the
    /// beginning each time, so that this also says how soon a lock is had that another process lets go for a moment.
    /// </summary>
    private static readonly TimeSpan LockPatience = TimeSpan.FromMilliseconds(8);

    /// <summary>How long a file may have been locked before optional writes are given up.</summary>
    private static readonly TimeSpan OptionalPatience = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly List<WriteRequest> _waiting = [];
    private readonly List<WriteRequest> _batch = [];
    private readonly BatchTransaction _transaction = new(settings, file, configure);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isRunning;
    private bool _isStopping;
    private bool _takesLong;
    private TimeSpan _lockedFor;

    /// <summary>How many commits there were, for tests of how many writes shared one.</summary>
    public long Commits => _transaction.Commits;

    /// <summary>Carries out work within a transaction.</summary>
    /// <param name="work">
    /// The work; may be undone with its transaction, so that it changes nothing but the database.
    /// </param>
    /// <param name="isDurable">Whether the result waits until the disk has it.</param>
    /// <param name="cancellationToken">Withdraws the work while it waits; once begun, it is carried out.</param>
    public ValueTask<T> RunAsync<T>(Func<DatabaseConnection, T> work, bool isDurable, CancellationToken cancellationToken) =>
        RunAsync(new WriteRequest<T>(work) { IsDurable = isDurable }, cancellationToken);

    /// <summary>Carries out a write within a transaction.</summary>
    /// <param name="request">The write; may be undone with its transaction, so that it changes nothing but the database.</param>
    /// <param name="cancellationToken">Withdraws the work while it waits; once begun, it is carried out.</param>
    public ValueTask<T> RunAsync<T>(WriteRequest<T> request, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<T>(cancellationToken);
        }

        bool starts;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isStopping, this);
            _waiting.Add(request);
            starts = !_isRunning;
            _isRunning = true;
        }

        if (starts && _takesLong)
        {
            RunOnOwnThread();
        }
        else if (starts)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
        }

        return request.WaitAsync(cancellationToken);
    }

    void IThreadPoolWorkItem.Execute() => Run(isOwnThread: false);

    public void Dispose()
    {
        Stop();
        _ended.Task.GetAwaiter().GetResult();
    }

    public ValueTask DisposeAsync()
    {
        Stop();
        return new(_ended.Task);
    }

    /// <summary>Takes no more writes. What waits is still carried out, then the file is closed.</summary>
    private void Stop()
    {
        lock (_gate)
        {
            if (_isStopping)
            {
                return;
            }

            _isStopping = true;
            _transaction.HurryUp();
            if (_isRunning)
            {
                return;
            }

            _isRunning = true;
        }

        // Closing moves the log into the file, which may take long.
        RunOnOwnThread();
    }

    private void RunOnOwnThread() =>
        new Thread(() => Run(isOwnThread: true)) { IsBackground = true, Name = "HospitalityMemory SQLite writer" }.Start();

    private void Run(bool isOwnThread)
    {
        bool isLast;
        while (TakeBatch(out isLast))
        {
            if (_takesLong && !isOwnThread)
            {
                RunOnOwnThread();
                return;
            }

            var patience = isOwnThread ? LockPatience : PoolPatience;
            var start = timeProvider.GetTimestamp();
            var isDone = _transaction.TryRun(_batch, patience);
            var elapsed = timeProvider.GetElapsedTime(start);
            _takesLong = !isDone || elapsed > PoolPatience;
            if (isDone)
            {
                _batch.Clear();
                _lockedFor = TimeSpan.Zero;
            }
            else
            {
                GiveUpPatient(elapsed > patience ? elapsed : patience);
            }
        }

        if (isLast)
        {
            End();
        }
    }

    /// <summary>Tells those that have waited for the file as long as they may, and forgets those that were withdrawn.</summary>
    /// <param name="waited">How long all of the batch have waited more.</param>
    private void GiveUpPatient(TimeSpan waited)
    {
        _lockedFor += waited;
        foreach (var request in _batch)
        {
            request.Waited += waited;
            if (HasWaitedLongEnough(request))
            {
                _transaction.GiveUp(request);
            }
        }

        _batch.RemoveAll(request => request.IsWithdrawn || HasWaitedLongEnough(request));
    }

    // An optional write that comes when the file has been locked for long need not wait for that again.
    private bool HasWaitedLongEnough(WriteRequest request) =>
        request.Waited >= settings.BusyTimeout || (request.IsOptional && _lockedFor >= OptionalPatience);

    /// <returns>Whether there is work: a batch that the file was locked for, what waits, or both.</returns>
    private bool TakeBatch(out bool isLast)
    {
        lock (_gate)
        {
            var count = Math.Min(_waiting.Count, LargestBatch - _batch.Count);
            _batch.AddRange(_waiting.GetRange(0, count));
            _waiting.RemoveRange(0, count);
            isLast = _batch.Count is 0 && _isStopping;
            _isRunning = _batch.Count > 0 || isLast;
            return _batch.Count > 0;
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whoever disposes gets it.")]
    private void End()
    {
        try
        {
            _transaction.Dispose();
            _ended.SetResult();
        }
        catch (Exception exception)
        {
            _ended.SetException(exception);
        }
    }
}
