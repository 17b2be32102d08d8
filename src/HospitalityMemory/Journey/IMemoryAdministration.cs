namespace HospitalityMemory;

/// <summary>What an operator may do with the memory and an agent may not: it sees all guests.</summary>
/// <remarks>
/// Resolve it where operators work, and hand it to no agent. Thread safe. Its calls take as long as they take: only their
/// token ends them. Errors are those of <see cref="IShortTermMemory"/>.
/// </remarks>
public interface IMemoryAdministration
{
    /// <summary>Streams all live sessions, those of guests and anonymous ones, without messages, in no order; extends none.</summary>
    /// <param name="cancellationToken">Cancels the stream.</param>
    /// <returns>
    /// The sessions. One that cannot be read is among them, with its <see cref="SessionInfo.Problem"/>. One that comes or goes
    /// while the stream is read may be there or not.
    /// </returns>
    IAsyncEnumerable<SessionInfo> ListSessionsAsync(CancellationToken cancellationToken = default);

    /// <summary>Lists some of all live sessions, as the stream would; extends none.</summary>
    /// <param name="after">The <see cref="SessionPage.Next"/> of the page before; null for the first page.</param>
    /// <param name="max">How many at most, at least 1.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The page.</returns>
    /// <exception cref="ArgumentException">No page ended with that <paramref name="after"/>.</exception>
    ValueTask<SessionPage> ListSessionsAsync(string? after, int max, CancellationToken cancellationToken = default);

    /// <summary>
    /// Copies a session up to a message under a new id: to try out another way from there, or to show what an agent saw.
    /// </summary>
    /// <param name="sessionId">The session; it stays as it is.</param>
    /// <param name="through">The sequence number of the last message to copy; 0 for none, <see cref="long.MaxValue"/> for all.</param>
    /// <param name="newSessionId">The id of the copy.</param>
    /// <param name="cancellationToken">Cancels the call, which then leaves no copy.</param>
    /// <returns>
    /// The copy: guest, state, lifetimes and messages are those of the session now (an earlier state is not kept), sequence
    /// numbers and version begin anew. What waits for a summary is not copied.
    /// </returns>
    /// <exception cref="SessionNotFoundException">There is no such session.</exception>
    /// <exception cref="SessionAlreadyExistsException">A live session has the new id.</exception>
    ValueTask<Session> CopySessionAsync(
        string sessionId, long through, string newSessionId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes back what a guest's memory got from one conversation or one source, such as an agent that was led astray.
    /// </summary>
    /// <param name="userId">The guest.</param>
    /// <param name="filter">Whose origin is meant; at least one of its members is set. What has no origin stays.</param>
    /// <param name="cancellationToken">Cancels the call; what was taken back by then stays so, and calling again goes on.</param>
    /// <returns>
    /// What was taken back: wishes and searches are removed, bookings stay in the history and teach no more
    /// (<see cref="Booking.Teaches"/>). The messages of a session go with <see cref="IShortTermMemory.DeleteSessionAsync"/>.
    /// </returns>
    /// <exception cref="ArgumentException">The filter has nothing set, or the id is not allowed.</exception>
    ValueTask<OriginRemoval> RemoveByOriginAsync(string userId, OriginFilter filter, CancellationToken cancellationToken = default);

    /// <summary>Tells what <see cref="MergeGuestsAsync"/> would do, and changes nothing.</summary>
    /// <param name="fromUserId">The guest that would go.</param>
    /// <param name="intoUserId">The guest that would stay.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>
    /// What the merge would do, if nobody writes to either guest before it. <see cref="GuestMerge.IsComplete"/> is true only where there is
    /// nothing to merge.
    /// </returns>
    /// <exception cref="ArgumentException">An id is not allowed, or both are the same.</exception>
    /// <exception cref="ProfileNotFoundException">The guest that would stay has no profile.</exception>
    /// <exception cref="GuestMergeConflictException">One of the two takes part in another merge that has not finished.</exception>
    /// <exception cref="UnreadableDataException">A profile or a booking of the two cannot be read; the merge would not begin either.</exception>
    ValueTask<GuestMerge> PreviewMergeGuestsAsync(string fromUserId, string intoUserId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes one guest of two that are one person: moves bookings, wishes, searches, attributes, consent and sessions of the first guest to
    /// the second, and deletes the first.
    /// </summary>
    /// <remarks>
    /// <para>Where it breaks off, call it again with the same guests: it goes on, and ends in the same state. Until then the guest that goes
    /// has all that it had, and may be read and written to as before. What is written to either guest meanwhile is not lost: what was
    /// written to the guest that goes comes along, also after it was copied.</para>
    /// <para>Two bookings of one id are one if they have the same check-in, city and, where both name one, property. Where they differ, the
    /// booking of the guest that stays wins; but if one of the two is cancelled, the result is. Otherwise both bookings stay, and the one
    /// that came gets another id (<see cref="GuestMerge.RenamedBookings"/>). Of two wishes about one thing the later one is kept; of two
    /// attributes with one name, that of the guest that stays. A refusal of consent wins over a consent, with its date, and what was learned
    /// of both is dropped then. Bookings that taught nothing, since there was no consent, teach nothing afterwards.</para>
    /// <para>Nobody is told where the guest went: who calls with the old id makes a new guest of it. An erasure of the guest that stays
    /// covers all that came. A guest that is erased while it is merged into another leaves there what was copied by then: erase both.</para>
    /// </remarks>
    /// <param name="fromUserId">The guest that goes. One that is not there is merged already: nothing is done.</param>
    /// <param name="intoUserId">The guest that stays.</param>
    /// <param name="cancellationToken">Cancels the call; called again it goes on.</param>
    /// <returns>What was done, by this call and by earlier ones that broke off.</returns>
    /// <exception cref="ArgumentException">An id is not allowed, or both are the same.</exception>
    /// <exception cref="ProfileNotFoundException">
    /// The guest that stays has no profile: it never had one, or was erased meanwhile. None is made anew, and the guest that goes is as
    /// before.
    /// </exception>
    /// <exception cref="GuestMergeConflictException">One of the two takes part in another merge that has not finished.</exception>
    /// <exception cref="UnreadableDataException">A profile or a booking of the two cannot be read; nothing was changed.</exception>
    ValueTask<GuestMerge> MergeGuestsAsync(string fromUserId, string intoUserId, CancellationToken cancellationToken = default);
}
