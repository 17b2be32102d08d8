namespace HospitalityMemory;

/// <summary>
/// What changes of a session with its state only. A read and an append, which are most of what is done, make a new
/// <see cref="Session"/> and share this.
/// </summary>
internal sealed record SessionState
{
    public static SessionState Empty { get; } = new();

    public string SessionId { get; init; } = "";

    public string? UserId { get; init; }

    public string? CurrentAgent { get; init; }

    public BookingSlots Slots { get; init => field = value ?? BookingSlots.Empty; } = BookingSlots.Empty;

    public JsonFields Context { get; init => field = value ?? JsonFields.Empty; } = JsonFields.Empty;

    public JsonFields BookingData { get; init => field = value ?? JsonFields.Empty; } = JsonFields.Empty;

    public long Version { get; init; } = 1;

    public JsonFields AdditionalFields { get; init => field = value ?? JsonFields.Empty; } = JsonFields.Empty;
}
