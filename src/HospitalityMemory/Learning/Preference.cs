namespace HospitalityMemory;

/// <summary>One thing that a guest prefers or wants to avoid, and the source of that knowledge. Immutable.</summary>
public sealed record Preference
{
    /// <summary>What it is about.</summary>
    public required PreferenceKind Kind { get; init; }

    /// <summary>
    /// The city, the amenity, the property type, or the guest's words. For a price range, the ISO 4217 code of its currency;
    /// empty where that is unknown.
    /// </summary>
    public required string Value { get; init; }

    /// <summary>The prices of one night, for <see cref="PreferenceKind.PriceRange"/> only; null otherwise.</summary>
    public PriceRange? PriceRange { get; init; }

    /// <summary>Where it was learned from.</summary>
    public required PreferenceSource Source { get; init; }

    /// <summary>
    /// True where the guest wants to avoid it ("no smoking room"). It is then always a statement of the guest's.
    /// </summary>
    public bool Avoid { get; init; }

    /// <summary>How strong it is, in [0, 1]. The learner documents its formula; what the guest stated has 1.</summary>
    public double Score { get; init; }

    /// <summary>How far to trust it, in [0, 1]. The learner documents its formula; what the guest stated has 1.</summary>
    public double Confidence { get; init; }

    /// <summary>
    /// How many stays (or searches) support it. A learner includes bookings to come; the memory then moves those to
    /// <see cref="ToCome"/>.
    /// </summary>
    public int Stays { get; init; }

    /// <summary>
    /// How many bookings support it whose first night is still to come. <see cref="Stays"/> does not include them.
    /// </summary>
    public int ToCome { get; init; }

    /// <summary>The check-in of the last of these stays; null where none is known.</summary>
    public DateOnly? LastStay { get; init; }

    /// <summary>Where a stated preference came from. Null for all others, and where unknown.</summary>
    public Origin? Origin { get; init; }

    /// <summary>How far to trust a preference that a number of stays support.</summary>
    internal static double ConfidenceOf(int stays) => stays / (stays + 2.0);
}

/// <summary>Where a preference was learned from.</summary>
public enum PreferenceSource
{
    /// <summary>The guest's own bookings suggest it.</summary>
    Bookings,

    /// <summary>The guest searched for it, and did not book.</summary>
    Searches,

    /// <summary>The guest said so.</summary>
    Stated,

    /// <summary>It was in a profile from elsewhere, and the bookings behind it are not known.</summary>
    Imported,

    /// <summary>No stay of the guest supports it: other guests book it where this guest travels.</summary>
    Market,
}
