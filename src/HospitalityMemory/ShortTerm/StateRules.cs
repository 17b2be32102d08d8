namespace HospitalityMemory;

/// <summary>The rules for states that a host's function or initializer makes.</summary>
internal static class StateRules
{
    /// <summary>What is wrong with an agent that was set. An agent that did not change is not checked.</summary>
    public static string? AgentProblem(SessionState before, SessionState after) =>
        after.CurrentAgent is not { } agent || agent == before.CurrentAgent ? null
        : (agent.Length > Identifier.MaxLength ? $"has {agent.Length} characters" : Identifier.TextProblem(agent)) is { } problem
            ? $"{nameof(SessionState.CurrentAgent)} that {problem}; it has at most {Identifier.MaxLength} characters and no control characters."
            : null;

    /// <summary>
    /// What is wrong with additional fields that were set: a name may be that of one of the stored session's own fields.
    /// </summary>
    public static string? FieldsProblem(SessionState before, SessionState after) =>
        !ReferenceEquals(after.AdditionalFields, before.AdditionalFields)
        && UnknownFields.FirstKnown(after.AdditionalFields, MemoryJsonContext.Default.SessionJson) is { } known
            ? $"field '{known}' in {nameof(SessionState.AdditionalFields)}, which the stored session has a field of its own for."
            : null;

    /// <summary>The state with its slots checked, and completed as a merge would.</summary>
    /// <exception cref="SlotValidationException">Something is not allowed; the exception names all of it.</exception>
    public static SessionState WithCheckedSlots(SessionState before, SessionState after, DateTimeOffset now, string defaultCurrency) =>
        after.WithSlots(SlotRules.Replace(before.Slots, after.Slots, SlotRules.EarliestDate(now), defaultCurrency));
}
