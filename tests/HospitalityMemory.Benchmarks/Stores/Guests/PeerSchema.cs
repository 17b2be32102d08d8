using Microsoft.Data.Sqlite;

namespace HospitalityMemory.Benchmarks.Stores;

/// <summary>
/// The tables of both peers, with the indexes that this library needs too: a guest's latest bookings, and guests by activity. The
/// file has a write-ahead log, and a commit is on disk when it returns (synchronous=FULL), as with this library by default. This
/// library also overwrites what it deletes (secure_delete), which the peers need not do.
/// </summary>
internal static class PeerSchema
{
    /// <summary>The number of latest bookings from which the peers learn.</summary>
    public const int Window = 20;

    private const string Tables =
        """
        PRAGMA journal_mode = WAL;
        CREATE TABLE profiles (
            user_id TEXT NOT NULL PRIMARY KEY,
            version INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            last_active_at INTEGER NOT NULL,
            last_stay_day INTEGER,
            booking_count INTEGER NOT NULL,
            preferences TEXT NOT NULL
        );
        CREATE INDEX profiles_by_activity ON profiles (last_active_at);
        CREATE TABLE bookings (
            user_id TEXT NOT NULL,
            booking_id TEXT NOT NULL,
            check_in INTEGER NOT NULL,
            check_out INTEGER,
            city TEXT NOT NULL,
            country TEXT,
            property_id TEXT,
            property_type TEXT,
            guests INTEGER,
            price_cents INTEGER,
            currency TEXT,
            rating REAL,
            amenities TEXT NOT NULL,
            PRIMARY KEY (user_id, booking_id)
        ) WITHOUT ROWID;
        CREATE INDEX bookings_by_check_in ON bookings (user_id, check_in);
        """;

    public static void Create(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        Run(connection, Tables);
    }

    /// <summary>Moves everything in the log into the file, and ends the log.</summary>
    /// <returns>The size of the file in bytes.</returns>
    public static long Checkpoint(string file)
    {
        using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            connection.Open();
            Run(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        }

        return new FileInfo(file).Length;
    }

    /// <summary>Sets up a connection that writes.</summary>
    public static void SetUp(SqliteConnection connection) =>
        Run(connection, "PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA busy_timeout = 5000");

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
