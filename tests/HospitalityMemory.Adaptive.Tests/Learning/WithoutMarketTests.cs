using HospitalityMemory.Tests.Learning;

namespace HospitalityMemory.Adaptive.Tests;

/// <summary>The first guests of a platform: nothing is known about others, and only the guest's own stays can tell.</summary>
public sealed class WithoutMarketTests
{
    private static readonly MarketLearner Learner = new();

    private static readonly Booking[] TenHotels =
    [
        .. Enumerable.Range(0, 10).Select(number => Stays.At("Rome", $"2025-{1 + number:00}-01") with
        {
            Country = "IT",
            PropertyId = $"hotel-{number}",
            PropertyType = "hotel",
            Amenities = ["wifi"],
            PricePerNight = 90 + (25 * number / 9),
            Currency = "EUR",
        }),
    ];

    [Fact]
    public void A_price_near_those_paid_comes_before_one_far_from_them()
    {
        var ranked = Learner.Rank(
            Stays.Record(TenHotels),
            [Priced("dear", 2_000), Priced("cheap", 1), Priced("usual", 100), Priced("more", 200), Priced("unknown", null)],
            Stays.Context);

        Assert.Equal(["usual", "unknown", "more"], ranked.Take(3).Select(property => property.Property.PropertyId));
        Assert.All(ranked.Skip(3), property => Assert.True(property.Score < ranked[2].Score));
    }

    [Fact]
    public void What_ten_stays_of_ten_have_is_nearly_certain()
    {
        var preferences = Learner.Learn(Stays.Record(TenHotels), Stays.Context);

        // 10 / (10 + 1/2), and (10 + 1/2) / (10 + 1).
        Assert.Equal(0.952, preferences.All.Single(preference => preference.Kind is PreferenceKind.PropertyType).Confidence, 3);
        Assert.Equal(0.955, preferences.All.Single(preference => preference.Kind is PreferenceKind.Amenity).Confidence, 3);
    }

    [Fact]
    public void What_one_stay_of_one_has_is_no_more_than_likely()
    {
        var preferences = Learner.Learn(Stays.Record(TenHotels[0]), Stays.Context);

        // 1 / (1 + 1/2), and (1 + 1/2) / (1 + 1).
        Assert.Equal(0.667, preferences.All.Single(preference => preference.Kind is PreferenceKind.PropertyType).Confidence, 3);
        Assert.Equal(0.75, preferences.All.Single(preference => preference.Kind is PreferenceKind.Amenity).Confidence, 3);
    }

    private static PropertyCandidate Priced(string id, decimal? price) => new()
    {
        PropertyId = id,
        City = "Rome",
        Country = "IT",
        PropertyType = "hotel",
        PricePerNight = price,
        Currency = "EUR",
        Amenities = ["wifi"],
    };
}
