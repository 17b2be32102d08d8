namespace HospitalityMemory;

/// <summary>What was taken back of a guest's memory.</summary>
/// <param name="Wishes">How many stated preferences were removed.</param>
/// <param name="Searches">How many searches were removed.</param>
/// <param name="Bookings">How many bookings teach no more; they stay in the history.</param>
public sealed record TaughtRemoval(int Wishes, int Searches, int Bookings);
