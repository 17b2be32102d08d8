namespace HospitalityMemory;

/// <summary>
/// What a conversation has established: everything in a session that an update may change. Ids, times, version and messages are
/// not part of it.
/// </summary>
/// <remarks>Immutable and thread safe; a new state is made by <c>with</c>.</remarks>
public sealed record SessionState
{
    /// <summary>
    /// The agent that handles the conversation, such as <c>inquiry</c> or <c>booking</c>; null where none does yet. At most 256
    /// characters, without control characters.
    /// </summary>
    public string? CurrentAgent { get; init; }

    /// <summary>What is established of the stay that the guest wants.</summary>
    public BookingSlots Slots { get; init => field = value ?? BookingSlots.Empty; } = BookingSlots.Empty;

    /// <summary>
    /// The host's own fields, any JSON: feature flags, results of tools, a summary of what was trimmed.
    /// </summary>
    public JsonFields Context { get; init => field = value ?? JsonFields.Empty; } = JsonFields.Empty;

    /// <summary>The booking that resulted from the conversation, as JSON fields; empty until then.</summary>
    public JsonFields BookingData { get; init => field = value ?? JsonFields.Empty; } = JsonFields.Empty;

    /// <summary>Fields of stored JSON that this version does not know; kept as they are.</summary>
    public JsonFields AdditionalFields { get; init => field = value ?? JsonFields.Empty; } = JsonFields.Empty;

    /// <summary>The state of a new session; shared by all new sessions.</summary>
    internal static SessionState Empty { get; } = new();

    /// <summary>The state with other slots; the same instance where the slots are the same object.</summary>
    internal SessionState WithSlots(BookingSlots slots) => ReferenceEquals(slots, Slots) ? this : this with { Slots = slots };
}
