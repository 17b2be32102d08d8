namespace HospitalityMemory.Stores;

/// <content>Room: counting bytes, and who goes when there are too many.</content>
internal sealed partial class InMemorySessionStore
{
    /// <summary>
    /// How many sessions one hold of the index's lock removes at most, so that writers get their turn in between.
    /// </summary>
    private const int SweepBatch = 256;

    /// <summary>
    /// How often a write looks for room, and how long each time for a session that is in the way: writers hold theirs for
    /// microseconds, unless the machine lets them wait.
    /// </summary>
    private const int MaxRoomAttempts = 1_000;

    // The order of locks: the turn, an entry's monitor, the index. Whoever holds the index only ever tries an entry's
    // monitor, and nobody waits for the turn who holds an entry.
    private readonly Lock _turn = new();
    private readonly Lock _indexLock = new();
    private readonly SessionIndex _index = new();
    private long _totalBytes;
    private long _expired;
    private long _evicted;

    /// <summary>
    /// Takes room before it is used, so that the cap is never exceeded: all of it, or none, and then nobody is sent away.
    /// The caller holds the monitor of <paramref name="self"/>.
    /// </summary>
    private bool TryReserve(SessionEntry self, long bytes, long now, SessionLimits limits, ref RoomSearch search)
    {
        search.MayFindRoom = false;
        search.InTheWay = null;
        if (bytes <= 0 || TryTakeRoom(bytes, limits.MaxTotalBytes))
        {
            return true;
        }

        // Nobody else is sent away for a session that would not fit into an empty memory.
        if (self.Size + bytes > limits.MaxTotalBytes)
        {
            return false;
        }

        if (TrySweepRoom(self, bytes, now, limits))
        {
            return true;
        }

        search.MayFindRoom = limits.WhenFull is MemoryFullPolicy.EvictLeastRecentlyUsed;
        return search.MayFindRoom && TryEvict(self, bytes, now, limits, ref search);
    }

    /// <summary>
    /// Whether to try a write again that found no room. Under the eviction policy that means that sessions which could go
    /// are being written to, perhaps by writers that need room as this one does. Each has let go of its own session by
    /// now, and only one at a time tries again, so that it finds enough.
    /// </summary>
    private bool WaitsForRoom(SessionWriteStatus status, ref RoomSearch search)
    {
        if (status is not SessionWriteStatus.Full || !search.MayFindRoom || search.Attempts++ >= MaxRoomAttempts)
        {
            return false;
        }

        if (!search.HasTurn)
        {
            _turn.Enter();
            search.HasTurn = true;
        }

        if (search.InTheWay is not { } busy)
        {
            // Its room is about to be given back by a writer that has taken it out of the index already.
            Thread.Yield();
        }
        else if (Monitor.TryEnter(busy, _patience))
        {
            Monitor.Exit(busy);
        }
        else
        {
            return false;
        }

        return true;
    }

    private void EndSearch(in RoomSearch search)
    {
        if (search.HasTurn)
        {
            _turn.Exit();
        }
    }

    private bool TryTakeRoom(long bytes, long max)
    {
        var total = Volatile.Read(ref _totalBytes);
        while (total + bytes <= max)
        {
            var seen = Interlocked.CompareExchange(ref _totalBytes, total + bytes, total);
            if (seen == total)
            {
                return true;
            }

            total = seen;
        }

        return false;
    }

    /// <summary>Gives room back, once what used it is gone.</summary>
    private void Release(long bytes) => Interlocked.Add(ref _totalBytes, -bytes);

    /// <summary>Removes expired sessions, a batch at a time, until there is room.</summary>
    private bool TrySweepRoom(SessionEntry self, long bytes, long now, SessionLimits limits)
    {
        int removed;
        do
        {
            lock (_indexLock)
            {
                removed = SweepLocked(now, SweepBatch, self);
            }

            if (TryTakeRoom(bytes, limits.MaxTotalBytes))
            {
                return true;
            }
        }
        while (removed == SweepBatch);
        return false;
    }

    /// <summary>
    /// Sends away the sessions that were not used for longest, as many as it takes; none where those that could go are
    /// not enough. One that is being written to is in use: it is passed over.
    /// </summary>
    private bool TryEvict(SessionEntry self, long bytes, long now, SessionLimits limits, ref RoomSearch search)
    {
        var leaving = new List<SessionEntry>();
        var passedOver = new List<SessionEntry>();
        var freed = 0L;
        lock (_indexLock)
        {
            try
            {
                while (!TryTakeRoom(bytes - freed, limits.MaxTotalBytes))
                {
                    if (!_index.TryTakeLeastRecentlyUsed(out var entry))
                    {
                        return false;
                    }

                    // The monitor is re-entrant: without the first question a session would evict itself.
                    if (entry == self || !Monitor.TryEnter(entry))
                    {
                        passedOver.Add(entry);
                        search.InTheWay ??= entry == self ? null : entry;
                    }
                    else
                    {
                        leaving.Add(entry);
                        freed += entry.Size;
                    }
                }

                // Their room is this write's already.
                foreach (var entry in leaving)
                {
                    Evict(entry, now, ref search.Evicted);
                }

                return true;
            }
            finally
            {
                passedOver.ForEach(_index.ReturnToUse);
                foreach (var entry in leaving)
                {
                    if (Volatile.Read(ref entry.Expires) != SessionEntry.Absent)
                    {
                        _index.ReturnToUse(entry);
                    }

                    Monitor.Exit(entry);
                }
            }
        }
    }

    /// <summary>Removes a session and leaves its room taken. The caller holds its monitor.</summary>
    private void Evict(SessionEntry entry, long now, ref List<Session>? evicted)
    {
        var expires = Interlocked.Exchange(ref entry.Expires, SessionEntry.Absent);
        Detach(entry);
        if (expires <= now)
        {
            Interlocked.Increment(ref _expired);
        }
        else
        {
            Interlocked.Increment(ref _evicted);
            (evicted ??= []).Add(Snapshot(entry, expires));
        }
    }

    private int Sweep(long now)
    {
        var total = 0;
        int removed;
        do
        {
            lock (_indexLock)
            {
                removed = SweepLocked(now, SweepBatch, self: null);
            }

            total += removed;
        }
        while (removed == SweepBatch);
        return total;
    }

    /// <summary>Removes expired sessions; costs nothing for the live ones.</summary>
    private int SweepLocked(long now, int atMost, SessionEntry? self)
    {
        var removed = 0;
        List<SessionEntry>? passedOver = null;
        while (removed < atMost && _index.TryTakeExpired(now, out var entry))
        {
            var isRemoved = false;
            if (entry != self && Monitor.TryEnter(entry))
            {
                try
                {
                    isRemoved = TryRemoveExpired(entry, now);
                }
                finally
                {
                    Monitor.Exit(entry);
                }
            }

            if (isRemoved)
            {
                removed++;
            }
            else
            {
                (passedOver ??= []).Add(entry);
            }
        }

        passedOver?.ForEach(_index.ReturnToExpiry);
        return removed;
    }

    /// <summary>Removes a session if it has expired. The caller holds its monitor.</summary>
    private bool TryRemoveExpired(SessionEntry entry, long now)
    {
        if (!entry.TryRetireExpired(now))
        {
            return false;
        }

        Detach(entry);
        Release(entry.Size);
        Interlocked.Increment(ref _expired);
        return true;
    }

    /// <summary>What a reader does that came upon an expired session: remove it, if that makes nobody wait.</summary>
    private void RemoveExpiredUnlessBusy(SessionEntry entry, long now)
    {
        if (!Monitor.TryEnter(entry))
        {
            return;
        }

        try
        {
            if (_indexLock.TryEnter())
            {
                try
                {
                    TryRemoveExpired(entry, now);
                }
                finally
                {
                    _indexLock.Exit();
                }
            }
        }
        finally
        {
            Monitor.Exit(entry);
        }
    }

    /// <summary>
    /// Forgets a session that is marked as gone; its room is the caller's to give back. The caller holds its monitor.
    /// </summary>
    private void Detach(SessionEntry entry)
    {
        _entries.TryRemove(KeyValuePair.Create(entry.Session.SessionId, entry));
        lock (_indexLock)
        {
            _index.Remove(entry);
        }
    }

    /// <summary>How a write looks for room, over its attempts.</summary>
    private struct RoomSearch
    {
        /// <summary>Who had to go.</summary>
        public List<Session>? Evicted;

        /// <summary>A session that could have gone, had it not been written to.</summary>
        public SessionEntry? InTheWay;

        /// <summary>Whether the last attempt found none that another may find.</summary>
        public bool MayFindRoom;

        public bool HasTurn;

        public int Attempts;
    }
}
