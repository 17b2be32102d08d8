using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <content>Changes of state: computed from what is there, and computed again where another write came first.</content>
internal sealed partial class ShortTermMemory
{
    private ValueTask<Session> MergeSlotsAsync(
        string sessionId, BookingSlots slots, IReadOnlyList<SlotError>? errors, CancellationToken cancellationToken) =>
        UpdateAsync(
            sessionId,
            (slots, errors),
            static (memory, session, changes, now) =>
            {
                var merged = SlotRules.Merge(
                    session.Slots, changes.slots, SlotRules.EarliestDate(now), memory._defaultCurrency, changes.errors);
                return ReferenceEquals(merged, session.Slots) ? session : session with { Slots = merged };
            },
            cancellationToken);

    /// <param name="sessionId">The session.</param>
    /// <param name="state">What the change needs to know, handed on so that it need not capture it.</param>
    /// <param name="change">
    /// Makes the new state; the same instance where nothing changes, which then counts as a read.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    private async ValueTask<Session> UpdateAsync<TState>(
        string sessionId,
        TState state,
        Func<ShortTermMemory, Session, TState, DateTimeOffset, Session> change,
        CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var now = _timeProvider.GetUtcNow();
            var current = await _store.PeekAsync(sessionId, now, cancellationToken).ConfigureAwait(false)
                ?? throw new SessionNotFoundException(sessionId);
            var changed = change(this, current, state, now);
            if (ReferenceEquals(changed, current))
            {
                return await _store.GetAsync(sessionId, now, _limits, cancellationToken).ConfigureAwait(false)
                    ?? throw new SessionNotFoundException(sessionId);
            }

            var expires = _limits.ExpiresAt(current.CreatedAt, now);
            changed = changed with
            {
                Version = current.Version + 1,
                UpdatedAt = now,
                ExpiresAt = expires > current.ExpiresAt ? expires : current.ExpiresAt,
            };
            var result = await _store.TryReplaceAsync(changed, now, _limits, cancellationToken).ConfigureAwait(false);
            if (result.EvictedSessions is { } evicted)
            {
                await _evictions.NotifyAsync(evicted, cancellationToken).ConfigureAwait(false);
            }

            if (result.Status is SessionWriteStatus.Done)
            {
                var written = SessionSize.State(changed);
                if (_usage.IsCheckDue(written))
                {
                    await _usage.CheckAfterWriteAsync(written).ConfigureAwait(false);
                }

                return result.Session ?? changed;
            }

            if (result.Status is not SessionWriteStatus.Conflict)
            {
                throw Refused(sessionId, result);
            }

            _metrics.ShortTermConflict();
        }

        throw new MemoryConcurrencyException(MaxAttempts);
    }

    /// <summary>What the host's function made, as it may be stored.</summary>
    private Session CheckUpdate(Session before, Session? after, DateTimeOffset now, string parameterName)
    {
        if (after is null)
        {
            throw new ArgumentException("The function returned null; a session is expected. Nothing was changed.", parameterName);
        }

        if (ReferenceEquals(before, after))
        {
            return before;
        }

        if (FixedMemberChanged(before, after) is { } member)
        {
            throw new ArgumentException(
                $"The function changed {member}; it may change the agent, slots, context and booking data, and give an anonymous session its guest. Nothing was changed.",
                parameterName);
        }

        if (AgentProblem(before, after) is { } problem)
        {
            throw new ArgumentException($"The function set a {problem} Nothing was changed.", parameterName);
        }

        if (before.UserId != after.UserId)
        {
            if (before.UserId is not null)
            {
                throw new SessionOwnershipException(before.SessionId);
            }

            Identifier.ThrowIfInvalid(after.UserId);
        }

        var slots = SlotRules.Replace(before.Slots, after.Slots, SlotRules.EarliestDate(now), _defaultCurrency);
        if (!ReferenceEquals(slots, after.Slots))
        {
            after = after with { Slots = slots };
        }

        return after == before ? before : after;
    }

    private static string? FixedMemberChanged(Session before, Session after) =>
        before.SessionId != after.SessionId ? nameof(Session.SessionId)
        : before.CreatedAt != after.CreatedAt ? nameof(Session.CreatedAt)
        : before.UpdatedAt != after.UpdatedAt ? nameof(Session.UpdatedAt)
        : before.ExpiresAt != after.ExpiresAt ? nameof(Session.ExpiresAt)
        : before.Version != after.Version ? nameof(Session.Version)
        : !ReferenceEquals(before.Messages, after.Messages) ? nameof(Session.Messages)
        : null;

    /// <summary>What is wrong with an agent that was set; one that was there before stays as it is.</summary>
    private static string? AgentProblem(Session before, Session after) =>
        after.CurrentAgent is not { } agent || agent == before.CurrentAgent ? null
        : (agent.Length > Identifier.MaxLength ? $"has {agent.Length} characters" : Identifier.TextProblem(agent)) is { } problem
            ? $"{nameof(Session.CurrentAgent)} that {problem}; it has at most {Identifier.MaxLength} characters and no control characters."
            : null;
}
