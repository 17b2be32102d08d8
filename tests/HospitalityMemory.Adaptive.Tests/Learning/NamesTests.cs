using HospitalityMemory.Tests.Learning;

namespace HospitalityMemory.Adaptive.Tests;

/// <summary>Names as the adaptive learner compares and shows them.</summary>
public sealed class NamesTests
{
    private readonly MarketLearner _learner = new();

    [Fact]
    public void A_guests_spellings_are_one_and_the_latest_is_shown()
    {
        var preferences = _learner.Learn(
            Stays.Record(
                At("New York", "2025-01-01", "US") with { PropertyType = "Hotel", Amenities = ["Wi-Fi"] },
                At("NEW YORK", "2025-02-01", "USA") with { PropertyType = "hotel", Amenities = ["WLAN", "free wifi"] },
                At("Boston", "2025-03-01", "US") with { PropertyType = "villa" }),
            Stays.Context);

        Assert.Equal(["NEW YORK", "Boston"], preferences.PreferredCities);
        Assert.Equal(["hotel", "villa"], preferences.PreferredPropertyTypes);
        Assert.Equal(["WLAN"], preferences.PreferredAmenities);
        Assert.Equal([2, 1], preferences.All.Where(preference => preference.Kind is PreferenceKind.City).Select(preference => preference.Stays));
    }

    [Fact]
    public void The_market_counts_all_spellings_and_shows_that_of_most()
    {
        var market = Markets.Context(
            [.. Markets.Bookings(3, "Z\u00FCrich", "CH", type: "Flat", amenities: "Wi-Fi"), .. Markets.Bookings(2, "zurich", "Switzerland", type: "apt", amenities: "wlan"), .. Markets.Bookings(4, "Bern", "CH", type: "hotel")]);

        var preferences = _learner.Learn(TravelRecord.Empty, market);

        Assert.Equal(["Z\u00FCrich", "Bern"], Names(preferences, PreferenceKind.City));
        Assert.Equal(["Flat", "hotel"], Names(preferences, PreferenceKind.PropertyType));
        Assert.Equal(["Wi-Fi"], Names(preferences, PreferenceKind.Amenity));
        Assert.Equal(5.0 / 9, preferences.All[0].Score, precision: 12);
    }

    [Fact]
    public void The_guests_own_spelling_goes_before_the_markets()
    {
        var market = Markets.Context(Markets.Bookings(9, "Z\u00FCrich", "CH"));

        var preferences = _learner.Learn(Stays.Record(At("zurich", "2025-01-01", "ch")), market);

        Assert.Equal(["zurich"], preferences.PreferredCities);
    }

    [Fact]
    public void A_spelling_that_may_not_be_told_is_not()
    {
        Booking[] bookings = [.. Markets.Bookings(4, "Z\u00FCrich", "CH"), .. Markets.Bookings(4, "ZURICH", "CH")];
        var market = new MarketDay(Stays.Context, Markets.Of(leastGuests: 5, Stays.Context, bookings));

        Assert.Equal(["zurich"], Names(_learner.Learn(TravelRecord.Empty, market), PreferenceKind.City));
        Assert.Equal(
            ["ZURICH"],
            Names(_learner.Learn(TravelRecord.Empty, market with { Market = Markets.Of(5, Stays.Context, [.. bookings, .. Markets.Bookings(1, "ZURICH", "CH")]) }), PreferenceKind.City));
    }

    [Fact]
    public void Two_cities_of_a_name_are_two_in_the_market_too()
    {
        var market = Markets.Context([.. Markets.Bookings(3, "Birmingham", "GB"), .. Markets.Bookings(2, "Birmingham", "US")]);

        Assert.Equal(["Birmingham (GB)", "Birmingham (US)"], Names(_learner.Learn(TravelRecord.Empty, market), PreferenceKind.City));
        Assert.Equal(["Birmingham", "Birmingham (GB)"], Names(_learner.Learn(Stays.Record(At("Birmingham", "2025-01-01", "US")), market), PreferenceKind.City));
    }

    [Fact]
    public void Properties_are_ranked_by_the_same_rule()
    {
        var market = Markets.Context([.. Markets.Bookings(3, "Birmingham", "GB"), .. Markets.Bookings(3, "Birmingham", "US")]);
        var record = Stays.Record(At("Birmingham", "2025-01-01", "GB"), At("birmingham", "2025-02-01", "UK"));
        PropertyCandidate[] candidates =
        [
            new() { PropertyId = "us", City = "Birmingham", Country = "USA" },
            new() { PropertyId = "gb", City = "BIRMINGHAM", Country = "Great Britain" },
        ];

        var ranked = _learner.Rank(record, candidates, market);

        Assert.Equal(["gb", "us"], ranked.Select(property => property.Property.PropertyId));
        Assert.True(ranked[0].Score > ranked[1].Score);
        Assert.Equal(["2 stays in birmingham"], ranked[0].Reasons);
        Assert.Same(candidates[1], ranked[0].Property);
    }

    /// <summary>The guest's own names and the market's.</summary>
    private static IEnumerable<string> Names(UserPreferences preferences, PreferenceKind kind) =>
        preferences.All.Where(preference => preference.Kind == kind).Select(preference => preference.Value);

    private static Booking At(string city, string checkIn, string country) => Stays.At(city, checkIn) with { Country = country };
}
