namespace HospitalityMemory;

/// <summary>Something that a guest said about their taste; it wins over whatever bookings suggest.</summary>
/// <remarks>Immutable. A guest has one statement per kind and value; stating it again replaces it.</remarks>
public sealed record StatedPreference
{
    /// <summary>What it is about.</summary>
    public required PreferenceKind Kind { get; init; }

    /// <summary>
    /// The city, the amenity, the property type, or the guest's words: 1 to 200 characters, no control characters, compared
    /// without regard to case. For a price range: the currency's ISO 4217 code.
    /// </summary>
    public required string Value { get; init; }

    /// <summary>True where the guest wants to avoid it ("no smoking room").</summary>
    public bool Avoid { get; init; }

    /// <summary>The range, for <see cref="PreferenceKind.PriceRange"/> only; null otherwise.</summary>
    public PriceRange? PriceRange { get; init; }

    /// <summary>When it was said; set by the memory.</summary>
    public DateTimeOffset StatedAt { get; init; }

    /// <summary>
    /// Where it came from; null where unknown. The origin <see cref="OriginKind.Tool"/> is refused: what a tool returned becomes
    /// the guest's wish only when the guest says so.
    /// </summary>
    public Origin? Origin { get; init; }

    /// <summary>Fields of stored JSON that this version does not know; kept as they are.</summary>
    internal JsonFields AdditionalFields { get; init; } = JsonFields.Empty;
}
