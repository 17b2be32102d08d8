namespace HospitalityMemory.Tests.LongTerm;

public sealed class ConsentTests : IDisposable
{
    private readonly Guests _guests = new();

    private LongTermMemory Memory => _guests.Memory;

    public void Dispose() => _guests.Dispose();

    [Fact]
    public async Task Withdrawal_drops_what_was_learned_and_keeps_bookings_and_what_was_stated()
    {
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b1", "Rome"));
        await Memory.UpdateUserPreferencesAsync(Guests.Id, new() { City = "Oslo" });
        await Memory.AddStatedPreferenceAsync(Guests.Id, new() { Kind = PreferenceKind.Other, Value = "quiet" });

        var profile = await Memory.SetConsentAsync(Guests.Id, granted: false);

        Assert.Equal((ConsentStatus.Withdrawn, _guests.Now), (profile.Consent, profile.ConsentChangedAt));
        Assert.Same(UserPreferences.Empty, profile.Preferences);
        Assert.Same(UserInsights.Empty, profile.Insights);
        Assert.Empty(profile.Bookings.Searches);
        Assert.Empty(profile.Bookings.ToTravelRecord().Bookings);
        Assert.Single(profile.StatedPreferences);
        Assert.Single(await _guests.HistoryAsync());
    }

    [Fact]
    public async Task Without_consent_a_guest_is_a_stranger_whose_bookings_are_recorded()
    {
        await Memory.SetConsentAsync(Guests.Id, granted: false);
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b1", "Rome"));
        await Memory.RateBookingAsync(Guests.Id, "b1", 5);
        var stated = await Memory.AddStatedPreferenceAsync(Guests.Id, new() { Kind = PreferenceKind.City, Value = "Oslo" });

        Assert.Same(UserPreferences.Empty, stated);
        Assert.Same(UserPreferences.Empty, await Memory.GetUserPreferencesAsync(Guests.Id));
        var context = await Memory.GetPersonalizationContextAsync(Guests.Id);
        Assert.False(context.IsReturningGuest);
        Assert.Empty(context.RecentStays);
        Assert.Empty(context.StatedPreferences);
        Assert.Equal(BookingSlots.Empty, context.SuggestedSlots);
        Assert.Equal(0, (await Memory.GetUserAnalyticsAsync(Guests.Id)).BookingFrequency);
        Assert.Single((await Memory.GetUserProfileAsync(Guests.Id))!.BookingHistory);
        Assert.Single(await _guests.HistoryAsync());
    }

    [Fact]
    public async Task A_new_grant_learns_from_later_bookings_only()
    {
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("before", "Rome"));
        await Memory.SetConsentAsync(Guests.Id, granted: false);
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("without", "Paris"));
        await Memory.SetConsentAsync(Guests.Id, granted: true);
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("after", "Oslo"));

        // Neither an amendment nor a rating makes an earlier booking teach.
        await Memory.RateBookingAsync(Guests.Id, "before", 5);
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("without", "Paris", month: 9));

        var profile = (await Memory.GetUserProfileAsync(Guests.Id))!;
        Assert.Equal(["Oslo"], profile.Preferences.PreferredCities);
        Assert.Equal(1, profile.Insights.BookingCount);
        Assert.Equal(["after"], (await Memory.GetPersonalizationContextAsync(Guests.Id)).RecentStays.Select(stay => stay.BookingId));
        Assert.Equal(3, profile.BookingHistory.Count);
    }

    [Fact]
    public async Task Where_consent_is_required_unknown_means_no_until_it_is_granted()
    {
        _guests.Options.LongTerm.RequireConsent = true;
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("unasked", "Rome"));
        Assert.Same(UserPreferences.Empty, await Memory.GetUserPreferencesAsync(Guests.Id));

        await Memory.SetConsentAsync(Guests.Id, granted: true);
        Assert.Empty((await Memory.GetUserPreferencesAsync(Guests.Id)).PreferredCities);
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("asked", "Oslo"));

        Assert.Equal(["Oslo"], (await Memory.GetUserPreferencesAsync(Guests.Id)).PreferredCities);
    }

    [Fact]
    public async Task A_grant_where_consent_has_come_to_be_required_does_not_bring_back_what_was_learned_unasked()
    {
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("unasked", "Rome"));
        _guests.Options.LongTerm.RequireConsent = true;

        await Memory.SetConsentAsync(Guests.Id, granted: true);

        Assert.Empty((await Memory.GetUserPreferencesAsync(Guests.Id)).PreferredCities);
        Assert.Equal(0, (await Memory.GetUserProfileAsync(Guests.Id))!.Insights.BookingCount);
        Assert.Single(await _guests.HistoryAsync());
    }

    [Fact]
    public async Task What_was_booked_while_consent_was_required_does_not_teach_once_it_no_longer_is()
    {
        _guests.Options.LongTerm.RequireConsent = true;
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("unasked", "Rome"));
        _guests.Options.LongTerm.RequireConsent = false;

        Assert.Empty((await Memory.GetUserPreferencesAsync(Guests.Id)).PreferredCities);
    }

    [Fact]
    public async Task A_grant_by_default_made_explicit_keeps_what_was_learned()
    {
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b1", "Rome"));

        var profile = await Memory.SetConsentAsync(Guests.Id, granted: true);

        Assert.Equal(ConsentStatus.Granted, profile.Consent);
        Assert.Equal(["Rome"], profile.Preferences.PreferredCities);
    }

    [Fact]
    public async Task Said_again_it_changes_nothing()
    {
        await Memory.SetConsentAsync(Guests.Id, granted: false);
        var before = await _guests.StoredAsync();
        _guests.Time.Advance(TimeSpan.FromDays(1));

        Assert.Equal(before.ConsentChangedAt, (await Memory.SetConsentAsync(Guests.Id, granted: false)).ConsentChangedAt);

        Assert.Same(before, await _guests.StoredAsync());
    }
}
