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

    /// <summary>The stored state is not the one that the write was made from.</summary>
    Conflict,

    /// <summary>The session has no message of this sequence number.</summary>
    MessageNotFound,

    /// <summary>The session would be larger than its limit, even after trimming everything that may be trimmed.</summary>
    TooLarge,

    /// <summary>All sessions together would be larger than their limit, and the policy is to refuse.</summary>
    Full,
}

/// <summary>The result of a write to a session. Where its status is not Done, nothing has changed.</summary>
/// <param name="Status">How it ended.</param>
public readonly record struct SessionWriteResult(SessionWriteStatus Status)
{
    // A result is handed through many calls, so it has few fields. Values of which most writes have at most one share this field:
    // it is the session, the message, or an object with all of them.
    private readonly object? _parts;

    /// <summary>
    /// The session as stored after the write, without messages. Set where a session was created or its state replaced; else null.
    /// </summary>
    public SessionInfo? Info
    {
        get => _parts is Parts parts ? parts.Info : _parts as SessionInfo;
        init => _parts = _parts is null or SessionInfo ? value : ReferenceEquals(value, Info) ? _parts : Several with { Info = value };
    }

    /// <summary>
    /// The message as stored, where one was replaced; null where it was removed or trimmed in the same step. A store may also set
    /// it where a single message was appended, even if the message was trimmed in the same step.
    /// </summary>
    public SessionMessage? Message
    {
        get => _parts is Parts parts ? parts.Message : _parts as SessionMessage;
        init => _parts = _parts is null or SessionMessage ? value : ReferenceEquals(value, Message) ? _parts : Several with { Message = value };
    }

    /// <summary>The sequence number of an append's first message, whether it is new or its id was known.</summary>
    public long FirstSequence { get; init; }

    /// <summary>
    /// The sequence numbers of all messages of an append, if the ids of some were known. Null if all were appended; their numbers
    /// then follow the first.
    /// </summary>
    public IReadOnlyList<long>? Sequences
    {
        get => (_parts as Parts)?.Sequences;
        init => _parts = value == Sequences ? _parts : Several with { Sequences = value };
    }

    /// <summary>How many messages were trimmed.</summary>
    public int Trimmed { get; init; }

    /// <summary>How many trimmed messages wait for a summary after this write; 0 where none are kept.</summary>
    public int Waiting
    {
        get => _parts is Parts parts ? parts.Waiting : 0;
        init => _parts = value == Waiting ? _parts : Several with { Waiting = value };
    }

    /// <summary>How many waiting messages were dropped to make room for others. No summary will take them in.</summary>
    public int WaitingLost
    {
        get => _parts is Parts parts ? parts.WaitingLost : 0;
        init => _parts = value == WaitingLost ? _parts : Several with { WaitingLost = value };
    }

    /// <summary>
    /// The sessions that this write ended: live ones that were evicted, and expired ones that it found; null for none. Set even
    /// where the write is refused.
    /// </summary>
    public IReadOnlyList<SessionEnd>? Ended
    {
        get => (_parts as Parts)?.Ended;
        init => _parts = value == Ended ? _parts : Several with { Ended = value };
    }

    /// <summary>
    /// Where the session is too large: the bytes that it would hold after trimming everything that may be trimmed.
    /// </summary>
    public long SizeBytes
    {
        get => _parts is Parts parts ? parts.SizeBytes : 0;
        init => _parts = value == SizeBytes ? _parts : Several with { SizeBytes = value };
    }

    /// <summary>Where the session is too large: the sequence numbers of the spared messages in the way; null for none.</summary>
    public IReadOnlyList<long>? Spared
    {
        get => (_parts as Parts)?.Spared;
        init => _parts = value == Spared ? _parts : Several with { Spared = value };
    }

    private Parts Several => _parts as Parts ?? new() { Info = _parts as SessionInfo, Message = _parts as SessionMessage };

    private sealed record Parts
    {
        public SessionInfo? Info { get; init; }

        public SessionMessage? Message { get; init; }

        public IReadOnlyList<long>? Sequences { get; init; }

        public int Waiting { get; init; }

        public int WaitingLost { get; init; }

        public IReadOnlyList<SessionEnd>? Ended { get; init; }

        public long SizeBytes { get; init; }

        public IReadOnlyList<long>? Spared { get; init; }
    }
}

/// <summary>
/// How much a session store holds. The counts of expired and evicted sessions are those of this process since it started.
/// </summary>
/// <param name="LiveSessions">Sessions that have not expired.</param>
/// <param name="SizeBytes">The bytes that they hold.</param>
public readonly record struct SessionStoreUsage(long LiveSessions, long SizeBytes)
{
    /// <summary>Expired sessions that were removed.</summary>
    public long Expired { get; init; }

    /// <summary>Live sessions that were evicted because the store was full.</summary>
    public long Evicted { get; init; }
}
