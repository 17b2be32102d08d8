namespace HospitalityMemory.Orchestrator.Model;

/// <summary>What the rules understand of a guest's message.</summary>
internal sealed record Understood
{
    public string? City { get; init; }

    public DateOnly? CheckIn { get; init; }

    public DateOnly? CheckOut { get; init; }

    /// <summary>The number of nights, if the guest gave one.</summary>
    public int? Nights { get; init; }

    public int? Guests { get; init; }

    public decimal? Budget { get; init; }

    public string? Currency { get; init; }

    public IReadOnlyList<string> Amenities { get; init; } = [];

    public string? Type { get; init; }

    /// <summary>The number, if it is the whole message. It means an offer if there are offers, or else the number of guests.</summary>
    public int? BareNumber { get; init; }

    /// <summary>The number of the chosen offer, from 1.</summary>
    public int? Choice { get; init; }

    public IReadOnlyList<SaidWish> Wishes { get; init; } = [];

    public bool IsGreeting { get; init; }

    /// <summary>Whether the message says anything about a stay.</summary>
    public bool HasStay =>
        City is not null || CheckIn is not null || CheckOut is not null || Nights is not null || Guests is not null || Budget is not null
        || Type is not null || Amenities.Count > 0;
}

/// <summary>A lasting wish.</summary>
/// <param name="Kind"><c>amenity</c>, <c>property_type</c>, <c>city</c> or <c>other</c>.</param>
/// <param name="Value">The subject of the wish.</param>
/// <param name="Avoid">Whether the guest does not want it.</param>
internal sealed record SaidWish(string Kind, string Value, bool Avoid);
