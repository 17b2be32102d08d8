using HospitalityMemory.Stores;

namespace HospitalityMemory.Sqlite;

/// <summary>
/// Finds out whether a profile's latest bookings lie in their own table, just as the profile has them. Then its row
/// need not hold them; where a single one does not, as in a profile from elsewhere, the row holds all.
/// </summary>
internal static class StoredBookings
{
    /// <summary>The bookings of a profile that neither are known to be stored nor are about to be.</summary>
    /// <param name="profile">The profile that is about to be written.</param>
    /// <param name="written">The bookings that are written with it.</param>
    /// <param name="known">What is known of the stored profile.</param>
    /// <returns>The others; null where one of them is being replaced by a different one.</returns>
    public static List<Booking>? FindOthers(UserProfile profile, IReadOnlyList<Booking> written, ProfileSnapshot? known)
    {
        // What was stored with a version stays while that version does, and the commit fails if it does not.
        var stored = new HashSet<Booking>(ReferenceEqualityComparer.Instance);
        if (known is { AreBookingsStored: true } && known.Profile.Version == profile.Version)
        {
            stored.UnionWith(MemoryJson.LatestBookings(known.Profile));
        }

        var others = new List<Booking>();
        foreach (var booking in MemoryJson.LatestBookings(profile))
        {
            if (written.LastOrDefault(other => other.BookingId == booking.BookingId) is { } replacement)
            {
                if (!IsSame(replacement, booking))
                {
                    return null;
                }
            }
            else if (!stored.Contains(booking))
            {
                others.Add(booking);
            }
        }

        return others;
    }

    /// <summary>
    /// Whether the file holds these bookings. What it holds changes with the profile's version only: should it change
    /// before the commit, that fails.
    /// </summary>
    public static bool AreStored(DatabaseConnection connection, string userId, List<Booking> bookings)
    {
        var ids = StoredValues.Json(bookings, ProfileRow.WriteIds);
        var stored = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        using var reader = connection.Query(ProfileSchema.GetStored, userId, ids);
        while (reader.Read())
        {
            stored[reader.GetString(0)] = StoredValues.Utf8(reader, 1);
        }

        return bookings.TrueForAll(booking => stored.TryGetValue(booking.BookingId, out var json) && IsSame(json, booking));
    }

    public static byte[] Json(Booking booking) => StoredValues.Json(booking, MemoryJson.WriteBooking);

    private static bool IsSame(Booking x, Booking y) => ReferenceEquals(x, y) || Json(x).AsSpan().SequenceEqual(Json(y));

    /// <summary>Also where an earlier version wrote the same in other characters.</summary>
    private static bool IsSame(byte[] stored, Booking booking)
    {
        var json = Json(booking);
        return stored.AsSpan().SequenceEqual(json) || Json(MemoryJson.ReadBooking(stored)).AsSpan().SequenceEqual(json);
    }
}
