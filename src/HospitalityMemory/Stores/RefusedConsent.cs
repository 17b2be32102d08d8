namespace HospitalityMemory.Stores;

/// <summary>
/// What is kept of an inactive guest who refused consent: the id, the refusal and its date. Without it the platform would learn
/// from a guest who refused and later comes back. Thread safe.
/// </summary>
public static class RefusedConsent
{
    /// <summary>When a guest refused consent.</summary>
    /// <param name="profile">The profile.</param>
    /// <returns>
    /// The moment; where it is unknown, when the profile was last written. Null for a guest who did not refuse.
    /// </returns>
    public static DateTimeOffset? At(UserProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return profile.Consent is ConsentStatus.Withdrawn ? profile.ConsentChangedAt ?? profile.UpdatedAt : null;
    }

    /// <summary>The profile that replaces one that a cleanup removes.</summary>
    /// <param name="userId">The guest.</param>
    /// <param name="refusedAt">The result of <see cref="At"/>.</param>
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
    /// Whether a profile holds nothing but a refusal. A cleanup leaves such a profile as it is; a store need not find it as
    /// inactive.
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
