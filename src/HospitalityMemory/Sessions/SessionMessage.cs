using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace HospitalityMemory;

/// <summary>One message of a conversation.</summary>
/// <remarks>
/// Immutable and thread safe. The memory fills in <see cref="Sequence"/> and a missing <see cref="Timestamp"/> on the stored
/// copy.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed record SessionMessage
{
    private readonly DateTime _timestamp;
    private readonly Details _details = Details.OfNobody;

    /// <summary>Who speaks: a known role, or any other name.</summary>
    public required MessageRole Role
    {
        get => _details.Role;
        init => _details = _details.IsPlain ? Details.OfPlain(value) : _details with { Role = value };
    }

    /// <summary>
    /// What is said, in any characters; half of a surrogate pair, which no store can keep, is stored as U+FFFD. May be empty (an
    /// assistant that only calls tools says nothing).
    /// </summary>
    public required string Content { get; init; }

    /// <summary>
    /// When it was said, UTC. If it is left out, or is the first instant of the year 1, it becomes the time at which the message
    /// is added.
    /// </summary>
    public DateTimeOffset Timestamp
    {
        get => new(_timestamp, TimeSpan.Zero);
        init => _timestamp = value.UtcDateTime;
    }

    /// <summary>
    /// The message's place in the session, from 1. It keeps messages of the same instant in order. No number is given twice, even
    /// if a message was trimmed or removed.
    /// </summary>
    public long Sequence { get; private init; }

    /// <summary>
    /// The caller's own id for this message, any text of at most 8,192 bytes as UTF-8; null for none. A message is not added
    /// again if its id is among the last 256 that the session got. Ids are compared as they were given, before half of a
    /// surrogate pair is replaced. An empty text is kept, but it is no id: such a message is always added.
    /// </summary>
    public string? MessageId
    {
        get => _details.MessageId;
        init => _details = _details with { MessageId = value };
    }

    /// <summary>
    /// Any JSON besides the text, such as an agent's content parts; null for none. At most 64 levels deep. It is kept without
    /// blanks, otherwise unchanged. Each read of this property parses it again.
    /// </summary>
    /// <exception cref="ArgumentException">The value set is undefined or deeper than 64 levels.</exception>
    public JsonElement? Payload
    {
        get => _details.Payload?.ToElement();
        init => _details = _details with { Payload = value is { } json ? RawJson.From(json, nameof(Payload)) : null };
    }

    /// <summary>Whether trimming spares this message, and its group with it.</summary>
    public bool Pinned
    {
        get => _details.Pinned;
        init => _details = value == _details.Pinned ? _details : _details with { Pinned = value };
    }

    /// <summary>
    /// Who or what the text and the payload came from. Where it is not set, it follows from the role: a user's message came from
    /// the guest, a tool's from a tool, a system's from the operator, any other from an agent. Set it where that is wrong. For
    /// example, a user's message with the results of a search came from a tool.
    /// </summary>
    public OriginKind OriginKind
    {
        get => _details.StatedOrigin ?? OriginOf(_details.Role);
        init => _details = _details with { StatedOrigin = value };
    }

    /// <summary>
    /// The agent that speaks, such as <c>availability</c>; null where none. Without control characters.
    /// </summary>
    public string? Agent
    {
        get => _details.Agent;
        init => _details = _details with { Agent = value };
    }

    /// <summary>The name of the speaker or of the tool; null where none. Without control characters.</summary>
    public string? Name
    {
        get => _details.Name;
        init => _details = _details with { Name = value };
    }

    /// <summary>
    /// For an assistant, the ids of the tool calls that it makes (or of the approvals that it asks for); for others, the ids of
    /// the calls that they answer. Each has at most 8,192 bytes as UTF-8. A call with its results, or a request with its answer,
    /// is one group, which is trimmed whole or not at all.
    /// </summary>
    public IReadOnlyList<string> ToolCallIds
    {
        get => _details.ToolCallIds;
        init => _details = _details with { ToolCallIds = value is null or [] ? [] : [.. value] };
    }

    /// <summary>Fields of stored JSON that this version does not know; kept as they are.</summary>
    public JsonFields AdditionalFields
    {
        get => _details.AdditionalFields;
        init => _details = _details with { AdditionalFields = value ?? JsonFields.Empty };
    }

    /// <summary>The same as <see cref="Sequence"/>. Setting it while reading a message saves a copy.</summary>
    internal long Place
    {
        init => Sequence = value;
    }

    /// <summary>The origin as it was set; null where it follows from the role.</summary>
    internal OriginKind? StatedOrigin
    {
        get => _details.StatedOrigin;
        init => _details = value == _details.StatedOrigin ? _details : _details with { StatedOrigin = value };
    }

    internal bool HasTimestamp => _timestamp != default;

    /// <summary>The payload in its stored form; null for none.</summary>
    internal RawJson? RawPayload
    {
        get => _details.Payload;
        init => _details = _details with { Payload = value };
    }

    internal bool HasToolCallIds => HasDetails && _details.ToolCallIds.Count > 0;

    /// <summary>Whether it has more than a role, a content, a time and a place.</summary>
    internal bool HasDetails => !_details.IsPlain;

    /// <summary>The message with a place; this instance where it has that place already.</summary>
    /// <param name="sequence">The place, from 1.</param>
    /// <returns>The message at that place.</returns>
    public SessionMessage WithSequence(long sequence) => Sequence == sequence ? this : this with { Sequence = sequence };

    /// <summary>Place, role, agent and the beginning of what is said, for people.</summary>
    /// <returns>Such as <c>#2 assistant (booking): It is booked.</c></returns>
    public override string ToString()
    {
        const int Shown = 80;
        var said = Content is not { Length: > Shown } ? Content : $"{Identifier.Repaired(Content[..Shown])}...";
        return string.Create(CultureInfo.InvariantCulture, $"#{Sequence} {Role}{(Agent is null ? "" : $" ({Agent})")}: {said}");
    }

    /// <summary>The origin that follows from a role.</summary>
    internal static OriginKind OriginOf(MessageRole role) =>
        role == MessageRole.User ? OriginKind.Guest
        : role == MessageRole.Tool ? OriginKind.Tool
        : role == MessageRole.System ? OriginKind.Operator
        : OriginKind.Agent;

    /// <summary>
    /// Values that are the same in most messages of a role. Those messages share one object, which keeps them small.
    /// </summary>
    private sealed record Details
    {
        public static readonly Details OfNobody = new();

        private static readonly Details OfUser = new() { Role = MessageRole.User };
        private static readonly Details OfAssistant = new() { Role = MessageRole.Assistant };
        private static readonly Details OfTool = new() { Role = MessageRole.Tool };
        private static readonly Details OfSystem = new() { Role = MessageRole.System };

        /// <summary>Whether this is one of the shared objects.</summary>
        public bool IsPlain
        {
            // An append asks several times, and the comparisons take less time than a call.
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => ReferenceEquals(this, OfUser) || ReferenceEquals(this, OfAssistant) || ReferenceEquals(this, OfTool)
                || ReferenceEquals(this, OfSystem) || ReferenceEquals(this, OfNobody);
        }

        public MessageRole Role { get; init; }

        public bool Pinned { get; init; }

        // A byte beside the flag, which does not enlarge the object; 0 for none.
        private byte _origin;

        public OriginKind? StatedOrigin
        {
            get => _origin is 0 ? null : (OriginKind)(_origin - 1);
            init => _origin = value is { } kind ? (byte)(Math.Clamp((int)kind, 0, byte.MaxValue - 2) + 1) : (byte)0;
        }

        public string? Agent { get; init; }

        public string? Name { get; init; }

        public IReadOnlyList<string> ToolCallIds { get; init; } = [];

        public string? MessageId { get; init; }

        public RawJson? Payload { get; init; }

        public JsonFields AdditionalFields { get; init; } = JsonFields.Empty;

        // The name keeps its spelling: "USER" is the role user, but must not be shown as "user".
        public static Details OfPlain(MessageRole role) =>
            role.Name == OfUser.Role.Name ? OfUser
            : role.Name == OfAssistant.Role.Name ? OfAssistant
            : role.Name == OfTool.Role.Name ? OfTool
            : role.Name == OfSystem.Role.Name ? OfSystem
            : role.Name == "" ? OfNobody
            : new() { Role = role };
    }
}
