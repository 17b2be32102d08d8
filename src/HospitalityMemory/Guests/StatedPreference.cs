namespace HospitalityMemory;

/// <summary>Something that a guest said about their taste; it wins over whatever bookings suggest.</summary>
/// <remarks>Immutable. Of one kind and value a guest has one; stating it again replaces it.</remarks>
public sealed record StatedPreference
{
    /// <summary>What it is about.</summary>
    public required PreferenceKind Kind { get; init; }

    /// <summary>
    /// The city, amenity, type, or the guest's words: 1 to 200 characters, no control characters, compared without
    /// regard to case. For a price range: the currency's ISO 4217 code.
    /// </summary>
    public required string Value { get; init; }

    /// <summary>True where the guest wants to be spared it ("no smoking room").</summary>
    public bool Avoid { get; init; }

    /// <summary>The range, for <see cref="PreferenceKind.PriceRange"/> only; null otherwise.</summary>
    public PriceRange? PriceRange { get; init; }

    /// <summary>When it was said; set by the memory.</summary>
    public DateTimeOffset StatedAt { get; init; }

    /// <summary>
    /// Where it came from; null where unknown. What a <see cref="OriginKind.Tool"/> returned is not taken: it becomes the guest's
    /// wish when the guest says so.
    /// </summary>
    public Origin? Origin { get; init; }

    /// <summary>Fields of stored JSON that this version does not know; kept as they are.</summary>
    internal JsonFields AdditionalFields { get; init; } = JsonFields.Empty;
}
