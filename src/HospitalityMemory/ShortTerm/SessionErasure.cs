namespace HospitalityMemory;

/// <summary>The result of deleting all sessions of a guest. Immutable.</summary>
/// <param name="Found">
/// How many there were: live ones, expired ones not swept yet, and ones of which only something was left.
/// </param>
/// <param name="Deleted">How many were deleted.</param>
/// <param name="Left">How many a read afterwards found: 0, unless a session was begun meanwhile.</param>
/// <param name="Unreadable">
/// How many of the deleted sessions could not be read (of a newer version, or broken), as far as the store can know.
/// </param>
public sealed record SessionErasure(int Found, int Deleted, int Left, int Unreadable)
{
    /// <summary>The result of two attempts. The later attempt found again what the earlier one left.</summary>
    internal SessionErasure Then(SessionErasure later) => new(
        Found - Left + later.Found, Deleted + later.Deleted, later.Left, Unreadable + later.Unreadable);
}
