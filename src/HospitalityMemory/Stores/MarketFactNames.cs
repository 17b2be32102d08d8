using System.Collections.Frozen;

namespace HospitalityMemory.Stores;

/// <summary>What market counts are named in a store: <c>property_type</c> and the like. Thread safe.</summary>
public static class MarketFactNames
{
    private static readonly FrozenDictionary<MarketFact, string> Names = new Dictionary<MarketFact, string>
    {
        [MarketFact.Booking] = "booking",
        [MarketFact.City] = "city",
        [MarketFact.Property] = "property",
        [MarketFact.PropertyType] = "property_type",
        [MarketFact.WithAmenities] = "with_amenities",
        [MarketFact.Amenity] = "amenity",
        [MarketFact.Price] = "price",
        [MarketFact.Nights] = "nights",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, MarketFact> Facts =
        Names.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    /// <summary>The name of a fact; it never changes.</summary>
    /// <param name="fact">The fact.</param>
    /// <returns>The name, in snake_case.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such fact.</exception>
    public static string NameOf(MarketFact fact) => Names.TryGetValue(fact, out var name)
        ? name
        : throw new ArgumentOutOfRangeException(nameof(fact), fact, $"A fact is one of: {string.Join(", ", Names.Keys.Order())}.");

    /// <summary>The fact of a name.</summary>
    /// <param name="name">The name as it is stored.</param>
    /// <param name="fact">The fact.</param>
    /// <returns>
    /// False where there is none, as with one that a newer version of this library wrote: leave it out.
    /// </returns>
    public static bool TryParse(string name, out MarketFact fact)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Facts.TryGetValue(name, out fact);
    }
}
