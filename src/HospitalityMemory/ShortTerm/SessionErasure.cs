namespace HospitalityMemory;

/// <summary>What came of deleting all sessions of a guest. Immutable.</summary>
/// <param name="Found">How many there were: live, expired and not swept yet, or something of one left over.</param>
/// <param name="Deleted">How many were deleted.</param>
/// <param name="Left">Read back afterwards: 0, unless a session was begun meanwhile.</param>
/// <param name="Unreadable">
/// How many of those deleted could not be read (of a newer version, or broken), as far as the store can know.
/// </param>
public sealed record SessionErasure(int Found, int Deleted, int Left, int Unreadable)
{
    /// <summary>What came of two attempts; what the earlier one left, the later one found again.</summary>
    internal SessionErasure Then(SessionErasure later) => new(
        Found - Left + later.Found, Deleted + later.Deleted, later.Left, Unreadable + later.Unreadable);
}
