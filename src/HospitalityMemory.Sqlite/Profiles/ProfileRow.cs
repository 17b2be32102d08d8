using System.Buffers;
using HospitalityMemory.Stores;
using Microsoft.Data.Sqlite;

namespace HospitalityMemory.Sqlite;

/// <summary>A profile as it goes into the file, written out where it is made, which is on the caller's thread.</summary>
internal sealed class ProfileRow
{
    /// <summary>
    /// Rows that take more than a page take a multiple of so many bytes, with blanks after the JSON. SQLite writes such a
    /// row of the same size in its place; one that is longer or shorter by a byte moves to other pages, and the ones it
    /// leaves are written too. A shorter row stays in its page as long as that has room.
    /// </summary>
    private const int Granularity = 512;

    /// <summary>The most common size of a page, less what the row has besides.</summary>
    private const int PageSize = 3_584;

    /// <summary>Of a refusal alone, which no cleanup need look at.</summary>
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

    /// <summary>What the columns beside the state tell of a profile.</summary>
    public static ProfileRemains ReadRemains(SqliteDataReader reader)
    {
        ConsentStatus? consent = reader.GetInt64(1) is var stored && Enum.IsDefined((ConsentStatus)stored) ? (ConsentStatus)stored : null;
        return new(reader.GetInt64(0), consent, reader.GetInt64(2));
    }

    /// <summary>Writes the profile, unless the stored version is another one than expected.</summary>
    /// <param name="connection">Within a transaction.</param>
    /// <param name="expectedVersion">The version that must be stored; 0 for none.</param>
    /// <returns>The guest's number and the new version; null where another one is stored, and nothing was written.</returns>
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

    /// <summary>Writes the profile in the place of the guest's, whatever that is.</summary>
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
