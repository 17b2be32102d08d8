using Microsoft.Data.Sqlite;

namespace HospitalityMemory.Sqlite;

/// <summary>
/// Moves the write-ahead log into the file and cuts it off. Deleted data is overwritten in the file (secure_delete), but the log
/// still has the pages as they were.
/// </summary>
internal static class LogTruncation
{
    /// <summary>
    /// How long one attempt waits for those who read from the log or write to it. It keeps writers out meanwhile, so that it is
    /// short, and writers have their turn between attempts.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(10);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <returns>Whether the log is empty; false where it was in use for longer than the busy timeout.</returns>
    public static async ValueTask<bool> TryRunAsync(SqliteSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            // A thread of its own: copying takes as long as the disk, and who reads is waited for.
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
        using var connection = DatabaseConnection.Open(SqliteDatabase.WithoutCreation(settings.ConnectionString), Patience);
        for (var waited = TimeSpan.Zero; waited < settings.BusyTimeout; waited += Patience + Pause)
        {
            if (TryTruncate(connection))
            {
                return true;
            }

            cancellationToken.WaitHandle.WaitOne(Pause);
            cancellationToken.ThrowIfCancellationRequested();
        }

        return false;
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
