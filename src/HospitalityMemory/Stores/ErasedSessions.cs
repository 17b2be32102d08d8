namespace HospitalityMemory.Stores;

/// <summary>What a store says of the erasure of a guest's sessions. Immutable.</summary>
public sealed record ErasedSessions
{
    /// <summary>How many there were: live, expired, or something of one left over.</summary>
    public required int Found { get; init; }

    /// <summary>How many of them were erased, by this call.</summary>
    public required int Erased { get; init; }

    /// <summary>
    /// Those that ended by it: a live one was deleted, one that had expired is told as expired. What was left over of a session that
    /// was gone is not among them.
    /// </summary>
    public required IReadOnlyList<SessionEnd> Ended { get; init; }

    /// <summary>
    /// How many of those erased could not be read, so that an export had not held them whole. Told as far as the store can know; no
    /// erasure depends on it.
    /// </summary>
    public required int Unreadable { get; init; }

    /// <summary>How many there are afterwards: those that came meanwhile.</summary>
    public required int Left { get; init; }
}
