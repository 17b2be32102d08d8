using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <summary>How a session comes into being, and how one that is there is resumed and gets its guest.</summary>
internal sealed class SessionOpener(
    ISessionStore store,
    TimeProvider timeProvider,
    MemoryMetrics metrics,
    SessionLimits limits,
    NewSessionState newState,
    SessionReader reader,
    SessionUpdater updater,
    WriteFollowUp followUp)
{
    public async ValueTask<Session> CreateAsync(string sessionId, string? userId, CancellationToken cancellationToken)
    {
        var (session, result) = await TryCreateAsync(sessionId, userId, cancellationToken).ConfigureAwait(false);
        return await CompleteAsync(session, result, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Resumes the session that is there, or creates it; again where it came or went in between.</summary>
    public ValueTask<Session> GetOrCreateAsync(string sessionId, string? userId, CancellationToken cancellationToken) =>
        WriteRetry.RunAsync<Opening, Session>(new(this, sessionId, userId), cancellationToken);

    private async ValueTask<WriteAttempt<Session>> TryOpenAsync(
        string sessionId, string? userId, CancellationToken cancellationToken)
    {
        if (await ResumeAsync(sessionId, userId, cancellationToken).ConfigureAwait(false) is { } resumed)
        {
            return new(resumed);
        }

        var (session, result) = await TryCreateAsync(sessionId, userId, cancellationToken).ConfigureAwait(false);
        return result.Status is SessionWriteStatus.AlreadyExists
            ? WriteAttempt<Session>.Lost
            : new(await CompleteAsync(session, result, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The session that is there, made the guest's; null where there is none.</summary>
    private async ValueTask<Session?> ResumeAsync(string sessionId, string? userId, CancellationToken cancellationToken)
    {
        if (userId is not null)
        {
            // Looked at first, so that the lifetime of another guest's session is not extended.
            var found = await reader.PeekAsync(sessionId, cancellationToken).ConfigureAwait(false);
            if (found is null)
            {
                return null;
            }

            if (found.UserId != userId)
            {
                return await AdoptAsync(sessionId, userId, cancellationToken).ConfigureAwait(false);
            }
        }

        return await reader.GetAsync(sessionId, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<Session?> AdoptAsync(string sessionId, string userId, CancellationToken cancellationToken)
    {
        try
        {
            return await updater.UpdateAsync(sessionId, new Adoption(userId), cancellationToken).ConfigureAwait(false);
        }
        catch (SessionNotFoundException)
        {
            // It ended in between: there is none to adopt.
            return null;
        }
    }

    private async ValueTask<(Session Session, SessionWriteResult Result)> TryCreateAsync(
        string sessionId, string? userId, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        var session = await newState.CompleteAsync(
            new()
            {
                SessionId = sessionId,
                UserId = userId,
                CreatedAt = now,
                UpdatedAt = now,
                ExpiresAt = limits.ExpiresAt(now, now),
            },
            now,
            cancellationToken).ConfigureAwait(false);
        return (session, await store.TryCreateAsync(session, limits, cancellationToken).ConfigureAwait(false));
    }

    private async ValueTask<Session> CompleteAsync(Session session, SessionWriteResult result, CancellationToken cancellationToken)
    {
        await followUp.CompleteAsync(session.SessionId, result, SessionSize.State(session), cancellationToken).ConfigureAwait(false);
        return result.Session ?? session;
    }

    private void OnLost() => metrics.ShortTermConflict();

    /// <summary>Gives an anonymous session its guest.</summary>
    private readonly struct Adoption(string userId) : ISessionChange
    {
        public ChangedSession Apply(Session current, DateTimeOffset now) =>
            current.UserId is null || current.UserId == userId
                ? new(current.State, userId)
                : throw new SessionOwnershipException(current.SessionId);
    }

    private readonly struct Opening(SessionOpener opener, string sessionId, string? userId) : IRetriedWrite<Session>
    {
        public ValueTask<WriteAttempt<Session>> TryAsync(CancellationToken cancellationToken) =>
            opener.TryOpenAsync(sessionId, userId, cancellationToken);

        public void OnLost() => opener.OnLost();
    }
}
