namespace HospitalityMemory.Stores;

/// <summary>Keeps sessions. Carries out a few atomic steps; every rule is the memory's.</summary>
/// <remarks>
/// <para>Must be thread safe. Ids, messages and limits are valid when they arrive. Each step is atomic for its session:
/// it is done whole or not at all, and once it has answered it is not lost (save by expiry, deletion, or eviction that
/// it reports).
/// </para>
/// <para>A session whose <see cref="SessionInfo.ExpiresAt"/> is at or before <c>now</c> is gone: no step may read, extend,
/// list, count or change it, whether or not it has been removed. What extends a lifetime sets the expiry to
/// <see cref="SessionLimits.ExpiresAt"/>. While the lifetime is the one of the use before, that never moves it back, since
/// the clocks of two callers may differ (the longest lifetime still holds); once it is another one (a setting was
/// changed), it does.</para>
/// <para><see cref="SessionInfo.UpdatedAt"/> is never before <see cref="SessionInfo.CreatedAt"/>.</para>
/// <para>Trimming: a step that appends or replaces a message leaves the session as <see cref="MessageTrimming"/> says; a
/// replacement of the state lets go what its bytes need, and may heed lowered limits too. What goes waits for a summary
/// where <see cref="SessionLimits.KeepsTrimmed"/> says so, in the same step; of what waits the oldest go, for good, beyond
/// <see cref="SessionLimits.MaxWaitingMessages"/> and <see cref="SessionLimits.MaxWaitingBytes"/>, which sets
/// <see cref="SessionInfo.IsIncomplete"/>.</para>
/// <para>A store that finds fewer messages than the session must have (its server evicted some, say) sets
/// <see cref="SessionInfo.IsIncomplete"/> in what it returns, goes on with those that are there, and keeps that flag with
/// the session from the next write on.</para>
/// <para>A store that cannot serve throws <see cref="MemoryUnavailableException"/> with the cause, and data that it
/// cannot read <see cref="SchemaVersionException"/> where it is newer, <see cref="CorruptDataException"/> where it is broken, and
/// <see cref="MisplacedDataException"/> where it is another session's or another guest's; nothing else but <see cref="OperationCanceledException"/>, and
/// <see cref="ArgumentException"/> where <see cref="ListAsync"/> says so. It never swallows an error.
/// </para>
/// </remarks>
public interface ISessionStore
{
    /// <summary>A short name for metrics and health checks, such as <c>redis</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Whether a call leaves this process or its disk. A store that is not remote answers usage without waiting.
    /// </summary>
    bool IsRemote { get; }

    /// <summary>Creates a session unless a live one has its id.</summary>
    /// <param name="session">The session, complete with its times and version 1; its creation is the current time.</param>
    /// <param name="limits">What is allowed.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Done, AlreadyExists, TooLarge or Full.</returns>
    ValueTask<SessionWriteResult> TryCreateAsync(SessionInfo session, SessionLimits limits, CancellationToken cancellationToken);

    /// <summary>Reads a session and extends its lifetime, in one step.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="now">The current time.</param>
    /// <param name="limits">Where the new expiry comes from.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The session with its new expiry; null where there is none.</returns>
    /// <remarks>Where a store can read but not write for the moment, the session is returned with the expiry that it has.</remarks>
    ValueTask<Session?> GetAsync(string sessionId, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken);

    /// <summary>Reads a session and leaves its lifetime.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="now">The current time.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The session; null where there is none.</returns>
    ValueTask<Session?> PeekAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Reads a session without its messages, which are not touched, and leaves its lifetime.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="now">The current time.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The session; null where there is none.</returns>
    ValueTask<SessionInfo?> PeekInfoAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Reads some of a session's messages and no others, and extends the session's lifetime.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="range">Which.</param>
    /// <param name="now">The current time.</param>
    /// <param name="limits">Where the new expiry comes from.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The messages; null where there is no such session.</returns>
    ValueTask<StoredMessages?> GetMessagesAsync(
        string sessionId, MessageRange range, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces a session's state, and gives it its guest where it has none, and extends its lifetime, if what is stored has the
    /// version before, the same creation time, and either no guest or the same one: a session is never taken from its guest, but for the
    /// one that <see cref="SessionLimits.TakenFrom"/> names, who has it no more then.
    /// Reads and changes no message, save that the oldest go where the new state needs their room.
    /// </summary>
    /// <param name="session">The new state; its version is that of the state it was made from, plus one. Its own expiry is ignored.</param>
    /// <param name="taken">
    /// The trimmed messages that the new state's summary has taken in, which wait no more once it is stored; null for a
    /// state that has nothing to do with them. A conflict where the claim is no longer in force.
    /// </param>
    /// <param name="now">The current time.</param>
    /// <param name="limits">What is allowed, and where the new expiry comes from.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Done (with <see cref="SessionWriteResult.Info"/>), NotFound, Conflict, TooLarge or Full.</returns>
    ValueTask<SessionWriteResult> TryReplaceAsync(
        SessionInfo session, TrimmedTaken? taken, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken);

    /// <summary>
    /// Appends messages in one step: gives those that the session does not know by their ids the next sequence numbers,
    /// trims, sets the time of the last write and extends the lifetime. Never conflicts with a change of state.
    /// </summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="append">
    /// The messages. One that is known by its id is not stored again, and a message whose group it would begin belongs to
    /// the group that the known one has, or is orphaned where that one is gone.
    /// </param>
    /// <param name="now">The current time.</param>
    /// <param name="limits">What is allowed, and where the new expiry comes from.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Done (with the sequence numbers, and how many were trimmed and wait), NotFound, TooLarge or Full.</returns>
    ValueTask<SessionWriteResult> AppendAsync(
        string sessionId, MessageAppend append, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken);

    /// <summary>
    /// Appends one message; what
    /// <see cref="AppendAsync(string, MessageAppend, DateTimeOffset, SessionLimits, CancellationToken)"/> does with a list of one.
    /// </summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="message">The message, by reference since it is large to copy.</param>
    /// <param name="now">The current time.</param>
    /// <param name="limits">What is allowed, and where the new expiry comes from.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>As for the list.</returns>
    ValueTask<SessionWriteResult> AppendAsync(
        string sessionId, in NewMessage message, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        AppendAsync(sessionId, new MessageAppend([message]), now, limits, cancellationToken);

    /// <summary>
    /// Replaces or removes one message, sets the time of the last write, counts an edit and extends the lifetime. The
    /// message keeps its sequence number, its group and its remembered id. Trims for the bytes of a larger message.
    /// </summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="replacement">What the message becomes.</param>
    /// <param name="now">The current time.</param>
    /// <param name="limits">What is allowed, and where the new expiry comes from.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>
    /// Done (with the message as stored, none where it went), NotFound, Conflict (the session's edits are not those of the
    /// replacement), MessageNotFound, TooLarge or Full.
    /// </returns>
    ValueTask<SessionWriteResult> TryReplaceMessageAsync(
        string sessionId, MessageReplacement replacement, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken);

    /// <summary>
    /// Removes all messages, those that wait for a summary included, counts an edit, sets the time of the last write and
    /// extends the lifetime. Sequence numbers go on, and ids stay remembered. Ends a claim on waiting messages.
    /// </summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="now">The current time.</param>
    /// <param name="limits">Where the new expiry comes from.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Done or NotFound.</returns>
    ValueTask<SessionWriteResult> ClearMessagesAsync(
        string sessionId, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken);

    /// <summary>Claims the trimmed messages that wait for a summary, unless another claim is in force. Leaves the lifetime.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="lease">The claim; one with the token of the claim in force takes its place.</param>
    /// <param name="now">The current time, by which a claim is in force before its end.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The session and all of its waiting messages; null where there is none, nothing waits, or another holds them.</returns>
    ValueTask<TrimmedMessages?> LeaseTrimmedAsync(
        string sessionId, TrimmedLease lease, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Ends a claim before its time, where it is in force still. The messages wait on.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="token">The claim's token.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The work.</returns>
    ValueTask ReleaseTrimmedAsync(string sessionId, UInt128 token, CancellationToken cancellationToken);

    /// <summary>Deletes a session, readable or not.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="now">The current time.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether a live one was deleted.</returns>
    ValueTask<bool> DeleteAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Erases a guest's sessions by their keys: those that are live, those that expired and were not swept, and what is left of
    /// others that are gone. What one of them holds decides nothing: one that cannot be read is erased like any other.
    /// </summary>
    /// <remarks>
    /// Not one step, but one for each session or for some of them: broken off in the middle it has erased some, and called again it
    /// erases the rest. Erases those that are there when it begins, so that it ends although others come meanwhile.
    /// </remarks>
    /// <param name="userId">The guest.</param>
    /// <param name="now">The current time.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What was found and erased, and what was left when read back.</returns>
    ValueTask<ErasedSessions> EraseAsync(string userId, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Lists live sessions, page by page; extends none. A guest's are listed the latest created first, those of one moment and all
    /// sessions in an order of the store's own. A session that is there while all pages are read is listed once; one that
    /// comes or goes meanwhile at most once. One that cannot be read is listed with <see cref="SessionInfo.Problem"/>.
    /// </summary>
    /// <remarks>
    /// No id of a session or a guest stands in <see cref="SessionPage.Next"/>, which goes into addresses: <see cref="SessionPlace"/>
    /// writes and reads it.
    /// </remarks>
    /// <param name="query">Which.</param>
    /// <param name="now">The current time.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The sessions, and where the next page begins.</returns>
    /// <exception cref="ArgumentException">
    /// <see cref="SessionQuery.After"/> was made up, or ended a page of another list: of another guest, of all, or of another store.
    /// </exception>
    ValueTask<SessionPage> ListAsync(SessionQuery query, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Says how much is held.</summary>
    /// <param name="now">The current time.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Live sessions, bytes, and what went so far.</returns>
    ValueTask<SessionStoreUsage> GetUsageAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Frees what expired sessions still hold.</summary>
    /// <param name="max">How many sessions to remove at most, from 1.</param>
    /// <param name="now">The current time.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The ids of those that were removed by this call; none where no more are left.</returns>
    ValueTask<IReadOnlyList<string>> RemoveExpiredAsync(int max, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Empties what the store itself keeps of deleted data beside the data, such as the write-ahead log or unused space of a file. Waits within a
    /// limit of its own for those who still read from it.
    /// </summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it is empty; by default true, for a store that keeps nothing of the kind.</returns>
    ValueTask<bool> TryEmptyLogAsync(CancellationToken cancellationToken) => new(true);

    /// <summary>Makes sure that the store can serve.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The work; fails with <see cref="MemoryUnavailableException"/> where it cannot.</returns>
    ValueTask PingAsync(CancellationToken cancellationToken);
}
