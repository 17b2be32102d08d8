namespace HospitalityMemory.Sqlite;

/// <summary>The tables of profiles and bookings, and the statements on them.</summary>
internal static class ProfileSchema
{
    /// <summary>
    /// Only the profile has the guest's id; other rows have a number for it, as a booking's row is hardly longer than an id may be. A
    /// guest's bookings lie together, and the index by check-in holds only their keys. A profile's state leaves out the latest bookings,
    /// which are read from their table. A guest's versions count up from a start that the file gives once. Days are numbers such as
    /// 20260501.
    /// </summary>
    public static readonly DatabaseSchema Schema = new("profiles", """
        CREATE TABLE memory_profiles (
            guest INTEGER NOT NULL PRIMARY KEY,
            user_id TEXT NOT NULL UNIQUE,
            version INTEGER NOT NULL,
            last_active_at INTEGER NOT NULL,
            last_stay_day INTEGER,
            refused_at INTEGER,
            consent INTEGER NOT NULL,
            learns_after INTEGER NOT NULL,
            state TEXT NOT NULL
        );
        CREATE INDEX memory_profiles_by_activity ON memory_profiles (last_active_at);
        CREATE TABLE memory_bookings (
            guest INTEGER NOT NULL,
            booking_id TEXT NOT NULL,
            check_in INTEGER NOT NULL,
            check_out INTEGER,
            city TEXT NOT NULL,
            country TEXT,
            property_id TEXT,
            property_type TEXT,
            guests INTEGER,
            price_per_night TEXT,
            currency TEXT,
            guest_rating TEXT,
            booked_at INTEGER,
            status TEXT,
            cancelled_at INTEGER,
            sequence INTEGER NOT NULL,
            amenities TEXT,
            additional_fields TEXT,
            adults INTEGER,
            children INTEGER,
            rooms INTEGER,
            total_price TEXT,
            channel TEXT,
            rate_plan TEXT,
            operator TEXT,
            time_zone TEXT,
            origin_kind INTEGER,
            origin_session TEXT,
            origin_name TEXT,
            is_withheld INTEGER,
            PRIMARY KEY (guest, booking_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX memory_bookings_by_check_in ON memory_bookings (guest, check_in);
        CREATE TABLE memory_profile_versions (last INTEGER NOT NULL);
        INSERT INTO memory_profile_versions (last) VALUES (0);
        """);

    /// <summary>The columns in the order in which <see cref="BookingRow"/> writes and reads them.</summary>
    private const string BookingColumns =
        """
        booking_id, check_in, check_out, city, country, property_id, property_type, guests, price_per_night,
        currency, guest_rating, booked_at, status, cancelled_at, sequence, amenities, additional_fields,
        adults, children, rooms, total_price, channel, rate_plan, operator, time_zone,
        origin_kind, origin_session, origin_name, is_withheld
        """;

    private const string GuestOfUser = "(SELECT guest FROM memory_profiles WHERE user_id = $1)";

    private const string BookingsOfUser = $"SELECT {BookingColumns} FROM memory_bookings WHERE guest = {GuestOfUser}";

    private const string NewestFirst = "ORDER BY check_in DESC, booking_id DESC";

    /// <summary>The profile's version and the booking $2, as of one moment.</summary>
    public const string GetVersionAndBooking =
        $"""
        SELECT p.version, {BookingColumns}
        FROM memory_profiles p
        LEFT JOIN memory_bookings b ON b.guest = p.guest AND b.booking_id = $2
        WHERE p.user_id = $1
        """;

    public const string GetProfile = "SELECT version, state FROM memory_profiles WHERE user_id = $1";

    /// <summary>Finds a profile row whose state names another guest.</summary>
    public const string FindMisplaced =
        "SELECT guest FROM memory_profiles WHERE user_id = $1 AND CASE WHEN json_valid(state) THEN state ->> 'user_id' END <> $1";

    /// <summary>Values that are stored beside the state as well, in case the state cannot be read.</summary>
    public const string GetRemains = "SELECT version, consent, learns_after FROM memory_profiles WHERE user_id = $1";

    public const string GetVersion = "SELECT version FROM memory_profiles WHERE user_id = $1";

    public const string GetGuest = "SELECT guest, version FROM memory_profiles WHERE user_id = $1";

    public const string GetGuestOfVersion = "SELECT guest FROM memory_profiles WHERE user_id = $1 AND version = $2";

    /// <summary>
    /// The first version of a new profile. It leaves room for a million writes after the start of the profile created before it.
    /// </summary>
    public const string FirstVersion = "UPDATE memory_profile_versions SET last = last + 1 RETURNING last << 20";

    public const string Ping = "SELECT last FROM memory_profile_versions";

    public const string AddProfile =
        """
        INSERT INTO memory_profiles (user_id, version, last_active_at, last_stay_day, state, consent, learns_after, refused_at)
        VALUES ($1, $2, $3, $4, CAST($5 AS TEXT), $6, $7, $8)
        RETURNING guest
        """;

    public const string SetProfile =
        """
        UPDATE memory_profiles
        SET version = $2, last_active_at = $3, last_stay_day = $4, state = CAST($5 AS TEXT), consent = $6, learns_after = $7, refused_at = $8
        WHERE guest = $1
        """;

    public const string PutBooking =
        """
        INSERT OR REPLACE INTO memory_bookings (
            guest, booking_id, check_in, check_out, city, country, property_id, property_type, guests, price_per_night,
            currency, guest_rating, booked_at, status, cancelled_at, sequence, amenities, additional_fields,
            adults, children, rooms, total_price, channel, rate_plan, operator, time_zone,
            origin_kind, origin_session, origin_name, is_withheld)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29,
            $30)
        """;

    public const string GetBooking = $"{BookingsOfUser} AND booking_id = $2";

    public const string GetBookings = $"{BookingsOfUser} {NewestFirst}";

    public const string GetBookingsUntil = $"{BookingsOfUser} AND check_in <= $2 {NewestFirst}";

    public const string CountBookings = $"SELECT count(*) FROM memory_bookings WHERE guest = {GuestOfUser}";

    public const string DeleteBookings = "DELETE FROM memory_bookings WHERE guest = $1";

    public const string DeleteProfile = "DELETE FROM memory_profiles WHERE guest = $1";

    /// <summary>
    /// The next inactive guests after the last one that was looked at, whose last activity is $3 and whose number is $4.
    /// </summary>
    public const string FindInactive =
        """
        SELECT guest, user_id, last_active_at, version, refused_at
        FROM memory_profiles
        WHERE last_active_at < $1 AND (last_active_at, guest) > ($3, $4) AND (last_stay_day IS NULL OR last_stay_day < $2)
        ORDER BY last_active_at, guest
        LIMIT $5
        """;
}
