using System.Runtime.CompilerServices;
using HospitalityMemory.Stores;
using Microsoft.Data.Sqlite;

namespace HospitalityMemory.Sqlite;

/// <summary>Keeps profiles and bookings in a SQLite file.</summary>
/// <param name="database">The file.</param>
/// <param name="synchronous">When a write counts as done.</param>
/// <param name="snapshots">
/// How many profiles that this process wrote or read lately are kept in memory at most. They save reading rows that have not changed. A
/// kept profile is used only if the file still holds the same version, and no two commits of a guest have the same.
/// </param>
/// <param name="application">The application whose profiles they are.</param>
internal sealed class SqliteProfileStore(
    SqliteDatabase database, SqliteSynchronous synchronous, int snapshots, string application = HospitalityMemoryOptions.DefaultApplication) : IProfileStore
{
    private readonly DatabaseRole _database = new(database, ProfileSchema.Schema, synchronous, application);
    private readonly RecentlyUsed<UserProfile> _snapshots = new(snapshots);

    public string Name => "sqlite";

    public bool IsRemote => false;

    public bool ShowsProfiles => false;

    public async ValueTask<UserProfile?> GetAsync(string userId, CancellationToken cancellationToken) =>
        (await GetForUpdateAsync(userId, null, cancellationToken).ConfigureAwait(false)).Profile;

    public ValueTask<ProfileForUpdate> GetForUpdateAsync(string userId, string? bookingId, CancellationToken cancellationToken) =>
        _database.ReadAsync(
            connection => _snapshots.Find(userId) is { } known && ReadKnown(connection, known, bookingId) is { } read
                ? read
                : ReadAnew(connection, userId, bookingId),
            cancellationToken);

    public ValueTask<ProfileRemains?> InspectAsync(string userId, CancellationToken cancellationToken) => _database.ReadAsync(
        ProfileRemains? (connection) =>
        {
            using var reader = connection.Query(ProfileSchema.GetRemains, userId);
            return reader.Read() ? ProfileRow.ReadRemains(reader) : null;
        },
        cancellationToken);

    public async ValueTask<long?> TryCommitAsync(UserProfile profile, IReadOnlyList<Booking> bookings, CancellationToken cancellationToken)
    {
        var forgotten = _snapshots.Forgotten;

        // The caller writes the JSON here, because all callers share the writer.
        var row = new ProfileRow(profile);
        var bookingRows = new object?[bookings.Count][];
        for (var i = 0; i < bookingRows.Length; i++)
        {
            bookingRows[i] = BookingRow.ValuesOf(bookings[i]);
        }

        var committed = await _database.WriteAsync(
            connection =>
            {
                if (row.Write(connection, profile.Version) is not var (guest, version))
                {
                    return (long?)null;
                }

                foreach (var values in bookingRows)
                {
                    values[0] = guest;
                    connection.Execute(ProfileSchema.PutBooking, values);
                }

                return version;
            },
            cancellationToken).ConfigureAwait(false);
        if (committed is { } next)
        {
            _snapshots.Keep(profile.UserId, profile with { Version = next }, forgotten);
        }

        return committed;
    }

    // SQLite orders texts by code points, this library by UTF-16 units. The two orders differ only for some ids within one day.
    public IAsyncEnumerable<Booking> GetBookingsAsync(string userId, CancellationToken cancellationToken) => StoreOrder.WithinDays(
        _database.StreamAsync(
            connection => QueryBookings(connection, userId),
            static reader => BookingRow.Read(reader),
            cancellationToken),
        cancellationToken);

    public IAsyncEnumerable<ScannedBooking> ScanBookingsAsync(string userId, CancellationToken cancellationToken) => _database.StreamAsync(
        connection => QueryBookings(connection, userId), static reader => BookingRow.Scan(reader), cancellationToken);

    public ValueTask<IReadOnlyList<Booking>> GetBookingsBeforeAsync(
        string userId, BookingPosition? position, int max, CancellationToken cancellationToken) =>
        _database.ReadAsync(
            IReadOnlyList<Booking> (connection) =>
            {
                using var reader = position is { } place
                    ? connection.Query(ProfileSchema.GetBookingsUntil, userId, StoredValues.Day(place.CheckIn))
                    : connection.Query(ProfileSchema.GetBookings, userId);
                return [.. InOrder(reader).SkipWhile(booking => position?.IsBefore(booking) is false).Take(max)];
            },
            cancellationToken);

    public ValueTask<IReadOnlyList<Booking>> FindBookingsAsync(
        string userId, IReadOnlyCollection<string> bookingIds, CancellationToken cancellationToken) =>
        _database.ReadAsync(
            IReadOnlyList<Booking> (connection) => [.. bookingIds.Select(id => ReadBooking(connection, userId, id)).OfType<Booking>()],
            cancellationToken);

    public ValueTask<long> CountBookingsAsync(string userId, CancellationToken cancellationToken) =>
        _database.ReadAsync(connection => (long)connection.Scalar(ProfileSchema.CountBookings, userId)!, cancellationToken);

    public async ValueTask<ProfileDeletion> DeleteAsync(string userId, CancellationToken cancellationToken)
    {
        var deletion = await _database.WriteAsync(
            connection => connection.Scalar(ProfileSchema.GetGuest, userId) is long guest ? Delete(connection, guest) : default,
            cancellationToken).ConfigureAwait(false);
        _snapshots.Forget(userId);
        return deletion;
    }

    public async ValueTask<ProfileDeletion?> TryDeleteAsync(string userId, long version, CancellationToken cancellationToken)
    {
        var deletion = await _database.WriteAsync(
            connection => connection.Scalar(ProfileSchema.GetGuestOfVersion, userId, version) is long guest ? Delete(connection, guest) : (ProfileDeletion?)null,
            cancellationToken).ConfigureAwait(false);
        _snapshots.Forget(userId);
        return deletion;
    }

    public async IAsyncEnumerable<string> DeleteInactiveAsync(
        DateTimeOffset inactiveSince, DateOnly stayedSince, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var removal = new InactiveRemoval(StoredValues.Time(inactiveSince), StoredValues.Day(stayedSince));
        while (!removal.IsDone)
        {
            var deleted = await _database.WriteAsync(removal.DeleteSome, cancellationToken).ConfigureAwait(false);
            foreach (var userId in deleted)
            {
                _snapshots.Forget(userId);
            }

            foreach (var userId in deleted)
            {
                yield return userId;
            }
        }
    }

    public ValueTask<bool> TryEmptyLogAsync(CancellationToken cancellationToken) => _database.TryEmptyLogAsync(cancellationToken);

    public async ValueTask PingAsync(CancellationToken cancellationToken)
    {
        // A transaction that writes nothing still needs the right to write.
        await _database.WriteRelaxedAsync(static connection => connection.Scalar(ProfileSchema.Ping), cancellationToken).ConfigureAwait(false);
        await _database.ReadAsync(static connection => connection.Scalar(ProfileSchema.Ping), cancellationToken).ConfigureAwait(false);
    }

    private static ProfileDeletion Delete(DatabaseConnection connection, long guest)
    {
        var bookings = connection.Execute(ProfileSchema.DeleteBookings, guest);
        return new(connection.Execute(ProfileSchema.DeleteProfile, guest), bookings);
    }

    /// <summary>For a stream, which reads no profile first. A renamed profile row would bring another guest's bookings with it.</summary>
    private static SqliteDataReader QueryBookings(DatabaseConnection connection, string userId) =>
        connection.Scalar(ProfileSchema.FindMisplaced, userId) is null
            ? connection.Query(ProfileSchema.GetBookings, userId)
            : throw new MisplacedDataException(StoredDataKind.Profile);

    /// <returns>Null if the file now has another version or no profile.</returns>
    private static ProfileForUpdate? ReadKnown(DatabaseConnection connection, UserProfile known, string? bookingId)
    {
        if (bookingId is null)
        {
            return connection.Scalar(ProfileSchema.GetVersion, known.UserId) is long version && version == known.Version
                ? new ProfileForUpdate(known, null)
                : null;
        }

        using var reader = connection.Query(ProfileSchema.GetVersionAndBooking, known.UserId, bookingId);
        return reader.Read() && reader.GetInt64(0) == known.Version ? new ProfileForUpdate(known, BookingRow.ReadOrNull(reader, 1)) : null;
    }

    private ProfileForUpdate ReadAnew(DatabaseConnection connection, string userId, string? bookingId)
    {
        var forgotten = _snapshots.Forgotten;
        using var reader = connection.Query(ProfileSchema.GetProfile, userId);
        if (!reader.Read())
        {
            // Perhaps another process deleted the profile. It must leave this process's memory too.
            if (_snapshots.Find(userId) is not null)
            {
                _snapshots.Forget(userId);
            }

            return default;
        }

        // The query is not at its end, and so the further reads below see the same moment.
        var version = reader.GetInt64(0);
        var profile = MemoryJson.ReadProfileState(StoredValues.Utf8(reader, 1), ReadBookings(connection, userId)) with { Version = version };
        if (profile.UserId != userId)
        {
            throw new MisplacedDataException(StoredDataKind.Profile);
        }

        var booking = bookingId is null ? null : ReadBooking(connection, userId, bookingId);
        _snapshots.Keep(userId, profile, forgotten);
        return new(profile, booking);
    }

    /// <summary>
    /// Reads the bookings as far as they are asked for. A booking that somebody deleted from the table by hand is no longer part of the
    /// profile and teaches nothing.
    /// </summary>
    private static IEnumerable<Booking> ReadBookings(DatabaseConnection connection, string userId)
    {
        using var reader = connection.Query(ProfileSchema.GetBookings, userId);
        foreach (var booking in InOrder(reader))
        {
            yield return booking;
        }
    }

    private static IEnumerable<Booking> InOrder(SqliteDataReader reader)
    {
        return StoreOrder.WithinDays(Read(reader));

        static IEnumerable<Booking> Read(SqliteDataReader reader)
        {
            while (reader.Read())
            {
                yield return BookingRow.Read(reader);
            }
        }
    }

    private static Booking? ReadBooking(DatabaseConnection connection, string userId, string bookingId)
    {
        using var reader = connection.Query(ProfileSchema.GetBooking, userId, bookingId);
        return reader.Read() ? BookingRow.Read(reader) : null;
    }
}
