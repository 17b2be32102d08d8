namespace HospitalityMemory;

/// <summary>Why a live session went.</summary>
public enum SessionEvictionReason
{
    /// <summary>The memory was full, and this session was the one not used for longest.</summary>
    LeastRecentlyUsed,
}
