using System.Collections.Concurrent;

namespace HospitalityMemory.Sqlite;

/// <summary>Connections that only read. With write-ahead logging no reader waits for a writer.</summary>
internal sealed class ReaderPool(SqliteSettings settings, DatabaseFile file) : IDisposable
{
    /// <summary>How many idle connections are kept. Further ones are opened when more callers read at once.</summary>
    private const int LargestIdle = 16;

    private readonly string _connectionString = SqliteDatabase.WithoutCreation(settings.ConnectionString);
    private readonly ConcurrentBag<DatabaseConnection> _idle = [];
    private volatile bool _isDisposed;

    public DatabaseConnection Rent()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_idle.TryTake(out var connection))
        {
            return connection;
        }

        // Checked for new connections only: an idle one reads from the file with which it was opened.
        file.ThrowIfMoved();
        connection = DatabaseConnection.Open(_connectionString, settings.BusyTimeout);
        try
        {
            connection.Run("PRAGMA query_only = ON");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Takes back a connection whose readers are all disposed. The caller disposes a connection that failed.</summary>
    public void Return(DatabaseConnection connection)
    {
        if (_idle.Count >= LargestIdle)
        {
            connection.Dispose();
            return;
        }

        _idle.Add(connection);
        if (_isDisposed)
        {
            CloseIdle();
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        CloseIdle();
    }

    private void CloseIdle()
    {
        while (_idle.TryTake(out var connection))
        {
            connection.Dispose();
        }
    }
}
