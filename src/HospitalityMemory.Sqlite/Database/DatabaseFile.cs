using System.Runtime.InteropServices;

namespace HospitalityMemory.Sqlite;

/// <summary>
/// Knows which file this process opened first, and whether that file still lies at its path. SQLite goes on writing into a file that was
/// removed or replaced, and those writes are lost when the process ends.
/// </summary>
/// <remarks>
/// On Unix SQLite compares the number (inode) of the open file with that of the file at the path. On Windows nobody can remove or replace a
/// file that SQLite has open. Thread safe.
/// </remarks>
internal sealed partial class DatabaseFile(SqliteSettings settings) : IDisposable
{
    private const int HasMovedOperation = 20;

    private readonly Lock _gate = new();
    private DatabaseConnection? _first;
    private bool _isDisposed;

    /// <summary>Notes which file the writer has opened. Later calls do nothing.</summary>
    public void Keep()
    {
        lock (_gate)
        {
            if (!_isDisposed)
            {
                _first ??= DatabaseConnection.Open(SqliteDatabase.WithoutCreation(settings.ConnectionString), settings.BusyTimeout);
            }
        }
    }

    /// <exception cref="MemoryUnavailableException">The file is not the one that was opened first.</exception>
    public void ThrowIfMoved()
    {
        lock (_gate)
        {
            if (_first is not null && HasMoved(_first))
            {
                throw new MemoryUnavailableException(
                    $"SQLite cannot serve from '{settings.Path}': the file was removed, renamed or replaced under the running host. What was acknowledged before is in the file as it was. Put that back, or restart the host to go on with what lies there now.");
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _first?.Dispose();
            _first = null;
        }
    }

    /// <summary>Also false if SQLite cannot tell, as on Windows, or if the host brings its own SQLite under another name.</summary>
    private static bool HasMoved(DatabaseConnection connection)
    {
        var hasMoved = 0;
        try
        {
            return FileControl(connection.Handle, "main", HasMovedOperation, ref hasMoved) is 0 && hasMoved is not 0;
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_file_control", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static partial int FileControl(SafeHandle connection, string database, int operation, ref int value);
}
