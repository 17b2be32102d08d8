using HospitalityMemory.Stores;

namespace HospitalityMemory.Sqlite;

/// <summary>
/// Deletes inactive guests, except for a refusal of consent. Each transaction deletes only some: the writes that wait meanwhile come before
/// the next ones.
/// </summary>
/// <param name="since">Guests whose last activity was before this moment are inactive.</param>
/// <param name="stayedSince">The last stay of an inactive guest ended before this day.</param>
internal sealed class InactiveRemoval(long since, long stayedSince)
{
    /// <summary>How many guests one transaction deletes at most.</summary>
    private const int MaxGuests = 250;

    /// <summary>A transaction takes no further guest once it has deleted this many rows.</summary>
    private const long MaxRows = 1_000;

    // The guest that was looked at last. All guests before this one were deleted or have a stay to come.
    private long _lastActiveAt = long.MinValue;
    private long _lastGuest;

    /// <summary>Whether no inactive guest is left.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Deletes the next guests. They are found and deleted in one transaction: none can come back in between.</summary>
    /// <param name="connection">A connection within a transaction.</param>
    /// <returns>The ids of the deleted guests.</returns>
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
