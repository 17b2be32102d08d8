namespace HospitalityMemory;

/// <summary>
/// Two guests cannot be merged since one of them takes part in another merge that has not finished. Nothing was changed.
/// </summary>
public sealed class GuestMergeConflictException : HospitalityMemoryException
{
    /// <summary>Makes the error for a guest.</summary>
    /// <param name="userId">The guest that takes part in another merge.</param>
    /// <param name="message">What is the matter, and what to do.</param>
    public GuestMergeConflictException(string userId, string message)
        : base(message)
        => UserId = userId;

    /// <summary>The guest that takes part in another merge.</summary>
    public string UserId { get; }
}
