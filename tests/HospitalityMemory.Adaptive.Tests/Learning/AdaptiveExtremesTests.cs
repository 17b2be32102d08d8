using HospitalityMemory.Tests.Learning;

namespace HospitalityMemory.Adaptive.Tests;

/// <summary>Learning and ranking work with everything that a store may hold.</summary>
public sealed class AdaptiveExtremesTests
{
    private static readonly MarketLearner Learner = new();
    private static readonly decimal[] Prices = [0.0000000000000000000000000001m, 0.01m, 1, 100, BookingRules.MaxPrice];
    private static readonly DateOnly[] Days =
    [
        new(BookingRules.MinYear, 1, 1), new(1999, 12, 31), new(2026, 2, 28), new(2026, 3, 1), new(2027, 1, 1), new(BookingRules.MaxYear, 12, 31),
    ];

    [Fact]
    public void Prices_and_days_at_the_ends_of_what_is_allowed_give_finite_figures()
    {
        var random = new Random(11);
        for (var round = 0; round < 500; round++)
        {
            var own = SomeStays(random, random.Next(30));
            var context = new MarketDay(Pick(random, Days), Markets.Of(SomeStays(random, random.Next(4))));
            var record = Stays.Known(own).ToTravelRecord();

            var preferences = Learner.Learn(record, context);
            var ranked = Learner.Rank(record, [.. SomeStays(random, 9).Select(CandidateOf)], context);

            Assert.All(preferences.All, evidence => Assert.InRange(evidence.Score, 0, 1));
            Assert.All(
                preferences.OtherPriceRanges.Prepend(preferences.PreferredPriceRange).OfType<PriceRange>(),
                range => Assert.True(range.Min >= 0 && range.Min <= range.Max && range.Max <= BookingRules.MaxPrice, $"{range}"));
            Assert.True(preferences.UsualNights is null or > 0);
            Assert.All(ranked, property => Assert.InRange(property.Score, 0, 1));
        }
    }

    [Fact]
    public void A_range_ends_where_prices_do()
    {
        Booking At(string place, decimal price) => Stays.At("Oslo", "2026-02-01", place).Priced(price) with { PropertyId = place };
        Booking[] dear = [.. Enumerable.Range(0, 4).Select(number => At($"dear {number}", BookingRules.MaxPrice))];
        Booking[] cheap = [.. Enumerable.Range(0, 6).Select(number => At($"cheap {number}", 1))];

        var range = Learner.Learn(Stays.Record(dear), Markets.Context([.. dear, .. cheap])).PreferredPriceRange!;

        Assert.Equal(BookingRules.MaxPrice, range.Max);
    }

    [Fact]
    public void Blank_names_and_free_nights_as_a_profile_from_elsewhere_may_have_them_teach_nothing()
    {
        var record = Stays.Record(Stays.At(" ", "2020-01-01") with { PricePerNight = 0, Currency = "USD", PropertyId = "" });

        var preferences = Learner.Learn(record, Stays.Context);
        var ranked = Learner.Rank(record, [new PropertyCandidate { PropertyId = "Oslo", City = "Oslo" }], Stays.Context);

        Assert.Empty(preferences.PreferredCities);
        Assert.Null(preferences.PreferredPriceRange);
        Assert.Equal(0.5, ranked[0].Score, 1e-9);
    }

    private static Booking[] SomeStays(Random random, int count) =>
    [
        .. Enumerable.Range(0, count).Select(number => new Booking
        {
            BookingId = $"b{number}",
            City = $"city {random.Next(4)}",
            Country = Pick(random, "US", "NO", null),
            CheckIn = Pick(random, Days),
            CheckOut = random.Next(2) is 0 ? null : Days[^1].AddDays(1),
            PropertyId = Pick(random, "p1", "p2", null),
            PropertyType = Pick(random, "villa", null),
            Amenities = Pick<string[]>(random, [], ["wifi"], ["wifi", "pool"]),
            PricePerNight = Pick(random, Prices),
            Currency = Pick(random, "USD", "NOK"),
            GuestRating = Pick<decimal?>(random, 1, 5, null),
        }),
    ];

    private static PropertyCandidate CandidateOf(Booking stay) => new()
    {
        PropertyId = stay.PropertyId ?? "unknown",
        City = stay.City,
        Country = stay.Country,
        PropertyType = stay.PropertyType,
        Amenities = stay.Amenities,
        PricePerNight = stay.PricePerNight,
        Currency = stay.Currency,
    };

    private static T Pick<T>(Random random, params T[] values) => values[random.Next(values.Length)];
}
