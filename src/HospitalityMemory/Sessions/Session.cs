using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace HospitalityMemory;

/// <summary>A conversation as it stood at one moment: what was said, and what it has established.</summary>
/// <remarks>
/// An immutable snapshot: it never changes, and changing a copy of it changes nothing that is stored. Thread safe. For JSON use
/// <see cref="SessionJsonExtensions"/>; without them System.Text.Json writes another form.
/// </remarks>
public sealed record Session : SessionInfo
{
    /// <summary>Makes a session without messages.</summary>
    public Session()
    {
    }

    /// <summary>Makes a session from its state and its messages.</summary>
    /// <param name="info">Everything but the messages.</param>
    /// <param name="messages">The messages.</param>
    [SetsRequiredMembers]
    public Session(SessionInfo info, MessageList messages)
        : base(info) => Messages = messages;

    /// <summary>Makes a session with other times, in UTC ticks.</summary>
    [SetsRequiredMembers]
    internal Session(SessionInfo info, MessageList messages, long updatedTicks, long expiryTicks)
        : base(info, updatedTicks, expiryTicks) => Messages = messages;

    /// <summary>Makes a session with another expiry, in UTC ticks.</summary>
    [SetsRequiredMembers]
    internal Session(Session original, long expiryTicks)
        : this(original) => ExpiresUtc = new(expiryTicks, DateTimeKind.Utc);

    /// <summary>The latest messages, oldest first.</summary>
    public MessageList Messages { get; init => field = value ?? MessageList.Empty; } = MessageList.Empty;

    /// <summary>Id, guest, version, expiry and how many messages, for people.</summary>
    /// <returns>Such as <c>session s-1 of guest-7, version 3, expires 2026-03-01 12:30:00Z, 12 messages</c>.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{base.ToString()}, {Messages.Count} messages");
}
