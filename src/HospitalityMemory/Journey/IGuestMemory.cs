namespace HospitalityMemory;

/// <summary>A guest's way through the platform, over both memories: what an orchestrator calls.</summary>
/// <remarks>
/// Thread safe. Every method may be called again after a fault at any point and ends in the same state, once. Errors
/// are those of the two memories.
/// </remarks>
public interface IGuestMemory
{
    /// <summary>Creates a guest's session or resumes it, and tells what is known of the guest.</summary>
    /// <param name="sessionId">The session; an anonymous one that is there becomes the guest's.</param>
    /// <param name="userId">The guest.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The session with the personalization context.</returns>
    /// <exception cref="SessionOwnershipException">The session belongs to another guest.</exception>
    ValueTask<GuestSession> BeginSessionAsync(string sessionId, string userId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Records the booking that a session led to and learns from it, then stamps the session's booking data.
    /// </summary>
    /// <param name="sessionId">
    /// The session; that it has expired meanwhile is no error. An anonymous one becomes the guest's, as by
    /// <see cref="BeginSessionAsync"/>.
    /// </param>
    /// <param name="userId">The guest.</param>
    /// <param name="booking">The booking.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The booking as recorded, what of it could not be, and the session where it is still there.</returns>
    /// <exception cref="ArgumentException">
    /// The booking's id, city, check-in or status is not allowed; the message names it.
    /// </exception>
    /// <exception cref="SessionOwnershipException">
    /// The session belongs to another guest; nothing was recorded.
    /// </exception>
    /// <exception cref="SessionTooLargeException">
    /// The session has no room for the booking data; the booking is recorded.
    /// </exception>
    /// <exception cref="MemoryUnavailableException">
    /// A store cannot serve. Where it is that of the sessions (out of reach, or full), the booking may be recorded
    /// already: called again it is not recorded twice, and the session is stamped.
    /// </exception>
    ValueTask<CompletedBooking> CompleteBookingAsync(
        string sessionId, string userId, Booking booking, CancellationToken cancellationToken = default);

    /// <summary>Gives all that is held on a guest as one JSON document: profile, bookings, sessions.</summary>
    /// <param name="userId">The guest.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>
    /// JSON text: <c>schema_version</c>, <c>user_id</c>, <c>exported_at</c>, <c>profile</c> (null for a stranger),
    /// <c>bookings</c> (in no order), <c>sessions</c>, and <c>unreadable</c>: what is stored of the guest and cannot be read, each
    /// with its <c>kind</c> (profile, booking, session, message), for a session and a message the <c>session_id</c>, and the
    /// <c>problem</c>. A session of which messages cannot be read is there with those that can.
    /// </returns>
    ValueTask<string> ExportGuestAsync(string userId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Erases a guest: profile, bookings, sessions (live, expired and not swept yet, of a newer version or broken), and this
    /// process's cache. What cannot be read is erased like all else.
    /// </summary>
    /// <param name="userId">The guest.</param>
    /// <param name="cancellationToken">
    /// Cancels the call; what was erased stays erased, and calling again erases the rest.
    /// </param>
    /// <returns>What was erased, what was left when read back, and how long other servers' caches may live.</returns>
    ValueTask<ErasureReceipt> EraseGuestAsync(string userId, CancellationToken cancellationToken = default);
}
