namespace HospitalityMemory.Stores;

/// <summary>Keeps sessions. It carries out a few atomic steps; all rules are in the memory.</summary>
/// <remarks>
/// <para>Must be thread safe. Ids, messages and limits are valid when they arrive. Each step is atomic for its session: it is
/// carried out whole or not at all. After the store has answered, the result is not lost, except by expiry, deletion or a
/// reported eviction.
/// </para>
/// <para>A session whose <see cref="SessionInfo.ExpiresAt"/> is at or before <c>now</c> is gone: no step may read, extend, list,
/// count or change it, whether or not it has been removed. A step that extends a lifetime sets the expiry to
/// <see cref="SessionLimits.ExpiresAt"/>. While the lifetime is the same as at the last use, this never moves the expiry back,
/// since the clocks of two callers may differ; the longest lifetime still holds. Where the lifetime differs because a setting was
/// changed, the expiry may move back.</para>
/// <para><see cref="SessionInfo.UpdatedAt"/> is never before <see cref="SessionInfo.CreatedAt"/>.</para>
/// <para>Trimming: a step that appends or replaces a message leaves the session as <see cref="MessageTrimming"/> says. A
/// replacement of the state drops the messages whose bytes it needs, and may also apply lowered limits. Where
/// <see cref="SessionLimits.KeepsTrimmed"/> is set, the same step keeps what it drops, for a summary. Beyond
/// <see cref="SessionLimits.MaxWaitingMessages"/> and <see cref="SessionLimits.MaxWaitingBytes"/> the oldest waiting messages are
/// lost, which sets <see cref="SessionInfo.IsIncomplete"/>.</para>
/// <para>A store may find fewer messages than the session must have, for example because its server evicted some. It then sets
/// <see cref="SessionInfo.IsIncomplete"/> in what it returns, continues with the messages that are there, and keeps that flag
/// with the session from the next write on.</para>
/// <para>A store that cannot serve throws <see cref="MemoryUnavailableException"/> with the cause. For data that it cannot read
/// it throws <see cref="SchemaVersionException"/> where the schema is newer, <see cref="CorruptDataException"/> where the data is
/// broken, and <see cref="MisplacedDataException"/> where it is another session's or another guest's. Besides these it throws
/// only <see cref="OperationCanceledException"/>, and <see cref="ArgumentException"/> as documented at <see cref="ListAsync"/>.
/// It never swallows an error.
/// </para>
/// </remarks>
public interface ISessionStore
{
    /// <summary>A short name for metrics and health checks, such as <c>redis</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Whether a call leaves this process or its disk. A store that is not remote must answer usage without waiting.
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
    /// <param name="limits">The limits that give the new expiry.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The session with its new expiry; null where there is none.</returns>
    /// <remarks>Where the store can read but not write at the moment, the session is returned with its present expiry.</remarks>
    ValueTask<Session?> GetAsync(string sessionId, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken);

    /// <summary>Reads a session without extending its lifetime.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="now">The current time.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The session; null where there is none.</returns>
    ValueTask<Session?> PeekAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Reads a session without reading its messages and without extending its lifetime.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="now">The current time.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The session; null where there is none.</returns>
    ValueTask<SessionInfo?> PeekInfoAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Reads some of a session's messages and no others, and extends the session's lifetime.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="range">The messages to read.</param>
    /// <param name="now">The current time.</param>
    /// <param name="limits">The limits that give the new expiry.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The messages; null where there is no such session.</returns>
    ValueTask<StoredMessages?> GetMessagesAsync(
        string sessionId, MessageRange range, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces a session's state, gives an anonymous session its guest, and extends the lifetime. The stored session must have
    /// the version before, the same creation time, and either no guest or the same one: a session is never taken from its guest,
    /// except from the guest that <see cref="SessionLimits.TakenFrom"/> names.
    /// No message is read or changed, except that the oldest are dropped where the new state needs their room.
    /// </summary>
    /// <param name="session">
    /// The new state. Its version is one above that of the state it was made from; its own expiry is ignored.
    /// </param>
    /// <param name="taken">
    /// The trimmed messages that the new state's summary has taken in, which wait no longer once the state is stored. Null for a
    /// state that has nothing to do with them. The write is a conflict where the claim is no longer in force.
    /// </param>
    /// <param name="now">The current time.</param>
    /// <param name="limits">The limits, which also give the new expiry.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Done (with <see cref="SessionWriteResult.Info"/>), NotFound, Conflict, TooLarge or Full.</returns>
    ValueTask<SessionWriteResult> TryReplaceAsync(
        SessionInfo session, TrimmedTaken? taken, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken);

    /// <summary>
    /// Appends messages in one step: gives the next sequence numbers to those whose ids the session does not know, trims, sets
    /// the time of the last write and extends the lifetime. It never conflicts with a change of state.
    /// </summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="append">
    /// The messages. A message whose id is known is not stored again. Another message whose group it would begin then belongs to
    /// the group of the known message, or is orphaned where that message is gone.
    /// </param>
    /// <param name="now">The current time.</param>
    /// <param name="limits">The limits, which also give the new expiry.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Done (with the sequence numbers, and how many were trimmed and wait), NotFound, TooLarge or Full.</returns>
    ValueTask<SessionWriteResult> AppendAsync(
        string sessionId, MessageAppend append, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken);

    /// <summary>
    /// Appends one message, as <see cref="AppendAsync(string, MessageAppend, DateTimeOffset, SessionLimits, CancellationToken)"/>
    /// appends a list of one.
    /// </summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="message">The message; passed by reference, since it is large to copy.</param>
    /// <param name="now">The current time.</param>
    /// <param name="limits">The limits, which also give the new expiry.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The same as for a list.</returns>
    ValueTask<SessionWriteResult> AppendAsync(
        string sessionId, in NewMessage message, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        AppendAsync(sessionId, new MessageAppend([message]), now, limits, cancellationToken);

    /// <summary>
    /// Replaces or removes one message, sets the time of the last write, counts an edit and extends the lifetime. The message
    /// keeps its sequence number, its group and its remembered id. A larger message may cause trimming to fit the bytes.
    /// </summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="replacement">What the message becomes.</param>
    /// <param name="now">The current time.</param>
    /// <param name="limits">The limits, which also give the new expiry.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>
    /// Done (with the message as stored, null where it is gone), NotFound, Conflict (the session has had more edits than the
    /// replacement states), MessageNotFound, TooLarge or Full.
    /// </returns>
    ValueTask<SessionWriteResult> TryReplaceMessageAsync(
        string sessionId, MessageReplacement replacement, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken);

    /// <summary>
    /// Removes all messages, including those that wait for a summary, counts an edit, sets the time of the last write and extends
    /// the lifetime. Sequence numbers continue, and ids stay remembered. A claim on waiting messages ends.
    /// </summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="now">The current time.</param>
    /// <param name="limits">The limits that give the new expiry.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Done or NotFound.</returns>
    ValueTask<SessionWriteResult> ClearMessagesAsync(
        string sessionId, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken);

    /// <summary>
    /// Claims the trimmed messages that wait for a summary, unless another claim is in force. The lifetime is not extended.
    /// </summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="lease">The claim. It replaces a claim in force that has the same token.</param>
    /// <param name="now">The current time. A claim is in force before its end.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>
    /// The session and all of its waiting messages; null where there is no session, nothing waits, or another claim is in force.
    /// </returns>
    ValueTask<TrimmedMessages?> LeaseTrimmedAsync(
        string sessionId, TrimmedLease lease, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Ends a claim early, if it is still in force. The messages continue to wait.</summary>
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
    /// Erases a guest's sessions by their keys: live ones, expired ones that were not swept, and what is left of others that are
    /// gone. Their content does not matter: a session that cannot be read is erased too.
    /// </summary>
    /// <remarks>
    /// The call takes one step for each session, or for some of them. Where it is interrupted, some sessions are erased, and a
    /// repeated call erases the rest. It erases the sessions that exist when it begins, and therefore ends even if others are
    /// created meanwhile.
    /// </remarks>
    /// <param name="userId">The guest.</param>
    /// <param name="now">The current time.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What was found and erased, and what a read afterwards still found.</returns>
    ValueTask<ErasedSessions> EraseAsync(string userId, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Lists live sessions page by page, without extending them. A guest's sessions are listed with the latest one created first.
    /// Sessions of the same moment, and the list of all sessions, have an order of the store's own. A session that exists while
    /// all pages are read is listed once; a session that comes or goes meanwhile is listed at most once. A session that cannot be
    /// read is listed with <see cref="SessionInfo.Problem"/>.
    /// </summary>
    /// <remarks>
    /// <see cref="SessionPage.Next"/> contains no id of a session or guest, as it goes into addresses. <see cref="SessionPlace"/>
    /// writes and reads it.
    /// </remarks>
    /// <param name="query">The sessions to list.</param>
    /// <param name="now">The current time.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The sessions, and where the next page begins.</returns>
    /// <exception cref="ArgumentException">
    /// <see cref="SessionQuery.After"/> was made up, or belongs to another list: another guest's, that of all sessions, or
    /// another store's.
    /// </exception>
    ValueTask<SessionPage> ListAsync(SessionQuery query, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Says how much is held.</summary>
    /// <param name="now">The current time.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Live sessions, bytes, and how many expired or were evicted.</returns>
    ValueTask<SessionStoreUsage> GetUsageAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Frees what expired sessions still hold.</summary>
    /// <param name="max">How many sessions to remove at most, from 1.</param>
    /// <param name="now">The current time.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The ids of the sessions that this call removed; empty where no more are left.</returns>
    ValueTask<IReadOnlyList<string>> RemoveExpiredAsync(int max, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Removes deleted data that the store itself still keeps, for example in a write-ahead log or in unused space of a file.
    /// Waits, within a limit of the store's own, for readers of that data.
    /// </summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether nothing is left; by default true, for a store that keeps nothing of the kind.</returns>
    ValueTask<bool> TryEmptyLogAsync(CancellationToken cancellationToken) => new(true);

    /// <summary>Makes sure that the store can serve.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The work; fails with <see cref="MemoryUnavailableException"/> where it cannot.</returns>
    ValueTask PingAsync(CancellationToken cancellationToken);
}
