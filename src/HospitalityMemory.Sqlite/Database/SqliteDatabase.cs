using Microsoft.Data.Sqlite;

namespace HospitalityMemory.Sqlite;

/// <summary>
/// A database file as this process has it open: one writer, many readers. The first call that needs the file opens it.
/// </summary>
internal sealed class SqliteDatabase : IAsyncDisposable, IDisposable
{
    private readonly DatabaseFile _file;

    public SqliteDatabase(SqliteSettings settings, TimeProvider timeProvider, Action<DatabaseConnection>? configure = null)
    {
        Settings = settings;
        _file = new(settings);
        Writer = new(settings, _file, timeProvider, configure);
        Readers = new(settings, _file);
    }

    public SqliteSettings Settings { get; }

    public DatabaseWriter Writer { get; }

    public ReaderPool Readers { get; }

    /// <summary>For a connection that must not create an empty file.</summary>
    public static string WithoutCreation(string connectionString)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString);
        if (builder.Mode is SqliteOpenMode.ReadWriteCreate)
        {
            builder.Mode = SqliteOpenMode.ReadWrite;
        }

        return builder.ConnectionString;
    }

    // Readers are closed first: closing the last connection moves the log into the file, and the writer should do that.
    public void Dispose()
    {
        Readers.Dispose();
        _file.Dispose();
        Writer.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        Readers.Dispose();
        _file.Dispose();
        await Writer.DisposeAsync().ConfigureAwait(false);
    }
}
