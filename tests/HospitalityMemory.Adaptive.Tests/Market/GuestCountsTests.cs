using HospitalityMemory.Stores;

namespace HospitalityMemory.Adaptive.Tests;

public sealed class GuestCountsTests
{
    private static readonly DateOnly Today = new(2026, 3, 1);
    private static readonly double One = MarketWeight.Of(Today);

    private readonly GuestCounts _counts = new(NameRules.Default);

    [Fact]
    public void A_booking_counts_each_thing_that_is_known_of_it_and_its_guest_once()
    {
        _counts.Add(Change(before: [], after: [Full()], Full()));

        string[] expected =
        [
            "amenity/US/pool", "amenity/US/wifi", "amenity_spelling/pool/pool", "amenity_spelling/wifi/wifi", "booking/US/",
            "city/US/miami|US", "city_spelling/miami|US/Miami", "nights/US/3", "price/US/USD:92", "property/US/p1",
            "property_type/US/villa", "property_type_spelling/villa/villa", "with_amenities/US/", "with_property/US/", "with_property_type/US/",
        ];
        Assert.Equal(expected.Select(name => new NamedSum(name, One, 1)), Sums());
    }

    [Fact]
    public void What_is_not_known_is_not_counted()
    {
        var booking = new Booking { BookingId = "b", City = "Miami", CheckIn = Today };
        _counts.Add(Change(before: [], after: [booking], booking));

        Assert.Equal(["booking//", "city//miami", "city_spelling/miami/Miami"], Sums().Select(sum => sum.Name));
    }

    [Fact]
    public void A_guest_who_spells_one_thing_in_several_ways_is_one_guest()
    {
        Booking[] stays =
        [
            Full() with { BookingId = "b1", City = "M\u00FCnchen", Country = "Germany", Amenities = ["Wi-Fi", "WLAN"] },
            Full() with { BookingId = "b2", City = "MUNCHEN", Country = "DE", PropertyType = "Villa", Amenities = ["wifi", "n/a"] },
        ];

        _counts.Add(Change(before: [], after: stays, stays));

        var sums = Sums().ToDictionary(sum => sum.Name);
        Assert.Equal((2 * One, 1), Of("city/DE/munchen|DE"));
        Assert.Equal((2 * One, 1), Of("amenity/DE/wifi"));
        Assert.Equal((2 * One, 1), Of("with_amenities/DE/"));
        Assert.Equal((2 * One, 1), Of("property_type/DE/villa"));
        Assert.Equal((One, 1), Of("city_spelling/munchen|DE/M\u00FCnchen"));
        Assert.Equal((One, 1), Of("amenity_spelling/wifi/Wi-Fi"));
        Assert.DoesNotContain(sums.Keys, name => name.Contains("n/a", StringComparison.Ordinal) || name.Contains("WLAN", StringComparison.Ordinal));

        (double, long) Of(string name) => (sums[name].Amount, sums[name].Guests);
    }

    [Fact]
    public void A_booking_that_names_no_city_is_in_none()
    {
        var booking = new Booking { BookingId = "b", City = "NULL", Country = "unknown", CheckIn = Today };
        _counts.Add(Change(before: [], after: [booking], booking));

        Assert.Equal(["booking//"], Sums().Select(sum => sum.Name));
    }

    [Fact]
    public void One_guest_who_books_a_city_ten_times_is_one_guest()
    {
        var record = new List<Booking>();
        for (var number = 0; number < 10; number++)
        {
            Booking[] before = [.. record];
            record.Add(Full() with { BookingId = $"b{number}" });
            _counts.Add(Change(before, [.. record], record[^1]));
        }

        var miami = Assert.Single(Sums(), sum => sum.Name == "city/US/miami|US");
        Assert.Equal((10 * One, 1), (miami.Amount, miami.Guests));
    }

    [Fact]
    public void The_second_stay_of_a_guest_says_whether_guests_come_back_and_is_taken_back_with_the_record()
    {
        Booking Stay(string id, string city, int day) => new() { BookingId = id, City = city, Country = "US", CheckIn = Today.AddDays(day) };
        var (first, second, third) = (Stay("1", "Miami", -30), Stay("2", "Miami", -20), Stay("3", "Tampa", -10));
        _counts.Add(Change(before: [], after: [first], first));
        Assert.Empty(Pairs());

        _counts.Add(Change(before: [], after: [first], first));
        _counts.Add(Change(before: [first], after: [second, first], second));
        Assert.Equal([("return_to_city/US/", 1L), ("second_stay/US/", 1L)], Pairs());

        // Later bookings add nothing more for the same guest; the earlier ones stay the first.
        _counts.Add(Change(before: [], after: [second, first], first, second));
        _counts.Add(Change(before: [second, first], after: [third, second, first], third));
        Assert.Equal([("return_to_city/US/", 1L), ("second_stay/US/", 1L)], Pairs());

        _counts.Add(Change(before: [third, second], after: [third], second with { CancelledAt = Noon }));
        Assert.Equal([("second_stay/US/", -1L)], Pairs());

        List<(string, long)> Pairs() =>
            [.. Sums().Where(sum => sum.Name.StartsWith("second", StringComparison.Ordinal) || sum.Name.StartsWith("return", StringComparison.Ordinal)).Select(sum => (sum.Name, sum.Guests))];
    }

    [Fact]
    public void Booking_and_cancelling_again_and_again_makes_no_second_guest()
    {
        for (var round = 0; round < 10; round++)
        {
            var booking = Full() with { BookingId = $"b{round}" };
            _counts.Add(Change(before: [], after: [booking], booking));
            _counts.Add(Change(before: [booking], after: [], booking with { CancelledAt = Noon }));
        }

        Assert.Empty(Sums());
        _counts.Add(Change(before: [], after: [Full()], Full()));
        Assert.All(Sums(), sum => Assert.Equal(1, sum.Guests));
    }

    [Fact]
    public void An_amended_booking_is_taken_back_as_it_was_and_counted_as_it_is()
    {
        var amended = Full() with { City = "Tampa" };

        _counts.Add(Change(before: [Full()], after: [amended], amended));

        Assert.Equal(
            [
                new("city/US/miami|US", -One, -1), new("city/US/tampa|US", One, 1),
                new("city_spelling/miami|US/Miami", -One, -1), new NamedSum("city_spelling/tampa|US/Tampa", One, 1),
            ],
            Sums());
    }

    [Fact]
    public void A_rating_changes_nothing()
    {
        var rated = Full() with { GuestRating = 5, Amenities = ["pool", "wifi"] };

        _counts.Add(Change(before: [Full()], after: [rated], rated));

        Assert.Empty(Sums());
    }

    [Fact]
    public void An_erased_guest_and_one_who_withdraws_consent_take_back_all_that_the_record_holds()
    {
        Booking[] record = [Full() with { BookingId = "b2" }, Full()];
        _counts.Add(Change(before: [], after: [record[1]], record[1]));
        _counts.Add(Change(before: [record[1]], after: record, record[0]));

        _counts.Add(Change(record, after: []));

        Assert.Empty(Sums());
    }

    [Fact]
    public void An_erasure_whose_record_could_not_be_read_takes_back_nothing()
    {
        _counts.Add(Change(before: [], after: []) with { Kind = GuestChangeKind.Erased, Before = null });

        Assert.Empty(Sums());
    }

    [Fact]
    public void What_newer_stays_push_out_of_the_record_stays_counted_though_its_guest_does_not_stand_behind_it_any_more()
    {
        var old = Full() with { City = "Oslo", BookingId = "old" };
        var added = Full() with { BookingId = "new" };

        _counts.Add(Change(before: [Full(), old], after: [added, Full()], added));

        Assert.Equal(
            [new("city/US/miami|US", One, 0), new NamedSum("city/US/oslo|US", 0, -1)],
            Sums().Where(sum => sum.Name.StartsWith("city/", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_comes_back_into_the_record_for_one_that_was_cancelled_is_not_counted_twice()
    {
        var old = Full() with { City = "Oslo", BookingId = "old" };

        _counts.Add(Change(before: [Full()], after: [old], Full() with { CancelledAt = Noon }));

        Assert.Equal(new NamedSum("city/US/oslo|US", 0, 1), Assert.Single(Sums(), sum => sum.Name == "city/US/oslo|US"));
    }

    [Fact]
    public void Whatever_the_order_of_a_guests_life_the_guests_behind_a_name_are_those_whose_record_has_it()
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            List<Booking> record = [];
            for (var step = 0; step < 12; step++)
            {
                Booking[] before = [.. record];
                Booking? written = null;
                if (record.Count > 0 && random.Next(3) is 0)
                {
                    var at = random.Next(record.Count);
                    written = record[at];
                    record.RemoveAt(at);
                }
                else
                {
                    written = Full() with { BookingId = $"b{step}", City = $"{(random.Next(2) is 0 ? "City" : "city")} {random.Next(3)}", Amenities = [$"a{random.Next(3)}"] };
                    record.Insert(random.Next(record.Count + 1), written);
                }

                _counts.Add(Change(before, [.. record], written));
            }

            var cities = record.Select(stay => $"city/US/city{stay.City[^1]}|US").Distinct().Order().ToList();
            var sums = Sums();
            Assert.Equal(cities, sums.Where(sum => sum.Guests is 1 && sum.Name.StartsWith("city/", StringComparison.Ordinal)).Select(sum => sum.Name));
            Assert.All(sums, sum => Assert.InRange(sum.Guests, 0, 1));
        }
    }

    [Fact]
    public void The_day_is_that_of_the_booking_where_it_is_known_and_never_after_today()
    {
        var booking = new Booking { BookingId = "b", City = "Miami", CheckIn = Today.AddDays(-10) };

        Assert.Equal(MarketWeight.Of(Today.AddDays(-10)), MarketWeight.Of(booking, Today));
        Assert.Equal(MarketWeight.Of(Today.AddDays(-100)), MarketWeight.Of(booking with { BookedAt = Noon.AddDays(-100) }, Today));
        Assert.Equal(One, MarketWeight.Of(booking with { BookedAt = Noon.AddDays(100) }, Today));
        Assert.Equal(One, MarketWeight.Of(booking with { CheckIn = Today.AddDays(100) }, Today));
    }

    [Theory]
    [InlineData(180, 2)]
    [InlineData(360, 4)]
    [InlineData(-180, 0.5)]
    [InlineData(0, 1)]
    public void A_weight_doubles_in_180_days(int days, double factor) =>
        Assert.Equal(factor, MarketWeight.Of(Today.AddDays(days)) / MarketWeight.Of(Today), precision: 12);

    [Theory]
    [InlineData("US", "Miami")]
    [InlineData("", "")]
    [InlineData("a/b", "c/d/")]
    [InlineData("%2F", "%25")]
    [InlineData("/", "/")]
    public void A_name_is_read_back_as_it_was(string market, string city)
    {
        var name = new MarketName(market, MarketFact.City, city);

        Assert.True(MarketName.TryParse(name.ToStoredName()!, out var read));
        Assert.Equal(name, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("city")]
    [InlineData("city/US")]
    [InlineData("season/US/spring")]
    [InlineData("CITY/US/Miami")]
    public void A_name_of_another_program_or_version_is_none_of_the_market(string text) => Assert.False(MarketName.TryParse(text, out _));

    [Fact]
    public void A_name_that_no_store_takes_is_not_counted()
    {
        var booking = Full() with { Country = new string('東', 200), City = new string('東', 200) };

        _counts.Add(Change(before: [], after: [booking], booking));

        Assert.DoesNotContain(Sums(), sum => sum.Name.StartsWith("city/", StringComparison.Ordinal));
    }

    private static DateTimeOffset Noon { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private List<NamedSum> Sums() => [.. _counts.Take().OrderBy(sum => sum.Name, StringComparer.Ordinal)];

    private static GuestChange Change(Booking[] before, Booking[] after, params Booking[] written) => new()
    {
        Kind = GuestChangeKind.Changed,
        UserId = "guest",
        At = Noon,
        Before = new TravelRecord(before, []),
        After = new TravelRecord(after, []),
        Bookings = written,
    };

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
}
