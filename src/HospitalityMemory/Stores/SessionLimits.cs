namespace HospitalityMemory.Stores;

/// <summary>The limits within which a store carries out a step. Immutable.</summary>
public sealed record SessionLimits
{
    /// <summary>How long a session lives after its last use.</summary>
    public required TimeSpan Lifetime { get; init; }

    /// <summary>How long a session lives at most; null for no such limit.</summary>
    public TimeSpan? MaximumLifetime { get; init; }

    /// <summary>How many messages a session keeps.</summary>
    public required int MaxMessages { get; init; }

    /// <summary>What one session may hold, in bytes.</summary>
    public required long MaxSessionBytes { get; init; }

    /// <summary>
    /// Whether anybody wants the messages that an append lets go; true unless it is set. Where not, a store that would
    /// have to send them may leave them out of <see cref="SessionWriteResult.DroppedMessages"/>.
    /// </summary>
    public bool WantsDroppedMessages { get; init; } = true;

    /// <summary>
    /// What all sessions may hold, in bytes; heeded by a store that holds them in this process's memory.
    /// </summary>
    public required long MaxTotalBytes { get; init; }

    /// <summary>What such a store does when it is full and no session has expired.</summary>
    public MemoryFullPolicy WhenFull { get; init; }

    /// <summary>The expiry of a session that is used now.</summary>
    /// <param name="createdAt">When it was created.</param>
    /// <param name="now">The current time.</param>
    /// <returns>Now and the lifetime, at the latest the creation and the maximum lifetime.</returns>
    public DateTimeOffset ExpiresAt(DateTimeOffset createdAt, DateTimeOffset now) =>
        new(ExpiryTicks(createdAt.UtcTicks, now.UtcTicks), TimeSpan.Zero);

    /// <summary>The same in UTC ticks.</summary>
    /// <remarks>The creation stands beside the snapshot, so that a read without a limit does not go there.</remarks>
    internal long ExpiryTicks(Session session, long now) =>
        MaximumLifetime is null ? now + Lifetime.Ticks : ExpiryTicks(session.CreationTicks, now);

    private long ExpiryTicks(long createdAt, long now)
    {
        var sliding = now + Lifetime.Ticks;
        return MaximumLifetime is { } maximum ? Math.Min(sliding, createdAt + maximum.Ticks) : sliding;
    }
}
