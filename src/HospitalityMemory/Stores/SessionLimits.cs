namespace HospitalityMemory.Stores;

/// <summary>The limits within which a store carries out a step. Immutable.</summary>
public sealed record SessionLimits
{
    /// <summary>How many message ids a session remembers.</summary>
    public const int RememberedIds = 256;

    /// <summary>How many trimmed messages wait for a summary at most.</summary>
    public const int MaxWaitingMessages = 200;

    /// <summary>
    /// The most bytes that the trimmed messages waiting for a summary hold. They come on top of the session's own limit.
    /// </summary>
    public const long MaxWaitingBytes = 256 * 1024;

    /// <summary>How long a session lives after its last use, unless it has a lifetime of its own.</summary>
    public required TimeSpan Lifetime { get; init; }

    /// <summary>The longest time that a session lives, unless it has one of its own; null for no such limit.</summary>
    public TimeSpan? MaxLifetime { get; init; }

    /// <summary>How many messages a session keeps.</summary>
    public required int MaxMessages { get; init; }

    /// <summary>The most that its messages may weigh, in tokens; null for no such limit.</summary>
    public long? MaxWeight { get; init; }

    /// <summary>The most bytes that one session may hold, without its waiting messages.</summary>
    public required long MaxSessionBytes { get; init; }

    /// <summary>
    /// Whether trimmed messages are kept with the session until a summary has taken them in. If not, they are gone.
    /// </summary>
    public bool KeepsTrimmed { get; init; }

    /// <summary>
    /// The most bytes that all sessions may hold. Only a store that keeps them in this process's memory applies it.
    /// </summary>
    public required long MaxTotalBytes { get; init; }

    /// <summary>What a store in this process's memory does when it is full and no session has expired.</summary>
    public MemoryFullPolicy WhenFull { get; init; }

    /// <summary>
    /// The guest from whom the replacement of a state may take the session, to give it to the new state's guest when two guests are merged.
    /// Null in all other steps: then a session is never taken from its guest.
    /// </summary>
    public string? TakenFrom { get; init; }

    /// <summary>The lifetime of a session: its own, else the one set here.</summary>
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
    /// <returns>The current time plus the lifetime, but no later than the creation plus the longest lifetime.</returns>
    public DateTimeOffset ExpiresAt(SessionInfo session, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(session);
        return new(ExpiryTicks(session, now.UtcTicks), TimeSpan.Zero);
    }

    /// <summary>The same expiry in UTC ticks.</summary>
    internal long ExpiryTicks(SessionInfo session, long now)
    {
        var sliding = now + (session.Lifetime ?? Lifetime).Ticks;
        return (session.MaxLifetime ?? MaxLifetime) is { } maximum
            ? Math.Min(sliding, session.CreationTicks + maximum.Ticks)
            : sliding;
    }
}
