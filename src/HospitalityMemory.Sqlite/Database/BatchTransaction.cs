using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace HospitalityMemory.Sqlite;

/// <summary>
/// Carries out a batch of writes in one transaction, each undone alone where it fails, and tells each caller what became
/// of it. Used by one thread at a time, except for <see cref="HurryUp"/>.
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
    /// <returns>False where the file was locked and nobody was told: the batch is still to be carried out.</returns>
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

    /// <summary>A start that waits for a locked file asks again at once.</summary>
    public void HurryUp() => _stopping.Set();

    public void Dispose()
    {
        CloseConnection();
        _stopping.Dispose();
    }

    /// <summary>The outcome goes to whoever was not told already that the write was withdrawn.</summary>
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

            // Gone since the transaction began: what was committed is nowhere.
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
            // Before it is opened anew, which would make an empty file in the place of one that is gone.
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
            // A locked file leaves the connection as it was; what else went wrong, a new one may find mended.
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
