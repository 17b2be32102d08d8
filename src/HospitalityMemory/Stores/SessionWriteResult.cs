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
    // What few writes have stands apart: a result is handed through many calls.
    private readonly RareParts? _rare;

    /// <summary>
    /// The session as stored after the write, without messages. Always set where a creation or a replacement of the state is
    /// done; else null.
    /// </summary>
    public SessionInfo? Info { get; init; }

    /// <summary>
    /// The message as stored, where one was replaced; null where it was removed, or trimmed in the same step. Also where a single
    /// one was appended and the store has it at hand, be it trimmed in the same step or not.
    /// </summary>
    public SessionMessage? Message { get; init; }

    /// <summary>The sequence number of the first message of an append, whether it was appended now or is known by its id.</summary>
    public long FirstSequence { get; init; }

    /// <summary>
    /// The sequence numbers of all messages of an append, where some of them were known by their ids; null where all were
    /// appended, whose numbers follow the first.
    /// </summary>
    public IReadOnlyList<long>? Sequences
    {
        get => (_rare ?? RareParts.None).Sequences;
        init => _rare = ReferenceEquals(value, Sequences) ? _rare : (_rare ?? RareParts.None) with { Sequences = value };
    }

    /// <summary>How many messages trimming let go.</summary>
    public int Trimmed { get; init; }

    /// <summary>How many trimmed messages wait for a summary after this write; 0 where none are kept.</summary>
    public int Waiting { get; init; }

    /// <summary>How many waiting messages had to go for others, which no summary will take in.</summary>
    public int WaitingLost
    {
        get => (_rare ?? RareParts.None).WaitingLost;
        init => _rare = value == WaitingLost ? _rare : (_rare ?? RareParts.None) with { WaitingLost = value };
    }

    /// <summary>
    /// Sessions that this write ended: live ones that went to make room, and expired ones that it found; null for none. Set
    /// also where the write is not done in the end.
    /// </summary>
    public IReadOnlyList<SessionEnd>? Ended
    {
        get => (_rare ?? RareParts.None).Ended;
        init => _rare = ReferenceEquals(value, Ended) ? _rare : (_rare ?? RareParts.None) with { Ended = value };
    }

    /// <summary>Where the session is too large: the size that it would have had, in bytes, all gone that may go.</summary>
    public long SizeBytes
    {
        get => (_rare ?? RareParts.None).SizeBytes;
        init => _rare = value == SizeBytes ? _rare : (_rare ?? RareParts.None) with { SizeBytes = value };
    }

    /// <summary>Where the session is too large: the sequence numbers of the spared messages that stand in the way; null for none.</summary>
    public IReadOnlyList<long>? Spared
    {
        get => (_rare ?? RareParts.None).Spared;
        init => _rare = ReferenceEquals(value, Spared) ? _rare : (_rare ?? RareParts.None) with { Spared = value };
    }

    private sealed record RareParts(
        IReadOnlyList<long>? Sequences, int WaitingLost, IReadOnlyList<SessionEnd>? Ended, long SizeBytes, IReadOnlyList<long>? Spared)
    {
        public static readonly RareParts None = new(null, 0, null, 0, null);
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
