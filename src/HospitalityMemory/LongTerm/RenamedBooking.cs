namespace HospitalityMemory;

/// <summary>A booking that got another id in a merge, since a different booking of the guest that stays has its own.</summary>
/// <param name="BookingId">The id that it had.</param>
/// <param name="NewBookingId">
/// The id that it has now: the one before (its first 239 characters, of a longer one), a tilde, and 16 hexadecimal digits. The same at every
/// call.
/// </param>
public sealed record RenamedBooking(string BookingId, string NewBookingId);
