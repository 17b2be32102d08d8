using Microsoft.Data.Sqlite;

namespace HospitalityMemory.Sqlite;

/// <summary>A connection string that was checked, and the settings that go with it.</summary>
internal sealed record SqliteSettings
{
    private const string Example = "such as 'Data Source=guests.db'";

    /// <summary>The string for connections that this library pools itself. It names the file by its full path.</summary>
    public required string ConnectionString { get; init; }

    public required string Path { get; init; }

    public TimeSpan BusyTimeout { get; init; }

    /// <summary>The largest size in bytes at which an erasure still writes the file anew.</summary>
    public long LargestVacuumBytes { get; init; } = long.MaxValue;

    /// <param name="options">Options that are valid.</param>
    public static SqliteSettings Create(SqliteOptions options)
    {
        var builder = new SqliteConnectionStringBuilder(options.ConnectionString);

        // The path is completed here: a later change of the current directory must not open another file.
        builder.DataSource = FullPath(builder.DataSource);
        builder.Pooling = false;
        builder.DefaultTimeout = DatabaseConnection.CommandTimeoutSeconds;
        return new() { ConnectionString = builder.ConnectionString, Path = builder.DataSource, BusyTimeout = options.BusyTimeout, LargestVacuumBytes = options.ErasureVacuumMegabytes * 1_048_576L };
    }

    /// <returns>Why a connection string cannot be used, and what is allowed; null if it can be used.</returns>
    public static string? ProblemOf(string? connectionString)
    {
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            return $"is not set; it must name a file, {Example}.";
        }

        SqliteConnectionStringBuilder builder;
        try
        {
            builder = new(connectionString);
        }
        catch (ArgumentException exception)
        {
            // The driver's message names the keyword but no value. A value may be a password.
            return $"cannot be read ({exception.Message}); it must name a file, {Example}.";
        }

        return builder.DataSource is var file && (builder.Mode is SqliteOpenMode.Memory || file is "" || file.StartsWith(":memory:", StringComparison.OrdinalIgnoreCase))
                ? $"names '{file}', a database in memory or none, which would end with its connection; it must name a file, {Example}. Without the call everything is kept in this process's memory."
            : file.StartsWith("file:", StringComparison.OrdinalIgnoreCase)
                ? $"names '{file}', a URI; it must name a file by its path, {Example}."
            : builder.Mode is SqliteOpenMode.ReadOnly
                ? "has Mode=ReadOnly, but a memory is written to; it must be ReadWrite or ReadWriteCreate, or left out."
            : builder.Cache is SqliteCacheMode.Shared
                ? "has Cache=Shared, under which readers wait for writers; it must be left out."
            : null;
    }

    /// <summary>
    /// Follows the driver's rule: a name that begins with |DataDirectory| is relative to the folder that the host set.
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
