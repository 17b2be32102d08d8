namespace HospitalityMemory;

/// <summary>
/// Separates stays from bookings to come in a learner's result. Both teach, and the learner's figures need both, so it counts
/// them together. But only a past booking may be called a stay.
/// </summary>
internal static class PreferencesAsOf
{
    public static UserPreferences Of(UserPreferences learned, TravelRecord record, DateOnly today)
    {
        var toCome = record.CountToCome(today);
        return toCome is 0 ? learned : learned with { All = [.. learned.All.Select(preference => Of(preference, record.Bookings, toCome))] };
    }

    private static Preference Of(Preference preference, IReadOnlyList<Booking> bookings, int toCome)
    {
        if (preference is not { Source: PreferenceSource.Bookings, Stays: > 0 })
        {
            return preference;
        }

        var ahead = 0;
        for (var i = 0; i < toCome; i++)
        {
            ahead += SpeaksFor(bookings[i], preference) ? 1 : 0;
        }

        return ahead is 0
            ? preference
            : preference with { Stays = Math.Max(0, preference.Stays - ahead), ToCome = ahead, LastStay = LastStayOf(preference, bookings, toCome) };
    }

    private static DateOnly? LastStayOf(Preference preference, IReadOnlyList<Booking> bookings, int toCome)
    {
        for (var i = toCome; i < bookings.Count; i++)
        {
            if (SpeaksFor(bookings[i], preference))
            {
                return bookings[i].CheckIn;
            }
        }

        return null;
    }

    /// <summary>Compares directly, as each thing in the record has one name: see <see cref="GuestNames"/>.</summary>
    private static bool SpeaksFor(Booking booking, Preference preference) => preference.Kind switch
    {
        PreferenceKind.City => NameCounts.TrimToNull(booking.City) == preference.Value,
        PreferenceKind.PropertyType => NameCounts.TrimToNull(booking.PropertyType) == preference.Value,
        PreferenceKind.PriceRange => booking.PricePerNight > 0 && NameCounts.TrimToNull(booking.Currency) == preference.Value,
        PreferenceKind.Amenity => HasAmenity(booking, preference.Value),
        _ => false,
    };

    private static bool HasAmenity(Booking booking, string name)
    {
        for (var i = 0; i < booking.Amenities.Count; i++)
        {
            if (NameCounts.TrimToNull(booking.Amenities[i]) == name)
            {
                return true;
            }
        }

        return false;
    }
}
