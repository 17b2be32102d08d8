namespace HospitalityMemory;

/// <summary>A conversation as it stood at one moment: what was said, and what it has established.</summary>
/// <remarks>
/// An immutable snapshot: it never changes under its holder, and changing a copy of it changes nothing that is stored.
/// Thread safe. As JSON by <see cref="SessionJsonExtensions"/>; what System.Text.Json makes of it without that is another form.
/// </remarks>
public sealed record Session
{
    // A read copies the snapshot for its new expiry: so what does not change then stands in an object of its own, and
    // times are DateTime, which takes half the room of DateTimeOffset.
    private readonly SessionState _state = SessionState.Empty;
    private readonly DateTime _createdAt;
    private readonly DateTime _updatedAt;
    private readonly DateTime _expiresAt;

    /// <summary>The session's id, 1 to 256 characters.</summary>
    public required string SessionId
    {
        get => _state.SessionId;
        init => _state = _state with { SessionId = value };
    }

    /// <summary>The guest; null while anonymous.</summary>
    public string? UserId
    {
        get => _state.UserId;
        init => _state = _state with { UserId = value };
    }

    /// <summary>When the session was created, UTC.</summary>
    public required DateTimeOffset CreatedAt
    {
        get => new(_createdAt, TimeSpan.Zero);
        init => _createdAt = value.UtcDateTime;
    }

    /// <summary>When the session was last written to, UTC.</summary>
    public DateTimeOffset UpdatedAt
    {
        get => new(_updatedAt, TimeSpan.Zero);
        init => _updatedAt = value.UtcDateTime;
    }

    /// <summary>The instant from which the session is gone unless it is used before, UTC.</summary>
    public DateTimeOffset ExpiresAt
    {
        get => new(_expiresAt, TimeSpan.Zero);
        init => _expiresAt = value.UtcDateTime;
    }

    /// <summary>
    /// The agent that has the conversation, such as <c>inquiry</c> or <c>booking</c>; null where none has it yet. At
    /// most 256 characters, without control characters.
    /// </summary>
    public string? CurrentAgent
    {
        get => _state.CurrentAgent;
        init => _state = _state with { CurrentAgent = value };
    }

    /// <summary>What is established of the stay that the guest wants.</summary>
    public BookingSlots Slots
    {
        get => _state.Slots;
        init => _state = _state with { Slots = value };
    }

    /// <summary>
    /// The host's own fields, any JSON: feature flags, results of tools, a summary of what was trimmed.
    /// </summary>
    public JsonFields Context
    {
        get => _state.Context;
        init => _state = _state with { Context = value };
    }

    /// <summary>The latest messages, oldest first.</summary>
    public MessageList Messages { get; init => field = value ?? MessageList.Empty; } = MessageList.Empty;

    /// <summary>The booking that the conversation led to, as JSON fields; empty before.</summary>
    public JsonFields BookingData
    {
        get => _state.BookingData;
        init => _state = _state with { BookingData = value };
    }

    /// <summary>
    /// Counts the changes of the session's state (all but messages and lifetime), from 1. Messages are counted by their
    /// own sequence numbers, so that appending one never conflicts with setting a slot.
    /// </summary>
    public long Version
    {
        get => _state.Version;
        init => _state = _state with { Version = value };
    }

    /// <summary>Fields of stored JSON that this version does not know; kept as they are.</summary>
    public JsonFields AdditionalFields
    {
        get => _state.AdditionalFields;
        init => _state = _state with { AdditionalFields = value };
    }

    /// <summary><see cref="CreatedAt"/> in UTC ticks.</summary>
    internal long CreationTicks => _createdAt.Ticks;

    /// <summary><see cref="ExpiresAt"/> in UTC ticks.</summary>
    internal long ExpiryTicks => _expiresAt.Ticks;

    private SessionState State
    {
        init => _state = value;
    }

    // Set without the checks of DateTimeOffset, which are felt in so short a call as a read.
    private DateTime UpdatedUtc
    {
        init => _updatedAt = value;
    }

    private DateTime ExpiresUtc
    {
        init => _expiresAt = value;
    }

    /// <summary>The session with another expiry, in UTC ticks.</summary>
    internal Session WithExpiry(long expiryTicks) => this with { ExpiresUtc = new(expiryTicks, DateTimeKind.Utc) };

    /// <summary>The session after an append, at a time and with an expiry in UTC ticks.</summary>
    internal Session WithMessages(MessageList messages, long nowTicks, long expiryTicks) => this with
    {
        Messages = messages,
        UpdatedUtc = new(nowTicks, DateTimeKind.Utc),
        ExpiresUtc = new(expiryTicks, DateTimeKind.Utc),
    };

    /// <summary>The session after a change of its state, at a time and with an expiry in UTC ticks.</summary>
    internal Session WithState(BookingSlots slots, long nowTicks, long expiryTicks) => this with
    {
        State = _state with { Slots = slots, Version = Version + 1 },
        UpdatedUtc = new(nowTicks, DateTimeKind.Utc),
        ExpiresUtc = new(expiryTicks, DateTimeKind.Utc),
    };
}
