namespace HospitalityMemory.Stores;

/// <summary>One session of the in-memory store, and its places in the store's orders.</summary>
/// <remarks>
/// The entry is its own lock: hold it to look into the session or to change it, and never hold the locks of two sessions. Places
/// and neighbours belong to the index and are guarded by its lock. The session's life, and what readers are shown, need no lock.
/// </remarks>
internal sealed class SessionEntry(SessionInfo info, SessionLimits? limits = null)
{
    /// <summary>
    /// The entry's places in the index: by use, by expiry, and between the sessions created before and after it.
    /// </summary>
    public HeapPlace UsePlace = new();
    public HeapPlace ExpiryPlace = new();
    public SessionEntry? Earlier;
    public SessionEntry? Later;

    /// <summary>
    /// Its place among all sessions in order of creation. It keeps the place when it ends; 0 before it has one.
    /// </summary>
    public long Order;

    /// <summary>What trimming needs to know about the messages.</summary>
    public PackedFacts Facts;

    /// <summary>When it was used last, and when it expires. Needs no lock.</summary>
    public SessionLife Life = new(info, limits);

    private long _updated = info.UpdateTicks;
    private Session? _shown;
    private SessionInfo _info = info;

    /// <summary>All of the session but its messages. Its times may be older than those in <see cref="Life"/>.</summary>
    public SessionInfo Info => _info;

    public MessageList Messages { get; set; } = MessageList.Empty;

    public RememberedIds? Ids { get; set; }

    public WaitingMessages? Waiting { get; set; }

    public long LastSequence { get; set; }

    /// <summary>How often messages were replaced or removed.</summary>
    public long Edits { get; set; }

    /// <summary>The bytes that it holds besides messages.</summary>
    public long StateBytes { get; private set; } = SessionSize.State(info);

    /// <summary>The bytes of trimmed messages that the list's shared buffer still keeps alive.</summary>
    public long DeadBytes { get; set; }

    /// <summary>Replaces all but the messages.</summary>
    /// <param name="info">The new state.</param>
    /// <param name="bytes">The bytes of the new state.</param>
    public void Replace(SessionInfo info, long bytes) => (_info, StateBytes) = (info, bytes);

    /// <summary>All the bytes that the session holds.</summary>
    public long Bytes =>
        StateBytes + DeadBytes + (Ids?.Bytes ?? 0) + (Waiting?.Bytes ?? 0)
        + (Facts.Count > 0 ? SessionSize.MessagesOverhead + Facts.Bytes : 0);

    /// <summary>
    /// The session with an expiry. The caller need not hold the lock: the first reader after a write takes it and keeps the
    /// result for the readers that follow.
    /// </summary>
    public Session Show(long expires)
    {
        var shown = Volatile.Read(ref _shown);
        if (shown is null)
        {
            lock (this)
            {
                shown = _shown ??= new(Info, Messages, _updated, expires);
            }
        }

        return shown.ExpiryTicks == expires ? shown : new(shown, expires);
    }

    /// <summary>The session without messages. The lock must be held.</summary>
    public SessionInfo ShowInfo()
    {
        var expires = Life.Expires;
        return Info.UpdateTicks == _updated && Info.ExpiryTicks == expires ? Info : _info = Info.WithTimes(_updated, expires);
    }

    /// <summary>Notes a write.</summary>
    public void Write(long now)
    {
        _updated = Math.Max(now, Info.CreationTicks);
        Volatile.Write(ref _shown, null);
    }

    public StoredMessage StoredAt(int index)
    {
        var message = Messages[index];
        return new(
            message, Facts.GroupOf(index, message.Sequence), Facts.WeightOf(index), Facts.IsSpared(index), Facts.StartsTurn(index));
    }

    /// <summary>The numbers of its spared messages; null for none.</summary>
    public IReadOnlyList<long>? SparedSequences()
    {
        List<long>? spared = null;
        for (var i = 0; i < Messages.Count; i++)
        {
            if (Facts.IsSpared(i))
            {
                (spared ??= []).Add(Messages[i].Sequence);
            }
        }

        return spared;
    }

    public StoredMessages Read(MessageRange range)
    {
        var start = range.After is { } after ? Messages.IndexAfter(after) : Math.Max(0, Messages.Count - range.Max);
        var read = new StoredMessage[Math.Min(range.Max, Messages.Count - start)];
        for (var i = 0; i < read.Length; i++)
        {
            read[i] = StoredAt(start + i);
        }

        return new(read, Messages.Count, LastSequence, Edits);
    }
}
