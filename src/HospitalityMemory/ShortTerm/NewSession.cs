namespace HospitalityMemory;

/// <summary>A session that is to be created, with what it begins with. Immutable.</summary>
public sealed record NewSession
{
    /// <summary>The session's id, 1 to 256 characters.</summary>
    public required string SessionId { get; init; }

    /// <summary>The guest; null for an anonymous session.</summary>
    public string? UserId { get; init; }

    /// <summary>
    /// How long the session lives after its last use: 1 second to 365 days; null for <see cref="ShortTermMemoryOptions.SessionLifetime"/>.
    /// </summary>
    public TimeSpan? Lifetime { get; init; }

    /// <summary>
    /// How long the session lives at most, however much it is used: at least <see cref="Lifetime"/> and at most 3,650 days;
    /// null for <see cref="ShortTermMemoryOptions.MaxSessionLifetime"/>.
    /// </summary>
    public TimeSpan? MaxLifetime { get; init; }

    /// <summary>The agent that has the conversation; null where none has it yet.</summary>
    public string? CurrentAgent { get; init; }

    /// <summary>The host's own fields.</summary>
    public JsonFields Context { get; init => field = value ?? JsonFields.Empty; } = JsonFields.Empty;
}
