namespace HospitalityMemory.Stores;

/// <summary>One session of the in-memory store, and its places in the store's orders.</summary>
/// <remarks>
/// The entry is its own lock: whoever reads or changes a session holds it, and never that of another session. Places and
/// neighbours are the index's, under the index's lock; <see cref="LastUse"/> and <see cref="Expires"/> are read there as well.
/// </remarks>
internal sealed class SessionEntry(SessionInfo info, SessionLimits? limits = null)
{
    /// <summary>Where the index keeps it by use, by expiry, and between those created before and after it.</summary>
    public HeapPlace UsePlace = new();
    public HeapPlace ExpiryPlace = new();
    public SessionEntry? Earlier;
    public SessionEntry? Later;

    /// <summary>Its place among all sessions in order of creation; 0 before it has one.</summary>
    public long Order;

    /// <summary>What trimming has to know of the messages.</summary>
    public PackedFacts Facts;

    private long _lastUse = info.CreationTicks;
    private long _expires = info.ExpiryTicks;
    private long _lifetime = (info.Lifetime ?? limits?.Lifetime ?? TimeSpan.Zero).Ticks;
    private long _updated = info.UpdateTicks;

    /// <summary>All but the messages. Its times may be older than those of the entry.</summary>
    public SessionInfo Info { get; private set; } = info;

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

    /// <summary>Whether it has ended, so that whoever waited for its lock finds nothing.</summary>
    public bool IsGone { get; set; }

    public long Expires => Volatile.Read(ref _expires);

    public long LastUse => Volatile.Read(ref _lastUse);

    /// <summary>All that it holds.</summary>
    public long Bytes =>
        StateBytes + DeadBytes + (Ids?.Bytes ?? 0) + (Waiting?.Bytes ?? 0)
        + (Facts.Count > 0 ? SessionSize.MessagesOverhead + Facts.Sums.Bytes : 0);

    /// <summary>The session as it is.</summary>
    public Session Snapshot() => new(Info, Messages, _updated, _expires);

    /// <summary>The session as it is, without messages.</summary>
    public SessionInfo InfoSnapshot() =>
        Info.UpdateTicks == _updated && Info.ExpiryTicks == _expires ? Info : Info = Info.WithTimes(_updated, _expires);

    public void SetInfo(SessionInfo value)
    {
        Info = value;
        StateBytes = SessionSize.State(value);
    }

    public bool IsLive(long now) => !IsGone && _expires > now;

    /// <summary>Whether it is there for a step that uses it now. A lifetime that was shortened may be over by that.</summary>
    public bool IsLive(long now, SessionLimits limits) => _expires > now && NextExpiry(now, limits) > now;

    /// <summary>Notes a use and extends the lifetime, if it is there for one.</summary>
    /// <param name="now">The time of the use.</param>
    /// <param name="limits">Where the new expiry comes from.</param>
    /// <param name="isShorter">Whether the session now expires earlier than before.</param>
    public bool TryUse(long now, SessionLimits limits, out bool isShorter)
    {
        var expires = NextExpiry(now, limits);
        isShorter = expires < _expires;
        if (_expires <= now || expires <= now)
        {
            return false;
        }

        Touch(now);
        _lifetime = LifetimeOf(limits);
        Volatile.Write(ref _expires, expires);
        return true;
    }

    /// <summary>Notes a write, which is not a use in itself.</summary>
    public void Write(long now) => _updated = Math.Max(now, Info.CreationTicks);

    /// <summary>Notes a use. One that was timed a moment earlier overwrites no later one.</summary>
    public void Touch(long now)
    {
        if (now > _lastUse)
        {
            Volatile.Write(ref _lastUse, now);
        }
    }

    public StoredMessage StoredAt(int index)
    {
        var message = Messages[index];
        return new(
            message, Facts.GroupOf(index, message.Sequence), Facts.WeightOf(index), Facts.IsSpared(index), Facts.StartsTurn(index));
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

    private long LifetimeOf(SessionLimits limits) => (Info.Lifetime ?? limits.Lifetime).Ticks;

    private long NextExpiry(long now, SessionLimits limits)
    {
        var lifetime = LifetimeOf(limits);
        var sliding = lifetime == _lifetime ? Math.Max(now + lifetime, _expires) : now + lifetime;
        return (Info.MaximumLifetime ?? limits.MaximumLifetime) is { } maximum
            ? Math.Min(sliding, Info.CreationTicks + maximum.Ticks)
            : sliding;
    }
}
