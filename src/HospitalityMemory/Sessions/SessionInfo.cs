using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace HospitalityMemory;

/// <summary>A conversation without its messages, as it stood at one moment: whose it is, how long it lives, and what it has established.</summary>
/// <remarks>
/// An immutable snapshot: it never changes, and changing a copy of it changes nothing that is stored. Thread safe.
/// <see cref="Session"/> is the same with the messages.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public record SessionInfo
{
    // A read copies the snapshot for its new expiry, and an append for its message too. Everything that these two leave unchanged
    // is in objects that the snapshots share, and times are DateTime, which takes half the room of DateTimeOffset.
    private readonly Identity _identity = Identity.None;
    private readonly VersionedState _state = VersionedState.First;
    private readonly DateTime _updatedAt;
    private readonly DateTime _expiresAt;

    /// <summary>Makes a session. Its required members must be set.</summary>
    public SessionInfo()
    {
    }

    // This skips the checks of DateTimeOffset, which take noticeable time in a call as short as a read.
    [SetsRequiredMembers]
    private protected SessionInfo(SessionInfo original, long updatedTicks, long expiryTicks)
        : this(original)
    {
        _updatedAt = new(updatedTicks, DateTimeKind.Utc);
        _expiresAt = new(expiryTicks, DateTimeKind.Utc);
    }

    /// <summary>The session's id, 1 to 256 characters.</summary>
    public required string SessionId
    {
        get => _identity.SessionId;
        init => _identity = _identity with { SessionId = value };
    }

    /// <summary>The guest; null while anonymous.</summary>
    public string? UserId
    {
        get => _identity.UserId;
        init => _identity = _identity with { UserId = value };
    }

    /// <summary>When the session was created, UTC.</summary>
    public required DateTimeOffset CreatedAt
    {
        get => new(_identity.CreatedAt, TimeSpan.Zero);
        init => _identity = _identity with { CreatedAt = value.UtcDateTime };
    }

    /// <summary>When the session was last written to, UTC.</summary>
    public DateTimeOffset UpdatedAt
    {
        get => new(_updatedAt, TimeSpan.Zero);
        init => _updatedAt = value.UtcDateTime;
    }

    /// <summary>The instant at which the session ends unless it is used before, UTC.</summary>
    public DateTimeOffset ExpiresAt
    {
        get => new(_expiresAt, TimeSpan.Zero);
        init => _expiresAt = value.UtcDateTime;
    }

    /// <summary>How long this session lives after its last use; null where the settings apply.</summary>
    public TimeSpan? Lifetime
    {
        get => _identity.Rare.Lifetime;
        init => Rare = Rare with { Lifetime = value };
    }

    /// <summary>The longest time that this session lives, even if it is used; null where the settings apply.</summary>
    public TimeSpan? MaxLifetime
    {
        get => _identity.Rare.MaxLifetime;
        init => Rare = Rare with { MaxLifetime = value };
    }

    /// <summary>
    /// Everything that an update of the session may change. <see cref="CurrentAgent"/>, <see cref="Slots"/>,
    /// <see cref="Context"/>, <see cref="BookingData"/> and <see cref="AdditionalFields"/> read from it.
    /// </summary>
    public SessionState State
    {
        get => _state.State;
        internal init => _state = _state with { State = value };
    }

    /// <inheritdoc cref="SessionState.CurrentAgent"/>
    public string? CurrentAgent
    {
        get => State.CurrentAgent;
        init => State = State with { CurrentAgent = value };
    }

    /// <inheritdoc cref="SessionState.Slots"/>
    public BookingSlots Slots
    {
        get => State.Slots;
        init => State = State with { Slots = value };
    }

    /// <inheritdoc cref="SessionState.Context"/>
    public JsonFields Context
    {
        get => State.Context;
        init => State = State with { Context = value };
    }

    /// <inheritdoc cref="SessionState.BookingData"/>
    public JsonFields BookingData
    {
        get => State.BookingData;
        init => State = State with { BookingData = value };
    }

    /// <summary>
    /// Counts the changes of the session's state and guest, from 1. Messages have their own sequence numbers; appending a message
    /// therefore never conflicts with setting a slot.
    /// </summary>
    public long Version
    {
        get => _state.Version;
        init => _state = _state with { Version = value };
    }

    /// <inheritdoc cref="SessionState.AdditionalFields"/>
    public JsonFields AdditionalFields
    {
        get => State.AdditionalFields;
        init => State = State with { AdditionalFields = value };
    }

    /// <summary>
    /// Whether messages were lost: the store no longer had them, or too many trimmed ones waited before a summary took them in.
    /// </summary>
    public bool IsIncomplete
    {
        get => _identity.Rare.IsIncomplete;
        init => Rare = Rare with { IsIncomplete = value };
    }

    /// <summary>
    /// Why a listed session could not be read, without its content. Everything but the session's id may then be missing. Null for
    /// a session that was read.
    /// </summary>
    public string? Problem
    {
        get => _identity.Rare.Problem;
        init => Rare = Rare with { Problem = value };
    }

    /// <summary><see cref="CreatedAt"/> in UTC ticks.</summary>
    internal long CreationTicks => _identity.CreatedAt.Ticks;

    /// <summary><see cref="UpdatedAt"/> in UTC ticks.</summary>
    internal long UpdateTicks => _updatedAt.Ticks;

    /// <summary><see cref="ExpiresAt"/> in UTC ticks.</summary>
    internal long ExpiryTicks => _expiresAt.Ticks;

    private Details Rare
    {
        get => _identity.Rare;
        init => _identity = value == _identity.Rare ? _identity : _identity with { Rare = value };
    }

    private VersionedState NextState
    {
        init => _state = value;
    }

    private DateTime UpdatedUtc
    {
        init => _updatedAt = value;
    }

    private protected DateTime ExpiresUtc
    {
        init => _expiresAt = value;
    }

    /// <summary>The session after a change of its state, at a time in UTC ticks.</summary>
    internal SessionInfo WithState(SessionState state, long nowTicks) => this with
    {
        NextState = new(state, Version + 1),
        UpdatedUtc = new(nowTicks, DateTimeKind.Utc),
    };

    /// <summary>The session without messages; the same instance where it has none to keep alive.</summary>
    internal SessionInfo WithoutMessages() => GetType() == typeof(SessionInfo) ? this : WithTimes(_updatedAt.Ticks, _expiresAt.Ticks);

    /// <summary>The session without messages and with other times, in UTC ticks.</summary>
    internal SessionInfo WithTimes(long updatedTicks, long expiryTicks) => new(this, updatedTicks, expiryTicks);

    /// <summary>Id, guest, version and expiry, for people.</summary>
    /// <returns>Such as <c>session s-1 of guest-7, version 3, expires 2026-03-01 12:30:00Z</c>.</returns>
    public override string ToString() => Problem is null
        ? string.Create(CultureInfo.InvariantCulture, $"session {SessionId} of {UserId ?? "nobody"}, version {Version}, expires {ExpiresAt:u}")
        : $"session {SessionId}: {Problem}";

    /// <summary>What never changes, except that an anonymous session may get its guest.</summary>
    private sealed record Identity(string SessionId, string? UserId, DateTime CreatedAt)
    {
        public static readonly Identity None = new("", null, default);

        public Details Rare { get; init; } = Details.None;
    }

    /// <summary>Values that few sessions have.</summary>
    private sealed record Details(TimeSpan? Lifetime, TimeSpan? MaxLifetime, bool IsIncomplete, string? Problem)
    {
        public static readonly Details None = new(null, null, false, null);
    }

    /// <summary>The state with its version. The other members of a session change without a new version.</summary>
    private sealed record VersionedState(SessionState State, long Version)
    {
        public static readonly VersionedState First = new(SessionState.Empty, 1);
    }
}
