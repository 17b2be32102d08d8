namespace HospitalityMemory;

/// <summary>What came of deleting all sessions of a guest. Immutable.</summary>
public sealed record SessionErasure
{
    /// <summary>How many were found: live ones, expired ones that were not swept yet, and remains of one.</summary>
    public required int Found { get; init; }

    /// <summary>How many were deleted.</summary>
    public required int Deleted { get; init; }

    /// <summary>How many the store still had afterwards: 0, unless a session was begun meanwhile.</summary>
    public required int Left { get; init; }

    /// <summary>How many of those deleted could not be read (of a newer version, or broken), as far as the store can know.</summary>
    public required int Unreadable { get; init; }

    /// <summary>Adds a later attempt. What the earlier attempt left, the later one found again, and it counts once.</summary>
    internal SessionErasure Then(SessionErasure later) => new()
    {
        Found = Found - Left + later.Found,
        Deleted = Deleted + later.Deleted,
        Left = later.Left,
        Unreadable = Unreadable + later.Unreadable,
    };
}
