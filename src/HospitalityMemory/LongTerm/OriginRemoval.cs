namespace HospitalityMemory;

/// <summary>What was taken back of a guest's memory. Immutable.</summary>
public sealed record OriginRemoval
{
    /// <summary>How many stated preferences were removed.</summary>
    public required int StatedPreferences { get; init; }

    /// <summary>How many searches were removed.</summary>
    public required int Searches { get; init; }

    /// <summary>How many bookings teach no more; they stay in the history.</summary>
    public required int Bookings { get; init; }
}
