namespace HospitalityMemory.Stores;

/// <summary>The limits within which a store carries out a step. Immutable.</summary>
public sealed record SessionLimits
{
    /// <summary>How many message ids a session remembers.</summary>
    public const int RememberedIds = 256;

    /// <summary>How many trimmed messages wait for a summary at most.</summary>
    public const int MaxWaitingMessages = 200;

    /// <summary>What the trimmed messages that wait for a summary hold at most, in bytes, beside the session's own limit.</summary>
    public const long MaxWaitingBytes = 256 * 1024;

    /// <summary>How long a session lives after its last use, unless it states a lifetime of its own.</summary>
    public required TimeSpan Lifetime { get; init; }

    /// <summary>How long a session lives at most, unless it states that itself; null for no such limit.</summary>
    public TimeSpan? MaxLifetime { get; init; }

    /// <summary>How many messages a session keeps.</summary>
    public required int MaxMessages { get; init; }

    /// <summary>What its messages may weigh, in tokens; null for no such limit.</summary>
    public long? MaxWeight { get; init; }

    /// <summary>What one session may hold, in bytes, its waiting messages not counted.</summary>
    public required long MaxSessionBytes { get; init; }

    /// <summary>
    /// Whether trimmed messages are kept with the session until a summary has taken them in; where not, they are gone.
    /// </summary>
    public bool KeepsTrimmed { get; init; }

    /// <summary>
    /// What all sessions may hold, in bytes; heeded by a store that holds them in this process's memory.
    /// </summary>
    public required long MaxTotalBytes { get; init; }

    /// <summary>What such a store does when it is full and no session has expired.</summary>
    public MemoryFullPolicy WhenFull { get; init; }

    /// <summary>The lifetime of a session: its own, or else the one set here.</summary>
    /// <param name="session">The session.</param>
    /// <returns>How long it lives after its last use.</returns>
    public TimeSpan LifetimeOf(SessionInfo session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.Lifetime ?? Lifetime;
    }

    /// <summary>The expiry of a session that is created or used now.</summary>
    /// <param name="session">The session, with its creation and its own lifetimes.</param>
    /// <param name="now">The current time.</param>
    /// <returns>Now and its lifetime, at the latest its creation and its longest lifetime.</returns>
    public DateTimeOffset ExpiresAt(SessionInfo session, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(session);
        return new(ExpiryTicks(session, now.UtcTicks), TimeSpan.Zero);
    }

    /// <summary>The same in UTC ticks.</summary>
    internal long ExpiryTicks(SessionInfo session, long now)
    {
        var sliding = now + (session.Lifetime ?? Lifetime).Ticks;
        return (session.MaxLifetime ?? MaxLifetime) is { } maximum
            ? Math.Min(sliding, session.CreationTicks + maximum.Ticks)
            : sliding;
    }
}
