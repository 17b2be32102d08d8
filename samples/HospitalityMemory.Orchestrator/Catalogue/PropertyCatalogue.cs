using System.Globalization;

namespace HospitalityMemory.Orchestrator.Catalogue;

/// <summary>The properties that can be booked. Immutable and thread safe.</summary>
internal sealed class PropertyCatalogue
{
    // The rates are made up and never change: the sample has no bank.
    private static readonly Dictionary<string, decimal> InEuro = new(StringComparer.OrdinalIgnoreCase) { ["EUR"] = 1m, ["GBP"] = 1.2m, ["USD"] = 0.9m };

    public PropertyCatalogue(IReadOnlyList<Property> properties)
    {
        All = properties;
        Cities = [.. properties.Select(property => property.City).Distinct(StringComparer.Ordinal)];
        Amenities = [.. properties.SelectMany(property => property.Amenities).Distinct(StringComparer.Ordinal)];
        Types = [.. properties.Select(property => property.Type).Distinct(StringComparer.Ordinal)];
    }

    public IReadOnlyList<Property> All { get; }

    public IReadOnlyList<string> Cities { get; }

    public IReadOnlyList<string> Amenities { get; }

    public IReadOnlyList<string> Types { get; }

    public Property? Find(string id) => All.FirstOrDefault(property => string.Equals(property.Id, id, StringComparison.OrdinalIgnoreCase));

    /// <summary>The properties that match a query, the best rated first.</summary>
    public IReadOnlyList<Property> Search(PropertyQuery query) =>
    [
        .. All.Where(query.Fits).OrderByDescending(property => property.Rating).ThenBy(property => property.PricePerNight).Take(query.Max),
    ];

    /// <summary>An amount in another currency; unchanged if one of the two currencies is not known here.</summary>
    public static decimal Convert(decimal amount, string from, string to) =>
        InEuro.TryGetValue(from, out var euro) && InEuro.TryGetValue(to, out var other) ? amount * euro / other : amount;
}

/// <summary>What a guest asks for. A member that is null or empty does not matter.</summary>
internal sealed record PropertyQuery
{
    public string? City { get; init; }

    public int? Guests { get; init; }

    public decimal? Budget { get; init; }

    /// <summary>The currency of the budget; null for that of each property.</summary>
    public string? Currency { get; init; }

    public IReadOnlyList<string> Amenities { get; init; } = [];

    public string? Type { get; init; }

    public int Max { get; init; } = 12;

    public bool Fits(Property property) =>
        Same(City, property.City)
        && Same(Type, property.Type)
        && (Guests is not { } guests || guests <= property.Capacity)
        && (Budget is not { } budget || property.PricePerNight <= PropertyCatalogue.Convert(budget, Currency ?? property.Currency, property.Currency))
        && Amenities.All(amenity => property.Amenities.Contains(amenity, StringComparer.OrdinalIgnoreCase));

    private static bool Same(string? wanted, string actual) =>
        string.IsNullOrWhiteSpace(wanted)
        || CultureInfo.InvariantCulture.CompareInfo.Compare(wanted.Trim(), actual, CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace) is 0;
}
