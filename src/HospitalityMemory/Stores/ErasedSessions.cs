namespace HospitalityMemory.Stores;

/// <summary>The result of erasing a guest's sessions in a store. Immutable.</summary>
public sealed record ErasedSessions
{
    /// <summary>How many sessions there were: live ones, expired ones, and ones of which only something was left.</summary>
    public required int Found { get; init; }

    /// <summary>How many of them this call erased.</summary>
    public required int Erased { get; init; }

    /// <summary>
    /// The sessions that this call ended: live ones as deleted, expired ones as expired. Sessions of which only something was
    /// left had ended before and are not included.
    /// </summary>
    public required IReadOnlyList<SessionEnd> Ended { get; init; }

    /// <summary>
    /// How many of the erased sessions could not be read, and would have been missing in part from an export. It is told as far
    /// as the store can know; no erasure depends on it.
    /// </summary>
    public required int Unreadable { get; init; }

    /// <summary>How many sessions there are afterwards: those that were created meanwhile.</summary>
    public required int Left { get; init; }
}
