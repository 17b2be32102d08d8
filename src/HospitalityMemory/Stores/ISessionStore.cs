namespace HospitalityMemory.Stores;

/// <summary>Keeps sessions. Carries out a few atomic steps; every rule is the memory's.</summary>
/// <remarks>
/// <para>Must be thread safe. Ids, messages and limits are valid when they arrive. Each step is atomic for its session:
/// it is done whole or not at all, and once it has answered it is not lost (save by expiry, deletion, or eviction that
/// it reports).
/// </para>
/// <para>A session whose <see cref="Session.ExpiresAt"/> is at or before <c>now</c> is gone: no step may read, extend,
/// list, count or change it, whether or not it has been removed. A touch never shortens a lifetime.</para>
/// <para>A store that cannot serve throws <see cref="MemoryUnavailableException"/> with the cause, and data that it
/// cannot read <see cref="SchemaVersionException"/>; nothing else but <see cref="OperationCanceledException"/>. It
/// never swallows an error.
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
    /// <param name="session">
    /// The session, complete with its times, version 1 and without messages; its creation is the current time.
    /// </param>
    /// <param name="limits">What is allowed.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Done, AlreadyExists, TooLarge or Full.</returns>
    ValueTask<SessionWriteResult> TryCreateAsync(Session session, SessionLimits limits, CancellationToken cancellationToken);

    /// <summary>Reads a session and extends its lifetime, in one step.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="now">The current time.</param>
    /// <param name="limits">Where the new expiry comes from.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The session with its new expiry; null where there is none.</returns>
    ValueTask<Session?> GetAsync(string sessionId, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken);

    /// <summary>Reads a session and leaves its lifetime.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="now">The current time.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The session; null where there is none.</returns>
    ValueTask<Session?> PeekAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces a session's state (all but messages), and extends its lifetime, if what is stored has the version
    /// before and the same creation time; a store may also refuse, as a conflict, to take a session from its guest. The
    /// stored messages stay, whatever messages the argument holds.
    /// </summary>
    /// <param name="session">The new state; its version is that of the state it was made from, plus one.</param>
    /// <param name="now">The current time.</param>
    /// <param name="limits">What is allowed, and where the new expiry comes from.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>
    /// Done, NotFound, Conflict, TooLarge or Full. Where Done, <see cref="SessionWriteResult.Session"/> is always set: the
    /// session as stored after this step, with the messages as stored, those included that others appended since the
    /// state was read.
    /// </returns>
    ValueTask<SessionWriteResult> TryReplaceAsync(
        Session session, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken);

    /// <summary>
    /// Appends messages in one step: gives them the next sequence numbers, drops the oldest groups as
    /// <see cref="MessageTrimming"/> says until at most <see cref="SessionLimits.MaxMessages"/> are left, sets the time
    /// of the last write and extends the lifetime. Never conflicts with a change of state.
    /// </summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="messages">
    /// The messages, at least one, complete but for their sequence numbers. The store may number and keep the
    /// instances: the caller uses them for nothing else.
    /// </param>
    /// <param name="now">The current time.</param>
    /// <param name="limits">What is allowed, and where the new expiry comes from.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Done (with the first sequence number and what was dropped), NotFound, TooLarge or Full.</returns>
    ValueTask<SessionWriteResult> AppendAsync(
        string sessionId,
        IReadOnlyList<SessionMessage> messages,
        DateTimeOffset now,
        SessionLimits limits,
        CancellationToken cancellationToken);

    /// <summary>
    /// Appends one message; what
    /// <see cref="AppendAsync(string, IReadOnlyList{SessionMessage}, DateTimeOffset, SessionLimits, CancellationToken)"/>
    /// does with a list of one.
    /// </summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="message">
    /// The message, complete but for its sequence number. The store may number and keep the instance: the caller uses
    /// it for nothing else.
    /// </param>
    /// <param name="now">The current time.</param>
    /// <param name="limits">What is allowed, and where the new expiry comes from.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>As for the list.</returns>
    ValueTask<SessionWriteResult> AppendAsync(
        string sessionId, SessionMessage message, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        AppendAsync(sessionId, [message], now, limits, cancellationToken);

    /// <summary>Deletes a session.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="now">The current time.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether a live one was deleted.</returns>
    ValueTask<bool> DeleteAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Lists the live sessions of a guest, as <see cref="StoreOrder.OfSessions"/> says; extends none.</summary>
    /// <param name="userId">The guest.</param>
    /// <param name="now">The current time.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The sessions.</returns>
    ValueTask<IReadOnlyList<Session>> ListAsync(string userId, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Says how much is held.</summary>
    /// <param name="now">The current time.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Live sessions, bytes, and what went so far.</returns>
    ValueTask<SessionStoreUsage> GetUsageAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Frees what expired sessions still hold.</summary>
    /// <param name="now">The current time.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many were removed by this call.</returns>
    ValueTask<int> RemoveExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Makes sure that the store can serve.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The work; fails with <see cref="MemoryUnavailableException"/> where it cannot.</returns>
    ValueTask PingAsync(CancellationToken cancellationToken);
}
