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

    /// <summary>The stored state is another one than the write was made from.</summary>
    Conflict,

    /// <summary>The session has no message of this sequence number.</summary>
    MessageNotFound,

    /// <summary>The session would be larger than its limit, whatever trimming lets go.</summary>
    TooLarge,

    /// <summary>All sessions together would be larger than their limit, and the policy is to refuse.</summary>
    Full,
}

/// <summary>What a write to a session did. Where it is not done, nothing has changed.</summary>
/// <param name="Status">How it ended.</param>
public readonly record struct SessionWriteResult(SessionWriteStatus Status)
{
    // A result is handed through many calls, and costs least with few fields. So what most writes have at most one of shares one:
    // the session, the message, or all that it has where that is more.
    private readonly object? _parts;

    /// <summary>
    /// The session as stored after the write, without messages. Always set where a creation or a replacement of the state is
    /// done; else null.
    /// </summary>
    public SessionInfo? Info
    {
        get => _parts is Parts parts ? parts.Info : _parts as SessionInfo;
        init => _parts = _parts is null or SessionInfo ? value : ReferenceEquals(value, Info) ? _parts : Several with { Info = value };
    }

    /// <summary>
    /// The message as stored, where one was replaced; null where it was removed, or trimmed in the same step. Also where a single
    /// one was appended and the store has it at hand, be it trimmed in the same step or not.
    /// </summary>
    public SessionMessage? Message
    {
        get => _parts is Parts parts ? parts.Message : _parts as SessionMessage;
        init => _parts = _parts is null or SessionMessage ? value : ReferenceEquals(value, Message) ? _parts : Several with { Message = value };
    }

    /// <summary>The sequence number of the first message of an append, whether it was appended now or is known by its id.</summary>
    public long FirstSequence { get; init; }

    /// <summary>
    /// The sequence numbers of all messages of an append, where some of them were known by their ids; null where all were
    /// appended, whose numbers follow the first.
    /// </summary>
    public IReadOnlyList<long>? Sequences
    {
        get => (_parts as Parts)?.Sequences;
        init => _parts = value == Sequences ? _parts : Several with { Sequences = value };
    }

    /// <summary>How many messages trimming let go.</summary>
    public int Trimmed { get; init; }

    /// <summary>How many trimmed messages wait for a summary after this write; 0 where none are kept.</summary>
    public int Waiting
    {
        get => _parts is Parts parts ? parts.Waiting : 0;
        init => _parts = value == Waiting ? _parts : Several with { Waiting = value };
    }

    /// <summary>How many waiting messages had to go for others, which no summary will take in.</summary>
    public int WaitingLost
    {
        get => _parts is Parts parts ? parts.WaitingLost : 0;
        init => _parts = value == WaitingLost ? _parts : Several with { WaitingLost = value };
    }

    /// <summary>
    /// Sessions that this write ended: live ones that went to make room, and expired ones that it found; null for none. Set
    /// also where the write is not done in the end.
    /// </summary>
    public IReadOnlyList<SessionEnd>? Ended
    {
        get => (_parts as Parts)?.Ended;
        init => _parts = value == Ended ? _parts : Several with { Ended = value };
    }

    /// <summary>Where the session is too large: the size that it would have had, in bytes, all gone that may go.</summary>
    public long SizeBytes
    {
        get => _parts is Parts parts ? parts.SizeBytes : 0;
        init => _parts = value == SizeBytes ? _parts : Several with { SizeBytes = value };
    }

    /// <summary>Where the session is too large: the sequence numbers of the spared messages that stand in the way; null for none.</summary>
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
