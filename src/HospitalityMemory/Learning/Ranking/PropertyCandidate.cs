namespace HospitalityMemory;

/// <summary>A property that a guest may be offered, to be ranked. Immutable.</summary>
/// <remarks>
/// Only the id is required. An unknown value never counts in a property's favour, and an amenity that is not listed counts as
/// missing. An additional amenity therefore never lowers a score.
/// </remarks>
public sealed record PropertyCandidate
{
    /// <summary>The property's id on the platform, as bookings name it; 1 to 200 characters.</summary>
    public required string PropertyId { get; init; }

    /// <summary>Where it is, as bookings name it; null where unknown.</summary>
    public string? City { get; init; }

    /// <summary>The country, as bookings name it; null where unknown.</summary>
    public string? Country { get; init; }

    /// <summary>Such as <c>villa</c>, as bookings name it; null where unknown.</summary>
    public string? PropertyType { get; init; }

    /// <summary>Who runs it (its host, brand or chain), as bookings name it; null where unknown.</summary>
    public string? Operator { get; init; }

    /// <summary>
    /// The price of one night, 0 or more, in <see cref="Currency"/>; null where unknown. A price of 0 (complimentary) is treated
    /// as unknown in comparisons.
    /// </summary>
    public decimal? PricePerNight { get; init; }

    /// <summary>ISO 4217 code; where null, the price is in the default currency of the settings.</summary>
    public string? Currency { get; init; }

    /// <summary>What it offers, as bookings name it; empty where unknown.</summary>
    public IReadOnlyList<string> Amenities { get; init => field = value ?? []; } = [];
}
