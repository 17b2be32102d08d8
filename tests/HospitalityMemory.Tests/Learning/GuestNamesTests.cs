namespace HospitalityMemory.Tests.Learning;

/// <summary>The names of a record, and what the default learner makes of them.</summary>
public sealed class GuestNamesTests
{
    private static readonly FrequencyPreferenceLearner Learner = new();

    [Fact]
    public void Five_spellings_of_one_city_beat_two_stays_in_another()
    {
        var preferences = Learn(
            Stays.At("New York", "2025-01-01"), Stays.At("new york", "2025-02-01"), Stays.At("NEW YORK", "2025-03-01"),
            Stays.At("New  York", "2025-04-01"), Stays.At("New-York", "2025-05-01"), Stays.At("Boston", "2025-06-01"), Stays.At("Boston", "2025-07-01"));

        Assert.Equal(["New-York", "Boston"], preferences.PreferredCities);
        Assert.Equal((5, Stays.Day("2025-05-01")), (preferences.All[0].Stays, preferences.All[0].LastStay!.Value));
    }

    [Fact]
    public void Spellings_of_a_type_are_one()
    {
        var preferences = Learn(
            Stays.At("Rome", "2025-01-01") with { PropertyType = "Hotel" }, Stays.At("Rome", "2025-01-02") with { PropertyType = "hotel" },
            Stays.At("Rome", "2025-01-03") with { PropertyType = "HOTEL" }, Stays.At("Rome", "2025-01-04") with { PropertyType = "villa" },
            Stays.At("Rome", "2025-01-05") with { PropertyType = "villa" });

        Assert.Equal(["HOTEL", "villa"], preferences.PreferredPropertyTypes);
    }

    [Fact]
    public void A_composed_and_a_decomposed_name_are_one_city()
    {
        var preferences = Learn(Stays.At("M\u00FCnchen", "2025-01-01"), Stays.At("Mu\u0308nchen", "2025-01-02"));

        var city = Assert.Single(preferences.All);
        Assert.Equal(("Mu\u0308nchen", 2), (city.Value, city.Stays));
    }

    [Fact]
    public void Synonyms_of_an_amenity_are_one_and_counted_once_a_stay()
    {
        var preferences = Learn(
            Stays.At("Rome", "2025-01-01") with { Amenities = ["Wi-Fi", "pool"] }, Stays.At("Rome", "2025-01-02") with { Amenities = ["WLAN", "free wifi"] },
            Stays.At("Rome", "2025-01-03") with { Amenities = ["wireless internet"] });

        Assert.Equal(["wireless internet", "pool"], preferences.PreferredAmenities);
        Assert.Equal([3, 1], preferences.All.Where(preference => preference.Kind is PreferenceKind.Amenity).Select(preference => preference.Stays));
    }

    [Fact]
    public void Two_cities_of_a_name_are_two_each_with_its_own_stays()
    {
        var preferences = Learn(
            At("Birmingham", "2025-01-01", "GB"), At("birmingham", "2025-01-02", "United Kingdom"), At("Birmingham", "2025-01-03", "US"), At("Rome", "2025-01-04", "IT"));

        Assert.Equal(
            [("birmingham (GB)", 2), ("Rome", 1), ("Birmingham (US)", 1)],
            preferences.All.Where(preference => preference.Kind is PreferenceKind.City).Select(preference => (preference.Value, preference.Stays)));
    }

    [Theory]
    [InlineData(null, "US", "Birmingham:2")]
    [InlineData("GB", null, "Birmingham:2")]
    [InlineData(null, null, "Birmingham:2")]
    [InlineData("Wonderland", "US", "Birmingham (US):1, Birmingham (Wonderland):1")]
    public void A_city_without_a_country_is_the_only_one_of_its_name(string? first, string? second, string expected)
    {
        var preferences = Learn(At("Birmingham", "2025-01-01", first), At("Birmingham", "2025-01-02", second));

        Assert.Equal(expected, string.Join(", ", preferences.All.Select(preference => $"{preference.Value}:{preference.Stays}")));
    }

    [Fact]
    public void Where_there_are_two_one_without_a_country_is_apart()
    {
        var preferences = Learn(At("Birmingham", "2025-01-01", "GB"), At("Birmingham", "2025-01-02", "US"), At("Birmingham", "2025-01-03", null));

        Assert.Equal(["Birmingham", "Birmingham (US)", "Birmingham (GB)"], preferences.PreferredCities);
    }

    [Theory]
    [InlineData("NULL")]
    [InlineData("n/a")]
    [InlineData("dontcare")]
    [InlineData("Anywhere")]
    [InlineData(" ")]
    public void What_says_nothing_is_no_city(string name)
    {
        var record = new TravelRecord([Stays.At(name, "2025-01-02"), Stays.At("Rome", "2025-01-01")], [Stays.Search(name)]);

        Assert.Equal(["Rome"], Learner.Learn(record, Stays.Context).PreferredCities);
        Assert.Equal(["Rome"], UserInsightsCalculator.Calculate(record.NamesBy(NameRules.Default).Shown, 2, Stays.Context, includeSeasons: true).FavoriteDestinations);
    }

    [Fact]
    public void A_search_is_for_the_city_that_the_guest_knows()
    {
        var preferences = Learner.Learn(
            new TravelRecord([At("Birmingham", "2025-01-01", "GB")], [Stays.Search("BIRMINGHAM"), Stays.Search("L\u00FAbeck"), Stays.Search("Lubeck")]), Stays.Context);

        Assert.Equal(
            [("Birmingham", PreferenceSource.Bookings, 1), ("L\u00FAbeck", PreferenceSource.Searches, 2)],
            preferences.All.Select(preference => (preference.Value, preference.Source, preference.Stays)));
    }

    [Fact]
    public void A_record_without_two_spellings_is_not_copied()
    {
        var record = Stays.Record([.. Enumerable.Range(0, 60).Select(number => Stays.Numbered(number, cities: 30))]);

        Assert.Same(record, record.NamesBy(NameRules.Default).Shown);
        Assert.Same(record.NamesBy(NameRules.Default), record.NamesBy(NameRules.Default));
    }

    [Fact]
    public void The_shown_record_has_the_same_names()
    {
        var record = Stays.Record(At("Birmingham", "2025-01-01", "GB"), At("Birmingham", "2025-01-02", "US"));
        var names = record.NamesBy(NameRules.Default);

        Assert.Same(names, names.Shown.NamesBy(NameRules.Default));
        Assert.Equal(["Birmingham (US)", "Birmingham (GB)"], names.Shown.Bookings.Select(stay => stay.City));
        Assert.Equal(["Birmingham", "Birmingham"], record.Bookings.Select(stay => stay.City));
        Assert.Equal(["birmingham|US", "birmingham|GB"], names.Keyed.Bookings.Select(stay => stay.City));
        Assert.Equal("Birmingham (GB)", names.ShownOf(NameKind.City, "birmingham|GB"));

        // By other rules it says the same again.
        Assert.Equal(["birmingham|US", "birmingham|GB"], names.Shown.NamesBy(new NameRules(new NameSynonymOptions(), canonicalizer: null)).Keyed.Bookings.Select(stay => stay.City));
    }

    [Fact]
    public void Properties_are_ranked_by_the_same_rule()
    {
        var record = Stays.Record(
            At("Birmingham", "2025-01-01", "GB") with { PropertyType = "Apartment", Amenities = ["Wi-Fi"] },
            At("birmingham", "2025-01-02", "UK") with { PropertyType = "APT", Amenities = ["wireless internet"] },
            At("Birmingham", "2025-01-03", "GB") with { PropertyType = "apartment", Amenities = ["wlan"] });
        PropertyCandidate[] candidates =
        [
            new() { PropertyId = "us", City = "Birmingham", Country = "USA", PropertyType = "hotel", Amenities = ["bar"] },
            new() { PropertyId = "gb", City = "BIRMINGHAM", Country = "UK", PropertyType = "Flat", Amenities = ["free wifi", "Wireless Internet"] },
            new() { PropertyId = "unknown", City = "birmingham" },
        ];

        var ranked = Learner.Rank(record, candidates, Stays.Context);

        Assert.Equal(["gb", "unknown", "us"], ranked.Select(property => property.Property.PropertyId));
        Assert.Equal(["3 stays in Birmingham", "usually apartment", "usually with wlan"], ranked[0].Reasons);
        Assert.Same(candidates[1], ranked[0].Property);
        Assert.Empty(ranked[2].Reasons);
    }

    private static Booking At(string city, string checkIn, string? country) => Stays.At(city, checkIn) with { Country = country };

    private static UserPreferences Learn(params Booking[] stays) => Learner.Learn(Stays.Record(stays), Stays.Context);
}
