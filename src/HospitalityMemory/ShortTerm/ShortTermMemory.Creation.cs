using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <content>How a session comes into being.</content>
internal sealed partial class ShortTermMemory
{
    public async ValueTask<Session> CreateSessionAsync(
        string sessionId, string? userId = null, CancellationToken cancellationToken = default)
    {
        ThrowIfInvalid(sessionId, userId);
        var result = await CreateAsync(sessionId, userId, cancellationToken).ConfigureAwait(false);
        return result.Session ?? throw Refused(sessionId, result);
    }

    public async ValueTask<Session> GetOrCreateSessionAsync(
        string sessionId, string? userId = null, CancellationToken cancellationToken = default)
    {
        ThrowIfInvalid(sessionId, userId);
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await ResumeAsync(sessionId, userId, cancellationToken).ConfigureAwait(false) is { } session)
            {
                return session;
            }

            var result = await CreateAsync(sessionId, userId, cancellationToken).ConfigureAwait(false);
            if (result.Session is not null)
            {
                return result.Session;
            }

            if (result.Status is not SessionWriteStatus.AlreadyExists)
            {
                throw Refused(sessionId, result);
            }

            _metrics.ShortTermConflict();
        }

        throw new MemoryConcurrencyException(MaxAttempts);
    }

    private static void ThrowIfInvalid(string sessionId, string? userId)
    {
        Identifier.ThrowIfInvalid(sessionId);
        if (userId is not null)
        {
            Identifier.ThrowIfInvalid(userId);
        }
    }

    /// <summary>The session that is there, made the guest's; null where there is none.</summary>
    private async ValueTask<Session?> ResumeAsync(string sessionId, string? userId, CancellationToken cancellationToken)
    {
        if (userId is not null)
        {
            // Looked at first, so that the lifetime of another guest's session is not extended.
            var found = await _store.PeekAsync(sessionId, _timeProvider.GetUtcNow(), cancellationToken).ConfigureAwait(false);
            if (found is null)
            {
                return null;
            }

            if (found.UserId != userId)
            {
                return await AdoptAsync(sessionId, userId, cancellationToken).ConfigureAwait(false);
            }
        }

        return await GetSessionAsync(sessionId, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<Session?> AdoptAsync(string sessionId, string userId, CancellationToken cancellationToken)
    {
        try
        {
            return await UpdateAsync(
                sessionId,
                userId,
                static (_, session, guest, _) =>
                    session.UserId == guest ? session
                    : session.UserId is null ? session with { UserId = guest }
                    : throw new SessionOwnershipException(session.SessionId),
                cancellationToken).ConfigureAwait(false);
        }
        catch (SessionNotFoundException)
        {
            // It ended in between: there is none to adopt.
            return null;
        }
    }

    /// <summary>Done with the session, AlreadyExists, TooLarge or Full.</summary>
    private async ValueTask<SessionWriteResult> CreateAsync(
        string sessionId, string? userId, CancellationToken cancellationToken)
    {
        var now = _timeProvider.GetUtcNow();
        var session = new Session
        {
            SessionId = sessionId,
            UserId = userId,
            CreatedAt = now,
            UpdatedAt = now,
            ExpiresAt = _limits.ExpiresAt(now, now),
        };
        foreach (var initializer in _initializers)
        {
            var initialized = await initializer.InitializeAsync(session, cancellationToken).ConfigureAwait(false);
            session = CheckInitialized(initializer, session, initialized, now);
        }

        var result = await _store.TryCreateAsync(session, _limits, cancellationToken).ConfigureAwait(false);
        if (result.EvictedSessions is { } evicted)
        {
            await _evictions.NotifyAsync(evicted, cancellationToken).ConfigureAwait(false);
        }

        if (result.Status is not SessionWriteStatus.Done)
        {
            return result;
        }

        await _usage.CheckAfterWriteAsync(SessionSize.State(session)).ConfigureAwait(false);
        return result with { Session = result.Session ?? session };
    }

    private Session CheckInitialized(
        ISessionInitializer initializer, Session before, Session? after, DateTimeOffset now)
    {
        if (after is null)
        {
            throw new InvalidOperationException($"{initializer.GetType()} returned null; a session is expected.");
        }

        var changed = before.UserId != after.UserId ? nameof(Session.UserId) : FixedMemberChanged(before, after);
        if (changed is not null)
        {
            throw new InvalidOperationException(
                $"{initializer.GetType()} changed {changed} of the session; id, guest, times, version and messages stay as they are.");
        }

        if (AgentProblem(before, after) is { } problem)
        {
            throw new InvalidOperationException($"{initializer.GetType()} set a {problem}");
        }

        var slots = SlotRules.Replace(before.Slots, after.Slots, SlotRules.EarliestDate(now), _defaultCurrency);
        return ReferenceEquals(slots, after.Slots) ? after : after with { Slots = slots };
    }
}
