namespace HospitalityMemory.Stores;

/// <content>Room: counting bytes, and who goes when there are too many.</content>
internal sealed partial class InMemorySessionStore
{
    /// <summary>How many sessions one hold of the index's lock removes at most, so that writers get their turn in between.</summary>
    private const int SweepBatch = 256;

    // The order of locks: an entry's monitor, then the index. Whoever holds the index only ever tries an entry's monitor.
    private readonly Lock _indexLock = new();
    private readonly SessionIndex _index = new();
    private long _totalBytes;
    private long _expired;
    private long _evicted;

    /// <summary>Takes room before it is used, so that the cap is never exceeded. The caller holds the monitor of <paramref name="self"/>.</summary>
    private bool TryReserve(SessionEntry self, long bytes, long now, SessionLimits limits, ref List<Session>? evicted)
    {
        if (bytes <= 0 || TryTakeRoom(bytes, limits.MaxTotalBytes))
        {
            return true;
        }

        lock (_indexLock)
        {
            SweepLocked(now, int.MaxValue, self);
            while (!TryTakeRoom(bytes, limits.MaxTotalBytes))
            {
                // Nobody else is sent away for a session that would not fit into an empty memory.
                if (limits.WhenFull is MemoryFullPolicy.Refuse
                    || self.Size + bytes > limits.MaxTotalBytes
                    || !TryEvict(self, now, ref evicted))
                {
                    return false;
                }
            }
        }

        return true;
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

    /// <summary>Removes the session that was not used for longest. One that is being written to is in use: it is passed over.</summary>
    private bool TryEvict(SessionEntry self, long now, ref List<Session>? evicted)
    {
        List<SessionEntry>? passedOver = null;
        try
        {
            while (_index.TryTakeLeastRecentlyUsed(out var entry))
            {
                // The monitor is re-entrant: without the first question a session would evict itself.
                if (entry == self || !Monitor.TryEnter(entry))
                {
                    (passedOver ??= []).Add(entry);
                    continue;
                }

                try
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

                    return true;
                }
                finally
                {
                    Monitor.Exit(entry);
                }
            }

            return false;
        }
        finally
        {
            passedOver?.ForEach(_index.ReturnToUse);
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

    /// <summary>Forgets a session that is marked as gone. The caller holds its monitor.</summary>
    private void Detach(SessionEntry entry)
    {
        _entries.TryRemove(KeyValuePair.Create(entry.Session.SessionId, entry));
        lock (_indexLock)
        {
            _index.Remove(entry);
        }

        Release(entry.Size);
    }
}
