namespace HospitalityMemory;

/// <summary>Where something in the memory came from. Immutable.</summary>
/// <remarks>
/// What a guest said, what an agent concluded and what a tool returned deserve different trust. By origin, an operator can also
/// remove what came from one conversation or one source: <see cref="IMemoryAdministration"/>.
/// </remarks>
public sealed record Origin
{
    /// <summary>Who or what it came from.</summary>
    public required OriginKind Kind { get; init; }

    /// <summary>The session that it came up in, 1 to 256 characters; null where there was none.</summary>
    public string? SessionId { get; init; }

    /// <summary>
    /// The name of the agent, the tool, the file or the operator: 1 to 256 characters without control characters; null where
    /// unknown. Not the name of a guest.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>Checks an origin that was handed in.</summary>
    /// <exception cref="ArgumentException">A member is not allowed; the parameter name is the member's.</exception>
    internal static Origin? Checked(Origin? origin, string parameterName)
    {
        if (origin is null)
        {
            return null;
        }

        if (!Enum.IsDefined(origin.Kind))
        {
            throw new ArgumentException(
                $"{parameterName}.Kind is {origin.Kind}; one of {string.Join(", ", Enum.GetNames<OriginKind>())} is allowed. Nothing was changed.",
                parameterName + ".Kind");
        }

        if (origin.SessionId is { } sessionId)
        {
            Identifier.ThrowIfInvalid(sessionId, parameterName + ".SessionId");
        }

        return origin.Name is { } name && Identifier.NameProblem(name) is { } problem
            ? throw new ArgumentException(
                $"{parameterName}.Name {problem}; 1 to {Identifier.MaxLength} characters without control characters are allowed, or null where unknown. Nothing was changed.",
                parameterName + ".Name")
            : origin;
    }
}

/// <summary>Who or what something came from.</summary>
public enum OriginKind
{
    /// <summary>The guest said or did it.</summary>
    Guest,

    /// <summary>An agent concluded it.</summary>
    Agent,

    /// <summary>A tool returned it: a search, a page, another system. Its author may not deserve trust.</summary>
    Tool,

    /// <summary>It was imported from another system.</summary>
    Import,

    /// <summary>The platform's own staff or code set it.</summary>
    Operator,
}
