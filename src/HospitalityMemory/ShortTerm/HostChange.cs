namespace HospitalityMemory;

/// <summary>Applies a host's function to a state, and checks the result.</summary>
/// <param name="update">The host's function.</param>
/// <param name="defaultCurrency">The currency of a budget that states none.</param>
internal readonly struct HostChange(Func<SessionState, SessionState> update, string defaultCurrency) : ISessionChange
{
    public ChangedSession Apply(SessionInfo current, DateTimeOffset now) =>
        ChangedSession.Of(current, Checked(current.State, update(current.State), now, nameof(update)));

    private SessionState Checked(SessionState before, SessionState? after, DateTimeOffset now, string parameterName)
    {
        if (after is null)
        {
            throw new ArgumentException("The function returned null; a session's state is expected. Nothing was changed.", parameterName);
        }

        if ((StateRules.AgentProblem(before, after) ?? StateRules.FieldsProblem(before, after)) is { } problem)
        {
            throw new ArgumentException($"The function set a {problem} Nothing was changed.", parameterName);
        }

        after = StateRules.WithCheckedSlots(before, after, now, defaultCurrency);
        return after == before ? before : after;
    }
}
