using CsCheck;
using HospitalityMemory.Stores;
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

        Assert.Equal(["Oslo", "Miami", "Tampa"], Others(preferences, PreferenceKind.City));
        Assert.Equal("wifi", Others(preferences, PreferenceKind.Amenity)[0]);
        Assert.Equal("cabin", Others(preferences, PreferenceKind.PropertyType)[0]);
        var range = preferences.Market.Single(evidence => evidence.Kind is PreferenceKind.PriceRange).PriceRange!;
        Assert.InRange(range.Min, 100, 150);
        Assert.InRange(range.Max, 150, 230);
        Assert.Equal(preferences.All, preferences.Market);
        Assert.All(preferences.All, evidence =>
            Assert.Equal((PreferenceSource.Market, 0), (evidence.Source, evidence.Stays)));
        Assert.All(preferences.All.Where(evidence => evidence.Kind is not PreferenceKind.PriceRange), evidence => Assert.Equal(evidence.Score, evidence.Confidence));
        Assert.Empty(preferences.PreferredCities);
        Assert.Empty(preferences.PreferredAmenities);
        Assert.Empty(preferences.PreferredPropertyTypes);
        Assert.Null(preferences.PreferredPriceRange);
    }

    [Fact]
    public void After_one_stay_its_city_comes_first_and_then_what_is_popular_in_its_country()
    {
        var preferences = Learner.Learn(Stays.Record(Stays.At("Tampa", "2026-01-10") with { Country = "US" }), Market);

        Assert.Equal(["Tampa"], preferences.PreferredCities);
        Assert.Equal(["Miami", "Oslo"], Others(preferences, PreferenceKind.City));
        var tampa = preferences.All.Single(evidence => evidence.Value == "Tampa");
        Assert.Equal((PreferenceSource.Bookings, 1, Stays.Day("2026-01-10")), (tampa.Source, tampa.Stays, tampa.LastStay));
        Assert.Equal(PreferenceSource.Market, preferences.All.Single(evidence => evidence.Value == "Miami").Source);
    }

    [Fact]
    public void The_city_score_is_the_documented_one()
    {
        var preferences = Learner.Learn(Stays.Record(Stays.At("Tampa", "2026-02-19") with { Country = "US" }), Market);

        // The market: 20 of 50 bookings in the US, with the weight of the stay, and 20 of 90 in all, which weigh 0.2 stays. The
        // stay was 10 days ago. This market does not show how often guests come back: 2/3 choose as if they had never been there.
        var popularity = ((20 / 50.0) + (0.2 * 20 / 90)) / 1.2;
        var stay = 1 / (1 + (10 / 600.0));
        var back = stay / (stay + (0.75 * 2));
        Assert.Equal(back + ((1 - back) * popularity), ScoreOf(preferences, "Tampa"), 1e-9);
        Assert.Equal((1 - back) * ((30 / 50.0) + (0.2 * 30 / 90)) / 1.2, ScoreOf(preferences, "Miami"), 1e-9);
    }

    [Theory]
    [InlineData(30, 10)]
    [InlineData(10, 30)]
    public void How_often_guests_of_a_market_come_back_is_learned_from_them(int returning, int wandering)
    {
        NamedSum[] sums =
        [
            Sum("booking/US/", 400), .. Enumerable.Range(0, 40).Select(number => Sum($"city/US/city{number}|US", 10)),
            Sum("second_stay/US/", returning + wandering), Sum("return_to_city/US/", returning),
        ];
        var record = Stays.Record(Stays.At("city 1", "2026-03-01") with { Country = "US" });

        var preferences = Learner.Learn(record, new(Stays.Context, Markets.OfSums(5, Stays.Context, sums)));

        Assert.Equal("city 1", preferences.PreferredCities[0]);

        // Each of 40 cities has 1/40 of the market, and two bookings have the same city with probability 1/40.
        var others = ((wandering / (1 - (1 / 40.0))) + (5 * 2 / 3.0)) / 45;
        var back = 1 / (1 + (0.75 * others / (1 - others)));
        Assert.Equal(back + ((1 - back) / 40), preferences.All[0].Score, 1e-9);

        static NamedSum Sum(string name, double bookings) => new(name, bookings * MarketWeight.Of(Stays.Context), 9);
    }

    [Fact]
    public void What_is_popular_is_weighed_by_the_guests_own_share_of_countries_and_not_by_their_size()
    {
        var market = Markets.Context(
        [
            .. Markets.Bookings(9, "Bern", "CH"), .. Markets.Bookings(8, "Thun", "CH"), .. Markets.Bookings(7, "Biel", "CH"),
            .. Markets.Bookings(90, "Celle", "DE"), .. Markets.Bookings(80, "Bonn", "DE"), .. Markets.Bookings(70, "Aachen", "DE"),
        ]);
        Booking[] stays =
        [
            .. Enumerable.Range(1, 9).Select(day => Stays.At("Bern", $"2026-01-0{day}") with { Country = "CH" }),
            Stays.At("Celle", "2026-02-01") with { Country = "DE" },
        ];

        var preferences = Learner.Learn(Stays.Record(stays), market);

        Assert.Equal(["Bern", "Celle"], preferences.PreferredCities);
        Assert.Equal(["Thun", "Biel", "Bonn", "Aachen"], Others(preferences, PreferenceKind.City));
    }

    [Fact]
    public void Of_two_bookings_to_come_the_one_that_was_made_later_counts_more()
    {
        var early = Stays.At("Bergen", "2026-12-02") with { BookedAt = Stays.Noon.AddYears(-1) };
        var late = Stays.At("Tromso", "2026-12-01") with { BookedAt = Stays.Noon };

        var preferences = Learner.Learn(Stays.Record(early, late), Stays.Context);

        Assert.Equal(["Tromso", "Bergen"], preferences.PreferredCities);
        Assert.True(ScoreOf(preferences, "Tromso") > 2 * ScoreOf(preferences, "Bergen"));
    }

    [Fact]
    public void Confidence_is_how_likely_it_is_and_not_how_many_stays_there_were()
    {
        Booking[] loyal = [.. Enumerable.Range(1, 9).Select(day => Stay("p1", $"2026-01-0{day}", 110))];
        Booking[] restless = [.. Enumerable.Range(1, 9).Select(day => Stay($"p{day}", $"2026-01-0{day}", 110 + day))];

        var (same, others) = (Learner.Learn(Stays.Record(loyal), Market), Learner.Learn(Stays.Record(restless), Market));

        Assert.All(same.All.Where(preference => preference.Kind is not PreferenceKind.PriceRange), preference => Assert.Equal(preference.Score, preference.Confidence));

        // The same place again has 1 - 1.4/9.75, and always at that price. A range of new prices should hold half of them.
        Assert.Equal(1 - (1.4 / 9.75), RangeOf(same).Confidence, 0.05);
        Assert.Equal(0.5, RangeOf(others).Confidence, 0.05);

        static Preference RangeOf(UserPreferences preferences) => preferences.All.Single(preference => preference.Kind is PreferenceKind.PriceRange);
    }

    [Fact]
    public void One_price_without_a_market_is_paid_again_only_in_the_same_place()
    {
        var preferences = Learner.Learn(Stays.Record(Stay("p1", "2026-01-01", 110)), Stays.Context);

        Assert.Equal(0.2, preferences.All.Single(preference => preference.Kind is PreferenceKind.PriceRange).Confidence, 1e-9);
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
        // As many bookings at each price from 50 to 249.
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
        // After one stay there is 1 new property; after a second, 0.8 more.
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

        // One stay had it. The market has a weight of 3, and none of it, or all of it, has it.
        Assert.Equal(1 / 4.0, ScoreOf("piano"), 1e-9);
        Assert.Equal(3 / 4.0, ScoreOf("sauna"), 1e-9);
        Assert.DoesNotContain("pool", preferences.PreferredAmenities);

        // The market's choices are more probable, but what the guest chose comes first.
        Assert.Equal(["loft", "cabin"], preferences.All.Where(evidence => evidence.Kind is PreferenceKind.PropertyType).Select(evidence => evidence.Value));
        Assert.Equal(["loft"], preferences.PreferredPropertyTypes);
        Assert.Equal(["piano"], preferences.PreferredAmenities);
    }

    [Fact]
    public void Usual_nights_are_the_median_of_the_own_stays_drawn_to_the_markets()
    {
        Booking Nights(string city, int day, int nights) => Stays.At(city, $"2026-01-{day:00}") with { CheckOut = Stays.Day($"2026-01-{day:00}").AddDays(nights) };
        var market = Markets.Context([.. Enumerable.Range(1, 9).Select(day => Nights("Oslo", day, 2))]);

        Assert.Null(Learner.Learn(TravelRecord.Empty, market).UsualNights);
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

        Assert.Equal("EUR", Learner.Learn(TravelRecord.Empty, market).Market.Single(evidence => evidence.Kind is PreferenceKind.PriceRange).PriceRange!.Currency);
    }

    [Fact]
    public void Without_a_market_a_type_is_as_likely_as_documented()
    {
        var preferences = Learner.Learn(Stays.Record(Stays.At("Oslo", "2026-03-01") with { PropertyType = "cabin" }), Stays.Context);

        Assert.Equal(1 / 1.5, preferences.All.Single(evidence => evidence.Kind is PreferenceKind.PropertyType).Score, 1e-9);
    }

    [Fact]
    public void What_only_others_do_comes_after_all_of_the_guests_own_whoever_the_guest_is()
    {
        var market = Markets.Context(
        [
            .. Markets.Bookings(50, "lima", "pe", 100, "cabin", "parking", "bar"), .. Markets.Bookings(50, "rome", "it", 100, "villa", "wifi", "pool"),
        ]);
        RankingTruth.Records.Sample(
            record =>
            {
                var preferences = Learner.Learn(record, market);

                foreach (var kind in preferences.All.GroupBy(evidence => evidence.Kind))
                {
                    Assert.Equal(kind.Select(IsOthers).Order(), kind.Select(IsOthers));
                }

                Assert.Empty(preferences.PreferredCities.Except(record.NamesBy(NameRules.Default).Shown.Bookings.Select(stay => stay.City)));
                Assert.Empty(preferences.PreferredPropertyTypes.Except(record.Bookings.Select(stay => stay.PropertyType)));
                Assert.Empty(preferences.PreferredAmenities.Except(record.Bookings.SelectMany(stay => stay.Amenities)));
                Assert.Equal(record.Bookings.Any(stay => stay.PropertyType is not null), preferences.PreferredPropertyTypes.Count > 0);
                Assert.Equal(record.Bookings.Any(stay => stay.PricePerNight is not null), preferences.PreferredPriceRange is not null);
                Assert.Equal(preferences.All.Count(IsOthers), preferences.Market.Count);
            },
            iter: 1_000);

        static bool IsOthers(Preference evidence) => evidence.Source is PreferenceSource.Market;
    }

    private static double ScoreOf(UserPreferences preferences, string value) => preferences.All.Single(preference => preference.Value == value).Score;

    [Fact]
    public void Amenities_that_tell_the_guest_apart_come_first_and_then_those_that_travellers_choose_by()
    {
        string[] common = ["wifi", "carbon monoxide alarm", "hangers"];
        var market = Markets.Context([.. Markets.Bookings(40, "Oslo", "NO", 100, "cabin", common), .. Markets.Bookings(4, "Bergen", "NO", 100, "cabin", [.. common, "piano"])]);
        Booking[] stays = [.. Enumerable.Range(1, 4).Select(day => Stays.At("Oslo", $"2026-01-0{day}") with { Country = "NO", Amenities = [.. common, "piano"] })];

        Assert.Equal(["piano", "wifi", "carbon monoxide alarm", "hangers"], Learner.Learn(Stays.Record(stays), market).PreferredAmenities);
        Assert.Equal(
            ["wifi", "carbon monoxide alarm", "hangers", "piano"],
            Learner.Learn(Stays.Record([stays[0], .. stays[1..].Select(stay => stay with { Amenities = common })]), market).PreferredAmenities);
    }

    private static string[] Others(UserPreferences preferences, PreferenceKind kind) =>
        [.. preferences.Market.Where(evidence => evidence.Kind == kind).Select(evidence => evidence.Value)];

    private static Booking Stay(string property, string day, decimal price) => Stays.At("Tampa", day, $"{property}-{day}") with
    {
        Country = "US",
        PropertyId = property,
        PricePerNight = price,
        Currency = "USD",
    };

    private static PriceRange Range(params Booking[] stays) => Learner.Learn(Stays.Record(stays), Market).PreferredPriceRange!;
}
