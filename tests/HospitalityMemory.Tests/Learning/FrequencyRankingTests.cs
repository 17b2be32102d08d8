namespace HospitalityMemory.Tests.Learning;

public sealed class FrequencyRankingTests
{
    private static readonly FrequencyPreferenceLearner Learner = new();

    private static readonly Booking[] Paid =
    [
        .. new[] { 90, 100, 105, 110, 115 }.Select((price, number) => Stays.At("Rome", $"2025-0{number + 1}-01").Priced(price, "EUR")),
    ];

    [Fact]
    public void More_amenities_never_lower_a_score() =>
        RankingTruth.MoreAmenitiesNeverLowerAScore((record, candidates) => Learner.Rank(record, candidates, Stays.Context));

    [Fact]
    public void Reasons_are_true_of_property_and_record() =>
        RankingTruth.ReasonsAreTrue((record, candidates) => Learner.Rank(record, candidates, Stays.Context));

    [Fact]
    public void The_score_is_the_documented_one()
    {
        Booking[] stays =
        [
            Stays.At("Bern", "2025-01-01") with { Country = "CH", PropertyType = "hotel", Amenities = ["wifi", "pool"], GuestRating = 5 },
            Stays.At("Basel", "2025-02-01") with { Country = "CH", PropertyType = "hotel", Amenities = ["wifi"] },
            Stays.At("Celle", "2025-03-01") with { Country = "DE" },
        ];
        var ranked = Rank(
            [stays[0].Priced(80, "CHF"), stays[1].Priced(120, "CHF"), stays[2]],
            new PropertyCandidate { PropertyId = "x", City = "Bern", Country = "CH", PropertyType = "hotel", Amenities = ["pool", "sauna"], PricePerNight = 220, Currency = "CHF" });

        // The stays: a third in Bern, two thirds in CH, all of known types; the prices 80 and 120 have the quartiles 90 and 110.
        // Of the ratings 5 + 3 for wifi and 5 for pool, the property has 5.
        var place = (1 / 3.0) + (2 / 3.0 * (2 / 3.0) / 4);
        Assert.Equal(0.95 * (place + 1 + (110 / 220.0) + (5 / 13.0)) / 4, Assert.Single(ranked).Score, 1e-12);
    }

    [Fact]
    public void A_price_far_above_what_was_paid_scores_clearly_less_than_a_usual_one()
    {
        var ranked = Rank(Paid, Priced("dear", 2_000), Priced("usual", 100), Priced("cheap", 10), Priced("unknown", null));

        Assert.Equal(["usual", "unknown", "cheap", "dear"], ranked.Select(property => property.Property.PropertyId));
        Assert.Equal(["5 stays in Rome", "within your usual 100 to 110 EUR"], ranked[0].Reasons);
        Assert.Equal(["5 stays in Rome"], ranked[3].Reasons);
        Assert.True(ranked[0].Score - ranked[3].Score > 0.2, $"{ranked[0].Score} {ranked[3].Score}");
    }

    [Fact]
    public void The_country_counts_where_the_city_is_new()
    {
        Booking[] stays = [.. Enumerable.Range(1, 9).Select(day => Stays.At("Bern", $"2025-01-0{day}") with { Country = "CH" }), Stays.At("Celle", "2025-02-01") with { Country = "DE" }];

        var ranked = Rank(stays, In("Bonn", "DE"), In("Lima", "PE"), In("Basel", "CH"), In("Bern", "CH"));

        Assert.Equal(["Bern", "Basel", "Bonn", "Lima"], ranked.Select(property => property.Property.City));
        Assert.Equal(["9 stays in Switzerland"], ranked[1].Reasons);
        Assert.Equal(["1 stay in Germany"], ranked[2].Reasons);
        Assert.Empty(ranked[3].Reasons);
    }

    [Fact]
    public void A_property_that_was_disliked_comes_last_and_is_not_praised()
    {
        Booking[] bad = [.. Enumerable.Range(1, 5).Select(day => HotelIn("Miami", $"2025-01-0{day}", "bad", rating: 1))];
        Booking[] good = [HotelIn("Miami", "2024-01-01", "good", rating: 4)];

        var ranked = Rank([.. bad, .. good], Hotel("bad"), Hotel("new"), Hotel("good"));

        Assert.Equal(["good", "new", "bad"], ranked.Select(property => property.Property.PropertyId));
        Assert.Equal(["you rated it 1 of 5 on average"], ranked[2].Reasons);
        Assert.Equal("stayed there once, last in January 2024", ranked[0].Reasons[0]);
        Assert.Equal(0, ranked[2].Score);
        Assert.Equal(["you rated it 2 of 5"], Rank([bad[0] with { GuestRating = 2 }], Hotel("bad"))[0].Reasons);
        Assert.Equal("stayed there once, last in January 2025", Rank([bad[0] with { GuestRating = 2.5m }], Hotel("bad"))[0].Reasons[0]);
    }

    [Fact]
    public void Nothing_is_called_usual_of_two_stays()
    {
        Booking[] two = [.. Paid[..2].Select(stay => stay with { PropertyType = "villa", Amenities = ["pool"] })];
        var villa = Priced("x", 95) with { PropertyType = "villa", Amenities = ["pool"] };

        Assert.Equal(["2 stays in Rome", "you paid 90 and 100 EUR before"], Rank(two, villa)[0].Reasons);
        Assert.Equal(
            ["3 stays in Rome", "usually villa", "usually with pool", "within your usual 92.5 to 97.5 EUR"],
            Rank([.. two, two[0] with { BookingId = "third", PricePerNight = 95 }], villa)[0].Reasons);
    }

    [Fact]
    public void Of_two_that_are_alike_the_one_where_the_guest_was_comes_first_unless_it_was_disliked()
    {
        Booking[] once = [HotelIn("Miami", "2025-01-01", "known", 5)];
        PropertyCandidate[] candidates = [Hotel("unknown"), Hotel("known")];

        Assert.Equal(["known", "unknown"], Rank(once, candidates).Select(ranked => ranked.Property.PropertyId));
        Assert.Equal(["known", "unknown"], Rank([once[0] with { GuestRating = null }], candidates).Select(ranked => ranked.Property.PropertyId));
        Assert.Equal(["unknown", "known"], Rank([once[0] with { GuestRating = 2 }], candidates).Select(ranked => ranked.Property.PropertyId));
    }

    [Fact]
    public void A_price_of_0_is_compared_no_more_than_one_that_is_unknown()
    {
        var ranked = Rank([Stays.At("Rome", "2025-01-01").Priced(100, "EUR")], Priced("free", 0), Priced("unknown", null));

        Assert.Equal(ranked[0].Score, ranked[1].Score);
    }

    [Theory]
    [InlineData("IT", "1 stay in Italy")]
    [InlineData("USA", "1 stay in United States")]
    [InlineData("Ruritania", "1 stay in Ruritania")]
    public void A_country_is_told_by_its_name(string country, string reason)
    {
        var ranked = Rank([Stays.At("Rome", "2025-01-01") with { Country = country }], In("Milan", country));

        Assert.Equal([reason], ranked[0].Reasons);
    }

    private static PropertyCandidate Priced(string id, decimal? price) => new() { PropertyId = id, City = "Rome", PricePerNight = price, Currency = "EUR" };

    private static PropertyCandidate In(string city, string country) => new() { PropertyId = city, City = city, Country = country };

    private static PropertyCandidate Hotel(string id) => new() { PropertyId = id, City = "Miami", PropertyType = "hotel" };

    private static Booking HotelIn(string city, string day, string id, decimal rating) =>
        Stays.At(city, day) with { PropertyId = id, PropertyType = "hotel", GuestRating = rating };

    private static IReadOnlyList<RankedProperty> Rank(Booking[] stays, params PropertyCandidate[] candidates) =>
        Learner.Rank(Stays.Record(stays), candidates, Stays.Context);
}
