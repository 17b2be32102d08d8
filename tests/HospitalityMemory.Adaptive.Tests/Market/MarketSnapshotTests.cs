using CsCheck;

namespace HospitalityMemory.Tests.Market;

public sealed class MarketSnapshotTests
{
    private static readonly DateOnly Today = new(2026, 3, 1);
    private static readonly double One = MarketWeight.Of(Today);

    [Fact]
    public void A_booking_counts_one_on_its_day_and_half_of_it_180_days_later()
    {
        MarketCount[] counts = [Count(MarketFact.Booking, "")];

        Assert.Equal(1, new MarketSnapshot(counts, Today).Overall.Bookings, precision: 12);
        Assert.Equal(0.5, new MarketSnapshot(counts, Today.AddDays(180)).Overall.Bookings, precision: 12);
        Assert.Equal(0.25, new MarketSnapshot(counts, Today.AddDays(360)).Overall.Bookings, precision: 12);
    }

    [Fact]
    public void Markets_are_apart_and_together()
    {
        var snapshot = new MarketSnapshot(
            [Count(MarketFact.City, "Miami"), Count(MarketFact.City, "Paris", 2, "FR"), Count(MarketFact.City, "Miami", 3, "")], Today);

        Assert.Equal(["Miami"], snapshot.In("US").Cities.Keys);
        Assert.Equal(["Paris"], snapshot.In("FR").Cities.Keys);
        Assert.Equal(3, snapshot.In(null).Cities["Miami"], precision: 12);
        Assert.Same(snapshot.In(""), snapshot.In(null));
        Assert.Equal(4, snapshot.Overall.Cities["Miami"], precision: 12);
        Assert.Equal(2, snapshot.Overall.Cities["Paris"], precision: 12);
        Assert.Empty(snapshot.In("us").Cities);
        Assert.Equal(0, snapshot.In("XX").Bookings);
    }

    [Fact]
    public void Of_an_empty_market_everything_is_empty()
    {
        var overall = MarketSnapshot.Empty.Overall;

        Assert.Equal((0, 0), (overall.Bookings, overall.BookingsWithAmenities));
        Assert.Empty(overall.Cities);
        Assert.Empty(overall.Prices);
        Assert.Null(overall.Nights.Quantile(0.5));
        Assert.Empty(overall.TopCities);
    }

    [Fact]
    public void Parts_of_a_count_are_added_up()
    {
        var snapshot = new MarketSnapshot(
            [Count(MarketFact.Amenity, "pool"), Count(MarketFact.Amenity, "pool", 0.5), Count(MarketFact.WithAmenities, "", 2)], Today);

        Assert.Equal(1.5, snapshot.In("US").Amenities["pool"], precision: 12);
        Assert.Equal(2, snapshot.In("US").BookingsWithAmenities, precision: 12);
    }

    [Fact]
    public void The_most_booked_come_first_those_booked_as_often_by_name_and_at_most_64()
    {
        MarketCount[] counts =
        [
            .. Enumerable.Range(0, 100).Select(number => Count(MarketFact.City, $"city {number:D2}", number / 2)),
            Count(MarketFact.City, "b", 200),
            Count(MarketFact.City, "a", 200),
        ];

        var top = new MarketSnapshot(counts, Today).Overall.TopCities;

        Assert.Equal(["a", "b", "city 98", "city 99", "city 96"], top.Take(5));
        Assert.Equal(64, top.Count);
    }

    [Fact]
    public void Prices_are_apart_by_currency_and_exact_to_a_fortieth()
    {
        var snapshot = new MarketSnapshot(
            [
                Count(MarketFact.Price, $"USD:{PriceBins.IndexOf(100)}"),
                Count(MarketFact.Price, $"USD:{PriceBins.IndexOf(300)}"),
                Count(MarketFact.Price, "EUR:-3"),
            ],
            Today);

        var dollars = snapshot.Overall.Prices["USD"];
        Assert.Equal(100, Math.Exp(dollars.Quantile(0)!.Value), tolerance: 2.5);
        Assert.Equal(300, Math.Exp(dollars.Quantile(1)!.Value), tolerance: 7.5);
        Assert.Equal(2, dollars.Weight, precision: 12);
        Assert.Equal(-0.15, snapshot.Overall.Prices["EUR"].Mean, precision: 12);
    }

    [Fact]
    public void Nights_are_a_distribution()
    {
        var nights = new MarketSnapshot([Count(MarketFact.Nights, "2", 3), Count(MarketFact.Nights, "10")], Today).Overall.Nights;

        Assert.Equal(4, nights.Mean, precision: 12);
        Assert.Equal(4, nights.Weight, precision: 12);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(double.MaxValue)]
    public void A_weight_that_no_bookings_have_is_ignored(double weight)
    {
        string[] names = ["", "Miami", "USD:92", "3"];
        MarketCount[] hostile =
        [
            .. Enum.GetValues<MarketFact>().SelectMany(fact => names.Select(name => new MarketCount("US", fact, name, weight))),
        ];

        AssertIgnored(hostile);
    }

    [Theory]
    [InlineData(MarketFact.Price, "")]
    [InlineData(MarketFact.Price, "USD")]
    [InlineData(MarketFact.Price, ":92")]
    [InlineData(MarketFact.Price, "USD:")]
    [InlineData(MarketFact.Price, "USD:x")]
    [InlineData(MarketFact.Price, "USD:92.5")]
    [InlineData(MarketFact.Price, "USD: 92")]
    [InlineData(MarketFact.Price, "dollars:92")]
    [InlineData(MarketFact.Price, "usd:92")]
    [InlineData(MarketFact.Price, "USD:2147483647")]
    [InlineData(MarketFact.Price, "USD:99999999999")]
    [InlineData(MarketFact.Price, "USD:-2147483648")]
    [InlineData(MarketFact.Nights, "")]
    [InlineData(MarketFact.Nights, "0")]
    [InlineData(MarketFact.Nights, "-3")]
    [InlineData(MarketFact.Nights, "3.5")]
    [InlineData(MarketFact.Nights, "many")]
    [InlineData(MarketFact.Nights, "2147483647")]
    [InlineData(MarketFact.Booking, "some")]
    [InlineData(MarketFact.WithAmenities, "some")]
    [InlineData((MarketFact)99, "Miami")]
    [InlineData((MarketFact)(-1), "Miami")]
    public void A_name_that_no_booking_has_is_ignored(MarketFact fact, string name) => AssertIgnored(Count(fact, name, 1_000));

    [Fact]
    public void So_are_a_count_without_a_market_and_one_without_a_name() => AssertIgnored(
        default, new MarketCount(null!, MarketFact.City, "Miami", One), new MarketCount("US", MarketFact.City, null!, One));

    [Fact]
    public void The_learner_copes_with_hostile_counts()
    {
        MarketCount[] hostile =
        [
            Count(MarketFact.Price, "USD:2147483647", 1e90), Count(MarketFact.Price, "USD:414", 1e90),
            Count(MarketFact.Nights, "2147483647", 1e90), Count(MarketFact.City, new string('x', 100_000), 1e90),
            Count(MarketFact.Amenity, "pool", 1e90), Count(MarketFact.PropertyType, "", 1e90),
            new MarketCount("US", MarketFact.Booking, "", double.MaxValue),
        ];
        var context = new LearningContext { AsOf = Today, Market = new MarketSnapshot(hostile, Today) };
        var learner = new AdaptivePreferenceLearner();

        var preferences = learner.Learn(TravelRecord.Empty, context);
        var candidate = new PropertyCandidate { PropertyId = "p", City = "Miami", PropertyType = "villa", PricePerNight = 100, Currency = "USD" };
        var ranked = learner.Rank(TravelRecord.Empty, [candidate], context);

        Assert.All(preferences.Evidence, evidence => Assert.InRange(evidence.Confidence, 0, 1));
        Assert.InRange(Assert.Single(ranked).Score, 0, 1);
    }

    [Fact]
    public void The_order_of_the_counts_does_not_matter() =>
        Gen.Select(
                OneOf("US", "FR", ""), Gen.Enum<MarketFact>(), OneOf("", "a", "b", "USD:90", "USD:95", "3", "4"), Gen.Double[0.01, 100])
            .Select((market, fact, name, weight) => new MarketCount(market, fact, name, weight * One)).Array[0, 60].Sample(counts =>
            {
                var forwards = new MarketSnapshot(counts, Today);
                var backwards = new MarketSnapshot([.. counts.Reverse()], Today);

                foreach (var (left, right) in new[] { (forwards.Overall, backwards.Overall), (forwards.In("US"), backwards.In("US")) })
                {
                    Assert.Equal(left.Bookings, right.Bookings, tolerance: 1e-9);
                    Assert.Equal(left.Cities.Keys.Order(), right.Cities.Keys.Order());
                    Assert.All(left.Cities, city => Assert.Equal(city.Value, right.Cities[city.Key], tolerance: 1e-9));
                    Assert.Equal(left.Nights.Mean, right.Nights.Mean, tolerance: 1e-9);
                    Assert.Equal(left.Prices.Keys, right.Prices.Keys);
                    Assert.All(left.Prices, price => Assert.Equal(price.Value.Mean, right.Prices[price.Key].Mean, tolerance: 1e-9));
                }
            });

    [Fact]
    public void What_servers_counted_apart_is_the_same_as_counted_together() =>
        Gen.Int[1, 400].Array[0, 30].Sample(days =>
        {
            var bookings = days
                .Select(day => new Booking { BookingId = "b", City = $"city {day % 3}", CheckIn = Today.AddDays(-day) })
                .ToList();
            var together = new MarketSnapshot(CountsOf(bookings), Today).Overall;
            var half = days.Length / 2;
            var apart = new MarketSnapshot([.. CountsOf(bookings.Take(half)), .. CountsOf(bookings.Skip(half))], Today).Overall;

            Assert.Equal(together.Bookings, apart.Bookings, tolerance: 1e-9);
            Assert.All(together.Cities, city => Assert.Equal(city.Value, apart.Cities[city.Key], tolerance: 1e-9));
        });

    [Fact]
    public void Null_is_refused() => Assert.Throws<ArgumentNullException>(() => new MarketSnapshot(null!, Today));

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);

    private static void AssertIgnored(params MarketCount[] hostile)
    {
        MarketCount[] sound =
        [
            Count(MarketFact.Booking, ""), Count(MarketFact.City, "Miami"), Count(MarketFact.Price, "USD:92"), Count(MarketFact.Nights, "3"),
        ];
        var snapshot = new MarketSnapshot([.. hostile, .. sound, .. hostile], Today);

        foreach (var segment in new[] { snapshot.Overall, snapshot.In("US") })
        {
            Assert.Equal(1, segment.Bookings, precision: 12);
            Assert.Equal(0, segment.BookingsWithAmenities);
            Assert.Equal(1, Assert.Single(segment.Cities).Value, precision: 12);
            Assert.Equal((4.6, 0), (Assert.Single(segment.Prices).Value.Mean, segment.Prices["USD"].Variance));
            Assert.Equal(1, segment.Prices["USD"].Weight, precision: 12);
            Assert.Equal((3, 0), (segment.Nights.Mean, segment.Nights.Variance));
        }
    }

    private static MarketCount Count(MarketFact fact, string name, double bookings = 1, string market = "US") =>
        new(market, fact, name, bookings * One);

    private static IReadOnlyList<MarketCount> CountsOf(IEnumerable<Booking> bookings)
    {
        var counter = new MarketCounter();
        foreach (var booking in bookings)
        {
            counter.Add(booking, Today);
        }

        return counter.ToCounts();
    }
}
