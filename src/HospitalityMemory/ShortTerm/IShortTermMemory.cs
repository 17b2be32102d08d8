using System.Text.Json;

namespace HospitalityMemory;

/// <summary>Remembers running conversations: what was said, and the booking slots collected so far.</summary>
/// <remarks>
/// Thread safe. Writes to one session are atomic: what two agents write at once both lands. A session lives for a
/// sliding time (30 minutes by default) that every method but <see cref="PeekSessionAsync"/>,
/// the listings, <see cref="GetMemoryUsageAsync"/> and <see cref="CleanupExpiredAsync"/> extends; from the instant of its expiry
/// it is as if it had never been. Every method throws <see cref="ArgumentException"/> for an id that is not 1 to 256 characters
/// without control characters and line separators, <see cref="OperationCanceledException"/> when cancelled, and
/// <see cref="MemoryUnavailableException"/> when the store cannot serve, or the call took longer than
/// <see cref="ShortTermMemoryOptions.Timeout"/> (which usage, clean-up and
/// <see cref="DeleteUserSessionsAsync"/> do not have). After an exception nothing has
/// changed, save that a write that was cancelled, took too long, or was broken off by its store may still be carried out
/// whole; adding a message with a <see cref="SessionMessage.MessageId"/> can be repeated. Changes of one session's state or
/// messages, but for additions, are made one after the other, in the order of the calls in this process.
/// </remarks>
public interface IShortTermMemory
{
    /// <summary>Creates a session.</summary>
    /// <param name="sessionId">The session's id.</param>
    /// <param name="userId">The guest; null for an anonymous session.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The new session.</returns>
    /// <exception cref="SessionAlreadyExistsException">A live session has this id.</exception>
    /// <exception cref="MemoryUnavailableException">
    /// The memory is full, and the settings say to refuse new sessions.
    /// </exception>
    ValueTask<Session> CreateSessionAsync(string sessionId, string? userId = null, CancellationToken cancellationToken = default);

    /// <summary>Creates a session with a lifetime, an agent or a context of its own.</summary>
    /// <param name="session">What it begins with.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The new session.</returns>
    /// <exception cref="ArgumentException">A member of the session is not allowed; the error names it.</exception>
    /// <exception cref="SessionAlreadyExistsException">A live session has this id.</exception>
    /// <exception cref="SessionTooLargeException">The session would be too large.</exception>
    /// <exception cref="MemoryUnavailableException">
    /// The memory is full, and the settings say to refuse new sessions.
    /// </exception>
    ValueTask<Session> CreateSessionAsync(NewSession session, CancellationToken cancellationToken = default);

    /// <summary>Returns the live session of this id, its lifetime extended, or creates it with what is given.</summary>
    /// <param name="session">What a new session begins with; one that is there keeps what it has, and may get its guest.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The session.</returns>
    /// <exception cref="ArgumentException">A member of the session is not allowed; the error names it.</exception>
    /// <exception cref="SessionOwnershipException">The live session belongs to another guest.</exception>
    /// <exception cref="SessionTooLargeException">The new session would be too large.</exception>
    /// <exception cref="MemoryUnavailableException">
    /// The memory is full, and the settings say to refuse new sessions.
    /// </exception>
    ValueTask<Session> GetOrCreateSessionAsync(NewSession session, CancellationToken cancellationToken = default);

    /// <summary>Returns the live session of this id, its lifetime extended, or creates it.</summary>
    /// <param name="sessionId">The session's id.</param>
    /// <param name="userId">
    /// The guest; an anonymous session that is there becomes theirs. Null leaves the owner as it is.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The session.</returns>
    /// <exception cref="SessionOwnershipException">The live session belongs to another guest.</exception>
    /// <exception cref="MemoryUnavailableException">
    /// The memory is full, and the settings say to refuse new sessions.
    /// </exception>
    /// <remarks>
    /// Without a guest, whoever knows the id gets the session that is there, a guest's included: as with every method
    /// that is given an id only, knowing it is the permission. Either make ids that cannot be guessed (a random GUID),
    /// or pass the guest.
    /// </remarks>
    ValueTask<Session> GetOrCreateSessionAsync(string sessionId, string? userId, CancellationToken cancellationToken = default);

    /// <summary>Returns a session and extends its lifetime.</summary>
    /// <param name="sessionId">The session's id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The session; null where there is none.</returns>
    ValueTask<Session?> GetSessionAsync(string sessionId, CancellationToken cancellationToken = default);

    /// <summary>Returns a session and leaves its lifetime as it is.</summary>
    /// <param name="sessionId">The session's id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The session; null where there is none.</returns>
    ValueTask<Session?> PeekSessionAsync(string sessionId, CancellationToken cancellationToken = default);

    /// <summary>Changes the state of a session.</summary>
    /// <param name="sessionId">The session's id.</param>
    /// <param name="update">
    /// Makes the new state from the current one, such as <c>state => state with { CurrentAgent = "booking" }</c>. Must
    /// have no side effects: where others wrote meanwhile it is run again on the newer state. Must not wait for another
    /// change of the same session, which would wait for this one.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>
    /// The session as stored after the change, without its messages, which the call does not read. A state that equals
    /// the current one is not stored again; the call then counts as a read.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// The function returned null, or set an agent of more than 256 characters, with control characters or with half of
    /// a surrogate pair.
    /// </exception>
    /// <exception cref="SessionNotFoundException">There is no such session.</exception>
    /// <exception cref="SessionTooLargeException">The session would be too large.</exception>
    /// <exception cref="SlotValidationException">The function set bad slots.</exception>
    /// <exception cref="MemoryConcurrencyException">Others were faster until the call's time was up.</exception>
    /// <remarks>
    /// An anonymous session stays anonymous. It gets its guest by the overload with a guest, by
    /// <see cref="GetOrCreateSessionAsync(string, string?, CancellationToken)"/> or by <see cref="IGuestMemory.BeginSessionAsync"/>.
    /// </remarks>
    ValueTask<SessionInfo> UpdateSessionAsync(
        string sessionId, Func<SessionState, SessionState> update, CancellationToken cancellationToken = default);

    /// <summary>
    /// Changes the state of the session that a snapshot is of, for its guest; an anonymous session becomes the guest's.
    /// </summary>
    /// <param name="session">Any snapshot of the session, however old.</param>
    /// <param name="userId">The guest whose session it must be or becomes, in the same step as the change.</param>
    /// <param name="update">As for an id; it is run on the state as it is now, not on the snapshot's.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>As for an id.</returns>
    /// <inheritdoc cref="UpdateSessionAsync(string, Func{SessionState, SessionState}, CancellationToken)" path="/exception"/>
    /// <exception cref="SessionNotFoundException">The session has ended, also where another was begun under its id.</exception>
    /// <exception cref="SessionOwnershipException">The session is another guest's.</exception>
    ValueTask<SessionInfo> UpdateSessionAsync(
        SessionInfo session, string userId, Func<SessionState, SessionState> update, CancellationToken cancellationToken = default);

    /// <summary>Merges slots into those of a session, all or none.</summary>
    /// <param name="sessionId">The session's id.</param>
    /// <param name="slots">The slots to set; what is null is left as it stands.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The session after the change.</returns>
    /// <exception cref="SessionNotFoundException">There is no such session.</exception>
    /// <exception cref="SessionTooLargeException">The session would be too large.</exception>
    /// <exception cref="SlotValidationException">A slot is not allowed; names every one that is not.</exception>
    /// <exception cref="MemoryConcurrencyException">Others were faster until the call's time was up.</exception>
    /// <remarks>
    /// Nights with check-in give check-out, and keep it so many days away when check-in moves. Without nights, moving check-in to
    /// or past check-out, without a new check-out, clears check-out.
    /// </remarks>
    ValueTask<SessionInfo> UpdateSlotsAsync(string sessionId, BookingSlots slots, CancellationToken cancellationToken = default);

    /// <summary>Merges slots straight from an agent's JSON, all or none.</summary>
    /// <param name="sessionId">The session's id.</param>
    /// <param name="slots">
    /// An object with the names of <see cref="SlotNames"/>, in whatever case, with or without underscores, or with their synonyms
    /// (<see cref="ShortTermMemoryOptions.SlotSynonyms"/>); other names become extras, as does a synonym under which the session
    /// has an extra. Null values leave a slot as it stands; <c>dontcare</c>, <c>any</c> and the like open it
    /// (<see cref="BookingSlots.Open"/>); dates are <c>yyyy-MM-dd</c>, a time behind them does not matter; numbers may be given as
    /// text, a budget with its currency. What can be read in two ways is refused.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The session after the change.</returns>
    /// <exception cref="ArgumentException">The JSON is no object, or was parsed of bytes that are no UTF-8.</exception>
    /// <inheritdoc cref="UpdateSlotsAsync(string, BookingSlots, CancellationToken)" path="/exception"/>
    ValueTask<SessionInfo> UpdateSlotsFromJsonAsync(string sessionId, JsonElement slots, CancellationToken cancellationToken = default);

    /// <summary>Merges those slots of an agent's JSON that are right, in one write, and tells of the others why they are not.</summary>
    /// <param name="sessionId">The session's id.</param>
    /// <param name="slots">As for <see cref="UpdateSlotsFromJsonAsync"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>
    /// The session after the change, every slot that was refused, and the names that were no slot's. Of extras that are too many
    /// those are refused that the session does not have yet. Where nothing is right, the call counts as a read.
    /// </returns>
    /// <exception cref="ArgumentException">The JSON is no object, or was parsed of bytes that are no UTF-8.</exception>
    /// <exception cref="SessionNotFoundException">There is no such session.</exception>
    /// <exception cref="SessionTooLargeException">The session would be too large; nothing is kept.</exception>
    /// <exception cref="MemoryConcurrencyException">Others were faster until the call's time was up.</exception>
    ValueTask<SlotUpdate> TryUpdateSlotsFromJsonAsync(string sessionId, JsonElement slots, CancellationToken cancellationToken = default);

    /// <summary>Clears all slots of a session.</summary>
    /// <param name="sessionId">The session's id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The session after the change.</returns>
    /// <exception cref="SessionNotFoundException">There is no such session.</exception>
    /// <exception cref="MemoryConcurrencyException">Others were faster until the call's time was up.</exception>
    ValueTask<SessionInfo> ClearSlotsAsync(string sessionId, CancellationToken cancellationToken = default);

    /// <summary>Clears some slots of a session.</summary>
    /// <param name="sessionId">The session's id.</param>
    /// <param name="slotNames">Names of <see cref="SlotNames"/> or of extras; one that is not set is no error.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The session after the change.</returns>
    /// <exception cref="SessionNotFoundException">There is no such session.</exception>
    /// <exception cref="MemoryConcurrencyException">Others were faster until the call's time was up.</exception>
    ValueTask<SessionInfo> ClearSlotsAsync(string sessionId, IReadOnlyCollection<string> slotNames, CancellationToken cancellationToken = default);

    /// <summary>Adds a message at the end of the conversation.</summary>
    /// <param name="sessionId">The session's id.</param>
    /// <param name="role">Who speaks.</param>
    /// <param name="content">What is said; may be empty.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The message as stored, with its sequence number and time.</returns>
    /// <exception cref="ArgumentException">A part of the message is not allowed; the error names it.</exception>
    /// <exception cref="SessionNotFoundException">There is no such session.</exception>
    /// <exception cref="SessionTooLargeException">The session would be too large.</exception>
    ValueTask<SessionMessage> AddMessageAsync(string sessionId, MessageRole role, string content, CancellationToken cancellationToken = default);

    /// <summary>Adds a message at the end of the conversation.</summary>
    /// <param name="sessionId">The session's id.</param>
    /// <param name="message">The message; its sequence number is ignored.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>
    /// The message as stored, with its sequence number and time. Where its <see cref="SessionMessage.MessageId"/> is among the
    /// last 256 of the session, nothing is added and this is the message that was added then (as given now, with that
    /// sequence number, where it was trimmed or removed since): so a call whose outcome is unknown can be made again. What a
    /// tool says of a call that has gone is the first to go: it may be trimmed in the same step, and is returned all the same.
    /// </returns>
    /// <exception cref="ArgumentException">A part of the message is not allowed; the error names it.</exception>
    /// <exception cref="SessionNotFoundException">There is no such session.</exception>
    /// <exception cref="SessionTooLargeException">The session would be too large.</exception>
    ValueTask<SessionMessage> AddMessageAsync(string sessionId, SessionMessage message, CancellationToken cancellationToken = default);

    /// <summary>Adds messages at the end of the conversation, all or none, with nothing in between.</summary>
    /// <param name="sessionId">The session's id.</param>
    /// <param name="messages">The messages, oldest first; their sequence numbers are ignored. None is no error.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>
    /// The messages with their sequence numbers and times, also those that the session has no room for beside the later ones and
    /// that are trimmed in the same step.
    /// </returns>
    /// <exception cref="ArgumentException">A part of a message is not allowed; the error names it.</exception>
    /// <exception cref="SessionNotFoundException">There is no such session.</exception>
    /// <exception cref="SessionTooLargeException">The session would be too large.</exception>
    ValueTask<IReadOnlyList<SessionMessage>> AddMessagesAsync(
        string sessionId, IReadOnlyList<SessionMessage> messages, CancellationToken cancellationToken = default);

    /// <summary>Reads the messages after one, and no others.</summary>
    /// <param name="sessionId">The session's id.</param>
    /// <param name="after">The sequence number after which they stand; 0 for the beginning.</param>
    /// <param name="max">How many at most, at least 1.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The messages, oldest first; empty where there are none.</returns>
    /// <exception cref="SessionNotFoundException">There is no such session.</exception>
    ValueTask<IReadOnlyList<SessionMessage>> GetMessagesAsync(
        string sessionId, long after, int max, CancellationToken cancellationToken = default);

    /// <summary>Reads the latest messages, and no others.</summary>
    /// <param name="sessionId">The session's id.</param>
    /// <param name="max">How many at most, at least 1.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The messages, oldest first; empty where there are none.</returns>
    /// <exception cref="SessionNotFoundException">There is no such session.</exception>
    ValueTask<IReadOnlyList<SessionMessage>> GetLatestMessagesAsync(
        string sessionId, int max, CancellationToken cancellationToken = default);

    /// <summary>Replaces one message, or removes it: to correct, to redact, to pin or unpin.</summary>
    /// <param name="sessionId">The session's id.</param>
    /// <param name="sequence">The message's sequence number.</param>
    /// <param name="replace">
    /// Makes the new message of the current one, such as <c>message => message with { Pinned = false }</c>; null removes it.
    /// It keeps its sequence number, and must keep its MessageId and its ToolCallIds. Must have no side effects: where others
    /// replaced a message meanwhile it is run again. Must not wait for another change of the same session, which would wait
    /// for this one.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The message as stored; null where it was removed, or trimmed in the same step.</returns>
    /// <exception cref="ArgumentException">A part of the new message is not allowed; the error names it.</exception>
    /// <exception cref="SessionNotFoundException">There is no such session.</exception>
    /// <exception cref="MessageNotFoundException">The session has no such message, or no longer.</exception>
    /// <exception cref="SessionTooLargeException">The session would be too large.</exception>
    /// <exception cref="MemoryConcurrencyException">Others were faster until the call's time was up.</exception>
    /// <remarks>
    /// What a summary took in of a trimmed message stays in the summary. Where the session holds more than its limits because
    /// messages were pinned, one that is unpinned may be trimmed in the same step; then null is returned.
    /// </remarks>
    ValueTask<SessionMessage?> ReplaceMessageAsync(
        string sessionId,
        long sequence,
        Func<SessionMessage, SessionMessage?> replace,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Removes all messages of a session, pinned ones and those that wait for a summary included. The state stays, a summary
    /// in its context too.
    /// </summary>
    /// <param name="sessionId">The session's id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The work.</returns>
    /// <exception cref="SessionNotFoundException">There is no such session.</exception>
    ValueTask ClearMessagesAsync(string sessionId, CancellationToken cancellationToken = default);

    /// <summary>Deletes a session.</summary>
    /// <param name="sessionId">The session's id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether there was one.</returns>
    ValueTask<bool> DeleteSessionAsync(string sessionId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Deletes all sessions of a guest, readable or not, those included that have expired and still hold something.
    /// <see cref="IGuestMemory.EraseGuestAsync"/> also deletes the guest's profile. Has no time limit but the token.
    /// </summary>
    /// <param name="userId">The guest.</param>
    /// <param name="cancellationToken">
    /// Cancels the call; what was deleted stays deleted, and calling again deletes the rest.
    /// </param>
    /// <returns>What was found and deleted, and what was left when read back.</returns>
    ValueTask<SessionErasure> DeleteUserSessionsAsync(string userId, CancellationToken cancellationToken = default);

    /// <summary>Streams the live sessions of a guest, without messages, the latest created first; extends none.</summary>
    /// <param name="userId">The guest.</param>
    /// <param name="cancellationToken">Cancels the stream.</param>
    /// <returns>
    /// The sessions. One that cannot be read is among them, with its <see cref="SessionInfo.Problem"/>. One that comes or goes
    /// while the stream is read may be there or not.
    /// </returns>
    IAsyncEnumerable<SessionInfo> ListUserSessionsAsync(string userId, CancellationToken cancellationToken = default);

    /// <summary>Lists some of the live sessions of a guest, as the stream would; extends none.</summary>
    /// <param name="userId">The guest.</param>
    /// <param name="after">The <see cref="SessionPage.Next"/> of the page before; null for the first page.</param>
    /// <param name="max">How many at most, at least 1.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The page.</returns>
    /// <exception cref="ArgumentException">No page ended with that <paramref name="after"/>.</exception>
    ValueTask<SessionPage> ListUserSessionsAsync(string userId, string? after, int max, CancellationToken cancellationToken = default);

    /// <summary>Says how much is held.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Live sessions, bytes, and what went so far.</returns>
    ValueTask<MemoryUsage> GetMemoryUsageAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Frees what expired sessions still hold. A host with the maintenance service running need not call it.
    /// </summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many expired sessions were removed by this call.</returns>
    ValueTask<int> CleanupExpiredAsync(CancellationToken cancellationToken = default);
}
