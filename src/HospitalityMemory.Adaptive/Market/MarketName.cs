using System.Collections.Frozen;
using System.Text;

namespace HospitalityMemory.Adaptive;

/// <summary>
/// What a sum of the market counts. The name of the stored sum is the fact, a slash, the market, a slash and the name, such as
/// <c>city/US/miami|US</c>. A slash or percent sign in the market is escaped.
/// </summary>
/// <param name="Market">The key of the bookings' country, empty if unknown; for a spelling, the key of what is spelled.</param>
/// <param name="Fact">What is counted.</param>
/// <param name="Name">The city, property, type, amenity, price, number of nights or spelling; empty if the fact has none.</param>
internal readonly record struct MarketName(string Market, MarketFact Fact, string Name)
{
    /// <summary>The longest name that a store of named sums takes, in bytes.</summary>
    private const int MaxBytes = 1_000;

    private static readonly FrozenDictionary<MarketFact, string> Facts = new Dictionary<MarketFact, string>
    {
        [MarketFact.Booking] = "booking",
        [MarketFact.City] = "city",
        [MarketFact.Property] = "property",
        [MarketFact.PropertyType] = "property_type",
        [MarketFact.WithAmenities] = "with_amenities",
        [MarketFact.Amenity] = "amenity",
        [MarketFact.Price] = "price",
        [MarketFact.Nights] = "nights",
        [MarketFact.WithProperty] = "with_property",
        [MarketFact.WithPropertyType] = "with_property_type",
        [MarketFact.CitySpelling] = "city_spelling",
        [MarketFact.PropertyTypeSpelling] = "property_type_spelling",
        [MarketFact.AmenitySpelling] = "amenity_spelling",
        [MarketFact.SecondStay] = "second_stay",
        [MarketFact.ReturnToCity] = "return_to_city",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, MarketFact> ByText =
        Facts.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    /// <returns>Null if the name is longer than a store takes. It is then not counted; no name of a place is so long.</returns>
    public string? ToStoredName()
    {
        var text = $"{Facts[Fact]}/{Escape(Market)}/{Name}";
        return text.Length <= MaxBytes / 3 || Encoding.UTF8.GetByteCount(text) <= MaxBytes ? text : null;
    }

    /// <returns>False if the text is no name of the market, or one that a newer version of this library wrote.</returns>
    public static bool TryParse(string text, out MarketName name)
    {
        name = default;
        var first = text.IndexOf('/', StringComparison.Ordinal);
        var second = first < 0 ? -1 : text.IndexOf('/', first + 1);
        if (second < 0 || !ByText.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text.AsSpan(0, first), out var fact))
        {
            return false;
        }

        name = new(Unescape(text[(first + 1)..second]), fact, text[(second + 1)..]);
        return true;
    }

    private static string Escape(string market) => market.AsSpan().ContainsAny('/', '%')
        ? market.Replace("%", "%25", StringComparison.Ordinal).Replace("/", "%2F", StringComparison.Ordinal)
        : market;

    private static string Unescape(string market) => market.Contains('%', StringComparison.Ordinal)
        ? market.Replace("%2F", "/", StringComparison.Ordinal).Replace("%25", "%", StringComparison.Ordinal)
        : market;
}
