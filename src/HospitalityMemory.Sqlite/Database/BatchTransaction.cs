using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace HospitalityMemory.Sqlite;

/// <summary>
/// Carries out a batch of writes in one transaction and tells each caller the outcome. A write that fails is undone alone. Used by one
/// thread at a time, except for <see cref="HurryUp"/>.
/// </summary>
/// <param name="settings">The file's settings.</param>
/// <param name="file">The file.</param>
/// <param name="configure">Changes the connection, for tests.</param>
internal sealed class BatchTransaction(SqliteSettings settings, DatabaseFile file, Action<DatabaseConnection>? configure) : IDisposable
{
    private readonly ManualResetEvent _stopping = new(initialState: false);
    private WriterConnection? _connection;
    private Exception? _busy;

    /// <summary>How many commits there were.</summary>
    public long Commits { get; private set; }

    /// <summary>Carries out a batch, and tells its callers.</summary>
    /// <param name="batch">The writes.</param>
    /// <param name="patience">How long to wait for a file that is locked.</param>
    /// <returns>False if the file was locked. Nobody was told then, and the batch is still to be carried out.</returns>
    public bool TryRun(List<WriteRequest> batch, TimeSpan patience)
    {
        var failure = Begin(batch.Exists(static request => request.IsDurable), patience);
        if (failure is not null && SqliteErrors.IsBusy(failure))
        {
            _busy = failure;
            return false;
        }

        failure ??= Commit(batch);
        foreach (var request in batch)
        {
            Tell(request, failure ?? request.Failure);
        }

        return true;
    }

    /// <summary>Tells the caller of a write that the file has been locked for too long.</summary>
    public void GiveUp(WriteRequest request) => Tell(request, _busy);

    /// <summary>Ends the pause after an attempt to open a locked file.</summary>
    public void HurryUp() => _stopping.Set();

    public void Dispose()
    {
        CloseConnection();
        _stopping.Dispose();
    }

    /// <summary>Tells the outcome to the caller, unless the write was withdrawn: its caller has been told that already.</summary>
    private void Tell(WriteRequest request, Exception? failure)
    {
        if (failure is null)
        {
            if (request.IsClaimed)
            {
                request.Complete();
            }
        }
        else if (request.IsClaimed || request.TryClaim())
        {
            request.Fail(SqliteErrors.Translate(failure, settings));
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Each caller gets it; the writer lives on.")]
    private Exception? Commit(List<WriteRequest> batch)
    {
        try
        {
            Execute(batch, _connection!.Connection);
            _connection.Connection.Run("COMMIT");
            Commits++;

            // If the file was removed or replaced since the transaction began, the commit went into a file that nobody can open.
            file.ThrowIfMoved();
            return null;
        }
        catch (Exception exception)
        {
            Undo();
            return exception;
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Each caller gets it; the writer lives on.")]
    private Exception? Begin(bool isDurable, TimeSpan patience)
    {
        try
        {
            // Checked first: opening would create an empty file in place of one that is gone.
            file.ThrowIfMoved();
            if (_connection is null)
            {
                _connection = WriterConnection.Open(settings, configure, patience, _stopping);
                file.Keep();
            }

            _connection.Begin(isDurable, patience);
            return null;
        }
        catch (Exception exception)
        {
            // After a locked file the connection can still be used. After any other error only a new connection may work.
            if (!SqliteErrors.IsBusy(exception))
            {
                CloseConnection();
            }

            return exception;
        }
    }

    private static void Execute(List<WriteRequest> batch, DatabaseConnection connection)
    {
        var isShared = batch.Count > 1;
        foreach (var request in batch)
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
    /// Carries out one write of several. If it fails, it is undone and the others stay, unless SQLite undid the whole transaction.
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

    /// <summary>Ends the transaction. If even that fails, closing the connection ends it.</summary>
    private void Undo()
    {
        try
        {
            if (_connection!.Connection.IsInTransaction)
            {
                _connection.Connection.Run("ROLLBACK");
            }
        }
        catch (SqliteException)
        {
            CloseConnection();
        }
    }

    private void CloseConnection()
    {
        _connection?.Dispose();
        _connection = null;
    }
}
