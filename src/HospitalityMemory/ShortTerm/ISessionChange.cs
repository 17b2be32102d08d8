namespace HospitalityMemory;

/// <summary>
/// One change of a session's state, computed from the state that is there, and again where another write came first.
/// Implemented by structs, so that each change is compiled for itself and allocates nothing of its own.
/// </summary>
internal interface ISessionChange
{
    /// <summary>What becomes of a session; its own state and guest where nothing changes.</summary>
    /// <exception cref="Exception">The change is not allowed; nothing is stored.</exception>
    ChangedSession Apply(SessionInfo current, DateTimeOffset now);
}

/// <summary>What a change makes of a session. All else is not a change's to decide.</summary>
internal readonly record struct ChangedSession(SessionState State, string? UserId)
{
    /// <summary>The session with another state, or the same.</summary>
    public static ChangedSession Of(SessionInfo current, SessionState state) => new(state, current.UserId);

    /// <summary>Whether it is another state object, or another guest. A change that changes nothing hands back the state it was given.</summary>
    public bool Differs(SessionInfo current) => !ReferenceEquals(State, current.State) || UserId != current.UserId;

    /// <summary>The session as it is to be stored, at a time in UTC ticks.</summary>
    public SessionInfo ToNext(SessionInfo current, long nowTicks)
    {
        var next = current.WithState(State, nowTicks);
        return UserId == current.UserId ? next : next with { UserId = UserId };
    }
}
