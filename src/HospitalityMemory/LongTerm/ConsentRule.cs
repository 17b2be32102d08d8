namespace HospitalityMemory;

/// <summary>Whether the platform may learn from a guest. Both the guest's consent and the host's switch decide.</summary>
/// <remarks>
/// The two differ in their effect: without consent, what was learned is dropped for good; while learning is switched off, it is
/// only not used.
/// </remarks>
internal sealed class ConsentRule(LongTermMemoryOptions options)
{
    /// <summary>
    /// Whether the guest lets the platform learn. A guest who was never asked does, unless the settings require consent.
    /// </summary>
    public bool HasConsent(UserProfile profile) =>
        profile.Consent is ConsentStatus.Granted || (profile.Consent is ConsentStatus.Unknown && !options.RequireConsent);

    /// <summary>Whether the guest lets the platform learn, and the host has learning switched on.</summary>
    public bool MayLearn(UserProfile profile) => options.LearningEnabled && HasConsent(profile);

    /// <summary>
    /// The record that may be learned from; empty for a stranger. Only a limited number of bookings per session teach.
    /// </summary>
    public TravelRecord RecordOf(UserProfile? profile) =>
        profile is null || !MayLearn(profile) ? TravelRecord.Empty : profile.Bookings.ToTravelRecord(options.MaxBookingsPerSession);
}
