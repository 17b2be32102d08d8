using System.Buffers;
using HospitalityMemory.Stores;
using Microsoft.Data.Sqlite;

namespace HospitalityMemory.Sqlite;

/// <summary>A profile as it goes into the file. The constructor writes the JSON, on the caller's thread.</summary>
internal sealed class ProfileRow
{
    /// <summary>
    /// The JSON of a row that takes more than a page is filled up with blanks to a multiple of this many bytes. SQLite writes a row of the
    /// same size in its place; a row that is a byte longer or shorter moves to other pages, and the pages that it leaves are written too. A
    /// row shorter than a page stays there as long as the page has room.
    /// </summary>
    private const int Granularity = 512;

    /// <summary>The most common page size, less what the row holds besides the JSON.</summary>
    private const int PageSize = 3_584;

    /// <summary>The activity of a profile that is nothing but a refusal: no cleanup needs to look at it.</summary>
    private const long Always = long.MaxValue;

    private readonly string _userId;
    private readonly long _lastActiveAt;
    private readonly long? _lastStayDay;
    private readonly long? _refusedAt;
    private readonly byte[] _state;
    private readonly long _consent;
    private readonly long? _learnsAfter;

    public ProfileRow(UserProfile profile)
    {
        var remains = ProfileRemains.Of(profile);
        (_consent, _learnsAfter) = ((long)profile.Consent, remains.LearnsAfter);
        _userId = profile.UserId;
        _lastActiveAt = RefusedConsent.IsAlone(profile) ? Always : StoredValues.Time(profile.LastActiveAt);
        _refusedAt = RefusedConsent.At(profile) is { } refusedAt ? StoredValues.Time(refusedAt) : null;
        _lastStayDay = profile.LastStayDay is { } day ? StoredValues.Day(day) : null;
        _state = StateOf(profile);
    }

    /// <summary>Reads what the columns beside the state say of a profile.</summary>
    public static ProfileRemains ReadRemains(SqliteDataReader reader)
    {
        ConsentStatus? consent = reader.GetInt64(1) is var stored && Enum.IsDefined((ConsentStatus)stored) ? (ConsentStatus)stored : null;
        return new(reader.GetInt64(0), consent, reader.GetInt64(2));
    }

    /// <summary>Writes the profile if the stored version is the expected one.</summary>
    /// <param name="connection">A connection within a transaction.</param>
    /// <param name="expectedVersion">The version that must be stored; 0 if no profile may be stored.</param>
    /// <returns>The guest's number and the new version; null if another version is stored, and then nothing was written.</returns>
    public (long Guest, long Version)? Write(DatabaseConnection connection, long expectedVersion)
    {
        var (guest, stored) = Find(connection);
        if (stored != expectedVersion)
        {
            return null;
        }

        if (stored is 0)
        {
            var first = (long)connection.Scalar(ProfileSchema.FirstVersion)!;
            guest = (long)connection.Scalar(ProfileSchema.AddProfile, _userId, first, _lastActiveAt, _lastStayDay, _state, _consent, _learnsAfter, _refusedAt)!;
            return (guest, first);
        }

        var next = stored + 1;
        Replace(connection, guest, next);
        return (guest, next);
    }

    /// <summary>Replaces the guest's profile, whatever its version is.</summary>
    public void Replace(DatabaseConnection connection, long guest, long version) =>
        connection.Execute(ProfileSchema.SetProfile, guest, version, _lastActiveAt, _lastStayDay, _state, _consent, _learnsAfter, _refusedAt);

    private (long Guest, long Version) Find(DatabaseConnection connection)
    {
        using var reader = connection.Query(ProfileSchema.GetGuest, _userId);
        return reader.Read() ? (reader.GetInt64(0), reader.GetInt64(1)) : default;
    }

    private static byte[] StateOf(UserProfile profile)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        MemoryJson.WriteProfileState(profile, buffer);
        var over = buffer.WrittenCount % Granularity;
        if (over > 0 && buffer.WrittenCount > PageSize)
        {
            var blanks = Granularity - over;
            buffer.GetSpan(blanks)[..blanks].Fill((byte)' ');
            buffer.Advance(blanks);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
