using HospitalityMemory.Stores;

namespace HospitalityMemory.Sqlite;

/// <summary>
/// Deletes inactive guests but for a refusal of consent, some in each transaction, so that other writes come in between: those that wait are carried
/// out before the next of these.
/// </summary>
/// <param name="since">The moment before which the last sign of life was.</param>
/// <param name="stayedSince">The day before which the last stay ended.</param>
internal sealed class InactiveRemoval(long since, long stayedSince)
{
    /// <summary>How many guests one transaction deletes at most.</summary>
    private const int MaxGuests = 250;

    /// <summary>After how many rows it takes no further guest.</summary>
    private const long MaxRows = 1_000;

    // Those before it are deleted, or have a stay to come and need not be looked at again.
    private long _lastActiveAt = long.MinValue;
    private long _lastGuest;

    /// <summary>Whether there are no more.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Deletes the next ones; found and deleted in one transaction, so that none has come back meanwhile.</summary>
    /// <param name="connection">Within a transaction.</param>
    /// <returns>The guests.</returns>
    public List<string> DeleteSome(DatabaseConnection connection)
    {
        var deleted = new List<string>();
        var found = FindSome(connection);
        IsDone = found.Count is 0;
        var rows = 0L;
        foreach (var (guest, userId, lastActiveAt, version, refusedAt) in found)
        {
            rows += connection.Execute(ProfileSchema.DeleteBookings, guest) + 1;
            if (refusedAt is { } moment)
            {
                new ProfileRow(RefusedConsent.Alone(userId, StoredValues.ToTime(moment))).Replace(connection, guest, version + 1);
            }
            else
            {
                connection.Execute(ProfileSchema.DeleteProfile, guest);
            }

            deleted.Add(userId);
            (_lastActiveAt, _lastGuest) = (lastActiveAt, guest);
            if (rows >= MaxRows)
            {
                break;
            }
        }

        return deleted;
    }

    private List<(long Guest, string UserId, long LastActiveAt, long Version, long? RefusedAt)> FindSome(DatabaseConnection connection)
    {
        var found = new List<(long, string, long, long, long?)>(MaxGuests);
        using var reader = connection.Query(ProfileSchema.FindInactive, since, stayedSince, _lastActiveAt, _lastGuest, MaxGuests);
        while (reader.Read())
        {
            found.Add((reader.GetInt64(0), reader.GetString(1), reader.GetInt64(2), reader.GetInt64(3), reader.IsDBNull(4) ? null : reader.GetInt64(4)));
        }

        return found;
    }
}
