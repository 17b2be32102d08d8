namespace HospitalityMemory.Stores;

/// <summary>The room that one write takes, over all its attempts. Not thread safe; each write has its own.</summary>
internal struct RoomClaim(SessionTable table, SessionLimits limits, long now)
{
    /// <summary>The most sessions that one turn ends.</summary>
    private const int MostEndsInATurn = 500;

    private long _reserved;
    private long _missing;
    private long _before;
    private SessionEntry? _self;
    private List<SessionEnd>? _ended;

    public readonly SessionTable Table => table;

    public readonly SessionLimits Limits => limits;

    public readonly long Now => now;

    /// <summary>
    /// Whether others may be evicted, and the session would fit into an empty memory. This write then gets its room sooner or
    /// later. No session is evicted for one that would not fit even then.
    /// </summary>
    public readonly bool MayEvict =>
        _before + _missing <= limits.MaxTotalBytes && limits.WhenFull is MemoryFullPolicy.EvictLeastRecentlyUsed;

    /// <summary>The sessions that this write ended; null for none.</summary>
    public readonly IReadOnlyList<SessionEnd>? Ended => _ended;

    /// <summary>Notes what a session holds before it is changed; null for a session that is about to be created.</summary>
    public void Begin(SessionEntry? self)
    {
        _self = self;
        _before = self?.Bytes ?? 0;
    }

    /// <summary>
    /// Takes room for the session before it grows. The session's lock is held, so no other session is ended here; where there is
    /// no room, <see cref="MakeRoom"/> looks for some without that lock.
    /// </summary>
    /// <param name="bytes">The most that the session will hold.</param>
    public bool TryCover(long bytes)
    {
        _missing = bytes - _before;
        return TryTake();
    }

    /// <summary>Notes what the session holds now.</summary>
    public void Spend(long bytes) => _reserved -= bytes - _before;

    /// <summary>Ends a session that this write found expired. The session's lock is held.</summary>
    public void EndExpired(SessionEntry entry)
    {
        (_ended ??= []).Add(table.End(entry, SessionEndReason.Expired));
    }

    /// <summary>
    /// Ends sessions until there is room: first expired ones, then the least recently used if eviction is allowed.
    /// </summary>
    /// <returns>Whether there is room; null where another turn must continue.</returns>
    public bool? MakeRoom()
    {
        for (var ends = 0; ends < MostEndsInATurn; ends++)
        {
            if (TryTake())
            {
                return true;
            }

            var found = table.TryEndExpired(now, out var end);
            if (found is false && MayEvict)
            {
                found = table.TryEvict(_self, now, out end, out var bytes);
                _reserved += bytes;
            }

            if (found is not true)
            {
                return found;
            }

            (_ended ??= []).Add(end);
        }

        return null;
    }

    /// <summary>Gives back the room that was taken and not used.</summary>
    public void GiveBack()
    {
        if (_reserved is not 0)
        {
            table.GiveBack(_reserved);
            _reserved = 0;
        }
    }

    /// <summary>Adds sessions that expired earlier to those that this write reports, up to a number.</summary>
    public void TellUntold(int max)
    {
        while (max-- > 0 && table.Untold.TryDequeue(out var sessionId))
        {
            (_ended ??= []).Add(new(sessionId, SessionEndReason.Expired));
        }
    }

    private bool TryTake()
    {
        if (_missing > _reserved)
        {
            if (!table.TryTakeRoom(_missing - _reserved, limits.MaxTotalBytes))
            {
                return false;
            }

            _reserved = _missing;
        }

        return true;
    }
}
