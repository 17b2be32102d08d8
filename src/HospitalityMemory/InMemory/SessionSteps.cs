namespace HospitalityMemory.Stores;

/// <summary>
/// A write to a session, which may have to be repeated once there is room. The result is an out parameter, as it is too large to
/// return by value.
/// </summary>
internal interface ISessionStep
{
    /// <summary>Whether the result includes the session's state.</summary>
    static virtual bool TellsInfo => false;

    /// <summary>Carries out the write, or refuses it and changes nothing. The session is live, and its lock is held.</summary>
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
