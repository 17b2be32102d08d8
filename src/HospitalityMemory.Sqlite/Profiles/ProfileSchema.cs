namespace HospitalityMemory.Sqlite;

/// <summary>The tables of profiles and bookings, and the statements on them.</summary>
internal static class ProfileSchema
{
    /// <summary>
    /// A profile lies outside its unique index, so that rewriting it leaves the index alone. A guest's bookings lie
    /// together, and the index by check-in holds no more than their keys. Versions come from one counter of the file,
    /// so that none is ever given twice.
    /// </summary>
    public static readonly DatabaseSchema Schema = new("profiles", """
        CREATE TABLE memory_profiles (
            user_id TEXT NOT NULL PRIMARY KEY,
            version INTEGER NOT NULL,
            last_active_at INTEGER NOT NULL,
            last_stay_day TEXT,
            data TEXT NOT NULL
        );
        CREATE INDEX memory_profiles_by_activity ON memory_profiles (last_active_at);
        CREATE TABLE memory_bookings (
            user_id TEXT NOT NULL,
            booking_id TEXT NOT NULL,
            check_in TEXT NOT NULL,
            data TEXT NOT NULL,
            PRIMARY KEY (user_id, booking_id)
        ) WITHOUT ROWID;
        CREATE INDEX memory_bookings_by_check_in ON memory_bookings (user_id, check_in);
        CREATE TABLE memory_profile_versions (last INTEGER NOT NULL);
        INSERT INTO memory_profile_versions (last) VALUES (0);
        """);

    /// <summary>
    /// The profile, with its JSON unless it has version $2. With the booking $3 in one statement, so that both are as
    /// of one moment.
    /// </summary>
    public const string GetForUpdate =
        """
        SELECT p.version, CASE WHEN p.version <> $2 THEN p.data END, b.data
        FROM (SELECT 1)
        LEFT JOIN memory_profiles p ON p.user_id = $1
        LEFT JOIN memory_bookings b ON b.user_id = $1 AND b.booking_id = $3
        """;

    public const string GetVersion = "SELECT version FROM memory_profiles WHERE user_id = $1";

    public const string NextVersion = "UPDATE memory_profile_versions SET last = last + 1 RETURNING last";

    public const string Ping = "SELECT last FROM memory_profile_versions";

    public const string PutProfile =
        """
        INSERT INTO memory_profiles (user_id, version, last_active_at, last_stay_day, data)
        VALUES ($1, $2, $3, $4, CAST($5 AS TEXT))
        ON CONFLICT (user_id) DO UPDATE SET
            version = excluded.version, last_active_at = excluded.last_active_at, last_stay_day = excluded.last_stay_day, data = excluded.data
        """;

    public const string PutBooking =
        """
        INSERT INTO memory_bookings (user_id, booking_id, check_in, data)
        VALUES ($1, $2, $3, CAST($4 AS TEXT))
        ON CONFLICT (user_id, booking_id) DO UPDATE SET check_in = excluded.check_in, data = excluded.data
        """;

    public const string GetBookings =
        "SELECT data FROM memory_bookings WHERE user_id = $1 ORDER BY check_in DESC, booking_id DESC";

    public const string CountBookings = "SELECT count(*) FROM memory_bookings WHERE user_id = $1";

    public const string DeleteBookings = "DELETE FROM memory_bookings WHERE user_id = $1";

    public const string DeleteProfile = "DELETE FROM memory_profiles WHERE user_id = $1";

    private const string IsInactive = "last_active_at < $1 AND (last_stay_day IS NULL OR last_stay_day < $2)";

    public const string FindInactive = $"SELECT user_id FROM memory_profiles WHERE {IsInactive} ORDER BY last_active_at LIMIT 100";

    public const string DeleteInactive = $"DELETE FROM memory_profiles WHERE {IsInactive} AND user_id = $3";
}
