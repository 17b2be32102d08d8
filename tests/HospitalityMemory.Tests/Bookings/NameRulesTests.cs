namespace HospitalityMemory.Tests.Bookings;

public sealed class NameRulesTests
{
    private static readonly NameRules Rules = NameRules.Default;

    [Theory]
    [InlineData("wifi")]
    [InlineData("Wi-Fi")]
    [InlineData("WI FI")]
    [InlineData("WLAN")]
    [InlineData("Wireless Internet")]
    [InlineData("free wifi")]
    [InlineData("Free Wi-Fi")]
    public void Wifi_has_many_names(string name) => Assert.Equal("wifi", Rules.KeyOf(NameKind.Amenity, name));

    [Theory]
    [InlineData(NameKind.Amenity, "Swimming Pool", "pool")]
    [InlineData(NameKind.Amenity, "A/C", "air conditioning")]
    [InlineData(NameKind.Amenity, "Air-Conditioning", "air conditioner")]
    [InlineData(NameKind.Amenity, "car park", "Parking")]
    [InlineData(NameKind.PropertyType, "Flat", "apt.")]
    [InlineData(NameKind.PropertyType, "B & B", "bed-and-breakfast")]
    [InlineData(NameKind.Country, "UK", "GB")]
    [InlineData(NameKind.Country, "gbr", "United Kingdom")]
    [InlineData(NameKind.Country, "U.S.A.", "United States")]
    [InlineData(NameKind.Country, "Cote d\u2019Ivoire", "CI")]
    [InlineData(NameKind.City, "M\u00FCnchen", "Mu\u0308nchen")]
    [InlineData(NameKind.City, "NEW YORK", "new york")]
    [InlineData(NameKind.City, "Washington, D.C.", "Washington DC")]
    [InlineData(NameKind.City, "Washington\uFF0C DC", "washington dc")]
    [InlineData(NameKind.City, "Nan", "nan")]
    [InlineData(NameKind.Country, "NA", "Namibia")]
    public void Names_of_the_same_are_the_same(NameKind kind, string x, string y)
    {
        Assert.True(Rules.IsSame(kind, x, y));
        Assert.Equal(Rules.KeyOf(kind, x), Rules.KeyOf(kind, y));
    }

    [Theory]
    [InlineData(NameKind.Amenity, "pool", "pool table")]
    [InlineData(NameKind.Amenity, "pool", "private pool")]
    [InlineData(NameKind.Amenity, "parking", "free parking")]
    [InlineData(NameKind.Amenity, "breakfast", "breakfast included")]
    [InlineData(NameKind.Amenity, "bar", "minibar")]
    [InlineData(NameKind.PropertyType, "hotel", "hostel")]
    [InlineData(NameKind.PropertyType, "hotel", "aparthotel")]
    [InlineData(NameKind.City, "flat", "apartment")]
    [InlineData(NameKind.City, "Nice", "Niece")]
    [InlineData(NameKind.Country, "Guinea", "Guinea-Bissau")]
    [InlineData(NameKind.Country, "Niger", "Nigeria")]
    [InlineData(NameKind.Country, "Congo", "DR Congo")]
    [InlineData(NameKind.City, "n/a", "n/a")]
    public void Homonyms_and_neighbours_are_not(NameKind kind, string x, string y) => Assert.False(Rules.IsSame(kind, x, y));

    [Theory]
    [InlineData("n/a")]
    [InlineData("N/A")]
    [InlineData("N.A.")]
    [InlineData("n.a")]
    [InlineData("NaN")]
    [InlineData("(null)")]
    [InlineData("<None>")]
    [InlineData("#N/A")]
    [InlineData("[unknown]")]
    [InlineData("NULL")]
    [InlineData("None")]
    [InlineData("dontcare")]
    [InlineData("Don't care")]
    [InlineData("any")]
    [InlineData("Anywhere!")]
    [InlineData("unknown")]
    [InlineData("-")]
    [InlineData(" -- ")]
    [InlineData("...")]
    [InlineData("?")]
    [InlineData("  ")]
    [InlineData("")]
    [InlineData(null)]
    public void What_says_nothing_is_no_name(string? name)
    {
        foreach (var kind in Enum.GetValues<NameKind>())
        {
            Assert.Null(Rules.KeyOf(kind, name));
        }
    }

    [Theory]
    [InlineData("Birmingham", "GB", "Birmingham", "US", false)]
    [InlineData("Birmingham", "GB", "BIRMINGHAM", "United Kingdom", true)]
    [InlineData("Birmingham", "UK", "Birmingham", null, true)]
    [InlineData("Birmingham (GB)", null, "Birmingham", "GBR", true)]
    [InlineData("Birmingham (GB)", null, "Birmingham", "US", false)]
    [InlineData("Birmingham (GB)", "GB", "Birmingham", "GB", true)]
    [InlineData("Frankfurt (Oder)", "DE", "Frankfurt", "DE", false)]
    [InlineData("Birmingham", "GB", null, "GB", false)]
    public void A_city_is_a_city_of_its_country(string? city, string? country, string? other, string? otherCountry, bool same)
    {
        Assert.Equal(same, Rules.IsSameCity(city, country, other, otherCountry));
        Assert.Equal(same, Rules.IsSameCity(other, otherCountry, city, country));
    }

    [Fact]
    public void A_host_says_what_else_is_the_same_and_what_is_not()
    {
        var options = new NameSynonymOptions();
        options.Cities["NYC"] = "New York City";
        options.Cities["New York City"] = "New York";
        options.Amenities["WLAN"] = "";
        options.Amenities["wifi"] = "internet";
        options.PropertyTypes["apartment"] = "flat";
        options.Countries["Caledonia"] = "GB";
        var rules = new NameRules(options, canonicalizer: null);

        Assert.True(rules.IsSame(NameKind.City, "N.Y.C.", "new york"));
        Assert.False(rules.IsSame(NameKind.Amenity, "NYC", "New York City"));
        Assert.False(rules.IsSame(NameKind.Amenity, "WLAN", "wifi"));
        Assert.True(rules.IsSame(NameKind.Amenity, "wireless internet", "Internet"));
        Assert.True(rules.IsSame(NameKind.PropertyType, "apt", "flats"));
        Assert.True(rules.IsSame(NameKind.PropertyType, "apartment", "flat"));
        Assert.Equal("GB", rules.KeyOf(NameKind.Country, "caledonia"));
        Assert.True(Rules.IsSame(NameKind.Amenity, "WLAN", "wifi"));
    }

    [Fact]
    public void Names_that_stand_for_each_other_are_one()
    {
        var options = new NameSynonymOptions();
        options.Cities["Bombay"] = "Mumbai";
        options.Cities["Mumbai"] = "Bombay";
        options.Cities["BOM"] = "Bombay";
        var rules = new NameRules(options, canonicalizer: null);

        Assert.Equal(["bombay"], new[] { "Bombay", "Mumbai", "BOM" }.Select(name => rules.KeyOf(NameKind.City, name)).Distinct());
    }

    [Theory]
    [InlineData("n/a", "Rome")]
    [InlineData("-", "Rome")]
    [InlineData("Roma", "unknown")]
    public void A_synonym_that_says_nothing_is_refused(string name, string target)
    {
        var options = new NameSynonymOptions();
        options.Cities[name] = target;

        var exception = Assert.Throws<ArgumentException>("synonyms", () => new NameRules(options, canonicalizer: null));
        Assert.Contains($"'{name}' with '{target}'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_canonicalizer_is_asked_once_for_a_spelling()
    {
        var canonicalizer = new Exonyms();
        var rules = new NameRules(new NameSynonymOptions(), canonicalizer);

        Assert.True(rules.IsSame(NameKind.City, " Munich ", "M\u00FCnchen"));
        Assert.True(rules.IsSame(NameKind.City, " Munich ", "MUNCHEN"));
        Assert.False(rules.IsSame(NameKind.Amenity, "Munich", "M\u00FCnchen"));
        Assert.Equal(1, canonicalizer.Asked.Count(asked => asked == (NameKind.City, "Munich")));
    }

    [Fact]
    public void A_kind_must_be_one() => Assert.Throws<ArgumentOutOfRangeException>("kind", () => Rules.KeyOf((NameKind)9, "x"));

    private sealed class Exonyms : INameCanonicalizer
    {
        public List<(NameKind, string)> Asked { get; } = [];

        public string? Canonicalize(NameKind kind, string name)
        {
            Asked.Add((kind, name));
            return (kind, name) is (NameKind.City, "Munich") ? "M\u00FCnchen" : null;
        }
    }
}
