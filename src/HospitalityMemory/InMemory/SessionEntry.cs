namespace HospitalityMemory.Stores;

/// <summary>One session of the in-memory store, and its places in the store's orders.</summary>
/// <remarks>
/// The entry is its own lock: whoever looks into a session or changes it holds it, and never that of another session. Places and
/// neighbours are the index's, under the index's lock. Without a lock are its life, and what is shown to readers.
/// </remarks>
internal sealed class SessionEntry(SessionInfo info, SessionLimits? limits = null)
{
    /// <summary>Where the index keeps it by use, by expiry, and between those created before and after it.</summary>
    public HeapPlace UsePlace = new();
    public HeapPlace ExpiryPlace = new();
    public SessionEntry? Earlier;
    public SessionEntry? Later;

    /// <summary>Its place among all sessions in order of creation, which it keeps when it ends; 0 before it has one.</summary>
    public long Order;

    /// <summary>What trimming has to know of the messages.</summary>
    public PackedFacts Facts;

    /// <summary>When it was used last, and when it expires; without a lock.</summary>
    public SessionLife Life = new(info, limits);

    private long _updated = info.UpdateTicks;
    private Session? _shown;
    private SessionInfo _info = info;

    /// <summary>All but the messages. Its times may be older than those of the entry.</summary>
    public SessionInfo Info => _info;

    public MessageList Messages { get; set; } = MessageList.Empty;

    public RememberedIds? Ids { get; set; }

    public WaitingMessages? Waiting { get; set; }

    public long LastSequence { get; set; }

    /// <summary>How often messages were replaced or removed.</summary>
    public long Edits { get; set; }

    /// <summary>What it holds beside messages, in bytes.</summary>
    public long StateBytes { get; private set; } = SessionSize.State(info);

    /// <summary>What trimmed messages hold that the list's shared buffer still keeps alive.</summary>
    public long DeadBytes { get; set; }

    /// <summary>Replaces all but the messages.</summary>
    /// <param name="info">What takes its place.</param>
    /// <param name="bytes">What that holds, in bytes.</param>
    public void Replace(SessionInfo info, long bytes) => (_info, StateBytes) = (info, bytes);

    /// <summary>All that it holds.</summary>
    public long Bytes =>
        StateBytes + DeadBytes + (Ids?.Bytes ?? 0) + (Waiting?.Bytes ?? 0)
        + (Facts.Count > 0 ? SessionSize.MessagesOverhead + Facts.Bytes : 0);

    /// <summary>
    /// The session with an expiry. Its lock need not be held: it is taken by the first reader after a write, which shows to the others
    /// what it finds.
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

    /// <summary>The session without messages. Its lock is held.</summary>
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
