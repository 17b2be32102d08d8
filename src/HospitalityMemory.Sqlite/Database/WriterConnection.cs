using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace HospitalityMemory.Sqlite;

/// <summary>The connection of a file's writer: opened and set up for writing, at most as patient as its thread.</summary>
internal sealed class WriterConnection : IDisposable
{
    private bool _isSynchronousFull = true;
    private TimeSpan _patience;

    private WriterConnection(DatabaseConnection connection, TimeSpan patience)
    {
        Connection = connection;
        _patience = patience;
    }

    public DatabaseConnection Connection { get; }

    /// <summary>Opens the file. Others may create it, migrate it or let go of it meanwhile, for which it is busy.</summary>
    /// <param name="settings">The file.</param>
    /// <param name="configure">Changes the connection, for tests.</param>
    /// <param name="patience">How long to wait for a file that is locked.</param>
    /// <param name="stopping">Ends the wait.</param>
    public static WriterConnection Open(
        SqliteSettings settings, Action<DatabaseConnection>? configure, TimeSpan patience, ManualResetEvent stopping)
    {
        try
        {
            return new(OpenOnce(settings, configure, patience), patience);
        }
        catch (SqliteException exception) when (SqliteErrors.IsBusy(exception))
        {
            // Turning on write-ahead logging does not wait for a lock, so that this must.
            stopping.WaitOne(patience);
            throw;
        }
    }

    /// <summary>Begins a transaction.</summary>
    /// <param name="isDurable">Whether its commit waits until the disk has it.</param>
    /// <param name="patience">How long to wait for the lock.</param>
    public void Begin(bool isDurable, TimeSpan patience)
    {
        if (_patience != patience)
        {
            Connection.WaitWhenBusy(patience);
            _patience = patience;
        }

        if (_isSynchronousFull != isDurable)
        {
            Connection.Run(isDurable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
            _isSynchronousFull = isDurable;
        }

        Connection.Run("BEGIN IMMEDIATE");
    }

    public void Dispose() => Connection.Dispose();

    private static DatabaseConnection OpenOnce(SqliteSettings settings, Action<DatabaseConnection>? configure, TimeSpan patience)
    {
        var connection = DatabaseConnection.Open(settings.ConnectionString, patience);
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
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
