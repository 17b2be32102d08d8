namespace HospitalityMemory;

/// <summary>
/// What a guest prefers, best first: stated wishes, then what bookings suggest, then what was only searched for.
/// </summary>
/// <remarks>
/// Immutable. The lists of names are what agents act on; <see cref="Evidence"/> says where each name comes from.
/// </remarks>
public sealed record UserPreferences
{
    /// <summary>Nothing is known.</summary>
    public static UserPreferences None { get; } = new();

    /// <summary>Cities.</summary>
    public IReadOnlyList<string> PreferredCities { get; init => field = value ?? []; } = [];

    /// <summary>The price of one night, in the guest's main currency; null where unknown.</summary>
    public PriceRange? PreferredPriceRange { get; init; }

    /// <summary>Amenities.</summary>
    public IReadOnlyList<string> PreferredAmenities { get; init => field = value ?? []; } = [];

    /// <summary>Kinds of property.</summary>
    public IReadOnlyList<string> PreferredPropertyTypes { get; init => field = value ?? []; } = [];

    /// <summary>Price ranges in the guest's other currencies; prices are never mixed across currencies.</summary>
    public IReadOnlyList<PriceRange> OtherPriceRanges { get; init => field = value ?? []; } = [];

    /// <summary>How many nights the guest is likely to stay; null where unknown, or where the learner does not say.</summary>
    public int? UsualNights { get; init; }

    /// <summary>What the guest does not want, in their words: always stated, and therefore without evidence.</summary>
    public IReadOnlyList<string> Avoided { get; init => field = value ?? []; } = [];

    /// <summary>Why each preference is there.</summary>
    public IReadOnlyList<PreferenceEvidence> Evidence { get; init => field = value ?? []; } = [];

    /// <summary>True where long-term memory is out of reach and these are a stranger's defaults.</summary>
    public bool IsDegraded { get; init; }
}

/// <summary>Where a preference comes from.</summary>
public enum PreferenceSource
{
    /// <summary>The guest said so.</summary>
    Stated,

    /// <summary>Bookings suggest it.</summary>
    Learned,

    /// <summary>The guest searched for it, and did not book.</summary>
    Searched,

    /// <summary>It was in a profile from elsewhere, whose bookings are not known.</summary>
    Imported,

    /// <summary>No stay of the guest speaks for it: it is what other guests book, where this one travels.</summary>
    Market,
}

/// <summary>Why a preference is there. Immutable.</summary>
public sealed record PreferenceEvidence
{
    /// <summary>What it is about.</summary>
    public required PreferenceKind Kind { get; init; }

    /// <summary>The city, amenity or type; for a price range, the currency, empty where that is unknown.</summary>
    public required string Value { get; init; }

    /// <summary>Where it comes from.</summary>
    public required PreferenceSource Source { get; init; }

    /// <summary>How strong it is, in [0, 1]; the learner documents its formula.</summary>
    public required double Score { get; init; }

    /// <summary>How many stays (or searches) speak for it.</summary>
    public int Stays { get; init; }

    /// <summary>The check-in of the last of these stays; null where none is known.</summary>
    public DateOnly? LastStay { get; init; }

    /// <summary>How far to trust it, in [0, 1]: 1 for what was stated, 0 for what no stay of the guest speaks for.</summary>
    public required double Confidence { get; init; }

    /// <summary>How far to trust what rests on so many stays.</summary>
    internal static double ConfidenceOf(int stays) => stays / (stays + 2.0);
}
