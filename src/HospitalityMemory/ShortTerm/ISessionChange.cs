namespace HospitalityMemory;

/// <summary>
/// One change of a session's state. It is computed from the current state, and again where another write came first. Structs
/// implement it: each change is compiled for its own type and allocates nothing more.
/// </summary>
internal interface ISessionChange
{
    /// <summary>The changed session; the current state and guest where nothing changes.</summary>
    /// <exception cref="Exception">The change is not allowed; nothing is stored.</exception>
    ChangedSession Apply(SessionInfo current, DateTimeOffset now);
}

/// <summary>The result of a change. A change may set nothing else of a session.</summary>
internal readonly record struct ChangedSession(SessionState State, string? UserId)
{
    /// <summary>The session with another state, or with the same one.</summary>
    public static ChangedSession Of(SessionInfo current, SessionState state) => new(state, current.UserId);

    /// <summary>
    /// Whether the state is another object or the guest another one. A change without effect must return the state that it got.
    /// </summary>
    public bool Differs(SessionInfo current) => !ReferenceEquals(State, current.State) || UserId != current.UserId;

    /// <summary>The session to store, at a time in UTC ticks.</summary>
    public SessionInfo ToNext(SessionInfo current, long nowTicks)
    {
        var next = current.WithState(State, nowTicks);
        return UserId == current.UserId ? next : next with { UserId = UserId };
    }
}
