using System.Collections.Frozen;

namespace HospitalityMemory;

/// <summary>
/// The order in which travellers care about amenities. Among amenities that are otherwise equal, these come first, in this order:
/// every property has a smoke alarm.
/// </summary>
/// <remarks>
/// Immutable and thread safe. The built-in order is a judgement, not a measurement. A host can set its own with
/// <see cref="LongTermMemoryOptions.AmenityOrder"/>.
/// </remarks>
public sealed class AmenityOrder
{
    private readonly NameRules _names;
    private readonly FrozenDictionary<string, int> _ranks;

    /// <summary>Makes an order.</summary>
    /// <param name="names">The rules by which names are compared.</param>
    /// <param name="amenities">The order, the most wanted first; the built-in order where it is empty.</param>
    public AmenityOrder(NameRules names, IEnumerable<string> amenities)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(amenities);
        _names = names;
        string[] given = [.. amenities];
        var ranks = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var amenity in given.Length > 0 ? given : BuiltIn)
        {
            if (names.KeyOf(NameKind.Amenity, amenity) is { } key)
            {
                ranks.TryAdd(key, ranks.Count);
            }
        }

        _ranks = ranks.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The amenities of the built-in order, the most wanted first.</summary>
    public static IReadOnlyList<string> BuiltIn { get; } =
    [
        "wifi", "kitchen", "pool", "parking", "free parking", "air conditioning", "breakfast", "washer", "pets allowed", "hot tub", "gym",
        "sauna", "spa", "balcony", "patio or balcony", "terrace", "sea view", "view", "waterfront", "beach access", "workspace", "heating",
        "elevator", "ev charger", "paid parking", "restaurant", "bar", "room service", "airport shuttle", "family rooms", "crib",
        "private bathroom", "private entrance", "self check-in", "garden", "backyard", "bbq grill", "fireplace", "bathtub", "tv",
        "coffee maker", "dryer", "refrigerator", "microwave",
    ];

    /// <summary>The built-in order, by the built-in rules of names.</summary>
    public static AmenityOrder Default { get; } = new(NameRules.Default, []);

    /// <summary>
    /// The place of an amenity in the order; a smaller number is earlier. All amenities that are not in it share the last place.
    /// </summary>
    /// <param name="amenity">The amenity, in any spelling that counts as the same.</param>
    /// <returns>From 0; the greatest number for an amenity that is not in the order.</returns>
    public int RankOf(string amenity) => _names.KeyOf(NameKind.Amenity, amenity) is { } key ? _ranks.GetValueOrDefault(key, int.MaxValue) : int.MaxValue;
}
