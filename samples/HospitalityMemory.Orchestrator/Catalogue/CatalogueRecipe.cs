namespace HospitalityMemory.Orchestrator.Catalogue;

/// <summary>Makes up the 200 properties. They are the same on every machine and in every year.</summary>
internal static class CatalogueRecipe
{
    private const int PropertiesInCity = 10;

    private static readonly (string City, string Country, string Currency, decimal Level)[] Cities =
    [
        ("Amsterdam", "NL", "EUR", 1.3m), ("Athens", "GR", "EUR", 0.8m), ("Barcelona", "ES", "EUR", 1.1m), ("Berlin", "DE", "EUR", 1.0m),
        ("Copenhagen", "DK", "EUR", 1.4m), ("Dublin", "IE", "EUR", 1.3m), ("Edinburgh", "GB", "GBP", 1.0m), ("Florence", "IT", "EUR", 1.1m),
        ("Lisbon", "PT", "EUR", 0.9m), ("London", "GB", "GBP", 1.4m), ("Miami", "US", "USD", 1.4m), ("New York", "US", "USD", 1.8m),
        ("Nice", "FR", "EUR", 1.2m), ("Paris", "FR", "EUR", 1.4m), ("Porto", "PT", "EUR", 0.8m), ("Prague", "CZ", "EUR", 0.8m),
        ("Rome", "IT", "EUR", 1.1m), ("San Francisco", "US", "USD", 1.7m), ("Seville", "ES", "EUR", 0.9m), ("Vienna", "AT", "EUR", 1.0m),
    ];

    private static readonly (string Type, string[] Words, decimal Price, int Least, int Most, string[] Has)[] Types =
    [
        ("hotel", ["Hotel", "Grand", "House Hotel"], 120m, 2, 4, ["wifi", "breakfast"]),
        ("apartment", ["Apartments", "Lofts", "Residence"], 100m, 2, 6, ["wifi", "kitchen"]),
        ("villa", ["Villa", "Garden Villa", "Estate"], 210m, 4, 10, ["wifi", "kitchen", "parking"]),
        ("guesthouse", ["Guesthouse", "Inn", "Rooms"], 80m, 2, 4, ["wifi", "breakfast"]),
        ("hostel", ["Hostel", "Bunkhouse", "Backpackers"], 40m, 1, 8, ["wifi", "bar"]),
    ];

    private static readonly string[] Adjectives =
    [
        "Amber", "Blue", "Copper", "Quiet", "Silver", "Golden", "Ivory", "Jade", "Little", "Merry", "Northern", "Olive", "Painted", "Rosy",
        "Sunlit", "Tall", "Velvet", "Wandering", "Winter", "Coral",
    ];

    private static readonly string[] Nouns =
    [
        "Heron", "Lantern", "Harbour", "Orchard", "Compass", "Fig Tree", "Anchor", "Swallow", "Bell", "Fountain", "Lark", "Marigold", "Oak",
        "Piper", "Quill", "Sparrow", "Terrace", "Willow", "Almond", "Kettle",
    ];

    private static readonly string[] Extras =
    [
        "pool", "parking", "gym", "spa", "kitchen", "air conditioning", "sea view", "pet friendly", "balcony", "workspace", "bar", "garden",
    ];

    public static IReadOnlyList<Property> Make() =>
        [.. Cities.SelectMany((city, place) => Enumerable.Range(0, PropertiesInCity).Select(index => Make(city, place, index)))];

    private static Property Make((string City, string Country, string Currency, decimal Level) city, int place, int index)
    {
        var number = (place * PropertiesInCity) + index;
        var dice = new Dice(number);

        // Every city has two properties of each type, and no name occurs twice.
        var (type, words, price, least, most, has) = Types[index % Types.Length];
        var adjective = Adjectives[(number + place) % Adjectives.Length];
        var noun = Nouns[(number + (number / Nouns.Length)) % Nouns.Length];
        var rating = 3.2m + (dice.Next(18) / 10m);
        var asked = price * city.Level * (0.75m + (dice.Next(11) / 20m)) * (0.7m + (rating / 10m));
        return new()
        {
            Id = $"p-{number + 1:000}",
            Name = $"{adjective} {noun} {words[dice.Next(words.Length)]}",
            City = city.City,
            Country = city.Country,
            Type = type,
            Amenities = [.. has, .. dice.Some(Extras.Except(has, StringComparer.Ordinal), 2 + dice.Next(4)).Order(StringComparer.Ordinal)],
            PricePerNight = decimal.Truncate(asked / 5m) * 5m,
            Currency = city.Currency,
            Rating = rating,
            Capacity = least + dice.Next(most - least + 1),
        };
    }

    /// <summary>A random number generator of the sample's own. The framework's numbers may change with its version.</summary>
    private sealed class Dice(int seed)
    {
        private uint _state = ((uint)seed * 2_654_435_761u) + 12_345u;

        public int Next(int sides)
        {
            _state ^= _state << 13;
            _state ^= _state >> 17;
            _state ^= _state << 5;
            return (int)(_state % (uint)sides);
        }

        public List<string> Some(IEnumerable<string> of, int count) =>
            [.. of.Select(item => (item, order: Next(1_000_000))).OrderBy(pair => pair.order).Take(count).Select(pair => pair.item)];
    }
}
