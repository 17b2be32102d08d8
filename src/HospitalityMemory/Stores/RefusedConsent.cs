namespace HospitalityMemory.Stores;

/// <summary>
/// What stays of an inactive guest who refused consent: the id, the refusal and its date. Otherwise the platform would learn from a
/// guest who comes back and had said no. Thread safe.
/// </summary>
public static class RefusedConsent
{
    /// <summary>When a guest refused consent.</summary>
    /// <param name="profile">The profile.</param>
    /// <returns>The moment, or where it is not known when the profile was written last; null for a guest who did not refuse.</returns>
    public static DateTimeOffset? At(UserProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return profile.Consent is ConsentStatus.Withdrawn ? profile.ConsentChangedAt ?? profile.UpdatedAt : null;
    }

    /// <summary>The profile that takes the place of one that a cleanup removes.</summary>
    /// <param name="userId">The guest.</param>
    /// <param name="refusedAt">What <see cref="At"/> said.</param>
    /// <returns>The profile, without a version.</returns>
    public static UserProfile Alone(string userId, DateTimeOffset refusedAt) => new()
    {
        UserId = userId,
        CreatedAt = refusedAt,
        UpdatedAt = refusedAt,
        LastActiveAt = refusedAt,
        Consent = ConsentStatus.Withdrawn,
        ConsentChangedAt = refusedAt,
        Bookings = KnownBookings.None,
    };

    /// <summary>
    /// Whether a profile holds nothing but a refusal: a cleanup leaves it as it is, so a store need not find it as inactive.
    /// </summary>
    /// <param name="profile">The profile.</param>
    /// <returns>True where it does.</returns>
    public static bool IsAlone(UserProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return profile is
        {
            Consent: ConsentStatus.Withdrawn,
            Attributes.Count: 0,
            AdditionalFields.Count: 0,
            NestedFields.Count: 0,
            StatedPreferences.Count: 0,
            ImportedPreferences: null,
            Bookings: { Embedded: null, Latest.Total: 0, Searches.Count: 0 },
        };
    }
}
