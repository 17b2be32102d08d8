using HospitalityMemory.Stores;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace HospitalityMemory.Sqlite.Tests;

/// <summary>
/// A folder for database files, and what was opened in it. Deleting it at the end proves that nothing keeps a file open.
/// </summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly SqliteDatabases _databases = new(Time);
    private int _files;

    /// <summary>Stands still: no write seems to take long.</summary>
    public static TimeProvider Time { get; } = new FakeTimeProvider();

    public string Path { get; } = Directory.CreateTempSubdirectory("hospitality-memory-").FullName;

    public string File(string name = "guests.db") => System.IO.Path.Combine(Path, name);

    public string ConnectionString(string name = "guests.db") => $"Data Source={File(name)}";

    public IProfileStore NewProfiles(int snapshots = 2) => Profiles($"{Interlocked.Increment(ref _files)}.db", snapshots);

    public ISessionStore NewSessions() => Sessions($"{Interlocked.Increment(ref _files)}.db");

    public INamedSumStore NewSums() => Sums($"{Interlocked.Increment(ref _files)}.db");

    public SqliteProfileStore Profiles(
        string name = "guests.db", int snapshots = 2, string application = HospitalityMemoryOptions.DefaultApplication) =>
        new(_databases.Get(Settings(name)), SqliteSynchronous.Normal, snapshots, application);

    public SqliteSessionStore Sessions(string name = "guests.db", string application = HospitalityMemoryOptions.DefaultApplication) =>
        new(_databases.Get(Settings(name)), SqliteSynchronous.Normal, application);

    public SqliteNamedSumStore Sums(string name = "guests.db", string application = HospitalityMemoryOptions.DefaultApplication) =>
        new(_databases.Get(Settings(name)), application);

    public SqliteSettings Settings(string name = "guests.db", int busySeconds = 5) =>
        SqliteSettings.Create(new SqliteProfileOptions { ConnectionString = ConnectionString(name), BusyTimeout = TimeSpan.FromSeconds(busySeconds) });

    /// <summary>A connection without the library, as another program has it.</summary>
    public SqliteConnection Plain(string name = "guests.db")
    {
        var connection = new SqliteConnection($"{ConnectionString(name)};Pooling=False");
        connection.Open();
        return connection;
    }

    public void Dispose()
    {
        _databases.Dispose();
        Directory.Delete(Path, recursive: true);
    }
}

internal static class PlainConnectionExtensions
{
    public static object? Scalar(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are those of the tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }
}
