using System.Diagnostics.CodeAnalysis;

namespace HospitalityMemory.Sqlite;

/// <summary>
/// The one writer of a file in this process, with a connection of its own. Writes that arrive during a commit share the next one
/// (<see cref="BatchTransaction"/>), and with it one fsync. A caller hears of its write after the commit.
/// </summary>
/// <remarks>
/// SQLite has no asynchronous calls: some thread must wait for the disk and for other processes' locks. That is never a caller's thread.
/// While a batch takes a millisecond or two, the writer runs on the thread pool. The pool queues the work on the thread that asked for it,
/// which takes it up when its caller awaits, and the outcome goes back the same way; a lone writer never changes threads. When a batch
/// takes longer, the writer runs on a thread of its own, because the rest of the host needs the pool.
/// </remarks>
/// <param name="settings">The file's settings.</param>
/// <param name="file">The file.</param>
/// <param name="timeProvider">Tells how long writes take.</param>
/// <param name="configure">Changes the connection, for tests.</param>
internal sealed class DatabaseWriter(SqliteSettings settings, DatabaseFile file, TimeProvider timeProvider, Action<DatabaseConnection>? configure = null)
    : IThreadPoolWorkItem, IAsyncDisposable, IDisposable
{
    /// <summary>
    /// How many writes share a commit at most. The limit keeps the first of them from waiting long for the last.
    /// </summary>
    private const int LargestBatch = 256;

    /// <summary>How long a thread of the pool may be kept waiting.</summary>
    private static readonly TimeSpan PoolPatience = TimeSpan.FromMilliseconds(2);

    /// <summary>
    /// How long the writer's own thread waits for a locked file at a time. Between two waits it takes in new writes and answers those that
    /// have waited long enough. SQLite asks for the lock less and less often during one wait, and often again at the start of the next. A
    /// short wait therefore also catches a lock that another process frees only for a moment.
    /// </summary>
    private static readonly TimeSpan LockPatience = TimeSpan.FromMilliseconds(8);

    /// <summary>How long a file may have been locked before the writer gives up optional writes.</summary>
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

    /// <summary>How many commits there were. Tests tell by it how many writes shared one.</summary>
    public long Commits => _transaction.Commits;

    /// <summary>Carries out work within a transaction.</summary>
    /// <param name="work">
    /// The work. It may be undone with its transaction and must therefore change nothing but the database.
    /// </param>
    /// <param name="isDurable">Whether the result waits until the disk has it.</param>
    /// <param name="cancellationToken">Withdraws the work while it waits. Work that has begun is carried out.</param>
    public ValueTask<T> RunAsync<T>(Func<DatabaseConnection, T> work, bool isDurable, CancellationToken cancellationToken) =>
        RunAsync(new WriteRequest<T>(work) { IsDurable = isDurable }, cancellationToken);

    /// <summary>Carries out a write within a transaction.</summary>
    /// <param name="request">The write. It may be undone with its transaction and must therefore change nothing but the database.</param>
    /// <param name="cancellationToken">Withdraws the work while it waits. Work that has begun is carried out.</param>
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

    /// <summary>Takes no more writes. The waiting writes are still carried out; then the file is closed.</summary>
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

        // Closing moves the log into the file. That may take long.
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

    /// <summary>Fails the writes that have waited for the file as long as they may, and drops those that were withdrawn.</summary>
    /// <param name="waited">How much longer every write of the batch has waited.</param>
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

    // When the file has been locked for long already, a new optional write is given up at once.
    private bool HasWaitedLongEnough(WriteRequest request) =>
        request.Waited >= settings.BusyTimeout || (request.IsOptional && _lockedFor >= OptionalPatience);

    /// <returns>Whether there is work: a batch that found the file locked, new writes, or both.</returns>
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
