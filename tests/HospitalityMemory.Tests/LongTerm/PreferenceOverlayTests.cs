using HospitalityMemory.Tests.Learning;

namespace HospitalityMemory.Tests.LongTerm;

public sealed class PreferenceOverlayTests
{
    private static readonly UserPreferences Learned = new FrequencyPreferenceLearner().Learn(
        new TravelRecord(
            [
                Stays.At("Miami", "2026-01-02") with { Amenities = ["pool", "wifi"], PropertyType = "villa", PricePerNight = 200, Currency = "USD" },
                Stays.At("Miami", "2026-01-01").Priced(400),
                Stays.At("Rome", "2025-01-01").Priced(90, "EUR"),
            ],
            [Stays.Search("Oslo")]),
        Stays.Context);

    [Fact]
    public void Without_anything_stated_or_imported_what_was_learned_stands() =>
        Assert.Same(Learned, PreferenceOverlay.Apply(Learned, [], imported: null, NameRules.Default));

    [Fact]
    public void Stated_wishes_come_first_the_latest_before_the_others()
    {
        var preferences = Apply(State(PreferenceKind.City, "Bern", minutes: 1), State(PreferenceKind.City, "Lima", minutes: 2));

        Assert.Equal(["Lima", "Bern", "Miami", "Rome", "Oslo"], preferences.PreferredCities);
        var lima = preferences.All[0];
        Assert.Equal(("Lima", PreferenceSource.Stated, 1.0, 1.0), (lima.Value, lima.Source, lima.Score, lima.Confidence));
    }

    [Fact]
    public void A_stated_wish_that_was_also_learned_is_there_once_with_its_stays()
    {
        var preferences = Apply(State(PreferenceKind.City, "rome"));

        Assert.Equal(["Rome", "Miami", "Oslo"], preferences.PreferredCities);
        var rome = Assert.Single(preferences.All, item => item.Value is "Rome");
        Assert.Equal((PreferenceSource.Stated, 1, Stays.Day("2025-01-01")), (rome.Source, rome.Stays, rome.LastStay!.Value));
    }

    [Fact]
    public void What_the_guest_avoids_leaves_the_learned_lists_without_regard_to_case()
    {
        var preferences = Apply(
            State(PreferenceKind.City, "MIAMI", avoid: true, minutes: 3),
            State(PreferenceKind.Amenity, "Pool", avoid: true, minutes: 2),
            State(PreferenceKind.PropertyType, "villa", avoid: true, minutes: 1),
            State(PreferenceKind.City, "oslo", avoid: true),
            State(PreferenceKind.Other, "smoking rooms", avoid: true, minutes: 4));

        Assert.Equal(["Rome"], preferences.PreferredCities);
        Assert.Equal(["wifi"], preferences.PreferredAmenities);
        Assert.Empty(preferences.PreferredPropertyTypes);
        Assert.Equal(["smoking rooms", "MIAMI", "Pool", "villa", "oslo"], preferences.Avoided);
        Assert.DoesNotContain(preferences.All, item => !item.Avoid && item.Value is "Miami" or "pool" or "villa" or "Oslo");
    }

    [Fact]
    public void Avoiding_a_name_of_one_kind_leaves_the_other_kinds_alone()
    {
        var preferences = Apply(State(PreferenceKind.Amenity, "Miami", avoid: true));

        Assert.Contains("Miami", preferences.PreferredCities);
    }

    [Fact]
    public void A_stated_price_range_replaces_the_learned_one_of_its_currency()
    {
        var preferences = Apply(StateRange(50, 80, "USD"));

        Assert.Equal(new PriceRange { Min = 50, Max = 80, Currency = "USD" }, preferences.PreferredPriceRange);
        Assert.Equal(["EUR"], preferences.OtherPriceRanges.Select(range => range.Currency));
        Assert.Equal(PreferenceSource.Stated, Assert.Single(preferences.All, item => item.Value is "USD").Source);
    }

    [Fact]
    public void A_stated_price_range_moves_the_learned_one_of_another_currency_to_the_others()
    {
        var preferences = Apply(StateRange(50, 80, "GBP"));

        Assert.Equal("GBP", preferences.PreferredPriceRange?.Currency);
        Assert.Equal(["USD", "EUR"], preferences.OtherPriceRanges.Select(range => range.Currency));
    }

    [Fact]
    public void Of_several_stated_price_ranges_the_latest_is_the_main_one()
    {
        var preferences = Apply(StateRange(1, 2, "GBP", minutes: 1), StateRange(3, 4, "JPY", minutes: 2), StateRange(5, 6, "EUR"));

        Assert.Equal(new PriceRange { Min = 3, Max = 4, Currency = "JPY" }, preferences.PreferredPriceRange);
        Assert.Equal(["GBP", "EUR", "USD"], preferences.OtherPriceRanges.Select(range => range.Currency));
        Assert.Equal(5, preferences.OtherPriceRanges[1].Min);
    }

    [Fact]
    public void Another_wish_appears_in_the_list_only()
    {
        var preferences = Apply(State(PreferenceKind.Other, "a quiet room"));

        var wish = Assert.Single(preferences.All, item => item.Kind is PreferenceKind.Other);
        Assert.Equal(("a quiet room", PreferenceSource.Stated), (wish.Value, wish.Source));
        Assert.Empty(preferences.Avoided);
        Assert.Equal(Learned.PreferredCities, preferences.PreferredCities);
    }

    [Fact]
    public void What_only_other_guests_booked_does_not_become_the_guests_own_by_an_import()
    {
        var market = new Preference { Kind = PreferenceKind.City, Value = "Bern", Source = PreferenceSource.Market, Score = 0.5 };
        var imported = new UserPreferences
        {
            All =
            [
                market,
                market with { Value = "Lima", Source = PreferenceSource.Bookings },
                market with { Kind = PreferenceKind.PriceRange, Value = "CHF", PriceRange = new PriceRange { Min = 200, Max = 600, Currency = "CHF" } },
            ],
        };

        var preferences = PreferenceOverlay.Apply(UserPreferences.Empty, [], imported, NameRules.Default);

        Assert.Equal(["Lima"], preferences.PreferredCities);
        Assert.Null(preferences.PreferredPriceRange);
        Assert.Equal(["Lima"], preferences.All.Select(item => item.Value));
    }

    [Fact]
    public void Imported_preferences_fill_only_the_kinds_for_which_nothing_was_learned()
    {
        var learned = new FrequencyPreferenceLearner().Learn(
            new TravelRecord([Stays.At("Miami", "2026-01-01")], []), Stays.Context);
        var imported = new UserPreferences
        {
            All = PreferencesJson.OfViews(["Bern"], new PriceRange { Min = 200, Max = 600 }, ["sauna", "pool"], ["hut"]),
        };

        var preferences = PreferenceOverlay.Apply(learned, [State(PreferenceKind.Amenity, "Pool", avoid: true)], imported, NameRules.Default);

        Assert.Equal(["Miami"], preferences.PreferredCities);
        Assert.Equal(["sauna"], preferences.PreferredAmenities);
        Assert.Equal(["hut"], preferences.PreferredPropertyTypes);
        Assert.Equal(imported.PreferredPriceRange, preferences.PreferredPriceRange);
        Assert.Equal(
            ["", "hut", "sauna"],
            preferences.All.Where(item => item.Source is PreferenceSource.Imported).Select(item => item.Value).Order());
        Assert.All(preferences.All, item => Assert.InRange(item.Confidence, 0, 1));
    }

    [Fact]
    public void Imported_cities_come_before_those_only_searched_for_and_keep_what_they_rest_on()
    {
        var learned = new FrequencyPreferenceLearner().Learn(new TravelRecord([], [Stays.Search("Oslo")]), Stays.Context);
        var imported = new UserPreferences
        {
            All = [new() { Kind = PreferenceKind.City, Value = "Bern", Source = PreferenceSource.Bookings, Score = 0.7, Stays = 4, Confidence = 0.6 }],
        };

        var preferences = PreferenceOverlay.Apply(learned, [], imported, NameRules.Default);

        Assert.Equal(["Bern", "Oslo"], preferences.PreferredCities);
        Assert.Equal((PreferenceSource.Imported, 4, 0.6), (preferences.All[0].Source, preferences.All[0].Stays, preferences.All[0].Confidence));
    }

    [Fact]
    public void An_imported_range_without_a_currency_gives_way_to_a_stated_one()
    {
        var imported = new UserPreferences { All = PreferencesJson.OfViews([], new PriceRange { Min = 200, Max = 600 }, [], []) };

        var preferences = PreferenceOverlay.Apply(UserPreferences.Empty, [StateRange(50, 80, "USD")], imported, NameRules.Default);

        Assert.Equal("USD", preferences.PreferredPriceRange?.Currency);
        Assert.Empty(preferences.OtherPriceRanges);
    }

    [Fact]
    public void An_avoided_currency_has_no_range()
    {
        var preferences = Apply(State(PreferenceKind.PriceRange, "USD", avoid: true));

        Assert.Equal("EUR", preferences.PreferredPriceRange?.Currency);
        Assert.Empty(preferences.OtherPriceRanges);
    }

    private static UserPreferences Apply(params StatedPreference[] stated) => PreferenceOverlay.Apply(Learned, stated, imported: null, NameRules.Default);

    private static StatedPreference State(PreferenceKind kind, string value, bool avoid = false, int minutes = 0) =>
        new() { Kind = kind, Value = value, Avoid = avoid, StatedAt = Stays.Noon.AddMinutes(minutes) };

    private static StatedPreference StateRange(decimal min, decimal max, string currency, int minutes = 0) =>
        State(PreferenceKind.PriceRange, currency, minutes: minutes) with { PriceRange = new PriceRange { Min = min, Max = max, Currency = currency } };
}
