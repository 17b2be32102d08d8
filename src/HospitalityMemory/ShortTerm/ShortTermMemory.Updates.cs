using System.Diagnostics.CodeAnalysis;
using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <content>Changes of state: computed from what is there, and computed again where another write came first.</content>
internal sealed partial class ShortTermMemory
{
    /// <summary>What is made of a session; the session and the slots that are there where nothing changes.</summary>
    private delegate Change Update<in TState>(ShortTermMemory memory, Session current, TState state, DateTimeOffset now);

    private ValueTask<Session> MergeSlotsAsync(
        string sessionId, BookingSlots slots, IReadOnlyList<SlotError>? errors, CancellationToken cancellationToken) =>
        UpdateAsync(
            sessionId,
            (slots, errors),
            static (memory, current, changes, now) => new(current, SlotRules.Merge(
                current.Slots, changes.slots, SlotRules.EarliestDate(now), memory._defaultCurrency, changes.errors)),
            cancellationToken);

    /// <param name="sessionId">The session.</param>
    /// <param name="state">What the update needs to know, handed on so that it need not capture it.</param>
    /// <param name="update">Makes the new state; where nothing changes, the call counts as a read.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "It is the task's.")]
    private ValueTask<Session> UpdateAsync<TState>(
        string sessionId, TState state, Update<TState> update, CancellationToken cancellationToken)
    {
        try
        {
            var attempt = TryUpdateAsync(sessionId, state, update, cancellationToken);
            return !attempt.IsCompletedSuccessfully ? UpdateAsync(attempt, sessionId, state, update, cancellationToken)
                : attempt.Result is { } session ? new(session)
                : UpdateAsync(default, sessionId, state, update, cancellationToken);
        }
        catch (Exception exception)
        {
            // Awaited there, which tells a call that was cancelled from one that failed.
            return UpdateAsync(ValueTask.FromException<Session?>(exception), sessionId, state, update, cancellationToken);
        }
    }

    private async ValueTask<Session> UpdateAsync<TState>(
        ValueTask<Session?> attempt, string sessionId, TState state, Update<TState> update, CancellationToken cancellationToken)
    {
        for (var attempts = 1; ; attempts++)
        {
            if (await attempt.ConfigureAwait(false) is { } session)
            {
                return session;
            }

            _metrics.ShortTermConflict();
            if (attempts == MaxAttempts)
            {
                throw new MemoryConcurrencyException(MaxAttempts);
            }

            attempt = TryUpdateAsync(sessionId, state, update, cancellationToken);
        }
    }

    /// <summary>One attempt; null from it where another write came first.</summary>
    private ValueTask<Session?> TryUpdateAsync<TState>(
        string sessionId, TState state, Update<TState> update, CancellationToken cancellationToken)
    {
        var now = _timeProvider.GetUtcNow();
        var current = _store.PeekAsync(sessionId, now, cancellationToken);
        return current.IsCompletedSuccessfully
            ? TryReplaceAsync(sessionId, current.Result, now, state, update, cancellationToken)
            : AwaitAsync(this, sessionId, current, now, state, update, cancellationToken);

        static async ValueTask<Session?> AwaitAsync(
            ShortTermMemory memory,
            string sessionId,
            ValueTask<Session?> current,
            DateTimeOffset now,
            TState state,
            Update<TState> update,
            CancellationToken cancellationToken) =>
            await memory.TryReplaceAsync(sessionId, await current.ConfigureAwait(false), now, state, update, cancellationToken)
                .ConfigureAwait(false);
    }

    private ValueTask<Session?> TryReplaceAsync<TState>(
        string sessionId, Session? current, DateTimeOffset now, TState state, Update<TState> update, CancellationToken cancellationToken)
    {
        if (current is null)
        {
            throw new SessionNotFoundException(sessionId);
        }

        var change = update(this, current, state, now);
        if (ReferenceEquals(change.Session, current) && ReferenceEquals(change.Slots, current.Slots))
        {
            return ReadAsync(sessionId, now, cancellationToken);
        }

        var next = change.ToNext(now.UtcTicks, Math.Max(_limits.ExpiryTicks(current, now.UtcTicks), current.ExpiryTicks));
        var replace = _store.TryReplaceAsync(next, now, _limits, cancellationToken);
        if (!replace.IsCompletedSuccessfully)
        {
            return CompleteReplaceAsync(next, replace, cancellationToken);
        }

        var result = replace.Result;
        return result.Status is SessionWriteStatus.Done
            && result.EvictedSessions is null
            && !_usage.IsCheckDue(SessionSize.State(next))
                ? new(result.Session ?? next)
                : CompleteReplaceAsync(next, new(result), cancellationToken);
    }

    private async ValueTask<Session?> CompleteReplaceAsync(
        Session next, ValueTask<SessionWriteResult> replace, CancellationToken cancellationToken)
    {
        var result = await replace.ConfigureAwait(false);
        if (result.EvictedSessions is { } evicted)
        {
            await _evictions.NotifyAsync(evicted, cancellationToken).ConfigureAwait(false);
        }

        switch (result.Status)
        {
            case SessionWriteStatus.Done:
                await _usage.CheckAfterWriteAsync(SessionSize.State(next)).ConfigureAwait(false);
                return result.Session ?? next;
            case SessionWriteStatus.Conflict:
                return null;
            default:
                throw Refused(next.SessionId, result);
        }
    }

    private async ValueTask<Session?> ReadAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        await _store.GetAsync(sessionId, now, _limits, cancellationToken).ConfigureAwait(false)
        ?? throw new SessionNotFoundException(sessionId);

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

    /// <summary>
    /// A new state. Slots, which change most often, stand beside the rest, so that the session is copied once.
    /// </summary>
    private readonly record struct Change(Session Session, BookingSlots Slots)
    {
        public static implicit operator Change(Session session) => new(session, session.Slots);

        public Session ToNext(long nowTicks, long expiryTicks) => Session.WithState(Slots, nowTicks, expiryTicks);
    }
}
