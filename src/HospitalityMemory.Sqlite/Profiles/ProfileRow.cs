using System.Buffers;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Sqlite;

/// <summary>A profile as it goes into the file, written out where it is made, which is on the caller's thread.</summary>
internal sealed class ProfileRow
{
    /// <summary>
    /// Rows take a multiple of so many bytes, with blanks after the JSON. SQLite writes a row of the same size in its
    /// place; one that is longer or shorter by a byte moves to other pages, and the ones it leaves are written too.
    /// </summary>
    private const int Granularity = 512;

    private readonly string _userId;
    private readonly long _lastActiveAt;
    private readonly string? _lastStayDay;
    private readonly byte[] _state;

    public ProfileRow(UserProfile profile)
    {
        _userId = profile.UserId;
        _lastActiveAt = StoredValues.Time(profile.LastActiveAt);
        _lastStayDay = profile.LastStayDay is { } day ? StoredValues.Day(day) : null;
        _state = StateOf(profile);
    }

    /// <summary>Writes the profile, unless the stored version is another one than expected.</summary>
    /// <param name="connection">Within a transaction.</param>
    /// <param name="expectedVersion">The version that must be stored; 0 for none.</param>
    /// <returns>The new version; null where another one is stored, and nothing was written.</returns>
    public long? Write(DatabaseConnection connection, long expectedVersion)
    {
        var stored = connection.Scalar(ProfileSchema.GetVersion, _userId) as long? ?? 0;
        if (stored != expectedVersion)
        {
            return null;
        }

        if (stored is 0)
        {
            var first = (long)connection.Scalar(ProfileSchema.FirstVersion)!;
            connection.Execute(ProfileSchema.AddProfile, _userId, first, _lastActiveAt, _lastStayDay, _state);
            return first;
        }

        var next = stored + 1;
        connection.Execute(ProfileSchema.SetProfile, _userId, next, _lastActiveAt, _lastStayDay, _state);
        return next;
    }

    private static byte[] StateOf(UserProfile profile)
    {
        var buffer = new ArrayBufferWriter<byte>(2 * 1024);
        MemoryJson.WriteProfileState(profile, buffer);
        var over = buffer.WrittenCount % Granularity;
        if (over > 0)
        {
            var blanks = Granularity - over;
            buffer.GetSpan(blanks)[..blanks].Fill((byte)' ');
            buffer.Advance(blanks);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
