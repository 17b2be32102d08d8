using Microsoft.Data.Sqlite;

namespace HospitalityMemory.Sqlite;

/// <summary>
/// Removes what SQLite keeps of deleted data. Deleted rows are overwritten in the file (secure_delete), but copies stay in the unused space
/// of pages between which SQLite moved rows earlier, and the write-ahead log has the pages as they were. Therefore this writes the file
/// anew, moves the log into it and truncates the log.
/// </summary>
internal static class LogTruncation
{
    /// <summary>
    /// How long one attempt waits for other users of the log. Writers are kept out during an attempt, and so it is short; they have their
    /// turn between attempts.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(10);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <returns>
    /// Whether no copy is kept; false if the file or its log was in use for longer than the busy timeout, or if the file is too large to be
    /// written anew.
    /// </returns>
    public static async ValueTask<bool> TryRunAsync(SqliteSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            // A thread of its own: copying takes as long as the disk needs, and the attempts wait for readers.
            return await Task.Factory.StartNew(
                () => TryRun(settings, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        }
        catch (SqliteException exception)
        {
            throw SqliteErrors.Translate(exception, settings);
        }
    }

    private static bool TryRun(SqliteSettings settings, CancellationToken cancellationToken)
    {
        using var connection = DatabaseConnection.Open(SqliteDatabase.WithoutCreation(settings.ConnectionString), settings.BusyTimeout);
        var isAnew = TryWriteAnew(connection, settings);
        connection.WaitWhenBusy(Patience);
        for (var waited = TimeSpan.Zero; waited < settings.BusyTimeout; waited += Patience + Pause)
        {
            if (TryTruncate(connection))
            {
                return isAnew;
            }

            cancellationToken.WaitHandle.WaitOne(Pause);
            cancellationToken.ThrowIfCancellationRequested();
        }

        return false;
    }

    private static bool TryWriteAnew(DatabaseConnection connection, SqliteSettings settings)
    {
        if (new FileInfo(settings.Path).Length > settings.LargestVacuumBytes)
        {
            return false;
        }

        try
        {
            connection.Run("VACUUM");
            return true;
        }
        catch (SqliteException exception) when (SqliteErrors.IsBusy(exception) || exception.SqliteErrorCode is SQLitePCL.raw.SQLITE_FULL)
        {
            return false;
        }
    }

    private static bool TryTruncate(DatabaseConnection connection)
    {
        try
        {
            using var reader = connection.Query("PRAGMA wal_checkpoint(TRUNCATE)");
            return reader.Read() && reader.GetInt64(0) is 0;
        }
        catch (SqliteException exception) when (SqliteErrors.IsBusy(exception))
        {
            return false;
        }
    }
}
