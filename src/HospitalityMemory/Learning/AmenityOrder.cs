using System.Collections.Frozen;

namespace HospitalityMemory;

/// <summary>
/// Which amenities travellers choose a property by: among equals these are told first, in this order. All properties have a smoke alarm.
/// </summary>
/// <remarks>
/// Immutable and thread safe. The built-in order is a judgement, not a measurement; a host sets its own by
/// <see cref="LongTermMemoryOptions.AmenityOrder"/>.
/// </remarks>
public sealed class AmenityOrder
{
    private readonly NameRules _names;
    private readonly FrozenDictionary<string, int> _ranks;

    /// <summary>An order.</summary>
    /// <param name="names">When names are the same.</param>
    /// <param name="amenities">The order, the most wanted first; where it is empty the built-in one.</param>
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

    /// <summary>The place of an amenity: the smaller the earlier. All that are not in the order come together at its end.</summary>
    /// <param name="amenity">The amenity, in any spelling that is the same.</param>
    /// <returns>From 0; the greatest number for one that is not in the order.</returns>
    public int RankOf(string amenity) => _names.KeyOf(NameKind.Amenity, amenity) is { } key ? _ranks.GetValueOrDefault(key, int.MaxValue) : int.MaxValue;
}
