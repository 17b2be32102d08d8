namespace HospitalityMemory;

/// <summary>Selects origins. An origin must match every member that is set here. Immutable.</summary>
public sealed record OriginFilter
{
    /// <summary>Who or what it came from; null for anyone.</summary>
    public OriginKind? Kind { get; init; }

    /// <summary>The session that it came up in; null for any.</summary>
    public string? SessionId { get; init; }

    /// <summary>The name of the agent, the tool, the file or the operator; null for any.</summary>
    public string? Name { get; init; }

    /// <summary>Whether an origin matches. An unknown origin does not.</summary>
    internal bool Means(Origin? origin) => origin is not null
        && (Kind is null || Kind == origin.Kind)
        && (SessionId is null || SessionId == origin.SessionId)
        && (Name is null || Name == origin.Name);

    /// <summary>Refuses a filter that would match everything.</summary>
    /// <exception cref="ArgumentException">Nothing is set.</exception>
    internal static void ThrowIfInvalid(OriginFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (filter is { Kind: null, SessionId: null, Name: null })
        {
            throw new ArgumentException("filter has neither Kind nor SessionId nor Name; at least one must be set. Nothing was changed.", nameof(filter));
        }
    }
}
