namespace HospitalityMemory;

/// <summary>One thing that a guest prefers, or wants to be spared, and where it is known from. Immutable.</summary>
public sealed record Preference
{
    /// <summary>What it is about.</summary>
    public required PreferenceKind Kind { get; init; }

    /// <summary>
    /// The city, amenity, type, or the guest's words; of a price range the ISO 4217 code of its currency, empty where that
    /// is unknown.
    /// </summary>
    public required string Value { get; init; }

    /// <summary>The prices of one night, for <see cref="PreferenceKind.PriceRange"/> only; null otherwise.</summary>
    public PriceRange? PriceRange { get; init; }

    /// <summary>Where it was learned from.</summary>
    public required PreferenceSource Source { get; init; }

    /// <summary>True where the guest wants to be spared it ("no smoking room"): always stated.</summary>
    public bool Avoid { get; init; }

    /// <summary>How strong it is, in [0, 1]; the learner documents its formula, and what was stated has 1.</summary>
    public double Score { get; init; }

    /// <summary>How far to trust it, in [0, 1]: 1 for what was stated; the learner documents its formula.</summary>
    public double Confidence { get; init; }

    /// <summary>
    /// How many stays (or searches) speak for it. A learner counts bookings to come among them; the memory tells those apart,
    /// as <see cref="ToCome"/>.
    /// </summary>
    public int Stays { get; init; }

    /// <summary>How many bookings whose first night is still to come speak for it, besides <see cref="Stays"/>.</summary>
    public int ToCome { get; init; }

    /// <summary>The check-in of the last of these stays; null where none is known.</summary>
    public DateOnly? LastStay { get; init; }

    /// <summary>Of what was stated: where it came from. Null for all else, and where unknown.</summary>
    public Origin? Origin { get; init; }

    /// <summary>How far to trust what rests on so many stays.</summary>
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

    /// <summary>It was in a profile from elsewhere, whose bookings are not known.</summary>
    Imported,

    /// <summary>No stay of the guest speaks for it: it is what other guests book, where this one travels.</summary>
    Market,
}
