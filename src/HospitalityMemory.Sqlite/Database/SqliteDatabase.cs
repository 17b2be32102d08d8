using Microsoft.Data.Sqlite;

namespace HospitalityMemory.Sqlite;

/// <summary>
/// A database file as this process has it open: one writer, many readers. Opened by the first call that needs it.
/// </summary>
internal sealed class SqliteDatabase(SqliteSettings settings, TimeProvider timeProvider, Action<DatabaseConnection>? configure = null) : IAsyncDisposable, IDisposable
{
    public SqliteSettings Settings { get; } = settings;

    public DatabaseWriter Writer { get; } = new(settings, timeProvider, configure);

    public ReaderPool Readers { get; } = new(settings);

    /// <summary>For a connection that must not bring an empty file into being.</summary>
    public static string WithoutCreation(string connectionString)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString);
        if (builder.Mode is SqliteOpenMode.ReadWriteCreate)
        {
            builder.Mode = SqliteOpenMode.ReadWrite;
        }

        return builder.ConnectionString;
    }

    // Readers first: whoever closes the last connection moves the log into the file, and that should be the writer.
    public void Dispose()
    {
        Readers.Dispose();
        Writer.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        Readers.Dispose();
        await Writer.DisposeAsync().ConfigureAwait(false);
    }
}
