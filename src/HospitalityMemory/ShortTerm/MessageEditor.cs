using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <summary>Reads some of a session's messages, and replaces and removes them.</summary>
internal sealed class MessageEditor(
    ISessionStore store,
    TimeProvider timeProvider,
    MemoryMetrics metrics,
    SessionLimits limits,
    MessageJudge judge,
    ChangeQueue queue,
    WriteRetry retry,
    WriteFollowUp followUp)
{
    public async ValueTask<IReadOnlyList<SessionMessage>> ReadAsync(
        string sessionId, MessageRange range, CancellationToken cancellationToken)
    {
        var read = await store.GetMessagesAsync(sessionId, range, timeProvider.GetUtcNow(), limits, cancellationToken).ConfigureAwait(false)
            ?? throw new SessionNotFoundException(sessionId);
        return Array.AsReadOnly([.. read.Messages.Select(stored => stored.Message)]);
    }

    /// <summary>The message as stored afterwards; null where it is gone.</summary>
    public async ValueTask<SessionMessage?> ReplaceAsync(
        string sessionId, long sequence, Func<SessionMessage, SessionMessage?> replace, CancellationToken cancellationToken)
    {
        var written = await retry.RunAsync<Replacement, Written>(
            queue, sessionId, new(this, sessionId, sequence, replace), cancellationToken).ConfigureAwait(false);
        if (written.Result is { } result)
        {
            var bytes = written.Message is { } message ? SessionSize.Message(message) : 0;
            await followUp.CompleteAsync(sessionId, result, bytes, cancellationToken).ConfigureAwait(false);
        }

        return written.Message;
    }

    public async ValueTask ClearAsync(string sessionId, CancellationToken cancellationToken)
    {
        var result = await store.ClearMessagesAsync(sessionId, timeProvider.GetUtcNow(), limits, cancellationToken).ConfigureAwait(false);
        await followUp.CompleteAsync(sessionId, result, 0, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<WriteAttempt<Written>> TryReplaceAsync(
        string sessionId, long sequence, Func<SessionMessage, SessionMessage?> replace, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        var read = await store.GetMessagesAsync(sessionId, new(1, sequence - 1), now, limits, cancellationToken).ConfigureAwait(false)
            ?? throw new SessionNotFoundException(sessionId);
        if (read.Messages is not [var current] || current.Message.Sequence != sequence)
        {
            throw new MessageNotFoundException(sessionId, sequence);
        }

        var next = Checked(current.Message, replace(current.Message), now, nameof(replace));
        if (ReferenceEquals(next, current.Message))
        {
            return new(new Written(next, Result: null));
        }

        var result = await store.TryReplaceMessageAsync(
            sessionId, judge.Judge(next, sequence, read.Edits), now, limits, cancellationToken).ConfigureAwait(false);

        // After a lost attempt the message is read again. It is then another message, or known to be gone.
        return result.Status is SessionWriteStatus.Conflict or SessionWriteStatus.MessageNotFound
            ? WriteAttempt<Written>.Lost
            : new(new Written(result.Message, result));
    }

    private static SessionMessage? Checked(SessionMessage current, SessionMessage? next, DateTimeOffset now, string parameterName)
    {
        if (next is null || ReferenceEquals(next, current))
        {
            return next;
        }

        var same = next.MessageId == current.MessageId && next.ToolCallIds.SequenceEqual(current.ToolCallIds);
        return same
            ? MessageRules.Checked(next, now, parameterName).WithSequence(current.Sequence)
            : throw new ArgumentException(
                "The function changed the message's MessageId or ToolCallIds, which say what it is and what belongs to it. Nothing was changed.",
                parameterName);
    }

    /// <summary>The result of a replacement.</summary>
    /// <param name="Message">The new message; null where it was removed, or trimmed in the same step.</param>
    /// <param name="Result">The store's result; null where nothing had to be stored.</param>
    private readonly record struct Written(SessionMessage? Message, SessionWriteResult? Result);

    private readonly struct Replacement(
        MessageEditor editor, string sessionId, long sequence, Func<SessionMessage, SessionMessage?> replace) : IRetriedWrite<Written>
    {
        public ValueTask<WriteAttempt<Written>> TryAsync(CancellationToken cancellationToken) =>
            editor.TryReplaceAsync(sessionId, sequence, replace, cancellationToken);

        public void OnLost() => editor.OnLost();
    }

    private void OnLost() => metrics.ShortTermConflict();
}
