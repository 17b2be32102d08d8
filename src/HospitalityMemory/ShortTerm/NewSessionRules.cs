using System.Globalization;

namespace HospitalityMemory;

/// <summary>The rules for new sessions.</summary>
internal static class NewSessionRules
{
    /// <exception cref="ArgumentException">A member is not allowed; the error names it.</exception>
    public static void ThrowIfInvalid(NewSession wanted, string parameterName)
    {
        ThrowIfBadId(wanted.SessionId, nameof(NewSession.SessionId), parameterName);
        if (wanted.UserId is { } userId)
        {
            ThrowIfBadId(userId, nameof(NewSession.UserId), parameterName);
        }

        if (wanted.Lifetime is { } lifetime)
        {
            ThrowUnlessWithin(lifetime, ShortTermMemoryOptions.ShortestLifetime, ShortTermMemoryOptions.LongestLifetime, nameof(NewSession.Lifetime), parameterName);
        }

        if (wanted.MaxLifetime is { } maximum)
        {
            ThrowUnlessWithin(
                maximum,
                wanted.Lifetime ?? ShortTermMemoryOptions.ShortestLifetime,
                ShortTermMemoryOptions.LongestMaximumLifetime,
                nameof(NewSession.MaxLifetime),
                parameterName);
        }

        if (StateRules.AgentProblem(SessionState.Empty, State(wanted)) is { } problem)
        {
            throw new ArgumentException($"The new session has a {problem}", parameterName);
        }
    }

    /// <summary>The first state, before initializers add to it.</summary>
    public static SessionState State(NewSession wanted) =>
        wanted.CurrentAgent is null && wanted.Context.Count is 0
            ? SessionState.Empty
            : SessionState.Empty with { CurrentAgent = wanted.CurrentAgent, Context = wanted.Context };

    private static void ThrowIfBadId(string? id, string member, string parameterName)
    {
        if ((id is null ? "is null" : Identifier.Problem(id)) is { } problem)
        {
            throw new ArgumentException($"{member}: {Identifier.Refusal(problem)}", parameterName);
        }
    }

    private static void ThrowUnlessWithin(TimeSpan value, TimeSpan least, TimeSpan most, string member, string parameterName)
    {
        if (value < least || value > most)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"{member} is {value}; it must be from {least} to {most}."), parameterName);
        }
    }
}
