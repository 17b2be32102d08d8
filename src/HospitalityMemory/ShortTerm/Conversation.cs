using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <summary>
/// Appends messages to conversations. Where the store answers at once, a single message needs no async state machine.
/// </summary>
/// <param name="store">The store of the messages.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="limits">The limits.</param>
/// <param name="judge">Determines what a store needs to know about a message.</param>
/// <param name="followUp">Does what follows a write.</param>
/// <param name="summaries">Has trimmed messages summed up; null where there is no summarizer.</param>
internal sealed class Conversation(
    ISessionStore store,
    TimeProvider timeProvider,
    SessionLimits limits,
    MessageJudge judge,
    WriteFollowUp followUp,
    SummaryKeeper? summaries)
{
    private readonly MessageGroups _groups = new(store, limits);

    public ValueTask<SessionMessage> AddAsync(
        string sessionId, MessageRole role, string content, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        return AppendAsync(sessionId, judge.Judge(MessageRules.New(role, content, now)), now, cancellationToken);
    }

    public ValueTask<SessionMessage> AddAsync(string sessionId, SessionMessage message, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        var added = MessageRules.Checked(message, now, nameof(message));
        return MessageGroups.StandsAlone(added)
            ? AppendAsync(sessionId, judge.Judge(added, message), now, cancellationToken)
            : AppendGroupedAsync(sessionId, judge.Judge(added, message), now, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<SessionMessage>> AddAsync(
        string sessionId, IReadOnlyList<SessionMessage> messages, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        NewMessage[] added = [.. messages.Select((message, i) => judge.Judge(MessageRules.Checked(message, now, nameof(messages)), message, i))];
        if (added is [])
        {
            _ = await store.GetMessagesAsync(sessionId, new(1, After: null), now, limits, cancellationToken).ConfigureAwait(false)
                ?? throw new SessionNotFoundException(sessionId);
            return [];
        }

        return await AppendAllAsync(sessionId, added, now, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<SessionMessage> AppendGroupedAsync(
        string sessionId, NewMessage message, DateTimeOffset now, CancellationToken cancellationToken) =>
        (await AppendAllAsync(sessionId, [message], now, cancellationToken).ConfigureAwait(false))[0];

    private async ValueTask<IReadOnlyList<SessionMessage>> AppendAllAsync(
        string sessionId, NewMessage[] judged, DateTimeOffset now, CancellationToken cancellationToken)
    {
        SessionMessage[] added = [.. judged.Select(static one => one.Message)];
        var append = await _groups.GroupAsync(sessionId, judged, now, cancellationToken).ConfigureAwait(false);
        var result = await store.AppendAsync(sessionId, append, now, limits, cancellationToken).ConfigureAwait(false);
        await CompleteAsync(sessionId, result, SessionSize.Messages(added), cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < added.Length; i++)
        {
            added[i] = result.Sequences is { } sequences
                ? await StoredAsync(sessionId, added[i], sequences[i], now, cancellationToken).ConfigureAwait(false)
                : added[i].WithSequence(result.FirstSequence + i);
        }

        return Array.AsReadOnly(added);
    }

    private ValueTask<SessionMessage> AppendAsync(
        string sessionId, in NewMessage judged, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var message = judged.Message;
        var append = store.AppendAsync(sessionId, in judged, now, limits, cancellationToken);
        if (!append.IsCompletedSuccessfully)
        {
            return CompleteAsync(sessionId, message, now, append, cancellationToken);
        }

        var result = append.Result;
        return IsSettled(result) && followUp.IsSettled(result, SessionSize.Message(message))
            ? new(result.Message ?? message.WithSequence(result.FirstSequence))
            : CompleteAsync(sessionId, message, now, new(result), cancellationToken);
    }

    private bool IsSettled(in SessionWriteResult result) =>
        result.Sequences is null && (summaries is null || !summaries.IsDue(result)) && result.WaitingLost is 0;

    private async ValueTask<SessionMessage> CompleteAsync(
        string sessionId,
        SessionMessage message,
        DateTimeOffset now,
        ValueTask<SessionWriteResult> append,
        CancellationToken cancellationToken)
    {
        var result = await append.ConfigureAwait(false);
        await CompleteAsync(sessionId, result, SessionSize.Message(message), cancellationToken).ConfigureAwait(false);
        return result.Sequences is null
            ? result.Message ?? message.WithSequence(result.FirstSequence)
            : await StoredAsync(sessionId, message, result.FirstSequence, now, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask CompleteAsync(
        string sessionId, SessionWriteResult result, long writtenBytes, CancellationToken cancellationToken)
    {
        await followUp.CompleteAsync(sessionId, result, writtenBytes, cancellationToken).ConfigureAwait(false);
        summaries?.Continue(sessionId, result);
    }

    /// <summary>
    /// The stored message with the given id, whose content may differ from the given one; the given message where it was trimmed
    /// since.
    /// </summary>
    private async ValueTask<SessionMessage> StoredAsync(
        string sessionId, SessionMessage message, long sequence, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var found = message.MessageId is null
            ? null
            : await store.GetMessagesAsync(sessionId, new(1, sequence - 1), now, limits, cancellationToken).ConfigureAwait(false);
        return found?.Messages is [var stored] && stored.Message.Sequence == sequence ? stored.Message : message.WithSequence(sequence);
    }
}
