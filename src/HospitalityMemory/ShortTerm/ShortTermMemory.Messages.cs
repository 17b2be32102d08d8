using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <content>Appending to the conversation.</content>
internal sealed partial class ShortTermMemory
{
    public ValueTask<SessionMessage> AddMessageAsync(
        string sessionId, MessageRole role, string content, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        ThrowIfUndefined(role, nameof(role));
        ArgumentNullException.ThrowIfNull(content);
        ThrowIfProblem(Identifier.HalfPairProblem(content), "The content", nameof(content));
        var now = _timeProvider.GetUtcNow();
        var message = new SessionMessage { Role = role, Content = content, Timestamp = now };
        return AppendAsync(sessionId, message, now, cancellationToken);
    }

    public ValueTask<SessionMessage> AddMessageAsync(
        string sessionId, SessionMessage message, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        ArgumentNullException.ThrowIfNull(message);
        var now = _timeProvider.GetUtcNow();
        return AppendAsync(sessionId, OwnCopy(message, now, nameof(message)), now, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<SessionMessage>> AddMessagesAsync(
        string sessionId, IReadOnlyList<SessionMessage> messages, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        ArgumentNullException.ThrowIfNull(messages);
        var now = _timeProvider.GetUtcNow();
        SessionMessage[] added = [.. messages.Select(message => OwnCopy(message, now, nameof(messages)))];
        if (added is [])
        {
            _ = await _store.GetAsync(sessionId, now, _limits, cancellationToken).ConfigureAwait(false)
                ?? throw new SessionNotFoundException(sessionId);
            return [];
        }

        var result = await _store.AppendAsync(sessionId, added, now, _limits, cancellationToken).ConfigureAwait(false);
        await AfterAppendAsync(sessionId, result, now, cancellationToken).ConfigureAwait(false);
        await _usage.CheckAfterWriteAsync(SessionSize.Messages(added)).ConfigureAwait(false);
        for (var i = 0; i < added.Length; i++)
        {
            added[i] = added[i].WithSequence(result.FirstSequence + i);
        }

        return Array.AsReadOnly(added);
    }

    private static void ThrowIfUndefined(MessageRole role, string parameterName)
    {
        if (role is < MessageRole.User or > MessageRole.Tool)
        {
            throw new ArgumentOutOfRangeException(parameterName, role, "A role is user, assistant, system or tool.");
        }
    }

    private static void ThrowIfProblem(string? problem, string member, string parameterName)
    {
        if (problem is not null)
        {
            throw new ArgumentException(
                $"{member} {problem}. Content may have any whole characters; an agent and a name have no control characters.", parameterName);
        }
    }

    /// <summary>A copy that nobody else holds, because the store gives it its place in the session.</summary>
    private static SessionMessage OwnCopy(SessionMessage? message, DateTimeOffset now, string parameterName)
    {
        if (message is null)
        {
            throw new ArgumentException("A message must not be null.", parameterName);
        }

        ThrowIfUndefined(message.Role, parameterName);
        if (message.Content is null)
        {
            throw new ArgumentException("The content of a message must not be null; it may be empty.", parameterName);
        }

        ThrowIfProblem(Identifier.HalfPairProblem(message.Content), "A message's Content", parameterName);
        ThrowIfProblem(Identifier.TextProblem(message.Agent), "A message's Agent", parameterName);
        ThrowIfProblem(Identifier.TextProblem(message.Name), "A message's Name", parameterName);
        foreach (var callId in message.ToolCallIds)
        {
            if ((callId is null ? "is null" : Identifier.Problem(callId)) is { } problem)
            {
                throw new ArgumentException(
                    $"A tool call's id has 1 to {Identifier.MaxLength} characters and no control characters; one {problem}.",
                    parameterName);
            }
        }

        return message.HasTimestamp ? message with { } : message with { Timestamp = now };
    }

    private ValueTask<SessionMessage> AppendAsync(
        string sessionId, SessionMessage message, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var append = _store.AppendAsync(sessionId, message, now, _limits, cancellationToken);
        if (!append.IsCompletedSuccessfully)
        {
            return CompleteAppendAsync(sessionId, message, now, append, cancellationToken);
        }

        var result = append.Result;
        return result.Status is SessionWriteStatus.Done
            && result.EvictedSessions is null
            && (_summarizer is null || result.DroppedMessages is null)
            && !_usage.IsCheckDue(SessionSize.Message(message))
                ? new(message.WithSequence(result.FirstSequence))
                : CompleteAppendAsync(sessionId, message, now, new(result), cancellationToken);
    }

    private async ValueTask<SessionMessage> CompleteAppendAsync(
        string sessionId,
        SessionMessage message,
        DateTimeOffset now,
        ValueTask<SessionWriteResult> append,
        CancellationToken cancellationToken)
    {
        var result = await append.ConfigureAwait(false);
        await AfterAppendAsync(sessionId, result, now, cancellationToken).ConfigureAwait(false);
        await _usage.CheckAfterWriteAsync(SessionSize.Message(message)).ConfigureAwait(false);
        return message.WithSequence(result.FirstSequence);
    }

    private async ValueTask AfterAppendAsync(
        string sessionId, SessionWriteResult result, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (result.EvictedSessions is { } evicted)
        {
            await _evictions.NotifyAsync(evicted, cancellationToken).ConfigureAwait(false);
        }

        if (result.Status is not SessionWriteStatus.Done)
        {
            throw Refused(sessionId, result);
        }

        if (_summarizer is not null && result.DroppedMessages is { } dropped)
        {
            await SummarizeAsync(_summarizer, sessionId, result, now, dropped, cancellationToken).ConfigureAwait(false);
        }
    }
}
