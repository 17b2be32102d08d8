namespace HospitalityMemory.Stores;

/// <summary>
/// A write to a session, which may have to be tried again once there is room. Its result is written where it is to stand: it is
/// large to hand on.
/// </summary>
internal interface ISessionStep
{
    /// <summary>Whether its result has the session's state.</summary>
    static virtual bool TellsInfo => false;

    /// <summary>Carries it out, or refuses it and changes nothing. The session is live, and its lock is held.</summary>
    void Run(SessionEntry entry, ref RoomClaim claim, out SessionWriteResult result);
}

/// <summary>Removes all messages.</summary>
internal readonly ref struct ClearMessages : ISessionStep
{
    public void Run(SessionEntry entry, ref RoomClaim claim, out SessionWriteResult result)
    {
        entry.Messages = MessageList.Empty;
        entry.Facts = default;
        entry.Waiting = null;
        entry.DeadBytes = 0;
        entry.Edits++;
        result = new(SessionWriteStatus.Done);
    }
}
