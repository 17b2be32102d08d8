namespace HospitalityMemory.Stores;

/// <summary>
/// One session of the in-memory store: the snapshot that readers see, and what ordering and counting it takes.
/// </summary>
/// <remarks>
/// Readers touch <see cref="Session"/>, <see cref="Expires"/> and <see cref="LastUse"/> without a lock. Writers hold
/// the entry's monitor. Keys, indexes and links belong to the store's index and its lock.
/// </remarks>
internal sealed class SessionEntry(Session session)
{
    /// <summary>
    /// In <see cref="Expires"/>: not there for anyone, because not created yet or gone for good. No touch can set
    /// another value, so that a read that raced with the end of a session cannot revive it.
    /// </summary>
    public const long Absent = long.MinValue;

    /// <summary>The expiry in UTC ticks, or <see cref="Absent"/>. The truth; the snapshot's own may be older.</summary>
    public long Expires = Absent;

    /// <summary>When the session was last used, in UTC ticks.</summary>
    public long LastUse;

    /// <summary>A lower bound of <see cref="LastUse"/>, made exact when it comes up.</summary>
    public long UseKey;

    /// <summary>A lower bound of <see cref="Expires"/>, made exact when it comes up.</summary>
    public long ExpiryKey;

    public int UseIndex = -1;

    public int ExpiryIndex = -1;

    /// <summary>The neighbours in the list of a guest's sessions.</summary>
    public SessionEntry? NextOfUser;

    public SessionEntry? PreviousOfUser;

    private Session _session = session;

    /// <summary>What the session holds, in bytes; the messages below included.</summary>
    public long Size { get; set; }

    /// <summary>What its messages hold.</summary>
    public long LiveMessageBytes { get; set; }

    /// <summary>What trimmed messages hold that the shared buffer still keeps alive.</summary>
    public long DeadMessageBytes { get; set; }

    /// <summary>What it holds without its messages.</summary>
    public long StateBytes => Size - LiveMessageBytes - DeadMessageBytes - SessionSize.Structure(Session.Messages);

    public long LastSequence { get; set; }

    public Session Session
    {
        get => Volatile.Read(ref _session);
        set => Volatile.Write(ref _session, value);
    }

    /// <summary>Extends the lifetime unless it is longer already or over.</summary>
    /// <returns>
    /// The expiry that holds now; <see cref="Absent"/> or a time at or before <paramref name="now"/> where it is over.
    /// </returns>
    public long Extend(long wanted, long now)
    {
        var current = Volatile.Read(ref Expires);
        while (current > now && current < wanted)
        {
            var seen = Interlocked.CompareExchange(ref Expires, wanted, current);
            if (seen == current)
            {
                return wanted;
            }

            current = seen;
        }

        return current;
    }

    /// <summary>
    /// Marks an expired session as gone. The caller holds the entry's monitor and removes it from the index.
    /// </summary>
    public bool TryRetireExpired(long now)
    {
        var current = Volatile.Read(ref Expires);
        while (current != Absent && current <= now)
        {
            var seen = Interlocked.CompareExchange(ref Expires, Absent, current);
            if (seen == current)
            {
                return true;
            }

            current = seen;
        }

        return false;
    }

    /// <summary>Notes a use. A use that was timed a moment earlier does not overwrite a later one.</summary>
    public void Use(long now)
    {
        if (now > Volatile.Read(ref LastUse))
        {
            Volatile.Write(ref LastUse, now);
        }
    }
}
