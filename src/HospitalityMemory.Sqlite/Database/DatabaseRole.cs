using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace HospitalityMemory.Sqlite;

/// <summary>A database as one store sees it: its tables exist, and its errors say what they mean.</summary>
/// <remarks>
/// Reads run on the caller's thread: most take less time than changing threads would, and no read waits for a writer. Writes are awaited.
/// </remarks>
/// <param name="database">The file.</param>
/// <param name="schema">The role's tables.</param>
/// <param name="synchronous">When a write counts as done.</param>
/// <param name="application">Whose tables they are.</param>
internal sealed class DatabaseRole(SqliteDatabase database, DatabaseSchema schema, SqliteSynchronous synchronous, string application)
{
    private readonly string _tables = ApplicationTables.PrefixOf(application);
    private volatile bool _isReady;

    /// <summary>Carries out work in one transaction, and answers once it counts as done by the role's setting.</summary>
    public ValueTask<T> WriteAsync<T>(Func<DatabaseConnection, T> work, CancellationToken cancellationToken) =>
        WriteAsync(work, synchronous is SqliteSynchronous.Full, cancellationToken);

    /// <summary>Carries out work in one transaction. A power cut may undo it; nothing else does.</summary>
    public ValueTask<T> WriteRelaxedAsync<T>(Func<DatabaseConnection, T> work, CancellationToken cancellationToken) =>
        WriteAsync(work, isDurable: false, cancellationToken);

    /// <summary>As <see cref="WriteRelaxedAsync{T}"/>, but gives up when another process keeps the file locked for more than a moment.</summary>
    /// <exception cref="MemoryUnavailableException">The file stayed locked, or cannot be written to at all.</exception>
    public async ValueTask<T> WriteIfFreeAsync<T>(Func<DatabaseConnection, T> work, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        return await database.Writer.RunAsync(
            new WriteRequest<T>(work) { IsDurable = false, IsOptional = true, Tables = _tables }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Reads. One statement reads the state of one moment, and that state includes every write that was acknowledged before.
    /// </summary>
    public async ValueTask<T> ReadAsync<T>(Func<DatabaseConnection, T> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        return Read(work);
    }

    /// <summary>Streams the results of a query, all as of the moment of its first row.</summary>
    /// <remarks>
    /// During the stream SQLite cannot restart the write-ahead log, which grows with everything that is written meanwhile.
    /// </remarks>
    public async IAsyncEnumerable<T> StreamAsync<T>(
        Func<DatabaseConnection, SqliteDataReader> query, Func<SqliteDataReader, T> map, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        var connection = Rent();
        var isSound = false;
        try
        {
            var reader = Try(() => query(connection));
            await using (reader.ConfigureAwait(false))
            {
                while (Try(reader.Read))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var item = Try(() => map(reader));
                    isSound = true;
                    yield return item;
                    isSound = false;
                }
            }

            isSound = true;
        }
        finally
        {
            GiveBack(connection, isSound);
        }
    }

    /// <summary>Empties the write-ahead log, which still holds deleted data until then.</summary>
    /// <returns>Whether the log is empty; false if it was in use for longer than the busy timeout.</returns>
    public async ValueTask<bool> TryEmptyLogAsync(CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        return await LogTruncation.TryRunAsync(database.Settings, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<T> WriteAsync<T>(Func<DatabaseConnection, T> work, bool isDurable, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        return await database.Writer.RunAsync(
            new WriteRequest<T>(work) { IsDurable = isDurable, Tables = _tables }, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        if (_isReady)
        {
            return;
        }

        // Several first calls may run this at once. All but one find the tables in place.
        var migration = new WriteRequest<bool>(connection =>
        {
            schema.Migrate(connection);
            return true;
        })
        {
            IsDurable = true,
            Tables = _tables,
        };
        await database.Writer.RunAsync(migration, cancellationToken).ConfigureAwait(false);
        _isReady = true;
    }

    private T Read<T>(Func<DatabaseConnection, T> work)
    {
        var connection = Rent();
        var isSound = false;
        try
        {
            var result = Try(() => work(connection));
            isSound = true;
            return result;
        }
        finally
        {
            GiveBack(connection, isSound);
        }
    }

    private DatabaseConnection Rent()
    {
        var connection = Try(database.Readers.Rent);
        connection.Use(_tables);
        return connection;
    }

    private void GiveBack(DatabaseConnection connection, bool isSound)
    {
        if (isSound)
        {
            database.Readers.Return(connection);
        }
        else
        {
            connection.Dispose();
        }
    }

    private T Try<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException exception)
        {
            throw SqliteErrors.Translate(exception, database.Settings);
        }
    }
}
