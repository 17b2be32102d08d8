using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace HospitalityMemory.Sqlite;

/// <summary>A connection that keeps its statements prepared. Used by one caller at a time.</summary>
internal sealed class DatabaseConnection : IDisposable
{
    /// <summary>
    /// The driver repeats a command that finds the file locked, and sleeps in between, until this many seconds have passed; 0 would mean
    /// for ever. SQLite's own wait (busy_timeout) is finer and at least as long, and so the driver never repeats.
    /// </summary>
    public const int CommandTimeoutSeconds = 1;

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, Dictionary<string, SqliteCommand>> _commandsOf = new(StringComparer.Ordinal);
    private Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);
    private string _tables = ApplicationTables.Plain;

    private DatabaseConnection(SqliteConnection connection)
    {
        _connection = connection;
        _commandsOf.Add(_tables, _commands);
    }

    public sqlite3 Handle => _connection.Handle!;

    /// <summary>Whether a transaction is open; SQLite itself ends one after some errors.</summary>
    public bool IsInTransaction => raw.sqlite3_get_autocommit(Handle) is 0;

    public bool IsReadOnly => raw.sqlite3_db_readonly(Handle, "main") is 1;

    public static DatabaseConnection Open(string connectionString, TimeSpan busyTimeout)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            var opened = new DatabaseConnection(connection);
            opened.WaitWhenBusy(busyTimeout);
            return opened;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public void WaitWhenBusy(TimeSpan timeout) =>
        Run(string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {(long)timeout.TotalMilliseconds}"));

    /// <summary>From now on all statements mean the tables with this prefix.</summary>
    public void Use(string tables)
    {
        if (tables == _tables)
        {
            return;
        }

        if (!_commandsOf.TryGetValue(tables, out var commands))
        {
            _commandsOf.Add(tables, commands = new(StringComparer.Ordinal));
        }

        _commands = commands;
        _tables = tables;
    }

    /// <summary>
    /// Runs statements that have no parameters and no results. Unlike a command, it never repeats: it fails as soon as SQLite does.
    /// </summary>
    public void Run(string sql) => SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(Handle, Rename(sql)), Handle);

    /// <returns>How many rows were changed. Rows that triggers changed do not count.</returns>
    public int Execute(string sql, params ReadOnlySpan<object?> values) => Prepare(sql, values).ExecuteNonQuery();

    /// <returns>The first column of the first row; null if there is no row or the column is null.</returns>
    public object? Scalar(string sql, params ReadOnlySpan<object?> values) =>
        Prepare(sql, values).ExecuteScalar() is { } value and not DBNull ? value : null;

    /// <summary>Runs a query. The reader must be disposed before the same query runs again here.</summary>
    public SqliteDataReader Query(string sql, params ReadOnlySpan<object?> values) => Prepare(sql, values).ExecuteReader();

    public void Dispose()
    {
        foreach (var command in _commandsOf.Values.SelectMany(static commands => commands.Values))
        {
            command.Dispose();
        }

        _commandsOf.Clear();
        _connection.Dispose();
    }

    private string Rename(string sql) =>
        _tables is ApplicationTables.Plain ? sql : sql.Replace(ApplicationTables.Plain, _tables, StringComparison.Ordinal);

    /// <summary>The values become the parameters $1, $2 and so on.</summary>
    private SqliteCommand Prepare(string sql, ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = new SqliteCommand(Rename(sql), _connection) { CommandTimeout = CommandTimeoutSeconds };
            for (var i = 0; i < values.Length; i++)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = string.Create(CultureInfo.InvariantCulture, $"${i + 1}") });
            }

            _commands.Add(sql, command);
        }

        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command;
    }
}
