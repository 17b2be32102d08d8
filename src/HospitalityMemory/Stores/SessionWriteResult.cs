namespace HospitalityMemory.Stores;

/// <summary>How a write to a session ended.</summary>
public enum SessionWriteStatus
{
    /// <summary>It is stored.</summary>
    Done,

    /// <summary>There is no live session of this id.</summary>
    NotFound,

    /// <summary>A live session has this id already.</summary>
    AlreadyExists,

    /// <summary>The stored version is another one.</summary>
    Conflict,

    /// <summary>The session would be larger than its limit.</summary>
    TooLarge,

    /// <summary>All sessions together would be larger than their limit, and the policy is to refuse.</summary>
    Full,
}

/// <summary>What a write to a session did. Where it is not done, nothing has changed.</summary>
/// <param name="Status">How it ended.</param>
public readonly record struct SessionWriteResult(SessionWriteStatus Status)
{
    // The one message that a full session lets go, or the list of several: a list is made only for who asks.
    private readonly object? _dropped;

    /// <summary>
    /// The session as stored after the write. Always set where a replacement is done; for a creation or an append null
    /// where the store does not know it without asking again, and null where nothing was written.
    /// </summary>
    public Session? Session { get; init; }

    /// <summary>The sequence number of the first message appended.</summary>
    public long FirstSequence { get; init; }

    /// <summary>What trimming dropped, oldest first; null for nothing.</summary>
    public IReadOnlyList<SessionMessage>? DroppedMessages
    {
        get => _dropped is SessionMessage single ? [single] : (IReadOnlyList<SessionMessage>?)_dropped;
        init => _dropped = value is [] ? null : value;
    }

    /// <summary>The live sessions that went to make room; null for none, and where the write is not done.</summary>
    public IReadOnlyList<Session>? EvictedSessions { get; init; }

    /// <summary>Where the session is too large: the size that it would have had, in bytes.</summary>
    public long SizeBytes { get; init; }

    /// <summary>The one message that was dropped, where it is one.</summary>
    internal SessionMessage? DroppedMessage
    {
        init => _dropped = value;
    }
}

/// <summary>
/// How much a session store holds. The counts of what went are those of this process since it started.
/// </summary>
/// <param name="LiveSessions">Sessions that have not expired.</param>
/// <param name="SizeBytes">What they hold, in bytes.</param>
public readonly record struct SessionStoreUsage(long LiveSessions, long SizeBytes)
{
    /// <summary>Expired sessions that were removed.</summary>
    public long Expired { get; init; }

    /// <summary>Live sessions that went because the store was full.</summary>
    public long Evicted { get; init; }
}
