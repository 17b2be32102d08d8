using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <summary>
/// Appends to the conversations. A single message passes through without a state machine where the store answers at
/// once.
/// </summary>
/// <param name="store">Where the messages go.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="limits">The limits.</param>
/// <param name="followUp">What follows a write.</param>
/// <param name="summaries">Who takes in what was trimmed; null where nobody does.</param>
internal sealed class Conversation(
    ISessionStore store, TimeProvider timeProvider, SessionLimits limits, WriteFollowUp followUp, SummaryKeeper? summaries)
{
    public ValueTask<SessionMessage> AddAsync(
        string sessionId, MessageRole role, string content, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        return AppendAsync(sessionId, MessageRules.New(role, content, now), now, cancellationToken);
    }

    public ValueTask<SessionMessage> AddAsync(string sessionId, SessionMessage message, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        return AppendAsync(sessionId, MessageRules.OwnCopy(message, now, nameof(message)), now, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<SessionMessage>> AddAsync(
        string sessionId, IReadOnlyList<SessionMessage> messages, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        SessionMessage[] added = [.. messages.Select(message => MessageRules.OwnCopy(message, now, nameof(messages)))];
        if (added is [])
        {
            _ = await store.GetAsync(sessionId, now, limits, cancellationToken).ConfigureAwait(false)
                ?? throw new SessionNotFoundException(sessionId);
            return [];
        }

        var result = await store.AppendAsync(sessionId, added, now, limits, cancellationToken).ConfigureAwait(false);
        await CompleteAsync(sessionId, result, SessionSize.Messages(added), now, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < added.Length; i++)
        {
            added[i] = added[i].WithSequence(result.FirstSequence + i);
        }

        return Array.AsReadOnly(added);
    }

    private ValueTask<SessionMessage> AppendAsync(
        string sessionId, SessionMessage message, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var append = store.AppendAsync(sessionId, message, now, limits, cancellationToken);
        if (!append.IsCompletedSuccessfully)
        {
            return CompleteAsync(sessionId, message, now, append, cancellationToken);
        }

        var result = append.Result;
        return (summaries is null || result.DroppedMessages is null) && followUp.IsSettled(result, SessionSize.Message(message))
            ? new(message.WithSequence(result.FirstSequence))
            : CompleteAsync(sessionId, message, now, new(result), cancellationToken);
    }

    private async ValueTask<SessionMessage> CompleteAsync(
        string sessionId,
        SessionMessage message,
        DateTimeOffset now,
        ValueTask<SessionWriteResult> append,
        CancellationToken cancellationToken)
    {
        var result = await append.ConfigureAwait(false);
        await CompleteAsync(sessionId, result, SessionSize.Message(message), now, cancellationToken).ConfigureAwait(false);
        return message.WithSequence(result.FirstSequence);
    }

    private async ValueTask CompleteAsync(
        string sessionId, SessionWriteResult result, long writtenBytes, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await followUp.CompleteAsync(sessionId, result, writtenBytes, cancellationToken).ConfigureAwait(false);
        if (summaries is not null && result.DroppedMessages is { } dropped)
        {
            await summaries.ContinueAsync(sessionId, result, now, dropped, cancellationToken).ConfigureAwait(false);
        }
    }
}
