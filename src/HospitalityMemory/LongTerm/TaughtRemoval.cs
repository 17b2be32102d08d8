namespace HospitalityMemory;

/// <summary>What was removed from a guest's memory.</summary>
/// <param name="Wishes">How many stated preferences were removed.</param>
/// <param name="Searches">How many searches were removed.</param>
/// <param name="Bookings">How many bookings no longer teach; they stay in the history.</param>
public sealed record TaughtRemoval(int Wishes, int Searches, int Bookings);
