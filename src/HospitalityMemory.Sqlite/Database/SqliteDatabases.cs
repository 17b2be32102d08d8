namespace HospitalityMemory.Sqlite;

/// <summary>
/// The open database files of one container, which disposes of them. Stores of one file share its writer, and with it an fsync.
/// </summary>
internal sealed class SqliteDatabases(TimeProvider timeProvider) : IAsyncDisposable, IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string ConnectionString, TimeSpan BusyTimeout), SqliteDatabase> _open = [];
    private bool _isDisposed;

    public SqliteDatabase Get(SqliteSettings settings)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var key = (settings.ConnectionString, settings.BusyTimeout);
            if (!_open.TryGetValue(key, out var database))
            {
                _open[key] = database = new SqliteDatabase(settings, timeProvider);
            }

            return database;
        }
    }

    public void Dispose()
    {
        foreach (var database in Close())
        {
            database.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var database in Close())
        {
            await database.DisposeAsync().ConfigureAwait(false);
        }
    }

    private SqliteDatabase[] Close()
    {
        lock (_gate)
        {
            _isDisposed = true;
            SqliteDatabase[] open = [.. _open.Values];
            _open.Clear();
            return open;
        }
    }
}
