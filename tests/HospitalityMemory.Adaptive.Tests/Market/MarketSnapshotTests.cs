using CsCheck;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Adaptive.Tests;

public sealed class MarketSnapshotTests
{
    private static readonly DateOnly Today = new(2026, 3, 1);
    private static readonly double One = MarketWeight.Of(Today);

    /// <summary>On this day a booking has its stored weight of 1, which makes the sums exact.</summary>
    private static readonly DateOnly Origin = new(2000, 1, 1);

    [Fact]
    public async Task A_booking_counts_one_on_its_day_and_half_of_it_180_days_later()
    {
        var reading = new MarketReading(1);
        foreach (var (days, expected) in new[] { (0, 1.0), (180, 0.5), (360, 0.25) })
        {
            await ReadAsync(reading, [Sum("booking/US/")], Today.AddDays(days));
            Assert.Equal(expected, reading.Current.Overall.Bookings, precision: 12);
            Assert.Equal(expected, reading.Current.In("US").Bookings, precision: 12);
        }
    }

    [Fact]
    public void Markets_are_apart_and_together()
    {
        var snapshot = Of(Sum("city/US/Miami"), Sum("city/FR/Paris", 2), Sum("city//Miami", 3));

        Assert.Equal(["Miami"], snapshot.In("US").TopCities);
        Assert.Equal(["Paris"], snapshot.In("FR").TopCities);
        Assert.Equal(3, snapshot.In(null).WeightOf(MarketFact.City, "Miami"), precision: 12);
        Assert.Same(snapshot.In(""), snapshot.In(null));
        Assert.Equal(4, snapshot.Overall.WeightOf(MarketFact.City, "Miami"), precision: 12);
        Assert.Equal(["Miami", "Paris"], snapshot.Overall.TopCities);
        Assert.Empty(snapshot.In("us").TopCities);
        Assert.Equal(0, snapshot.In("XX").Bookings);
    }

    [Fact]
    public void Of_an_empty_market_everything_is_empty()
    {
        var overall = MarketSnapshot.Empty.Overall;

        Assert.Equal((0, 0), (overall.Bookings, overall.BookingsWithAmenities));
        Assert.Empty(overall.Prices);
        Assert.Null(overall.Nights.Quantile(0.5));
        Assert.Empty(overall.TopCities);
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public void Nothing_is_told_of_what_fewer_than_five_guests_stand_behind(int guests, bool isTold)
    {
        string[] names = ["booking/US/", "city/US/Miami", "property/US/p", "property_type/US/villa", "with_amenities/US/", "amenity/US/pool", "price/US/USD:92", "nights/US/3"];

        var snapshot = Markets.OfSums(5, Today, [.. names.Select(name => new NamedSum(name, 1_000 * One, guests))]);

        foreach (var segment in new[] { snapshot.Overall, snapshot.In("US") })
        {
            Assert.Equal(isTold, segment.Bookings > 0);
            Assert.Equal(isTold, segment.TopCities.Contains("Miami"));
            Assert.Equal(isTold, segment.Tells(MarketFact.Property, "p"));
            Assert.Equal(isTold, segment.TopPropertyTypes.Contains("villa"));
            Assert.Equal(isTold, segment.BookingsWithAmenities > 0);
            Assert.Equal(isTold, segment.TopAmenities.Contains("pool") && segment.CommonAmenities.Contains("pool"));
            Assert.Equal(isTold, segment.Prices.ContainsKey("USD"));
            Assert.Equal(isTold, segment.Nights.Weight > 0);
        }
    }

    [Fact]
    public void Few_guests_in_each_of_many_markets_are_not_told_by_all_markets_together()
    {
        // A guest who booked the city in five countries would be counted five times.
        var snapshot = Markets.OfSums(5, Today, [.. Enumerable.Range(0, 5).Select(country => new NamedSum($"city/{country}/Secret", One, 4))]);

        Assert.Empty(snapshot.Overall.TopCities);
    }

    [Fact]
    public async Task What_too_few_guests_stand_behind_any_more_is_told_no_more_whatever_rounding_leaves()
    {
        var reading = new MarketReading(5);
        await ReadAsync(reading, [new("city/US/Miami", 0.1 * One, 5), new("city/FR/Miami", 0.7 * One, 5), new("city/FR/Paris", 9 * One, 9)], Today);
        Assert.Contains("Miami", reading.Current.Overall.TopCities);

        await ReadAsync(reading, [new("city/US/Miami", 0.3 * One, 4), new("city/FR/Paris", 9 * One, 9)], Today);

        Assert.Equal(["Paris"], reading.Current.Overall.TopCities);
        Assert.False(reading.Current.Overall.Tells(MarketFact.City, "Miami"));
        Assert.Empty(reading.Current.In("US").TopCities);
    }

    [Fact]
    public void The_most_booked_come_first_those_booked_as_often_by_name_and_at_most_64()
    {
        NamedSum[] sums =
        [
            .. Enumerable.Range(0, 100).Select(number => Sum($"city/US/city {number:D2}", number / 2)), Sum("city/US/b", 200), Sum("city/US/a", 200),
        ];

        var top = Of(sums).Overall.TopCities;

        Assert.Equal(["a", "b", "city 98", "city 99", "city 96"], top.Take(5));
        Assert.Equal(64, top.Count);
    }

    [Fact]
    public void Prices_are_apart_by_currency_and_exact_to_a_fortieth()
    {
        var snapshot = Of(Sum($"price/US/USD:{PriceBins.IndexOf(100)}"), Sum($"price/US/USD:{PriceBins.IndexOf(300)}"), Sum("price/US/EUR:-3"));

        var dollars = snapshot.Overall.Prices["USD"];
        Assert.Equal(100, Math.Exp(dollars.Quantile(0)!.Value), tolerance: 2.5);
        Assert.Equal(300, Math.Exp(dollars.Quantile(1)!.Value), tolerance: 7.5);
        Assert.Equal(-0.15, snapshot.Overall.Prices["EUR"].Mean, precision: 12);
    }

    [Fact]
    public void Nights_are_a_distribution() => Assert.Equal(4, Of(Sum("nights/US/2", 3), Sum("nights/US/10")).Overall.Nights.Mean, precision: 12);

    [Fact]
    public void The_properties_that_may_not_be_told_share_what_is_left()
    {
        var snapshot = Markets.OfSums(5, Today,
        [
            new("with_property/US/", 10 * One, 9), new("property/US/known", 4 * One, 5), new("property/US/a", 5 * One, 4), new("property/US/b", One, 1),
        ]);

        Assert.Equal(3, snapshot.In("US").WeightOfUntoldProperty, precision: 12);
        Assert.Equal(3, snapshot.In("US").PropertyCount);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(double.MaxValue)]
    public void An_amount_that_no_bookings_have_is_ignored(double amount) => AssertIgnored(
        "booking/US/", "city/US/Rome", "price/US/USD:93", "nights/US/4", amount);

    [Theory]
    [InlineData("price/US/")]
    [InlineData("price/US/USD")]
    [InlineData("price/US/:92")]
    [InlineData("price/US/USD:")]
    [InlineData("price/US/USD:x")]
    [InlineData("price/US/USD:92.5")]
    [InlineData("price/US/USD: 92")]
    [InlineData("price/US/dollars:92")]
    [InlineData("price/US/usd:92")]
    [InlineData("price/US/USD:2147483647")]
    [InlineData("price/US/USD:99999999999")]
    [InlineData("price/US/USD:-2147483648")]
    [InlineData("nights/US/")]
    [InlineData("nights/US/0")]
    [InlineData("nights/US/-3")]
    [InlineData("nights/US/3.5")]
    [InlineData("nights/US/many")]
    [InlineData("nights/US/2147483647")]
    [InlineData("booking/US/some")]
    [InlineData("season/US/spring")]
    [InlineData("Miami")]
    public void A_name_that_no_booking_has_is_ignored(string name) => AssertIgnored(name, null, null, null, 1_000 * One);

    [Fact]
    public void The_learner_copes_with_hostile_sums()
    {
        var market = Of(
            Sum("price/US/USD:2147483647", 1e90), Sum("price/US/USD:414", 1e90), Sum("nights/US/2147483647", 1e90), Sum("amenity/US/pool", 1e90),
            Sum($"city/US/{new string('x', 100_000)}", 1e90), Sum("property_type/US/", 1e90), new("booking/US/", double.MaxValue, 9));
        var candidate = new PropertyCandidate { PropertyId = "p", City = "Miami", PropertyType = "villa", PricePerNight = 100, Currency = "USD" };

        var preferences = new MarketLearner().Learn(TravelRecord.Empty, new(Today, market));
        var ranked = new MarketLearner().Rank(TravelRecord.Empty, [candidate], new(Today, market));

        Assert.All(preferences.All, evidence => Assert.InRange(evidence.Confidence, 0, 1));
        Assert.InRange(Assert.Single(ranked).Score, 0, 1);
    }

    /// <summary>Many readings one after the other give the same result as the last of them alone.</summary>
    [Fact]
    public void What_is_changed_step_by_step_is_what_is_read_at_once() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 5], Gen.Int[0, 8], Gen.Int[1, 9]).Array[0, 40].Array[1, 5].Sample(
            rounds =>
            {
                var reading = new MarketReading(5);
                NamedSum[] sums = [];
                foreach (var round in rounds)
                {
                    sums =
                    [
                        .. round.Select(sum => new NamedSum(NameOf(sum.Item1, sum.Item2, sum.Item3), sum.Item4, sum.Item4)).DistinctBy(sum => sum.Name),
                    ];
                    ReadAsync(reading, sums, Origin).AsTask().GetAwaiter().GetResult();
                }

                var once = Markets.OfSums(5, Origin, sums);
                foreach (var (left, right) in new[] { (reading.Current.Overall, once.Overall), (reading.Current.In("0"), once.In("0")) })
                {
                    AssertSame(left, right);
                }
            },
            iter: 300);

    /// <summary>A store that tells its changes is read like one that does not.</summary>
    [Fact]
    public void What_is_read_of_changes_is_what_is_read_of_all() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 5], Gen.Int[0, 8], Gen.Int[-1, 1]).Array[0, 40].Array[1, 5].Sample(
            rounds =>
            {
                var store = new InMemoryNamedSumStore();
                var reading = new MarketReading(1);
                foreach (var round in rounds)
                {
                    // Guests come and go: names appear and disappear again.
                    NamedSum[] additions =
                        [.. round.Select(sum => new NamedSum(NameOf(sum.Item1, sum.Item2, sum.Item3), sum.Item4, sum.Item4)).DistinctBy(sum => sum.Name)];
                    store.AddAsync(additions, CancellationToken.None).AsTask().GetAwaiter().GetResult();
                    reading.ReadAsync(store, Origin, CancellationToken.None).AsTask().GetAwaiter().GetResult();
                }

                var once = Markets.OfSums(1, Origin, [.. store.ReadAsync(CancellationToken.None).ToBlockingEnumerable()]);
                AssertSame(reading.Current.Overall, once.Overall);
                AssertSame(reading.Current.In("0"), once.In("0"));
            },
            iter: 300);

    [Fact]
    public async Task A_store_that_tells_its_changes_is_read_whole_once()
    {
        var store = new CountedStore();
        var reading = new MarketReading(1);
        for (var round = 1; round <= 3; round++)
        {
            await store.AddAsync([Sum("city/US/Miami"), Sum($"city/US/town {round}", round)], default);
            await reading.ReadAsync(store, Today, default);
            Assert.Equal(round, reading.Current.In("US").WeightOf(MarketFact.City, "Miami"), precision: 9);
        }

        await store.AddAsync([Sum("city/US/Miami", -3) with { Guests = -27 }], default);
        await reading.ReadAsync(store, Today, default);

        Assert.Equal(1, store.Reads);
        Assert.Equal(["town 3", "town 2", "town 1"], reading.Current.In("US").TopCities);
    }

    [Fact]
    public async Task A_reading_that_changes_nothing_leaves_the_snapshot_and_its_token()
    {
        var reading = new MarketReading(1);
        await ReadAsync(reading, [Sum("city/US/Miami")], Today);
        var before = reading.Current;

        await ReadAsync(reading, [Sum("city/US/Miami")], Today);
        Assert.Same(before, reading.Current);

        await ReadAsync(reading, [Sum("city/US/Miami", 2)], Today);
        Assert.NotSame(before.Token, reading.Current.Token);
    }

    [Fact]
    public async Task A_reading_with_few_changes_does_not_copy_a_hundred_thousand_names()
    {
        const int Names = 100_000;
        const int Changed = 100;
        NamedSum[] sums = [.. Enumerable.Range(0, Names).Select(number => Sum($"property/US/property {number}", 1 + (number % 50)))];
        var reading = new MarketReading(1);
        await ReadAsync(reading, sums, Today);
        var changes = Enumerable.Range(0, Changed)
            .Select(number => new MarketChange(
                new("US", MarketFact.Property, $"property {number * 997}"), MarketSum.Of(1 * One, 9, 1), MarketSum.Of((100 + number) * One, 9, 1)))
            .ToList();
        reading.Current.With(changes, Today);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var changed = reading.Current.With(changes, Today);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(100 + 7, changed.Overall.WeightOf(MarketFact.Property, $"property {7 * 997}"), precision: 9);
        Assert.Equal(Names, changed.Overall.PropertyCount);

        // A copy of 100,000 names takes 2.4 MB for references and weights alone.
        Assert.InRange(bytes, 1, 400_000);
    }

    private static string NameOf(int market, int fact, int name) => fact switch
    {
        0 => $"city/{market}/{name}",
        1 => $"property/{market}/{name}",
        2 => $"amenity/{market}/{name}",
        3 => $"price/{market}/USD:{90 + name}",
        4 => $"with_amenities/{market}/",
        _ => $"nights/{market}/{1 + name}",
    };

    private static void AssertSame(MarketSegment left, MarketSegment right)
    {
        Assert.Equal(right.TopCities, left.TopCities);
        Assert.Equal(right.TopAmenities, left.TopAmenities);
        Assert.Equal(right.CommonAmenities, left.CommonAmenities);
        Assert.Equal(right.PropertyCount, left.PropertyCount);
        Assert.Equal(right.Nights.Mean, left.Nights.Mean, tolerance: 1e-9);
        Assert.Equal(right.Prices.Keys.Order(), left.Prices.Keys.Order());
        Assert.All(right.Prices, price => Assert.Equal(price.Value.Mean, left.Prices[price.Key].Mean, tolerance: 1e-9));
        foreach (var fact in Enum.GetValues<MarketFact>())
        {
            Assert.Equal(right.Of(fact).Names.Order(), left.Of(fact).Names.Order());
            Assert.All(right.Of(fact).Names, name => Assert.Equal(right.WeightOf(fact, name), left.WeightOf(fact, name), tolerance: 1e-9));
        }
    }

    private static void AssertIgnored(string first, string? second, string? third, string? fourth, double amount)
    {
        NamedSum[] hostile = [.. new[] { first, second, third, fourth }.OfType<string>().Select(name => new NamedSum(name, amount, 9))];
        NamedSum[] sound = [Sum("city/US/Miami"), Sum("price/US/USD:92"), Sum("nights/US/3")];
        var snapshot = Of([.. hostile, .. sound]);

        foreach (var segment in new[] { snapshot.Overall, snapshot.In("US") })
        {
            Assert.Equal(0, segment.Bookings);
            Assert.Equal(["Miami"], segment.TopCities);
            Assert.Equal((4.6, 0), (Assert.Single(segment.Prices).Value.Mean, segment.Prices["USD"].Variance));
            Assert.Equal((3, 0), (segment.Nights.Mean, segment.Nights.Variance));
        }
    }

    private static NamedSum Sum(string name, double bookings = 1) => new(name, bookings * One, 9);

    private static MarketSnapshot Of(params NamedSum[] sums) => Markets.OfSums(1, Today, sums);

    private static ValueTask ReadAsync(MarketReading reading, NamedSum[] sums, DateOnly day) =>
        reading.ReadAsync(sums.ToAsyncEnumerable(), day, CancellationToken.None);

    private sealed class CountedStore : INamedSumStore
    {
        private readonly InMemoryNamedSumStore _store = new();

        public int Reads { get; private set; }

        public string Name => "counted";

        public ValueTask AddAsync(IReadOnlyList<NamedSum> additions, CancellationToken cancellationToken) => _store.AddAsync(additions, cancellationToken);

        public IAsyncEnumerable<NamedSum> ReadAsync(CancellationToken cancellationToken)
        {
            Reads++;
            return _store.ReadAsync(cancellationToken);
        }

        public ValueTask<NamedSumChanges?> ReadChangesAsync(long? since, CancellationToken cancellationToken) => _store.ReadChangesAsync(since, cancellationToken);
    }
}
