namespace HospitalityMemory;

/// <summary>Stays too old to be kept in full, as counts.</summary>
public sealed record EarlierStays
{
    /// <summary>None.</summary>
    public static EarlierStays None { get; } = new();

    /// <summary>How many stays.</summary>
    public int Count { get; init; }
}
