namespace HospitalityMemory;

/// <summary>A change of one guest's session. It does not apply to a later session with the same id.</summary>
/// <param name="creationTicks">When the session was created, which tells it from other sessions with its id.</param>
/// <param name="userId">The guest who must own the session. An anonymous session becomes the guest's.</param>
/// <param name="change">The change.</param>
internal readonly struct GuestsChange(long creationTicks, string userId, HostChange change) : ISessionChange
{
    public ChangedSession Apply(SessionInfo current, DateTimeOffset now) =>
        current.UserId is { } owner && owner != userId ? throw new SessionOwnershipException(current.SessionId)
        : current.CreationTicks != creationTicks ? throw new SessionNotFoundException(current.SessionId)
        : change.Apply(current, now) with { UserId = userId };
}
