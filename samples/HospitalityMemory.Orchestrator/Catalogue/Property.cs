namespace HospitalityMemory.Orchestrator.Catalogue;

/// <summary>A made-up place to stay. Prices are per night.</summary>
internal sealed record Property
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string City { get; init; }

    public required string Country { get; init; }

    public required string Type { get; init; }

    public required IReadOnlyList<string> Amenities { get; init; }

    public required decimal PricePerNight { get; init; }

    public required string Currency { get; init; }

    /// <summary>The guests' rating, 1 to 5.</summary>
    public required decimal Rating { get; init; }

    /// <summary>How many guests it can take.</summary>
    public required int Capacity { get; init; }
}
