namespace HospitalityMemory;

/// <summary>Whether the platform may learn from a guest: the guest's word, and the host's switch.</summary>
/// <remarks>
/// They differ in what is left: without consent what was learned is dropped for good, while switched off it is only not
/// looked at.
/// </remarks>
internal sealed class ConsentRule(LongTermMemoryOptions options)
{
    /// <summary>
    /// Whether the guest lets the platform learn: never asked is yes, unless the settings require consent.
    /// </summary>
    public bool HasConsent(UserProfile profile) =>
        profile.Consent is ConsentStatus.Granted || (profile.Consent is ConsentStatus.Unknown && !options.RequireConsent);

    /// <summary>Whether the guest lets the platform learn, and the host has it do so.</summary>
    public bool MayLearn(UserProfile profile) => options.LearningEnabled && HasConsent(profile);

    /// <summary>What may be learned from: nothing of a stranger. Of one session only so many bookings teach.</summary>
    public TravelRecord RecordOf(UserProfile? profile) =>
        profile is null || !MayLearn(profile) ? TravelRecord.Empty : profile.Bookings.ToTravelRecord(options.MaxBookingsPerSession);
}
