namespace HospitalityMemory;

/// <summary>A session to be created, with its first state. Immutable.</summary>
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
    /// The longest time that the session lives, even if it is used: at least <see cref="Lifetime"/> and at most 3,650 days; null
    /// for <see cref="ShortTermMemoryOptions.MaxSessionLifetime"/>.
    /// </summary>
    public TimeSpan? MaxLifetime { get; init; }

    /// <summary>The agent that handles the conversation; null where none does yet.</summary>
    public string? CurrentAgent { get; init; }

    /// <summary>The host's own fields.</summary>
    public JsonFields Context { get; init => field = value ?? JsonFields.Empty; } = JsonFields.Empty;
}
