using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace HospitalityMemory.Sqlite;

/// <summary>
/// The one writer of a file in this process, with a connection of its own. Writes that wait while it commits are
/// committed together next, each undone alone where it fails, and share one fsync. A caller hears of its write after
/// the commit.
/// </summary>
/// <remarks>
/// SQLite has no asynchronous calls. A work item of the thread pool, one at a time, waits for the disk and for other
/// processes' locks, so that no caller does. It runs while there is work. The pool gives it to the thread that asked
/// for it as soon as its caller awaits, and the outcome to the same thread: a lone writer changes threads not once.
/// </remarks>
internal sealed class DatabaseWriter(SqliteSettings settings, Action<DatabaseConnection>? configure = null) : IThreadPoolWorkItem, IAsyncDisposable, IDisposable
{
    /// <summary>
    /// How many writes share a commit at most, so that the first of them is not kept waiting for the last.
    /// </summary>
    private const int LargestBatch = 256;

    /// <summary>
    /// How long a start that finds the file locked waits for it: in SQLite, and again where SQLite does not wait.
    /// </summary>
    private static readonly TimeSpan StartInterval = TimeSpan.FromMilliseconds(50);

    // Not a Lock: disposal waits on it for the end of the work.
    private readonly object _gate = new();
    private readonly List<WriteRequest> _waiting = [];
    private readonly List<WriteRequest> _batch = [];
    private readonly ManualResetEvent _stopping = new(initialState: false);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isRunning;
    private bool _isStopping;
    private DatabaseConnection? _connection;
    private bool _isSynchronousFull;

    /// <summary>How many commits there were, for tests of how many writes shared one.</summary>
    public long Commits { get; private set; }

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

        if (starts)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
        }

        return request.WaitAsync(cancellationToken);
    }

    void IThreadPoolWorkItem.Execute()
    {
        while (TakeBatch())
        {
            RunBatch();
            _batch.Clear();
        }
    }

    public void Dispose()
    {
        Stop();
        lock (_gate)
        {
            while (_isRunning)
            {
                Monitor.Wait(_gate);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Stop();
        await _ended.Task.ConfigureAwait(false);
    }

    /// <summary>Takes no more writes. What waits is still carried out; then, or at once, the file is closed.</summary>
    private void Stop()
    {
        lock (_gate)
        {
            if (_isStopping)
            {
                return;
            }

            _isStopping = true;
            _stopping.Set();
            if (!_isRunning)
            {
                End();
            }
        }
    }

    /// <returns>Whether there is work. If not, the next write starts this anew.</returns>
    private bool TakeBatch()
    {
        lock (_gate)
        {
            if (_waiting.Count is 0)
            {
                if (_isStopping)
                {
                    End();
                }

                _isRunning = false;
                Monitor.PulseAll(_gate);
                return false;
            }

            var count = Math.Min(_waiting.Count, LargestBatch);
            _batch.AddRange(_waiting.GetRange(0, count));
            _waiting.RemoveRange(0, count);
            return true;
        }
    }

    private void End()
    {
        CloseConnection();
        _stopping.Dispose();
        _ended.SetResult();
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Each caller gets it; the writer lives on.")]
    private void RunBatch()
    {
        var failure = Begin();
        if (failure is null)
        {
            try
            {
                ExecuteBatch(_connection!);
                _connection!.Run("COMMIT");
                Commits++;
            }
            catch (Exception exception)
            {
                failure = exception;
                Undo();
            }
        }

        foreach (var request in _batch)
        {
            if ((failure ?? request.Failure) is { } exception)
            {
                if (request.IsClaimed || request.TryClaim())
                {
                    request.Fail(SqliteErrors.Translate(exception, settings));
                }
            }
            else if (request.IsClaimed)
            {
                request.Complete();
            }
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Each caller gets it; the writer lives on.")]
    private Exception? Begin()
    {
        try
        {
            _connection ??= Open();
            var isDurable = _batch.Exists(static request => request.IsDurable);
            if (_isSynchronousFull != isDurable)
            {
                _connection.Run(isDurable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
                _isSynchronousFull = isDurable;
            }

            _connection.Run("BEGIN IMMEDIATE");
            return null;
        }
        catch (Exception exception)
        {
            // A locked file leaves the connection as it was; what else went wrong, a new one may find mended.
            if (!SqliteErrors.IsBusy(exception))
            {
                CloseConnection();
            }

            return exception;
        }
    }

    private void ExecuteBatch(DatabaseConnection connection)
    {
        var isShared = _batch.Count > 1;
        foreach (var request in _batch)
        {
            if (!request.TryClaim())
            {
                continue;
            }

            if (isShared)
            {
                ExecuteAlone(request, connection);
            }
            else
            {
                request.Execute(connection);
            }
        }
    }

    /// <summary>
    /// Carries out one write of several; where it fails it is undone and the others stay, unless SQLite undid them all.
    /// </summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "The caller gets it.")]
    private static void ExecuteAlone(WriteRequest request, DatabaseConnection connection)
    {
        connection.Run("SAVEPOINT one");
        try
        {
            request.Execute(connection);
        }
        catch (Exception exception)
        {
            if (!connection.IsInTransaction)
            {
                throw;
            }

            connection.Run("ROLLBACK TO one");
            request.Failure = exception;
        }

        connection.Run("RELEASE one");
    }

    /// <summary>Ends the transaction. A connection that cannot even do that is closed, which does it too.</summary>
    private void Undo()
    {
        try
        {
            if (_connection!.IsInTransaction)
            {
                _connection.Run("ROLLBACK");
            }
        }
        catch (SqliteException)
        {
            CloseConnection();
        }
    }

    /// <summary>Opens the file, also while others create it, migrate it or let go of it.</summary>
    private DatabaseConnection Open()
    {
        var attempts = Math.Max(1, (int)(settings.BusyTimeout / StartInterval));
        while (true)
        {
            try
            {
                return OpenOnce();
            }
            catch (SqliteException exception) when (SqliteErrors.IsBusy(exception) && --attempts > 0)
            {
                // Turning on write-ahead logging does not wait for a lock, so that this must. Disposal ends the wait.
                _stopping.WaitOne(StartInterval / 2);
            }
        }
    }

    private DatabaseConnection OpenOnce()
    {
        var connection = DatabaseConnection.Open(settings.ConnectionString, StartInterval / 2);
        try
        {
            configure?.Invoke(connection);

            // SQLite opens what it may not write to for reading, and finds nothing wrong before the first change.
            if (connection.IsReadOnly)
            {
                throw new SqliteException("attempt to write a readonly database", raw.SQLITE_READONLY);
            }

            connection.Run("PRAGMA journal_mode = WAL");
            if (connection.Scalar("PRAGMA journal_mode") is not "wal")
            {
                throw new MemoryUnavailableException(
                    $"SQLite cannot serve from '{settings.Path}': its file system does not support write-ahead logging. Name a file on a local disk.");
            }

            // A statement that may have to be undone keeps a journal: by default in a file, which took longer than the
            // statement.
            connection.Run("PRAGMA temp_store = MEMORY");
            connection.Run("PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA journal_size_limit = 67108864");
            connection.WaitWhenBusy(settings.BusyTimeout);
            _isSynchronousFull = true;
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void CloseConnection()
    {
        _connection?.Dispose();
        _connection = null;
    }
}
