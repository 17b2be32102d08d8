namespace HospitalityMemory.Tests.Market;

public sealed class MarketCounterTests
{
    private static readonly DateOnly Today = new(2026, 3, 1);

    [Fact]
    public void A_booking_counts_each_thing_that_is_known_of_it()
    {
        var counts = CountsOf(Full());

        var weight = MarketWeight.Of(Today);
        (MarketFact Fact, string Name)[] expected =
        [
            (MarketFact.Booking, ""), (MarketFact.City, "Miami"), (MarketFact.Property, "p1"), (MarketFact.PropertyType, "villa"),
            (MarketFact.WithAmenities, ""), (MarketFact.Amenity, "pool"), (MarketFact.Amenity, "wifi"), (MarketFact.Price, "USD:92"),
            (MarketFact.Nights, "3"),
        ];
        Assert.Equal(expected.Select(count => new MarketCount("US", count.Fact, count.Name, weight)), counts);
    }

    [Fact]
    public void What_is_not_known_is_not_counted()
    {
        var counts = CountsOf(new Booking { BookingId = "b", City = "Miami", CheckIn = Today });

        Assert.Equal([("", MarketFact.Booking, ""), ("", MarketFact.City, "Miami")], counts.Select(count => (count.Market, count.Fact, count.Name)));
    }

    [Fact]
    public void Bookings_of_the_same_are_added_up_and_names_that_differ_in_case_are_not()
    {
        var counts = CountsOf(Full(), Full() with { City = "MIAMI" }, Full() with { Country = "us" });

        var weight = MarketWeight.Of(Today);
        Assert.Equal(2 * weight, Weight(counts, "US", MarketFact.Booking, ""));
        Assert.Equal(weight, Weight(counts, "US", MarketFact.City, "Miami"));
        Assert.Equal(weight, Weight(counts, "US", MarketFact.City, "MIAMI"));
        Assert.Equal(weight, Weight(counts, "us", MarketFact.Booking, ""));
        Assert.Distinct(counts.Select(count => (count.Market, count.Fact, count.Name)));
    }

    [Fact]
    public void The_day_is_that_of_the_booking_where_it_is_known_and_never_after_today()
    {
        var booking = new Booking { BookingId = "b", City = "Miami", CheckIn = Today.AddDays(-10) };

        Assert.Equal(MarketWeight.Of(Today.AddDays(-10)), CountsOf(booking)[0].Weight);
        Assert.Equal(MarketWeight.Of(Today.AddDays(-100)), CountsOf(booking with { BookedAt = BookedAt(-100) })[0].Weight);
        Assert.Equal(MarketWeight.Of(Today), CountsOf(booking with { BookedAt = BookedAt(100) })[0].Weight);
        Assert.Equal(MarketWeight.Of(Today), CountsOf(booking with { CheckIn = Today.AddDays(100) })[0].Weight);
    }

    [Theory]
    [InlineData(180, 2)]
    [InlineData(360, 4)]
    [InlineData(-180, 0.5)]
    [InlineData(0, 1)]
    public void A_weight_doubles_in_180_days(int days, double factor) =>
        Assert.Equal(factor, MarketWeight.Of(Today.AddDays(days)) / MarketWeight.Of(Today), precision: 12);

    [Fact]
    public void The_weight_of_the_day_that_it_counts_from_is_1() => Assert.Equal(1, MarketWeight.Of(new DateOnly(2000, 1, 1)));

    [Fact]
    public void The_weights_of_all_days_are_finite_and_not_0()
    {
        Assert.InRange(MarketWeight.Of(DateOnly.MinValue), double.Epsilon, Math.Pow(2, -200));
        Assert.InRange(MarketWeight.Of(DateOnly.MaxValue), Math.Pow(2, 400), Math.Pow(2, 410));
        Assert.Equal(MarketWeight.Of(new DateOnly(1900, 1, 1)), MarketWeight.Of(DateOnly.MinValue));
        Assert.Equal(MarketWeight.Of(new DateOnly(2200, 12, 31)), MarketWeight.Of(DateOnly.MaxValue));
    }

    [Theory]
    [InlineData("1", 0)]
    [InlineData("100", 92)]
    [InlineData("1000000000", 414)]
    [InlineData("0.01", -92)]
    [InlineData("0.0000000000000000000000000001", -1289)]
    public void A_price_has_a_bin_that_is_exact_to_a_fortieth(string price, int bin)
    {
        var amount = decimal.Parse(price, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(bin, PriceBins.IndexOf(amount));
        Assert.True(PriceBins.IsOfPrice(bin));
        Assert.InRange(PriceBins.LogPriceOf(bin) - Math.Log((double)amount), -0.025, 0.025);
    }

    [Theory]
    [InlineData(-1290)]
    [InlineData(415)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    public void A_bin_that_no_price_has_is_none(int bin) => Assert.False(PriceBins.IsOfPrice(bin));

    private static Booking Full() => new()
    {
        BookingId = "b",
        City = "Miami",
        Country = "US",
        CheckIn = Today,
        CheckOut = Today.AddDays(3),
        PropertyId = "p1",
        PropertyType = "villa",
        Amenities = ["pool", "wifi"],
        PricePerNight = 100,
        Currency = "USD",
    };

    private static DateTimeOffset BookedAt(int days) => new(Today.AddDays(days), new TimeOnly(12, 0), TimeSpan.Zero);

    private static IReadOnlyList<MarketCount> CountsOf(params Booking[] bookings)
    {
        var counter = new MarketCounter();
        foreach (var booking in bookings)
        {
            counter.Add(booking, Today);
        }

        return counter.ToCounts();
    }

    private static double Weight(IReadOnlyList<MarketCount> counts, string market, MarketFact fact, string name) =>
        Assert.Single(counts, count => count.Market == market && count.Fact == fact && count.Name == name).Weight;
}
