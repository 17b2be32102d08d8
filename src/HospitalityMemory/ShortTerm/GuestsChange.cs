namespace HospitalityMemory;

/// <summary>A change of one guest's session, and of no other that has its id since.</summary>
/// <param name="creationTicks">When the session was created, which tells it from others of its id.</param>
/// <param name="userId">The guest whose session it must be, or becomes where it is nobody's.</param>
/// <param name="change">What is changed.</param>
internal readonly struct GuestsChange(long creationTicks, string userId, HostChange change) : ISessionChange
{
    public ChangedSession Apply(SessionInfo current, DateTimeOffset now) =>
        current.UserId is { } owner && owner != userId ? throw new SessionOwnershipException(current.SessionId)
        : current.CreationTicks != creationTicks ? throw new SessionNotFoundException(current.SessionId)
        : change.Apply(current, now) with { UserId = userId };
}
