using HospitalityMemory.Tests.Learning;

namespace HospitalityMemory.Adaptive.Tests;

public sealed class AdaptivePreferenceLearnerTests
{
    private static readonly MarketLearner Learner = new();

    /// <summary>Miami is most popular, then Tampa; Oslo is elsewhere.</summary>
    private static readonly MarketDay Market = Markets.Context(
    [
        .. Markets.Bookings(30, "Miami", "US", 200, "villa", "wifi", "pool"),
        .. Markets.Bookings(20, "Tampa", "US", 100, "hotel", "wifi"),
        .. Markets.Bookings(40, "Oslo", "NO", 150, "cabin", "wifi", "sauna"),
    ]);

    [Fact]
    public void Of_a_stranger_and_no_market_nothing_is_known()
    {
        var preferences = Learner.Learn(TravelRecord.Empty, Stays.Context);

        Assert.Empty(preferences.PreferredCities);
        Assert.Null(preferences.PreferredPriceRange);
        Assert.Empty(preferences.PreferredAmenities);
        Assert.Empty(preferences.PreferredPropertyTypes);
        Assert.Null(preferences.UsualNights);
        Assert.Empty(preferences.All);
    }

    [Fact]
    public void A_stranger_is_told_what_is_popular_and_that_it_is_no_more_than_that()
    {
        var preferences = Learner.Learn(TravelRecord.Empty, Market);

        Assert.Equal(["Oslo", "Miami", "Tampa"], preferences.PreferredCities);
        Assert.Equal("wifi", preferences.PreferredAmenities[0]);
        Assert.Equal("cabin", preferences.PreferredPropertyTypes[0]);
        Assert.InRange(preferences.PreferredPriceRange!.Min, 100, 150);
        Assert.InRange(preferences.PreferredPriceRange.Max, 150, 230);
        Assert.All(preferences.All, evidence =>
            Assert.Equal((PreferenceSource.Market, 0, 0.0), (evidence.Source, evidence.Stays, evidence.Confidence)));
    }

    [Fact]
    public void After_one_stay_its_city_comes_first_and_then_what_is_popular_in_its_country()
    {
        var preferences = Learner.Learn(Stays.Record(Stays.At("Tampa", "2026-01-10") with { Country = "US" }), Market);

        Assert.Equal(["Tampa", "Miami", "Oslo"], preferences.PreferredCities);
        var tampa = preferences.All.Single(evidence => evidence.Value == "Tampa");
        Assert.Equal((PreferenceSource.Bookings, 1, Stays.Day("2026-01-10")), (tampa.Source, tampa.Stays, tampa.LastStay));
        Assert.Equal(PreferenceSource.Market, preferences.All.Single(evidence => evidence.Value == "Miami").Source);
    }

    [Fact]
    public void The_city_score_is_the_documented_one()
    {
        var preferences = Learner.Learn(Stays.Record(Stays.At("Tampa", "2026-02-19") with { Country = "US" }), Market);

        // 10 days ago: 11^-0.3. Of the market 20 of 50 bookings in the US and of 90 in all.
        var weight = Math.Pow(11, -0.3);
        var popularity = (0.85 * 20 / 50) + (0.15 * 20 / 90);
        Assert.Equal(
            (weight + popularity) / (weight + 1), preferences.All.Single(evidence => evidence.Value == "Tampa").Score, 1e-9);
    }

    [Fact]
    public void A_recent_stay_counts_more_than_an_old_one_and_many_old_ones_more_than_a_recent_one()
    {
        var one = Learner.Learn(Stays.Record(Stays.At("Bergen", "2020-01-01"), Stays.At("Tromso", "2026-01-01")), Stays.Context);
        var many = Learner.Learn(
            Stays.Record([Stays.At("Tromso", "2026-01-01"), .. Enumerable.Range(1, 9).Select(day => Stays.At("Bergen", $"2025-0{day}-01"))]),
            Stays.Context);

        Assert.Equal(["Tromso", "Bergen"], one.PreferredCities);
        Assert.Equal(["Bergen", "Tromso"], many.PreferredCities);
    }

    [Fact]
    public void A_stay_to_come_counts_as_one_of_today()
    {
        var preferences = Learner.Learn(Stays.Record(Stays.At("Bergen", "2026-12-01"), Stays.At("Tromso", "2026-03-01")), Stays.Context);

        Assert.Equal(preferences.All[0].Score, preferences.All[1].Score);
    }

    [Fact]
    public void A_stay_that_the_guest_disliked_counts_less()
    {
        var preferences = Learner.Learn(
            Stays.Record(Stays.At("Bergen", "2026-01-02") with { GuestRating = 1 }, Stays.At("Tromso", "2026-01-01")), Stays.Context);

        Assert.Equal(["Tromso", "Bergen"], preferences.PreferredCities);
    }

    [Fact]
    public void A_search_counts_less_than_a_stay_and_is_said_to_be_one()
    {
        var record = new TravelRecord([Stays.At("Bergen", "2026-01-01")], [Stays.Search("Tromso")]);

        var preferences = Learner.Learn(record, Stays.Context);

        Assert.Equal(["Bergen", "Tromso"], preferences.PreferredCities.Order());
        Assert.Equal(PreferenceSource.Searches, preferences.All.Single(evidence => evidence.Value == "Tromso").Source);
    }

    [Fact]
    public void A_range_of_three_stays_is_wider_than_their_prices_and_one_of_a_loyal_guest_is_narrow()
    {
        var three = Range(
            Stay("p1", "2026-01-03", 110), Stay("p2", "2026-01-02", 111), Stay("p3", "2026-01-01", 112));
        var loyal = Range([.. Enumerable.Range(1, 9).Select(day => Stay("p1", $"2026-01-0{day}", 110))]);

        Assert.True(three.Min < 105 && three.Max > 117, $"{three}");
        Assert.Equal((110, 110), (loyal.Min, loyal.Max));
    }

    [Fact]
    public void After_one_stay_the_range_is_that_of_a_price_in_another_place()
    {
        // As many bookings of each price from 50 to 249.
        Booking[] market = [.. Enumerable.Range(50, 200).Select(price => Stays.At("Tampa", "2026-02-01", $"m{price}").Priced(price) with { Country = "US" })];

        var preferences = Learner.Learn(Stays.Record(Stay("p1", "2026-02-28", 100)), Markets.Context(market));

        Assert.InRange(preferences.PreferredPriceRange!.Min, 85, 95);
        Assert.InRange(preferences.PreferredPriceRange.Max, 120, 160);
    }

    [Theory]
    [InlineData(1, 1, 0.8)]
    [InlineData(9, 1, 1.4 / 9.75)]
    [InlineData(9, 9, 6.6 / 9.75)]
    public void How_likely_a_new_property_is_depends_on_how_often_there_was_one(int stays, int places, double expected) =>
        Assert.Equal(expected, Novelty.OfProperty.After(stays, places), 1e-9);

    [Fact]
    public void Of_places_that_are_not_known_as_many_are_taken_as_may_be_expected()
    {
        // After one stay there is 1, and with 0.8 a second.
        Assert.Equal(Novelty.OfProperty.After(1, 1), Novelty.OfProperty.After(1), 1e-9);
        Assert.Equal((0.75 + (0.65 * 1.8)) / 2.75, Novelty.OfProperty.After(2), 1e-9);
    }

    [Fact]
    public void Without_a_market_the_range_is_that_of_the_own_prices()
    {
        var preferences = Learner.Learn(
            Stays.Record([.. Enumerable.Range(1, 9).Select(day => Stay($"p{day}", $"2026-01-0{day}", 100 * day))]), Stays.Context);

        Assert.InRange(preferences.PreferredPriceRange!.Min, 200, 400);
        Assert.InRange(preferences.PreferredPriceRange.Max, 600, 800);
    }

    [Fact]
    public void Prices_are_never_mixed_across_currencies()
    {
        var preferences = Learner.Learn(
            Stays.Record(
                Stays.At("Miami", "2026-01-01").Priced(200),
                Stays.At("Miami", "2026-01-02").Priced(200),
                Stays.At("Oslo", "2026-01-03").Priced(2_000, "NOK")),
            Stays.Context);

        Assert.Equal(new PriceRange { Min = 200, Max = 200, Currency = "USD" }, preferences.PreferredPriceRange);
        Assert.Equal([new PriceRange { Min = 2_000, Max = 2_000, Currency = "NOK" }], preferences.OtherPriceRanges);
    }

    [Fact]
    public void Amenities_and_types_are_smoothed_by_the_home_market()
    {
        var preferences = Learner.Learn(
            Stays.Record(Stays.At("Oslo", "2026-02-01") with { Country = "NO", Amenities = ["piano"], PropertyType = "loft" }), Market);

        double ScoreOf(string value) => preferences.All.Single(evidence => evidence.Value == value).Score;

        // One stay had it, with the weight 3 of a market in which none, or all, have it.
        Assert.Equal(1 / 4.0, ScoreOf("piano"), 1e-9);
        Assert.Equal(3 / 4.0, ScoreOf("sauna"), 1e-9);
        Assert.DoesNotContain("pool", preferences.PreferredAmenities);
        Assert.Equal(["cabin", "loft"], preferences.PreferredPropertyTypes);
    }

    [Fact]
    public void Usual_nights_are_the_median_of_the_own_stays_drawn_to_the_markets()
    {
        Booking Nights(string city, int day, int nights) => Stays.At(city, $"2026-01-{day:00}") with { CheckOut = Stays.Day($"2026-01-{day:00}").AddDays(nights) };
        var market = Markets.Context([.. Enumerable.Range(1, 9).Select(day => Nights("Oslo", day, 2))]);

        Assert.Equal(2, Learner.Learn(TravelRecord.Empty, market).UsualNights);
        Assert.Equal(2, Learner.Learn(Stays.Record(Nights("Miami", 1, 7)), market).UsualNights);
        Assert.Equal(7, Learner.Learn(Stays.Record([.. Enumerable.Range(1, 9).Select(day => Nights("Miami", day, 7))]), market).UsualNights);
    }

    [Fact]
    public void The_same_stays_teach_the_same_in_whichever_order_they_were_recorded()
    {
        var random = new Random(7);
        Booking[] stays = [.. Enumerable.Range(1, 75).Select(number => Stays.Numbered(number))];
        var expected = Learner.Learn(Stays.Known(stays).ToTravelRecord(), Market);
        for (var round = 0; round < 20; round++)
        {
            random.Shuffle(stays);

            var preferences = Learner.Learn(Stays.Known(stays).ToTravelRecord(), Market);

            Assert.Equal(expected.PreferredCities, preferences.PreferredCities);
            Assert.Equal(expected.PreferredPriceRange, preferences.PreferredPriceRange);
            Assert.Equal(expected.OtherPriceRanges, preferences.OtherPriceRanges);
            Assert.Equal(expected.PreferredAmenities, preferences.PreferredAmenities);
            Assert.Equal(expected.PreferredPropertyTypes, preferences.PreferredPropertyTypes);
            Assert.Equal(expected.UsualNights, preferences.UsualNights);
        }
    }

    [Fact]
    public void Stays_known_as_counts_only_still_count()
    {
        Booking[] stays =
        [
            .. Enumerable.Range(0, 60).Select(number => Stays.At("Bergen", "2022-01-01", $"old-{number:00}").Priced(90) with { Amenities = ["sauna"] }),
            .. Enumerable.Range(0, 20).Select(number => Stays.At("Miami", "2026-01-01", $"new-{number:00}")),
        ];

        var preferences = Learner.Learn(Stays.Known(stays).ToTravelRecord(), Stays.Context);

        Assert.Equal(["Bergen", "Miami"], preferences.PreferredCities.Order());
        Assert.Equal(60, preferences.All.Single(evidence => evidence.Value == "Bergen").Stays);
        Assert.Equal(new PriceRange { Min = 90, Max = 90, Currency = "USD" }, preferences.PreferredPriceRange);
        Assert.Equal(["sauna"], preferences.PreferredAmenities);
    }

    [Fact]
    public void Of_two_currencies_of_equal_weight_a_stranger_is_told_the_first_in_the_alphabet()
    {
        var market = Markets.Context(Stays.At("Oslo", "2026-01-01").Priced(100, "NOK"), Stays.At("Miami", "2026-01-01").Priced(100, "EUR"));

        Assert.Equal("EUR", Learner.Learn(TravelRecord.Empty, market).PreferredPriceRange!.Currency);
    }

    [Fact]
    public void Without_a_market_types_are_smoothed_as_documented()
    {
        var preferences = Learner.Learn(Stays.Record(Stays.At("Oslo", "2026-03-01") with { PropertyType = "cabin" }), Stays.Context);

        Assert.Equal(1 / 4.0, preferences.All.Single(evidence => evidence.Kind is PreferenceKind.PropertyType).Score, 1e-9);
    }

    private static Booking Stay(string property, string day, decimal price) => Stays.At("Tampa", day, $"{property}-{day}") with
    {
        Country = "US",
        PropertyId = property,
        PricePerNight = price,
        Currency = "USD",
    };

    private static PriceRange Range(params Booking[] stays) => Learner.Learn(Stays.Record(stays), Market).PreferredPriceRange!;
}
