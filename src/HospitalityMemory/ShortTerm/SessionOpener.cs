using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <summary>Creates sessions, resumes existing ones, and gives anonymous ones their guest.</summary>
internal sealed class SessionOpener(
    ISessionStore store,
    TimeProvider timeProvider,
    MemoryMetrics metrics,
    SessionLimits limits,
    NewSessionState newState,
    SessionReader reader,
    SessionUpdater updater,
    WriteRetry retry,
    WriteFollowUp followUp)
{
    public async ValueTask<Session> CreateAsync(NewSession wanted, CancellationToken cancellationToken)
    {
        var (session, result) = await TryCreateAsync(wanted, cancellationToken).ConfigureAwait(false);
        return await CompleteAsync(session, result, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Resumes the session or creates it. Tries again where the session was created or ended in between.</summary>
    public ValueTask<Session> GetOrCreateAsync(NewSession wanted, CancellationToken cancellationToken) =>
        retry.RunAsync<Opening, Session>(new(this, wanted), cancellationToken);

    private async ValueTask<WriteAttempt<Session>> TryOpenAsync(NewSession wanted, CancellationToken cancellationToken)
    {
        if (await ResumeAsync(wanted.SessionId, wanted.UserId, cancellationToken).ConfigureAwait(false) is { } resumed)
        {
            return new(resumed);
        }

        var (session, result) = await TryCreateAsync(wanted, cancellationToken).ConfigureAwait(false);
        if (result.Status is not SessionWriteStatus.AlreadyExists)
        {
            return new(await CompleteAsync(session, result, cancellationToken).ConfigureAwait(false));
        }

        await followUp.TellEndsAsync(result, cancellationToken).ConfigureAwait(false);
        return WriteAttempt<Session>.Lost;
    }

    /// <summary>The existing session, which becomes the guest's; null where there is none.</summary>
    private async ValueTask<Session?> ResumeAsync(string sessionId, string? userId, CancellationToken cancellationToken)
    {
        if (userId is not null)
        {
            // Checked first: the lifetime of another guest's session must not be extended.
            var found = await reader.PeekInfoAsync(sessionId, cancellationToken).ConfigureAwait(false);
            if (found is null || (found.UserId != userId && !await AdoptAsync(sessionId, userId, cancellationToken).ConfigureAwait(false)))
            {
                return null;
            }
        }

        return await reader.GetAsync(sessionId, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<bool> AdoptAsync(string sessionId, string userId, CancellationToken cancellationToken)
    {
        try
        {
            await updater.UpdateAsync(sessionId, new Adoption(userId), cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (SessionNotFoundException)
        {
            // The session ended in between; there is none to give a guest.
            return false;
        }
    }

    private async ValueTask<(SessionInfo Session, SessionWriteResult Result)> TryCreateAsync(
        NewSession wanted, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        SessionInfo begun = new()
        {
            SessionId = wanted.SessionId,
            UserId = wanted.UserId,
            CreatedAt = now,
            UpdatedAt = now,
            Lifetime = wanted.Lifetime,
            MaxLifetime = wanted.MaxLifetime,
            State = NewSessionRules.State(wanted),
        };
        var session = await newState.CompleteAsync(
            begun with { ExpiresAt = limits.ExpiresAt(begun, now) }, now, cancellationToken).ConfigureAwait(false);
        return (session, await store.TryCreateAsync(session, limits, cancellationToken).ConfigureAwait(false));
    }

    private async ValueTask<Session> CompleteAsync(SessionInfo session, SessionWriteResult result, CancellationToken cancellationToken)
    {
        await followUp.CompleteAsync(session.SessionId, result, SessionSize.State(session), cancellationToken).ConfigureAwait(false);
        return new(result.Info ?? session, MessageList.Empty);
    }

    private void OnLost() => metrics.ShortTermConflict();

    /// <summary>Gives an anonymous session its guest.</summary>
    private readonly struct Adoption(string userId) : ISessionChange
    {
        public ChangedSession Apply(SessionInfo current, DateTimeOffset now) =>
            current.UserId is null || current.UserId == userId
                ? new(current.State, userId)
                : throw new SessionOwnershipException(current.SessionId);
    }

    private readonly struct Opening(SessionOpener opener, NewSession wanted) : IRetriedWrite<Session>
    {
        public ValueTask<WriteAttempt<Session>> TryAsync(CancellationToken cancellationToken) =>
            opener.TryOpenAsync(wanted, cancellationToken);

        public void OnLost() => opener.OnLost();
    }
}
