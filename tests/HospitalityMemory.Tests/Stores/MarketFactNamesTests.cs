using HospitalityMemory.Stores;

namespace HospitalityMemory.Tests.Stores;

public sealed class MarketFactNamesTests
{
    /// <summary>Stored names never change: what was counted under another one would be lost.</summary>
    [Theory]
    [InlineData(MarketFact.Booking, "booking")]
    [InlineData(MarketFact.City, "city")]
    [InlineData(MarketFact.Property, "property")]
    [InlineData(MarketFact.PropertyType, "property_type")]
    [InlineData(MarketFact.WithAmenities, "with_amenities")]
    [InlineData(MarketFact.Amenity, "amenity")]
    [InlineData(MarketFact.Price, "price")]
    [InlineData(MarketFact.Nights, "nights")]
    public void A_fact_has_one_name(MarketFact fact, string name)
    {
        Assert.Equal(name, MarketFactNames.NameOf(fact));
        Assert.True(MarketFactNames.TryParse(name, out var parsed));
        Assert.Equal(fact, parsed);
    }

    [Fact]
    public void Every_fact_has_a_name() =>
        Assert.Distinct(Enum.GetValues<MarketFact>().Select(MarketFactNames.NameOf));

    [Theory]
    [InlineData("")]
    [InlineData("City")]
    [InlineData("0")]
    [InlineData("city,property")]
    [InlineData("season")]
    public void Another_name_is_no_facts(string name) => Assert.False(MarketFactNames.TryParse(name, out _));

    [Fact]
    public void A_fact_that_there_is_not_is_refused()
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => MarketFactNames.NameOf((MarketFact)99));

        Assert.Contains("Booking, City, Property", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => MarketFactNames.TryParse(null!, out _));
    }
}
