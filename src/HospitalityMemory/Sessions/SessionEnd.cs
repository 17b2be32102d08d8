namespace HospitalityMemory;

/// <summary>Why a session ended.</summary>
public enum SessionEndReason
{
    /// <summary>It was not used within its lifetime, or reached its longest lifetime.</summary>
    Expired,

    /// <summary>The memory was full, and this session was the least recently used.</summary>
    Evicted,

    /// <summary>It was deleted.</summary>
    Deleted,
}

/// <summary>Tells which session ended, and why.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Reason">Why it ended.</param>
public readonly record struct SessionEnd(string SessionId, SessionEndReason Reason);
