namespace HospitalityMemory;

/// <summary>Applies the host's initializers to the state of a session that is about to be created.</summary>
internal sealed class NewSessionState(IReadOnlyList<ISessionInitializer> initializers, string defaultCurrency)
{
    public async ValueTask<SessionInfo> CompleteAsync(SessionInfo session, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var initializer in initializers)
        {
            var state = await initializer.InitializeAsync(session, cancellationToken).ConfigureAwait(false);
            session = session with { State = Checked(initializer, session.State, state, now) };
        }

        return session;
    }

    private SessionState Checked(ISessionInitializer initializer, SessionState before, SessionState? after, DateTimeOffset now)
    {
        if (after is null)
        {
            throw new InvalidOperationException($"{initializer.GetType()} returned null; a session's state is expected.");
        }

        return (StateRules.AgentProblem(before, after) ?? StateRules.FieldsProblem(before, after)) is { } problem
            ? throw new InvalidOperationException($"{initializer.GetType()} set a {problem}")
            : StateRules.WithCheckedSlots(before, after, now, defaultCurrency);
    }
}
