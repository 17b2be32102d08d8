namespace HospitalityMemory.Tests.LongTerm;

public sealed class PreferencesTests : IDisposable
{
    private readonly Guests _guests = new();

    private LongTermMemory Memory => _guests.Memory;

    public void Dispose() => _guests.Dispose();

    [Fact]
    public async Task A_stranger_has_no_preferences_and_gets_no_profile_by_asking()
    {
        Assert.Same(UserPreferences.Empty, await Memory.GetUserPreferencesAsync("stranger"));
        Assert.Null(await Memory.GetUserProfileAsync("stranger"));
    }

    [Fact]
    public async Task What_was_stated_wins_over_what_was_learned()
    {
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b1", "Miami") with { Amenities = ["smoking room", "pool"] });

        await Memory.AddStatedPreferenceAsync(Guests.Id, new() { Kind = PreferenceKind.City, Value = "  Oslo " });
        var preferences = await Memory.AddStatedPreferenceAsync(Guests.Id, new() { Kind = PreferenceKind.Amenity, Value = "smoking room", Avoid = true });

        Assert.Equal(["Oslo", "Miami"], preferences.PreferredCities);
        Assert.Equal(["pool"], preferences.PreferredAmenities);
        Assert.Equal(["smoking room"], preferences.Avoided);
        Assert.Equal(preferences.PreferredCities, (await Memory.GetUserPreferencesAsync(Guests.Id)).PreferredCities);
    }

    [Fact]
    public async Task Stated_preferences_are_kept_newest_first_with_their_time_one_of_a_kind_and_value()
    {
        await Memory.AddStatedPreferenceAsync(Guests.Id, new() { Kind = PreferenceKind.Other, Value = "quiet", StatedAt = DateTimeOffset.MaxValue });
        _guests.Time.Advance(TimeSpan.FromMinutes(1));
        await Memory.AddStatedPreferenceAsync(Guests.Id, new() { Kind = PreferenceKind.Amenity, Value = "Quiet" });
        _guests.Time.Advance(TimeSpan.FromMinutes(1));
        await Memory.AddStatedPreferenceAsync(Guests.Id, new() { Kind = PreferenceKind.Other, Value = "QUIET", Avoid = true });

        var stated = (await Memory.GetUserProfileAsync(Guests.Id))!.StatedPreferences;

        Assert.Equal(
            [(PreferenceKind.Other, "QUIET", true, _guests.Now), (PreferenceKind.Amenity, "Quiet", false, _guests.Now.AddMinutes(-1))],
            stated.Select(preference => (preference.Kind, preference.Value, preference.Avoid, preference.StatedAt)));
    }

    [Fact]
    public async Task A_price_range_is_stated_in_its_currency()
    {
        var preferences = await Memory.AddStatedPreferenceAsync(
            Guests.Id, new() { Kind = PreferenceKind.PriceRange, Value = "EUR", PriceRange = new() { Min = 0, Max = 150 } });

        Assert.Equal(new PriceRange { Min = 0, Max = 150, Currency = "EUR" }, preferences.PreferredPriceRange);
    }

    [Fact]
    public async Task A_guest_may_state_a_hundred_and_then_replace_or_remove()
    {
        for (var number = 0; number < 100; number++)
        {
            await Memory.AddStatedPreferenceAsync(Guests.Id, new() { Kind = PreferenceKind.Other, Value = $"wish {number}" });
        }

        var before = await _guests.StoredAsync();
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await Memory.AddStatedPreferenceAsync(Guests.Id, new() { Kind = PreferenceKind.Other, Value = "one more" }));
        Assert.Same(before, await _guests.StoredAsync());

        await Memory.AddStatedPreferenceAsync(Guests.Id, new() { Kind = PreferenceKind.Other, Value = "WISH 5" });
        Assert.True(await Memory.RemoveStatedPreferenceAsync(Guests.Id, PreferenceKind.Other, "wish 6"));
        await Memory.AddStatedPreferenceAsync(Guests.Id, new() { Kind = PreferenceKind.Other, Value = "one more" });

        Assert.Equal(100, (await _guests.StoredAsync()).StatedPreferences.Count);
    }

    [Fact]
    public async Task Only_what_is_there_is_removed()
    {
        await Memory.AddStatedPreferenceAsync(Guests.Id, new() { Kind = PreferenceKind.Other, Value = "quiet" });
        var before = await _guests.StoredAsync();

        Assert.False(await Memory.RemoveStatedPreferenceAsync(Guests.Id, PreferenceKind.Amenity, "quiet"));
        Assert.False(await Memory.RemoveStatedPreferenceAsync("stranger", PreferenceKind.Other, "quiet"));
        Assert.Same(before, await _guests.StoredAsync());
        Assert.Null(await Memory.GetUserProfileAsync("stranger"));

        Assert.True(await Memory.RemoveStatedPreferenceAsync(Guests.Id, PreferenceKind.Other, " QUIET "));
        Assert.Empty((await _guests.StoredAsync()).StatedPreferences);
    }

    [Fact]
    public async Task A_search_is_noted_once_and_gives_way_to_the_booking_of_the_stay()
    {
        var slots = new BookingSlots { City = " Rome ", CheckInDate = new(2025, 5, 1), NumberOfGuests = 2, Budget = 120 };

        await Memory.UpdateUserPreferencesAsync(Guests.Id, slots);
        var preferences = await Memory.UpdateUserPreferencesAsync(Guests.Id, slots);

        var search = Assert.Single((await _guests.StoredAsync()).Bookings.Searches);
        Assert.Equal(("Rome", 120m, "USD", 2, _guests.Now), (search.City, search.Budget, search.Currency, search.Guests, search.SearchedAt));
        Assert.Equal(PreferenceSource.Searches, Assert.Single(preferences.All, evidence => evidence.Kind is PreferenceKind.City).Source);

        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b1", "Rome"));
        Assert.Empty((await _guests.StoredAsync()).Bookings.Searches);
        var before = await _guests.StoredAsync();
        preferences = await Memory.UpdateUserPreferencesAsync(Guests.Id, slots);

        Assert.Same(before, await _guests.StoredAsync());
        var city = Assert.Single(preferences.All, evidence => evidence.Kind is PreferenceKind.City);
        Assert.Equal((PreferenceSource.Bookings, 1), (city.Source, city.Stays));
    }

    [Fact]
    public async Task A_search_without_a_city_or_that_may_not_teach_leaves_no_trace()
    {
        await Memory.UpdateUserPreferencesAsync(Guests.Id, new() { NumberOfGuests = 2 });
        _guests.Options.LongTerm.RequireConsent = true;
        await Memory.UpdateUserPreferencesAsync(Guests.Id, new() { City = "Rome" });
        _guests.Options.LongTerm.RequireConsent = false;
        _guests.Options.LongTerm.LearningEnabled = false;
        await Memory.UpdateUserPreferencesAsync(Guests.Id, new() { City = "Rome" });

        Assert.Null(await Memory.GetUserProfileAsync(Guests.Id));
    }

    [Fact]
    public async Task A_search_with_bad_slots_is_refused_whole()
    {
        var exception = await Assert.ThrowsAsync<SlotValidationException>(async () => await Memory.UpdateUserPreferencesAsync(
            Guests.Id, new() { City = "Rome", CheckInDate = new(2025, 5, 2), CheckOutDate = new(2025, 5, 1), NumberOfGuests = -1, Budget = -5 }));

        Assert.Equal(
            [SlotNames.Budget, SlotNames.CheckOutDate, SlotNames.NumberOfGuests],
            exception.Errors.Select(error => error.Slot).Order(StringComparer.Ordinal));
        Assert.Null(await Memory.GetUserProfileAsync(Guests.Id));
    }

    [Fact]
    public async Task Learning_switched_off_tells_only_what_was_stated_and_drops_nothing()
    {
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b1", "Rome"));
        await Memory.AddStatedPreferenceAsync(Guests.Id, new() { Kind = PreferenceKind.City, Value = "Oslo" });

        _guests.Options.LongTerm.LearningEnabled = false;
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b2", "Rome", month: 6));
        Assert.Equal(["Oslo"], (await Memory.GetUserPreferencesAsync(Guests.Id)).PreferredCities);
        Assert.Equal(0, (await Memory.GetUserProfileAsync(Guests.Id))!.Insights.BookingCount);
        Assert.False((await Memory.GetPersonalizationContextAsync(Guests.Id)).IsReturningGuest);
        Assert.Equal(0, (await Memory.GetUserAnalyticsAsync(Guests.Id)).BookingFrequency);

        _guests.Options.LongTerm.LearningEnabled = true;
        var profile = (await _guests.Create().GetUserProfileAsync(Guests.Id))!;
        Assert.Equal(["Oslo", "Rome"], profile.Preferences.PreferredCities);
        Assert.Equal(2, profile.Insights.BookingCount);
    }
}
