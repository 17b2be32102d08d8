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
}
