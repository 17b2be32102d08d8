namespace HospitalityMemory;

/// <summary>What a message may be.</summary>
internal static class MessageRules
{
    /// <summary>A plain message of now.</summary>
    /// <exception cref="ArgumentException">The role or the content is not allowed.</exception>
    public static SessionMessage New(MessageRole role, string content, DateTimeOffset now)
    {
        ThrowIfUndefined(role, nameof(role));
        ArgumentNullException.ThrowIfNull(content);
        ThrowIfProblem(Identifier.HalfPairProblem(content), "The content", nameof(content));
        return new() { Role = role, Content = content, Timestamp = now };
    }

    /// <summary>
    /// A copy that nobody else holds, because the store gives it its place in the session; of now where it has no time.
    /// </summary>
    /// <exception cref="ArgumentException">A part of the message is not allowed; the error names it.</exception>
    public static SessionMessage OwnCopy(SessionMessage? message, DateTimeOffset now, string parameterName)
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
}
