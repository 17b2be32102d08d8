using HospitalityMemory.ConsoleSample.Commands;

namespace HospitalityMemory.ConsoleSample.Reports;

/// <summary>Finds which bookings of a guest teach which preference.</summary>
internal sealed class GuestEvidence(ILongTermMemory memory, NameRules names, TimeProvider timeProvider)
{
    /// <returns>The preferences in the memory's order, each with its bookings, and the day as of which this is true.</returns>
    public async Task<(IReadOnlyList<Evidence> Evidence, DateOnly Today)> FindAsync(string userId, CancellationToken cancellationToken)
    {
        var profile = await memory.GetUserProfileAsync(userId, cancellationToken) ?? throw UserErrorException.UnknownGuest(userId);
        var context = await memory.GetPersonalizationContextAsync(userId, slots: null, cancellationToken);

        // The learner sees only the latest bookings that teach. TravelRecord says how many.
        var record = await memory.GetBookingHistoryAsync(userId, cancellationToken)
            .Where(booking => booking is { Status: BookingStatus.Booked, Teaches: true })
            .Take(TravelRecord.MaxBookings)
            .ToListAsync(cancellationToken);
        return ([.. profile.Preferences.All.Select(preference => new Evidence(preference, TaughtBy(preference, record)))], context.Today ?? DateOnly.FromDateTime(timeProvider.GetUtcNow().UtcDateTime));
    }

    /// <summary>Whether a person who says this name means this preference.</summary>
    public bool IsCalled(Preference preference, string name) =>
        string.Equals(preference.Value, name.Trim(), StringComparison.OrdinalIgnoreCase)
        || preference.Kind switch
        {
            PreferenceKind.City => names.IsSame(NameKind.City, preference.Value, name),
            PreferenceKind.Amenity => names.IsSame(NameKind.Amenity, preference.Value, name),
            PreferenceKind.PropertyType => names.IsSame(NameKind.PropertyType, preference.Value, name),
            PreferenceKind.PriceRange => string.Equals(name.Trim(), "price", StringComparison.OrdinalIgnoreCase),
            _ => false,
        };

    private IReadOnlyList<Booking> TaughtBy(Preference preference, List<Booking> record) =>
        preference.Source is not PreferenceSource.Bookings ? [] : [.. record.Where(booking => Teaches(booking, preference, record))];

    private bool Teaches(Booking booking, Preference preference, List<Booking> record) => preference.Kind switch
    {
        PreferenceKind.City => IsIn(booking, preference.Value, record),
        PreferenceKind.Amenity => booking.Amenities.Any(amenity => names.IsSame(NameKind.Amenity, amenity, preference.Value)),
        PreferenceKind.PropertyType => names.IsSame(NameKind.PropertyType, booking.PropertyType, preference.Value),
        PreferenceKind.PriceRange => booking.PricePerNight is > 0 && booking.Currency == preference.Value,
        _ => false,
    };

    /// <summary>
    /// Whether a booking is in the city. If a guest knows two cities of one name, the preference names the country, and bookings without
    /// one are counted apart.
    /// </summary>
    private bool IsIn(Booking booking, string city, List<Booking> record)
    {
        if (!names.IsSameCity(booking.City, booking.Country, city, otherCountry: null))
        {
            return false;
        }

        var namesCountry = names.KeyOf(NameKind.City, city) != names.KeyOf(NameKind.City, booking.City);
        var countries = record.Where(other => names.IsSame(NameKind.City, other.City, booking.City))
            .Select(other => names.KeyOf(NameKind.Country, other.Country))
            .OfType<string>()
            .Distinct()
            .Count();
        return countries < 2 || namesCountry == names.KeyOf(NameKind.Country, booking.Country) is not null;
    }
}

/// <summary>A preference and the bookings that teach it, the latest check-in first.</summary>
internal sealed record Evidence(Preference Preference, IReadOnlyList<Booking> TaughtBy)
{
    public object ToJson(DateOnly today) => new
    {
        Preference.Kind,
        Preference.Value,
        Preference.Avoid,
        Preference.Source,
        Preference.Score,
        Preference.Confidence,
        Preference.Stays,
        Preference.ToCome,
        Preference.LastStay,
        Range = Preference.PriceRange is { } range ? new { range.Min, range.Max, range.Currency } : null,
        Origin = Preference.Origin is { } origin ? new { origin.Kind, origin.SessionId, origin.Name } : null,
        TaughtBy = TaughtBy.Select(booking => new { IsToCome = booking.CheckIn > today, Booking = booking }),
    };
}
