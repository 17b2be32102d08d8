using System.Runtime.CompilerServices;
using HospitalityMemory.Stores;
using Microsoft.Data.Sqlite;

namespace HospitalityMemory.Sqlite;

/// <summary>Keeps profiles and bookings in a SQLite file.</summary>
/// <param name="database">The file.</param>
/// <param name="synchronous">When a write counts as done.</param>
/// <param name="snapshots">
/// How many profiles are kept in memory, to save the reading of JSON that has not changed.
/// </param>
internal sealed class SqliteProfileStore(SqliteDatabase database, SqliteSynchronous synchronous, int snapshots = 256) : IProfileStore
{
    private readonly DatabaseRole _database = new(database, ProfileSchema.Schema, synchronous);
    private readonly ProfileSnapshots _snapshots = new(snapshots);

    public string Name => "sqlite";

    public bool IsRemote => false;

    public bool IsDurable => true;

    public async ValueTask<UserProfile?> GetAsync(string userId, CancellationToken cancellationToken) =>
        (await GetForUpdateAsync(userId, null, cancellationToken).ConfigureAwait(false)).Profile;

    public ValueTask<ProfileForUpdate> GetForUpdateAsync(string userId, string? bookingId, CancellationToken cancellationToken) =>
        _database.ReadAsync(
            connection =>
            {
                var known = _snapshots.Find(userId);
                using var reader = connection.Query(ProfileSchema.GetForUpdate, userId, known?.Version ?? 0, bookingId);
                reader.Read();
                return new ProfileForUpdate(
                    ReadProfile(reader, userId, known),
                    reader.IsDBNull(2) ? null : MemoryJson.ReadBooking(StoredValues.Utf8(reader, 2)));
            },
            cancellationToken);

    public async ValueTask<long?> TryCommitAsync(UserProfile profile, IReadOnlyList<Booking> bookings, CancellationToken cancellationToken)
    {
        // Everything is written out here, on the caller's thread: the writer's is everybody's.
        var data = StoredValues.Json(profile, MemoryJson.WriteProfile, expectedBytes: 16 * 1024);
        var lastActiveAt = StoredValues.Time(profile.LastActiveAt);
        var lastStayDay = profile.LastStayDay is { } day ? StoredValues.Day(day) : null;
        var rows = new BookingRow[bookings.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = new(
                bookings[i].BookingId, StoredValues.Day(bookings[i].CheckIn), StoredValues.Json(bookings[i], MemoryJson.WriteBooking));
        }

        var committed = await _database.WriteAsync(
            connection =>
            {
                if ((connection.Scalar(ProfileSchema.GetVersion, profile.UserId) as long? ?? 0) != profile.Version)
                {
                    return null;
                }

                var next = (long?)connection.Scalar(ProfileSchema.NextVersion);
                connection.Execute(ProfileSchema.PutProfile, profile.UserId, next, lastActiveAt, lastStayDay, data);
                foreach (var row in rows)
                {
                    connection.Execute(ProfileSchema.PutBooking, profile.UserId, row.BookingId, row.CheckIn, row.Data);
                }

                return next;
            },
            cancellationToken).ConfigureAwait(false);
        if (committed is { } version)
        {
            _snapshots.Keep(profile with { Version = version });
        }

        return committed;
    }

    public async IAsyncEnumerable<Booking> GetBookingsAsync(string userId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stored = _database.StreamAsync(
            connection => connection.Query(ProfileSchema.GetBookings, userId),
            static reader => MemoryJson.ReadBooking(StoredValues.Utf8(reader, 0)),
            cancellationToken);

        // SQLite orders texts by code points, this library by UTF-16 units. They differ for a few ids of one day, which
        // are put right here.
        var sameDay = new List<Booking>();
        await foreach (var booking in stored.ConfigureAwait(false))
        {
            if (sameDay is [var first, ..] && first.CheckIn != booking.CheckIn)
            {
                foreach (var earlier in InOrder(sameDay))
                {
                    yield return earlier;
                }

                sameDay.Clear();
            }

            sameDay.Add(booking);
        }

        foreach (var last in InOrder(sameDay))
        {
            yield return last;
        }
    }

    public ValueTask<long> CountBookingsAsync(string userId, CancellationToken cancellationToken) =>
        _database.ReadAsync(connection => (long)connection.Scalar(ProfileSchema.CountBookings, userId)!, cancellationToken);

    public async ValueTask<ProfileDeletion> DeleteAsync(string userId, CancellationToken cancellationToken)
    {
        var deletion = await _database.WriteAsync(
            connection =>
            {
                var bookings = connection.Execute(ProfileSchema.DeleteBookings, userId);
                return new ProfileDeletion(connection.Execute(ProfileSchema.DeleteProfile, userId), bookings);
            },
            cancellationToken).ConfigureAwait(false);
        _snapshots.Forget(userId);
        return deletion;
    }

    public async IAsyncEnumerable<string> DeleteInactiveAsync(
        DateTimeOffset inactiveSince, DateOnly today, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var since = StoredValues.Time(inactiveSince);
        var day = StoredValues.Day(today);
        while (await FindInactiveAsync(since, day, cancellationToken).ConfigureAwait(false) is { Count: > 0 } found)
        {
            foreach (var userId in found)
            {
                // Asked again as it is deleted: the guest may have come back.
                if (await TryDeleteInactiveAsync(userId, since, day, cancellationToken).ConfigureAwait(false))
                {
                    _snapshots.Forget(userId);
                    yield return userId;
                }
            }
        }
    }

    public async ValueTask PingAsync(CancellationToken cancellationToken)
    {
        // A transaction that writes nothing still needs the right to write.
        await _database.WriteRelaxedAsync(static connection => connection.Scalar(ProfileSchema.Ping), cancellationToken).ConfigureAwait(false);
        await _database.ReadAsync(static connection => connection.Scalar(ProfileSchema.Ping), cancellationToken).ConfigureAwait(false);
    }

    private UserProfile? ReadProfile(SqliteDataReader reader, string userId, UserProfile? known)
    {
        if (reader.IsDBNull(0))
        {
            // Deleted, perhaps by another process: then it has no place in this one's memory either.
            if (known is not null)
            {
                _snapshots.Forget(userId);
            }

            return null;
        }

        if (reader.IsDBNull(1))
        {
            return known;
        }

        var profile = MemoryJson.ReadProfile(StoredValues.Utf8(reader, 1)) with { Version = reader.GetInt64(0) };
        _snapshots.Keep(profile);
        return profile;
    }

    private static List<Booking> InOrder(List<Booking> sameDay)
    {
        sameDay.Sort(static (left, right) => string.CompareOrdinal(right.BookingId, left.BookingId));
        return sameDay;
    }

    private ValueTask<List<string>> FindInactiveAsync(long since, string day, CancellationToken cancellationToken) =>
        _database.ReadAsync(
            connection =>
            {
                var found = new List<string>();
                using var reader = connection.Query(ProfileSchema.FindInactive, since, day);
                while (reader.Read())
                {
                    found.Add(reader.GetString(0));
                }

                return found;
            },
            cancellationToken);

    private ValueTask<bool> TryDeleteInactiveAsync(string userId, long since, string day, CancellationToken cancellationToken) =>
        _database.WriteAsync(
            connection =>
            {
                if (connection.Execute(ProfileSchema.DeleteInactive, since, day, userId) is 0)
                {
                    return false;
                }

                connection.Execute(ProfileSchema.DeleteBookings, userId);
                return true;
            },
            cancellationToken);

    private readonly record struct BookingRow(string BookingId, string CheckIn, byte[] Data);
}
