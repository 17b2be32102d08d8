namespace HospitalityMemory;

/// <summary>A write was made to a session that does not exist, or whose lifetime has ended.</summary>
public sealed class SessionNotFoundException : HospitalityMemoryException
{
    /// <summary>Makes the error for a session.</summary>
    /// <param name="sessionId">The id that was asked for.</param>
    public SessionNotFoundException(string sessionId)
        : base("The session does not exist or has expired. Create it with CreateSessionAsync or GetOrCreateSessionAsync.")
        => SessionId = sessionId;

    /// <summary>The id that was asked for.</summary>
    public string SessionId { get; }
}

/// <summary>A session of this id is live already.</summary>
public sealed class SessionAlreadyExistsException : HospitalityMemoryException
{
    /// <summary>Makes the error for a session.</summary>
    /// <param name="sessionId">The id that is taken.</param>
    public SessionAlreadyExistsException(string sessionId)
        : base("A live session has this id already. Use GetOrCreateSessionAsync to resume it, or choose another id.")
        => SessionId = sessionId;

    /// <summary>The id that is taken.</summary>
    public string SessionId { get; }
}

/// <summary>A write would make one session larger than its limit; nothing was changed.</summary>
public sealed class SessionTooLargeException : HospitalityMemoryException
{
    /// <summary>Makes the error for a session.</summary>
    /// <param name="sessionId">The session that was written to.</param>
    /// <param name="sizeBytes">The size that the session would have had, in bytes.</param>
    /// <param name="maxSizeBytes">The size that is allowed, in bytes.</param>
    public SessionTooLargeException(string sessionId, long sizeBytes, long maxSizeBytes)
        : this(sessionId, sizeBytes, maxSizeBytes, sparedMessages: [])
    {
    }

    /// <summary>Makes the error for a session whose spared messages take the room.</summary>
    /// <param name="sessionId">The session that was written to.</param>
    /// <param name="sizeBytes">The size that the session would have had, in bytes.</param>
    /// <param name="maxSizeBytes">The size that is allowed, in bytes.</param>
    /// <param name="sparedMessages">The sequence numbers of the messages that trimming spares.</param>
    public SessionTooLargeException(string sessionId, long sizeBytes, long maxSizeBytes, IReadOnlyList<long> sparedMessages)
        : base(FormattableString.Invariant(
            $"The session would hold {sizeBytes} bytes, its state included; at most {maxSizeBytes} are allowed, of which pinned and system messages may take half, and with the state seven eighths (ShortTerm.MaxSessionKilobytes). {Advice(sparedMessages)}Nothing was changed."))
    {
        SparedMessages = sparedMessages;
        SessionId = sessionId;
        SizeBytes = sizeBytes;
        MaxSizeBytes = maxSizeBytes;
    }

    /// <summary>The session that was written to.</summary>
    public string SessionId { get; }

    /// <summary>The size that the session would have had, in bytes.</summary>
    public long SizeBytes { get; }

    /// <summary>The size that is allowed, in bytes.</summary>
    public long MaxSizeBytes { get; }

    /// <summary>
    /// The sequence numbers of the messages that trimming spares, because they are pinned or the system's. To make room, unpin or
    /// remove them with <see cref="IShortTermMemory.ReplaceMessageAsync"/>.
    /// </summary>
    public IReadOnlyList<long> SparedMessages { get; }

    private static string Advice(IReadOnlyList<long> spared)
    {
        ArgumentNullException.ThrowIfNull(spared);
        return spared is []
            ? ""
            : $"Unpin or remove with ReplaceMessageAsync some of the spared messages {string.Join(", ", spared.Take(20))}{(spared.Count > 20 ? " and others" : "")}. ";
    }
}

/// <summary>A session has no message with a sequence number: it never had one, or the message was trimmed or removed.</summary>
public sealed class MessageNotFoundException : HospitalityMemoryException
{
    /// <summary>Makes the error for a message.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="sequence">The sequence number that was asked for.</param>
    public MessageNotFoundException(string sessionId, long sequence)
        : base(FormattableString.Invariant($"The session has no message {sequence}: it was trimmed or removed, or never was."))
    {
        SessionId = sessionId;
        Sequence = sequence;
    }

    /// <summary>The session.</summary>
    public string SessionId { get; }

    /// <summary>The sequence number that was asked for.</summary>
    public long Sequence { get; }
}

/// <summary>A session belongs to another guest than the one named; nothing was changed.</summary>
public sealed class SessionOwnershipException : HospitalityMemoryException
{
    /// <summary>Makes the error for a session.</summary>
    /// <param name="sessionId">The session that was asked for.</param>
    public SessionOwnershipException(string sessionId)
        : base("The session is not this guest's. Begin a session with an id of its own. Nothing was changed.")
        => SessionId = sessionId;

    /// <summary>The session that was asked for.</summary>
    public string SessionId { get; }
}
