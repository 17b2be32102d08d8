namespace HospitalityMemory;

/// <summary>A stay that a guest searched for and has not booked: a weaker signal than a booking. Immutable.</summary>
public sealed record SearchedStay
{
    /// <summary>Where.</summary>
    public required string City { get; init; }

    /// <summary>The day of check-in; null where it was left open.</summary>
    public DateOnly? CheckIn { get; init; }

    /// <summary>What one night may cost; null where it was left open.</summary>
    public decimal? Budget { get; init; }

    /// <summary>ISO 4217 code of <see cref="Budget"/>.</summary>
    public string? Currency { get; init; }

    /// <summary>How many guests; null where it was left open.</summary>
    public int? Guests { get; init; }

    /// <summary>When it was searched for, UTC.</summary>
    public required DateTimeOffset SearchedAt { get; init; }

    /// <summary>Where the search came from; null where unknown.</summary>
    public Origin? Origin { get; init; }
}
