using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace HospitalityMemory.Sqlite;

/// <summary>The connection of a file's writer. It waits for a lock no longer than the writer's thread may.</summary>
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

    /// <summary>Opens the file and sets it up for writing. The file is busy while another process creates, migrates or closes it.</summary>
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
            // SQLite does not wait for a lock when it turns on write-ahead logging. Without this wait the writer would try again in a tight
            // loop.
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

            // SQLite opens a file that it may not write to as read-only, and would complain only at the first change.
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

            // A statement that may have to be undone keeps a journal. By default it is a file, which took longer to write than the
            // statement itself.
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
