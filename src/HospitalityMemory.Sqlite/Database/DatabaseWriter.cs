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
/// <param name="settings">The file.</param>
/// <param name="timeProvider">Tells how long writes take.</param>
/// <param name="configure">Changes the connection, for tests.</param>
internal sealed class DatabaseWriter(SqliteSettings settings, TimeProvider timeProvider, Action<DatabaseConnection>? configure = null)
    : IThreadPoolWorkItem, IAsyncDisposable, IDisposable
{
    /// <summary>
    /// How many writes share a commit at most, so that the first of them is not kept waiting for the last.
    /// </summary>
    private const int LargestBatch = 256;

    /// <summary>How long a thread of the pool may be kept waiting.</summary>
    private static readonly TimeSpan PoolPatience = TimeSpan.FromMilliseconds(2);

    private readonly Lock _gate = new();
    private readonly List<WriteRequest> _waiting = [];
    private readonly List<WriteRequest> _batch = [];
    private readonly BatchTransaction _transaction = new(settings, configure);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isRunning;
    private bool _isStopping;
    private bool _takesLong;

    /// <summary>How many commits there were, for tests of how many writes shared one.</summary>
    public long Commits => _transaction.Commits;

    /// <summary>Carries out work within a transaction.</summary>
    /// <param name="work">
    /// The work; may be undone with its transaction, so that it changes nothing but the database.
    /// </param>
    /// <param name="isDurable">Whether the result waits until the disk has it.</param>
    /// <param name="cancellationToken">Withdraws the work while it waits; once begun, it is carried out.</param>
    public ValueTask<T> RunAsync<T>(Func<DatabaseConnection, T> work, bool isDurable, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<T>(cancellationToken);
        }

        var request = new WriteRequest<T>(work) { IsDurable = isDurable };
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

            var start = timeProvider.GetTimestamp();
            var isDone = _transaction.TryRun(_batch, isOwnThread ? settings.BusyTimeout : PoolPatience, isLastTry: isOwnThread);
            _takesLong = !isDone || timeProvider.GetElapsedTime(start) > PoolPatience;
            if (isDone)
            {
                _batch.Clear();
            }
        }

        if (isLast)
        {
            End();
        }
    }

    /// <returns>Whether there is work: a batch that was handed over, or what waits.</returns>
    private bool TakeBatch(out bool isLast)
    {
        lock (_gate)
        {
            isLast = false;
            if (_batch.Count > 0)
            {
                return true;
            }

            if (_waiting.Count is 0)
            {
                isLast = _isStopping;
                _isRunning = isLast;
                return false;
            }

            var count = Math.Min(_waiting.Count, LargestBatch);
            _batch.AddRange(_waiting.GetRange(0, count));
            _waiting.RemoveRange(0, count);
            return true;
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
