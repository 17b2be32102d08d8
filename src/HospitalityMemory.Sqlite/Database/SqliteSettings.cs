using Microsoft.Data.Sqlite;

namespace HospitalityMemory.Sqlite;

/// <summary>A connection string that was checked, and the settings that go with it.</summary>
internal sealed record SqliteSettings
{
    /// <summary>For connections that this library pools itself. Names the file by its full path.</summary>
    public required string ConnectionString { get; init; }

    public required string Path { get; init; }

    public SqliteSynchronous Synchronous { get; init; }

    public TimeSpan BusyTimeout { get; init; }

    public static SqliteSettings Create(string connectionString, Action<SqliteStoreOptions> configure)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new SqliteStoreOptions();
        configure(options);
        options.Validate();
        var builder = Parse(connectionString);
        return new()
        {
            ConnectionString = builder.ConnectionString,
            Path = builder.DataSource,
            Synchronous = options.Synchronous,
            BusyTimeout = options.BusyTimeout,
        };
    }

    private static SqliteConnectionStringBuilder Parse(string connectionString)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString);
        var file = builder.DataSource;
        if (builder.Mode is SqliteOpenMode.Memory || file is "" || file.StartsWith(":memory:", StringComparison.OrdinalIgnoreCase))
        {
            throw Refuse(
                "names a database in memory or none. It would end with its connection. Name a file, such as 'Data Source=guests.db', "
                + "or leave the call out: by default everything is kept in this process's memory.");
        }

        if (file.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            throw Refuse("names a URI. Name the file by its path, such as 'Data Source=guests.db'.");
        }

        if (builder.Mode is SqliteOpenMode.ReadOnly)
        {
            throw Refuse("has Mode=ReadOnly, but a memory is written to. Use ReadWrite, or leave the mode out.");
        }

        if (builder.Cache is SqliteCacheMode.Shared)
        {
            throw Refuse("has Cache=Shared, under which readers wait for writers. Leave the cache mode out.");
        }

        // Made whole here, so that a later change of the current directory opens no other file.
        builder.DataSource = FullPath(file);
        builder.Pooling = false;
        builder.DefaultTimeout = DatabaseConnection.CommandTimeoutSeconds;
        return builder;

        static ArgumentException Refuse(string problem) => new($"The connection string {problem}", nameof(connectionString));
    }

    /// <summary>
    /// The driver's own rule: a name that begins with |DataDirectory| is relative to the folder that the host set.
    /// </summary>
    private static string FullPath(string file)
    {
        const string DataDirectory = "|DataDirectory|";
        if (!file.StartsWith(DataDirectory, StringComparison.OrdinalIgnoreCase))
        {
            return System.IO.Path.GetFullPath(file);
        }

        var folder = AppDomain.CurrentDomain.GetData("DataDirectory") as string ?? AppContext.BaseDirectory;
        return System.IO.Path.GetFullPath(file[DataDirectory.Length..].TrimStart('/', '\\'), System.IO.Path.GetFullPath(folder));
    }
}
