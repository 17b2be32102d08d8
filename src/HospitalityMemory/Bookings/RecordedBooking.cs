namespace HospitalityMemory;

/// <summary>A booking that was recorded.</summary>
/// <param name="Booking">The booking as it is recorded.</param>
/// <param name="Problems">
/// What could not be recorded as it was given, and was dropped or replaced. Usually empty.
/// </param>
public readonly record struct RecordedBooking(Booking Booking, IReadOnlyList<BookingProblem> Problems);
