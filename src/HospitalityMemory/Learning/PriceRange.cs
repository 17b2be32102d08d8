namespace HospitalityMemory;

/// <summary>A range of prices of one night in one currency. Immutable.</summary>
public sealed record PriceRange
{
    /// <summary>The lowest price, not negative.</summary>
    public required decimal Min { get; init; }

    /// <summary>The highest price, not below the lowest.</summary>
    public required decimal Max { get; init; }

    /// <summary>ISO 4217 code; null only where stored data states none, as in a profile of another system.</summary>
    public string? Currency { get; init; }
}
