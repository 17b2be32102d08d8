using HospitalityMemory.Tests.Learning;

namespace HospitalityMemory.Adaptive.Tests;

public sealed class AdaptiveRankingTests
{
    private static readonly MarketLearner Learner = new();

    private static readonly MarketDay Market = Markets.Context(
    [
        .. Markets.Bookings(30, "Miami", "US", 200, "villa", "wifi", "pool"),
        .. Markets.Bookings(30, "Tampa", "US", 100, "hotel", "wifi"),
    ]);

    /// <summary>A market with the names of the properties of <see cref="RankingTruth"/>.</summary>
    private static readonly MarketDay Offers = Markets.Context(
    [
        .. Markets.Bookings(20, "rome", "it", 100, "villa", "wifi", "pool", "gym"),
        .. Markets.Bookings(20, "oslo", "no", 90, "hotel", "wifi", "sauna"),
    ]);

    private static readonly Booking[] VillasInMiami =
    [
        .. Enumerable.Range(1, 4).Select(number => Stays.At("Miami", $"2025-0{number}-01") with
        {
            Country = "US",
            PropertyId = $"Miami-property-{number}",
            PropertyType = "villa",
            Amenities = ["wifi", "pool"],
            PricePerNight = 200 + (10 * number),
            Currency = "USD",
        }),
    ];

    [Fact]
    public void More_amenities_never_lower_a_score() => RankingTruth.MoreAmenitiesNeverLowerAScore((record, candidates) => Learner.Rank(record, candidates, Offers));

    [Fact]
    public void An_amenity_under_several_names_counts_once_and_one_that_says_nothing_not_at_all()
    {
        var ranked = Rank(
            VillasInMiami,
            Candidate("a", "Miami", "villa", 220, "pool", "wifi"),
            Candidate("b", "Miami", "villa", 220, "Pool", "wifi", "POOL", "Wi-Fi", "n/a", "WLAN"));

        Assert.Equal(ranked[0].Score, ranked[1].Score);
        Assert.NotEqual(ranked[0].Score, Rank(VillasInMiami, Candidate("c", "Miami", "villa", 220, "wifi"))[0].Score);
    }

    [Fact]
    public void Reasons_are_true_of_property_and_record() => RankingTruth.ReasonsAreTrue((record, candidates) => Learner.Rank(record, candidates, Offers));

    [Fact]
    public void What_the_guest_books_comes_first_with_its_reasons_in_words()
    {
        var ranked = Rank(VillasInMiami, Candidate("t", "Tampa", "hotel", 100, "wifi"), Candidate("m", "Miami", "villa", 220, "wifi", "pool"));

        Assert.Equal(["m", "t"], ranked.Select(property => property.Property.PropertyId));
        Assert.Equal(["4 stays in Miami", "usually villa", "usually with pool and wifi"], ranked[0].Reasons.Take(3));
        Assert.Matches("^within your usual 217.5 to 232.5 USD$", ranked[0].Reasons[3]);
        Assert.Equal(["4 stays in United States", "usually with wifi"], ranked[1].Reasons);
        Assert.True(ranked[0].Score > 0.5 && ranked[1].Score < 0.5, $"{ranked[0].Score} {ranked[1].Score}");
    }

    [Fact]
    public void A_property_stayed_at_before_comes_before_one_like_it_unless_the_guest_disliked_it()
    {
        PropertyCandidate[] candidates =
            [Candidate("Miami-property-9", "Miami", "villa", 220, "wifi", "pool"), Candidate("Miami-property-1", "Miami", "villa", 220, "wifi", "pool")];

        var ranked = Rank(VillasInMiami, candidates);
        var disliked = Rank([VillasInMiami[0] with { GuestRating = 2 }, .. VillasInMiami[1..]], candidates);

        Assert.Equal("Miami-property-1", ranked[0].Property.PropertyId);
        Assert.Equal("stayed there once, last in January 2025", ranked[0].Reasons[0]);
        Assert.Equal("Miami-property-9", disliked[0].Property.PropertyId);
    }

    [Fact]
    public void The_score_is_the_documented_one()
    {
        var stay = Stays.At("Miami", "2026-02-19") with { Country = "US" };

        var ranked = Rank([stay], new PropertyCandidate { PropertyId = "unknown", City = "Miami", Country = "US" });

        // Each city has half of the market, and a stay in Miami was 10 days ago. The mean is taken over the market.
        var stayed = 1 / (1 + (10 / 600.0));
        var back = stayed / (stayed + 1.5);
        var (miami, tampa) = (Math.Log(back + ((1 - back) / 2) + 1e-4), Math.Log(((1 - back) / 2) + 1e-4));
        var z = 0.2 * (miami - ((miami + tampa) / 2));
        Assert.Equal(1 / (1 + Math.Exp(-z)), Assert.Single(ranked).Score, 1e-9);
    }

    [Fact]
    public void What_is_not_known_of_a_property_counts_neither_for_nor_against_it()
    {
        var ranked = Rank([], new PropertyCandidate { PropertyId = "a" }, new PropertyCandidate { PropertyId = "b" });

        Assert.Equal(["a", "b"], ranked.Select(property => property.Property.PropertyId));
        Assert.All(ranked, property => Assert.Equal((ranked[0].Score, 0), (property.Score, property.Reasons.Count)));
    }

    [Fact]
    public void Without_a_market_the_own_stays_still_order()
    {
        var ranked = Learner.Rank(
            Stays.Record(VillasInMiami),
            [Candidate("t", "Tampa", "hotel", 100, "wifi"), Candidate("m", "Miami", "villa", 220, "wifi", "pool")],
            Stays.Context);

        Assert.Equal("m", ranked[0].Property.PropertyId);
    }

    [Fact]
    public void Scores_are_within_0_and_1_and_fall_whatever_is_ranked()
    {
        Booking[] stays = [.. Enumerable.Range(1, 60).Select(number => Stays.Numbered(number))];
        var record = Stays.Known(stays).ToTravelRecord();
        var context = Markets.Context(stays);
        PropertyCandidate[] candidates =
        [
            .. stays.Select(stay => new PropertyCandidate
            {
                PropertyId = stay.PropertyId ?? "none",
                City = stay.City,
                PropertyType = stay.PropertyType,
                Amenities = stay.Amenities,
                PricePerNight = stay.PricePerNight * 1_000,
                Currency = stay.Currency,
            }),
        ];

        var ranked = Learner.Rank(record, candidates, context);

        Assert.Equal(candidates.Length, ranked.Count);
        Assert.All(ranked, property => Assert.InRange(property.Score, 0, 1));
        Assert.Equal(ranked.Select(property => property.Score).OrderDescending(), ranked.Select(property => property.Score));
        Assert.Equal(
            candidates.Select(candidate => candidate.PropertyId).Order(), ranked.Select(property => property.Property.PropertyId).Order());
    }

    [Fact]
    public void Amenities_that_hardly_any_property_has_do_not_add_up_to_a_reason_for_one_that_lists_any()
    {
        // As in free text: every property has an amenity that no other has.
        Booking[] market =
        [
            .. Enumerable.Range(0, 1_000).Select(number => Stays.At("Miami", "2026-02-01", $"b{number}") with
            {
                Country = "US",
                Amenities = ["wifi", $"view of garden {number}"],
            }),
        ];
        var stay = Stays.At("Miami", "2026-01-01") with { Country = "US", Amenities = ["wifi", "view of garden 7"] };
        var candidate = new PropertyCandidate { PropertyId = "x", Country = "US" };

        var ranked = Learner.Rank(Stays.Record(stay), [candidate, candidate with { Amenities = ["wifi"] }], Markets.Context(market));

        Assert.Equal(ranked[0].Score, ranked[1].Score, 0.05);
    }

    [Fact]
    public void Popularity_is_that_among_the_properties_that_are_known()
    {
        // Nine of ten bookings do not name their property. That changes nothing for those that do.
        var known = Markets.Bookings(10, "Miami", "US");
        var unknown = Markets.Bookings(90, "Tampa", "US").Select(stay => stay with { PropertyId = null });

        Assert.Equal(ScoreIn(known), ScoreIn([.. known, .. unknown]), 1e-9);

        // It is booked as often as the average, and no other is known to be booked less: 0.5 ln((1 + 1) / (0 + 1)).
        Assert.Equal(1 / (1 + Math.Exp(-0.5 * Math.Log(2))), ScoreIn(known), 1e-9);

        static double ScoreIn(Booking[] market) =>
            Learner.Rank(TravelRecord.Empty, [new PropertyCandidate { PropertyId = "Miami-property-1", Country = "US" }], Markets.Context(market))[0].Score;
    }

    [Fact]
    public void Where_properties_differ_by_city_only_the_likelier_city_comes_first()
    {
        var random = new Random(13);
        string[] cities = [.. Enumerable.Range(0, 30).Select(number => $"city {number:00}")];
        for (var round = 0; round < 200; round++)
        {
            var market = Markets.Context([.. cities.SelectMany(city => Markets.Bookings(random.Next(8), city, CountryOf(city)))]);
            Booking[] stays =
            [
                .. Enumerable.Range(0, 1 + random.Next(20)).Select(number => Stays.At(cities[random.Next(random.Next(1, 30))], "2025-01-01", $"b{number}") with
                {
                    CheckIn = Stays.Context.AddDays(-random.Next(900)),
                    Country = "US",
                    PropertyType = "hotel",
                    Amenities = ["wifi"],
                }),
            ];
            stays = [.. stays.Select(stay => stay with { Country = CountryOf(stay.City) })];
            var record = Stays.Record(stays);
            var known = Learner.Learn(record, market).All.Where(preference => preference.Kind is PreferenceKind.City).ToDictionary(preference => preference.Value, preference => preference.Score);
            PropertyCandidate[] candidates = [.. known.Keys.Order(StringComparer.Ordinal).Select(city => new PropertyCandidate { PropertyId = $"at {city}", City = city, Country = CountryOf(city) })];

            var ranked = Learner.Rank(record, candidates, market);

            Assert.Equal(
                ranked.Select(property => known[property.Property.City!]).OrderDescending(), ranked.Select(property => known[property.Property.City!]));
        }

        static string CountryOf(string city) => city[^1] is '0' or '1' or '2' ? "NO" : "US";
    }

    [Fact]
    public void A_city_of_most_of_the_stays_comes_before_one_that_hardly_anybody_goes_to()
    {
        var market = Markets.Context([.. Markets.Bookings(60, "Ottawa", "CA"), .. Markets.Bookings(1, "Gatineau", "CA"), .. Markets.Bookings(40, "Toronto", "CA")]);
        Booking[] stays =
        [
            .. Enumerable.Range(0, 27).Select(number => Stays.At("Ottawa", "2025-06-01", $"o{number}") with { Country = "CA" }),
            .. Enumerable.Range(0, 18).Select(number => Stays.At($"town {number}", "2025-06-01") with { Country = "CA" }),
            Stays.At("Gatineau", "2025-06-01") with { Country = "CA" },
        ];

        var ranked = Learner.Rank(
            Stays.Record(stays),
            [new PropertyCandidate { PropertyId = "g", City = "Gatineau", Country = "CA" }, new PropertyCandidate { PropertyId = "o", City = "Ottawa", Country = "CA" }],
            market);

        Assert.Equal(["o", "g"], ranked.Select(property => property.Property.PropertyId));
    }

    [Fact]
    public void A_stay_with_the_same_operator_speaks_for_another_of_its_properties_unless_the_guest_disliked_it()
    {
        Booking[] stays = [VillasInMiami[0] with { Operator = "Palm" }, VillasInMiami[1] with { Operator = "Shore" }];
        PropertyCandidate[] candidates = [new() { PropertyId = "x" }, new() { PropertyId = "y", Operator = "Palm" }];

        var ranked = Rank(stays, candidates);
        var disliked = Rank([.. stays.Select(stay => stay with { GuestRating = 2 })], candidates);

        // Of two stays about a day ago, one was with it.
        Assert.Equal("y", ranked[0].Property.PropertyId);
        Assert.Equal(1.7 + (0.5 * Math.Log(0.5)), LogOdds(ranked[0]) - LogOdds(ranked[1]), 0.05);
        Assert.Equal(disliked[0].Score, disliked[1].Score);

        static double LogOdds(RankedProperty property) => Math.Log(property.Score / (1 - property.Score));
    }

    [Fact]
    public void A_property_that_the_guest_has_booked_for_later_is_said_to_be_booked()
    {
        var ranked = Rank([VillasInMiami[0] with { CheckIn = Stays.Day("2026-07-01") }], new PropertyCandidate { PropertyId = "Miami-property-1" });

        Assert.Equal(["booked once, last for July 2026"], ranked[0].Reasons);
    }

    private static IReadOnlyList<RankedProperty> Rank(Booking[] stays, params PropertyCandidate[] candidates) =>
        Learner.Rank(Stays.Record(stays), candidates, Market);

    private static PropertyCandidate Candidate(string id, string city, string type, decimal price, params string[] amenities) => new()
    {
        PropertyId = id,
        City = city,
        Country = "US",
        PropertyType = type,
        PricePerNight = price,
        Currency = "USD",
        Amenities = amenities,
    };
}
