namespace HospitalityMemory;

/// <summary>A booking that was recorded.</summary>
/// <param name="Booking">The booking as it is recorded.</param>
/// <param name="Problems">
/// What of the booking that was given could not be recorded: it was dropped, or taken for something else. Empty, as a rule.
/// </param>
public readonly record struct RecordedBooking(Booking Booking, IReadOnlyList<BookingProblem> Problems);
