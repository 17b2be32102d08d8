using System.Text;

namespace HospitalityMemory;

/// <summary>The rules for messages.</summary>
internal static class MessageRules
{
    /// <summary>The most bytes, as UTF-8, of a name, an agent, an id or a call id.</summary>
    public const int MaxNameBytes = 8192;

    /// <summary>Makes a plain message with the current time.</summary>
    /// <exception cref="ArgumentException">The role or the content is not allowed.</exception>
    public static SessionMessage New(MessageRole role, string content, DateTimeOffset now)
    {
        ThrowIfNoRole(role, nameof(role));
        ArgumentNullException.ThrowIfNull(content);
        return new() { Role = role, Content = Identifier.Repaired(content), Timestamp = now };
    }

    /// <summary>The message as it is stored. A message without a time gets the current one.</summary>
    /// <exception cref="ArgumentException">A part of the message is not allowed; the error names it.</exception>
    public static SessionMessage Checked(SessionMessage? message, DateTimeOffset now, string parameterName)
    {
        if (message is null)
        {
            throw new ArgumentException("A message must not be null.", parameterName);
        }

        ThrowIfNoRole(message.Role, parameterName);
        if (message.Content is null)
        {
            throw new ArgumentException("The content of a message must not be null; it may be empty.", parameterName);
        }

        message = WithTime(message, now);
        if (Identifier.HalfPairProblem(message.Content) is not null)
        {
            message = message with { Content = Identifier.Repaired(message.Content) };
        }

        return message.HasDetails ? WithCheckedDetails(message, parameterName) : message;
    }

    private static SessionMessage WithTime(SessionMessage message, DateTimeOffset now) =>
        message.HasTimestamp ? message : message with { Timestamp = now };

    /// <summary>Removes an origin that follows from the role anyway.</summary>
    private static SessionMessage WithCheckedOrigin(SessionMessage message, string parameterName)
    {
        if (message.StatedOrigin is not { } origin)
        {
            return message;
        }

        return !Enum.IsDefined(origin)
            ? throw new ArgumentException(
                $"A message's OriginKind is one of {string.Join(", ", Enum.GetNames<OriginKind>())}; this one is {(int)origin}.", parameterName)
            : origin == SessionMessage.OriginOf(message.Role) ? message with { StatedOrigin = null } : message;
    }

    private static SessionMessage WithCheckedDetails(SessionMessage message, string parameterName)
    {
        message = WithCheckedOrigin(message, parameterName);
        if (UnknownFields.FirstKnown(message.AdditionalFields, MemoryJsonContext.Default.MessageJson) is { } known)
        {
            throw new ArgumentException(
                $"A message's AdditionalFields must not have '{known}', which the stored message has a field of its own for.", parameterName);
        }

        foreach (var callId in message.ToolCallIds)
        {
            if (callId is null or "")
            {
                throw new ArgumentException("A message's ToolCallIds must not be null or empty; one is.", parameterName);
            }
        }

        var agent = Name(message.Agent, nameof(SessionMessage.Agent), parameterName);
        var name = Name(message.Name, nameof(SessionMessage.Name), parameterName);
        var id = Name(message.MessageId, nameof(SessionMessage.MessageId), parameterName);
        string[] callIds = [.. message.ToolCallIds.Select(callId => Name(callId, nameof(SessionMessage.ToolCallIds), parameterName)!)];
        return agent == message.Agent && name == message.Name && id == message.MessageId && callIds.SequenceEqual(message.ToolCallIds)
            ? message
            : message with { Agent = agent, Name = name, MessageId = id, ToolCallIds = callIds };
    }

    private static string? Name(string? text, string member, string parameterName) =>
        text is null ? null
        : Encoding.UTF8.GetByteCount(text) is var bytes && bytes > MaxNameBytes
            ? throw new ArgumentException($"A message's {member} has {bytes} bytes as UTF-8; at most {MaxNameBytes} are allowed.", parameterName)
        : Identifier.Repaired(text);

    private static void ThrowIfNoRole(MessageRole role, string parameterName)
    {
        if (role == default)
        {
            throw new ArgumentException("A role has a name, such as user, assistant, system or tool; this one has none.", parameterName);
        }
    }
}
