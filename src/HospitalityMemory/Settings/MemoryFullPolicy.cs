namespace HospitalityMemory;

/// <summary>What happens when short-term memory is full and no session has expired.</summary>
public enum MemoryFullPolicy
{
    /// <summary>The session that was not used for longest goes.</summary>
    EvictLeastRecentlyUsed,

    /// <summary>
    /// The new session, or the write that needs room, is refused with <see cref="MemoryUnavailableException"/>.
    /// </summary>
    Refuse,
}
