using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace HospitalityMemory.Sqlite;

/// <summary>Explains an error of SQLite to whoever runs the host.</summary>
internal static class SqliteErrors
{
    /// <summary>The exception for a store's caller. Errors of other origin are passed on unchanged.</summary>
    public static Exception Translate(Exception exception, SqliteSettings settings) => exception is SqliteException error
        ? new MemoryUnavailableException($"SQLite cannot serve from '{settings.Path}': {Describe(error, settings)}", error)
        : exception;

    public static bool IsBusy(Exception exception) => exception is SqliteException { SqliteErrorCode: SQLITE_BUSY or SQLITE_LOCKED };

    // Not split: one line for each code of SQLite, and nothing else.
    private static string Describe(SqliteException error, SqliteSettings settings) => error.SqliteErrorCode switch
    {
        SQLITE_BUSY or SQLITE_LOCKED =>
            $"another connection kept the file locked for longer than the busy timeout ({settings.BusyTimeout}).",
        SQLITE_FULL => "the disk, or the size that the database may have, is full.",
        SQLITE_CANTOPEN when Path.GetDirectoryName(settings.Path) is { Length: > 0 } folder && !Directory.Exists(folder) =>
            "its folder does not exist; create it, or name another file.",
        SQLITE_CANTOPEN when Directory.Exists(settings.Path) => "it is a folder; name a file.",
        SQLITE_CANTOPEN => "the file cannot be opened; it may be gone, or this process may not write to it or its folder.",
        SQLITE_READONLY => "the file is read-only for this process.",
        SQLITE_PERM or SQLITE_AUTH => "this process may not use the file.",
        SQLITE_CORRUPT => "the file is damaged; restore it from a backup.",
        SQLITE_NOTADB => "the file is not a SQLite database, or an encrypted one.",
        SQLITE_IOERR => "the disk reports an error.",
        SQLITE_NOMEM => "there is not enough memory.",
        SQLITE_TOOBIG => "a text is longer than SQLite can store.",
        _ => error.Message,
    };
}
