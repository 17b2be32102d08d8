using System.Collections.Concurrent;
using System.Collections.Immutable;
using Dapper;
using Microsoft.Data.Sqlite;

namespace HospitalityMemory.Benchmarks.Stores;

/// <summary>
/// Guests in SQLite with Dapper. Connections stay open. Only one of them writes, and writers wait for it within the process, so
/// nobody runs into the file's lock. A write reads what it starts from before it has the lock.
/// </summary>
internal sealed class DapperGuests : IGuestStore, IDisposable
{
    private const string GetProfile =
        """
        SELECT user_id AS UserId, version AS Version, created_at AS CreatedAt, last_active_at AS LastActiveAt, last_stay_day AS LastStayDay,
            booking_count AS BookingCount, preferences AS Preferences
        FROM profiles WHERE user_id = @userId
        """;

    private const string GetLatest =
        """
        SELECT user_id AS UserId, booking_id AS BookingId, check_in AS CheckIn, check_out AS CheckOut, city AS City, country AS Country,
            property_id AS PropertyId, property_type AS PropertyType, guests AS Guests, price_cents AS PriceCents, currency AS Currency,
            rating AS Rating, amenities AS Amenities
        FROM bookings WHERE user_id = @userId ORDER BY check_in DESC LIMIT 20
        """;

    private const string AddBooking =
        """
        INSERT INTO bookings (user_id, booking_id, check_in, check_out, city, country, property_id, property_type, guests, price_cents, currency,
            rating, amenities)
        VALUES (@UserId, @BookingId, @CheckIn, @CheckOut, @City, @Country, @PropertyId, @PropertyType, @Guests, @PriceCents, @Currency, @Rating,
            @Amenities)
        ON CONFLICT DO NOTHING
        """;

    private const string PutProfile =
        """
        INSERT INTO profiles (user_id, version, created_at, last_active_at, last_stay_day, booking_count, preferences)
        VALUES (@UserId, @Version, @CreatedAt, @LastActiveAt, @LastStayDay, @BookingCount, @Preferences)
        ON CONFLICT (user_id) DO UPDATE SET version = @Version, last_active_at = @LastActiveAt, last_stay_day = @LastStayDay,
            booking_count = @BookingCount, preferences = @Preferences
        WHERE version = @Version - 1
        """;

    private readonly string _connectionString;
    private readonly SqliteConnection _writer;
    private readonly SemaphoreSlim _gate = new(1);
    private readonly ConcurrentBag<SqliteConnection> _readers = [];

    public DapperGuests(string file)
    {
        _connectionString = $"Data Source={file};Pooling=False";
        _writer = Open();
    }

    public string Name => "Dapper";

    public async ValueTask BookAsync(string userId, Booking booking)
    {
        var added = StoredBooking.Of(userId, booking);
        while (true)
        {
            var profile = ReadForUpdate(added);
            await _gate.WaitAsync();
            try
            {
                using var transaction = _writer.BeginTransaction();
                if (Write(transaction, profile, added))
                {
                    transaction.Commit();
                    return;
                }
            }
            finally
            {
                _gate.Release();
            }
        }
    }

    /// <summary>Bookings of many guests in one transaction, to fill files quickly.</summary>
    public void BookAll(IEnumerable<(string UserId, Booking Booking)> bookings)
    {
        using var transaction = _writer.BeginTransaction();
        foreach (var (userId, booking) in bookings)
        {
            var added = StoredBooking.Of(userId, booking);
            Write(transaction, Learn(_writer, transaction, added), added);
        }

        transaction.Commit();
    }

    /// <summary>
    /// The same as one transaction of many bookings. The preferences of each guest are computed once, at the end, as an import
    /// would do.
    /// </summary>
    public void Import(IEnumerable<(string UserId, Booking Booking)> bookings)
    {
        using var transaction = _writer.BeginTransaction();
        foreach (var guest in bookings.GroupBy(booking => booking.UserId, booking => booking.Booking, StringComparer.Ordinal))
        {
            StoredBooking? last = null;
            var count = 0;
            foreach (var booking in guest)
            {
                var row = StoredBooking.Of(guest.Key, booking);
                if (_writer.Execute(AddBooking, row, transaction) > 0)
                {
                    count++;
                    last = last is null || row.CheckIn >= last.CheckIn ? row : last;
                }
            }

            if (last is null)
            {
                continue;
            }

            var profile = FindProfile(_writer, transaction, guest.Key);
            var latest = Latest(_writer, transaction, guest.Key);
            latest.RemoveAll(booking => booking.BookingId == last.BookingId);
            profile.Learn(last, latest);
            profile.BookingCount += count - 1;
            _writer.Execute(PutProfile, profile, transaction);
        }

        transaction.Commit();
    }

    public PlainPreferences GetPreferences(string userId) => Read(connection => FindProfile(connection, null, userId).ReadPreferences());

    /// <summary>What an agent should know of a guest, from the profile's row and the latest 20 bookings.</summary>
    public PlainContext GetContext(string userId) => Read(connection =>
    {
        var profile = FindProfile(connection, null, userId);
        var latest = Latest(connection, null, userId);
        var pass = new PlainPass();
        var nights = new List<int>(latest.Count);
        var parties = new Dictionary<int, int>();
        foreach (var booking in latest)
        {
            booking.AddTo(pass);
            if (booking.CheckOut is { } checkOut)
            {
                nights.Add(checkOut - booking.CheckIn);
            }

            if (booking.Guests is { } guests)
            {
                parties[guests] = parties.GetValueOrDefault(guests) + 1;
            }
        }

        return new PlainContext(
            userId,
            profile.BookingCount,
            pass.ToPreferences(),
            [.. latest.Take(5)],
            nights.Count > 0 ? nights.Average() : null,
            parties.Count > 0 ? parties.MaxBy(party => party.Value).Key : null);
    });

    public void Dispose()
    {
        _gate.Dispose();
        _writer.Dispose();
        foreach (var reader in _readers)
        {
            reader.Dispose();
        }
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }

    private StoredProfile ReadForUpdate(StoredBooking added) => Read(connection => Learn(connection, null, added));

    private static StoredProfile Learn(SqliteConnection connection, SqliteTransaction? transaction, StoredBooking added)
    {
        var profile = FindProfile(connection, transaction, added.UserId);
        profile.Learn(added, Latest(connection, transaction, added.UserId));
        return profile;
    }

    /// <returns>False where another writer came first.</returns>
    private bool Write(SqliteTransaction transaction, StoredProfile profile, StoredBooking added) =>
        _writer.Execute(AddBooking, added, transaction) is 0 || _writer.Execute(PutProfile, profile, transaction) > 0;

    private static StoredProfile FindProfile(SqliteConnection connection, SqliteTransaction? transaction, string userId) =>
        connection.QueryFirstOrDefault<StoredProfile>(GetProfile, new { userId }, transaction)
        ?? new() { UserId = userId, CreatedAt = RealTime.Clock.GetUtcNow().UtcTicks };

    private static List<StoredBooking> Latest(SqliteConnection connection, SqliteTransaction? transaction, string userId) =>
        connection.Query<StoredBooking>(GetLatest, new { userId }, transaction).AsList();

    private T Read<T>(Func<SqliteConnection, T> read)
    {
        if (!_readers.TryTake(out var reader))
        {
            reader = Open();
        }

        try
        {
            return read(reader);
        }
        finally
        {
            _readers.Add(reader);
        }
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        PeerSchema.SetUp(connection);
        return connection;
    }
}

/// <summary>What a peer tells an agent about a guest.</summary>
internal sealed record PlainContext(
    string UserId,
    int BookingCount,
    PlainPreferences Preferences,
    ImmutableArray<StoredBooking> RecentStays,
    double? AverageNights,
    int? UsualPartySize);
