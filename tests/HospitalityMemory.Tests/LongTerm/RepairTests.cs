
namespace HospitalityMemory.Tests.LongTerm;

/// <summary>
/// Profiles that this library did not write: bookings are embedded, preferences have no reasons, and there is no travel record.
/// </summary>
public sealed class RepairTests : IDisposable
{
    private readonly HookedProfileStore _store = new() { IsRemote = false };
    private readonly Guests _guests;

    public RepairTests() => _guests = new Guests(_store);

    private LongTermMemory Memory => _guests.Memory;

    public void Dispose() => _guests.Dispose();

    [Fact]
    public async Task Until_it_is_repaired_it_is_told_as_it_came()
    {
        await ImportAsync(3);

        var profile = (await Memory.GetUserProfileAsync(Guests.Id))!;
        var context = await Memory.GetPersonalizationContextAsync(Guests.Id);

        Assert.Equal(["Atlantis"], profile.Preferences.PreferredCities);
        Assert.Equal(5, profile.Insights.BookingCount);
        Assert.Equal(3, profile.BookingHistory.Count);
        Assert.Equal(["Atlantis"], (await Memory.GetUserPreferencesAsync(Guests.Id)).PreferredCities);
        Assert.True(context.IsReturningGuest);
        Assert.Equal(3, context.RecentStays.Count);
        Assert.DoesNotContain("commit", _store.Calls);
    }

    [Fact]
    public async Task Repaired_its_bookings_are_in_the_history_and_teach_and_nothing_is_lost()
    {
        await ImportAsync(3);

        var repaired = await Memory.InitializeUserProfileAsync(Guests.Id);

        Assert.Equal(3, repaired.Insights.BookingCount);
        Assert.Equal("city0", repaired.Preferences.PreferredCities[^1]);
        Assert.Equal(["sauna"], repaired.Preferences.PreferredAmenities);
        Assert.Equal(["Atlantis"], repaired.ImportedPreferences!.PreferredCities);
        Assert.Null(repaired.Bookings.Embedded);
        Assert.Equal("Ada", repaired.Attributes.GetString("name"));
        Assert.Equal([3L, 2, 1], (await _guests.HistoryAsync()).Select(booking => booking.Sequence));
        Assert.Equal("USD", (await _guests.HistoryAsync())[0].Currency);

        var before = await _guests.StoredAsync();
        Assert.Equal(repaired.Version, (await Memory.InitializeUserProfileAsync(Guests.Id)).Version);
        Assert.Same(before, await _guests.StoredAsync());
    }

    [Fact]
    public async Task Bad_fields_of_its_bookings_cost_nothing_else_and_are_logged_once_without_what_they_say()
    {
        var profile = UserProfile.FromJson(
            """
            {"user_id":"guest-1","created_at":"2025-01-01T00:00:00","booking_history":[
            {"booking_id":"b2","city":"Rome","check_in":"2025-05-01","guests":"Zaphod","price":"much","guest_rating":4},
            {"booking_id":"b1","city":"Oslo","check_in":"2025-03-01","price":"120.50","status":"dreamt"}]}
            """);
        Assert.NotNull(await _guests.Store.TryCommitAsync(profile, [], CancellationToken.None));

        await Memory.InitializeUserProfileAsync(Guests.Id);
        await Memory.InitializeUserProfileAsync(Guests.Id);

        var booking = Assert.Single(await _guests.HistoryAsync());
        Assert.Equal(("b2", null, null, 4m), (booking.BookingId, booking.Guests, booking.PricePerNight, booking.GuestRating));
        Assert.Equal(("Zaphod", "much"), (booking.AdditionalFields.GetString("imported_guests"), booking.AdditionalFields.GetString("imported_price")));
        Assert.Contains("\"unread_bookings\":[{\"booking_id\":\"b1\"", (await _guests.StoredAsync()).ToJson(), StringComparison.Ordinal);
        var logged = Assert.Single(_guests.Log.Collector.GetSnapshot(), record => record.Id.Id is 7);
        Assert.Contains("3 fields", logged.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Zaphod", logged.Message, StringComparison.Ordinal);

        // The fields that are kept with the booking do not prevent recording it again.
        Assert.Equal(2, (await Memory.AddBookingToHistoryAsync(Guests.Id, booking with { Guests = 2 })).Booking.Guests);
    }

    [Theory]
    [InlineData("euro", null)]
    [InlineData("", null)]
    [InlineData("EUR", 600)]
    public async Task A_price_range_in_no_currency_suggests_no_budget(string currency, int? budget)
    {
        var profile = UserProfile.FromJson(
            $$$"""
            {"user_id":"guest-1","created_at":"2025-01-01T00:00:00","preferences":{"preferred_price_range":{"min":200,"max":600,"currency":"{{{currency}}}"} },
            "booking_history":[{"booking_id":"b1","city":"Oslo","check_in":"2025-03-01"}]}
            """);
        Assert.NotNull(await _guests.Store.TryCommitAsync(profile, [], CancellationToken.None));

        Assert.Equal(budget, (await Memory.GetPersonalizationContextAsync(Guests.Id)).SuggestedSlots.Budget);
    }

    [Fact]
    public async Task Withdrawal_drops_what_it_came_with_for_good()
    {
        var profile = UserProfile.FromJson(
            """
            {"user_id":"guest-1","created_at":"2025-01-01T00:00:00","preferences":{"preferred_cities":["Atlantis"],"mood":"sunny"},
            "insights":{"booking_count":5,"guess":"a spy"},"favourite":"kept"}
            """);
        Assert.NotNull(await _guests.Store.TryCommitAsync(profile, [], CancellationToken.None));
        await Memory.InitializeUserProfileAsync(Guests.Id);
        Assert.Contains("a spy", (await _guests.StoredAsync()).ToJson(), StringComparison.Ordinal);

        await Memory.SetConsentAsync(Guests.Id, granted: false);

        var stored = (await _guests.StoredAsync()).ToJson();
        Assert.All(["Atlantis", "sunny", "a spy"], learned => Assert.DoesNotContain(learned, stored, StringComparison.Ordinal));
        Assert.Contains("\"favourite\":\"kept\"", stored, StringComparison.Ordinal);
        Assert.Empty((await Memory.SetConsentAsync(Guests.Id, granted: true)).Preferences.PreferredCities);
    }

    [Fact]
    public async Task Without_bookings_its_preferences_stay_until_bookings_teach()
    {
        await ImportAsync(0);

        await Memory.InitializeUserProfileAsync(Guests.Id);
        Assert.Equal(["Atlantis"], (await Memory.GetUserPreferencesAsync(Guests.Id)).PreferredCities);
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b1", "Rome"));

        var preferences = await Memory.GetUserPreferencesAsync(Guests.Id);
        Assert.Equal(["Rome"], preferences.PreferredCities);
        Assert.Equal(["sauna"], preferences.PreferredAmenities);
    }

    [Fact]
    public async Task Any_write_repairs_it_first()
    {
        await ImportAsync(3);

        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("new", "Rome"));

        var profile = (await Memory.GetUserProfileAsync(Guests.Id))!;
        Assert.Equal(4, profile.Insights.BookingCount);
        Assert.Equal(4, (await _guests.HistoryAsync()).Count);
        Assert.Equal(4, (await _guests.HistoryAsync()).Single(booking => booking.BookingId is "new").Sequence);
        Assert.Single(_store.Calls, call => call is "commit");
    }

    [Fact]
    public async Task An_embedded_booking_can_be_rated_amended_and_cancelled()
    {
        await ImportAsync(3);
        Assert.Equal(5, (await Memory.RateBookingAsync(Guests.Id, "b1", 5)).GuestRating);

        await ImportAsync(3, "second");
        Assert.NotNull((await Memory.CancelBookingAsync("second", "b2")).CancelledAt);

        await ImportAsync(3, "third");
        await Memory.AddBookingToHistoryAsync("third", Guests.Stay("b0", "Rome", year: 2026));

        Assert.Equal(5, (await _guests.HistoryAsync()).Single(booking => booking.BookingId is "b1").GuestRating);
        Assert.Equal(2, (await Memory.GetUserProfileAsync("second"))!.Insights.BookingCount);
        Assert.Equal(["b0", "b2", "b1"], (await _guests.HistoryAsync("third")).Select(booking => booking.BookingId));
        Assert.Equal("Rome", (await _guests.HistoryAsync("third"))[0].City);
    }

    [Theory]
    [InlineData(19)]
    [InlineData(20)]
    [InlineData(21)]
    [InlineData(100)]
    public async Task More_bookings_than_a_commit_takes_are_repaired_in_parts(int count)
    {
        await ImportAsync(count);

        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("new", "Rome", year: 2026));

        var history = await _guests.HistoryAsync();
        Assert.Equal(Enumerable.Range(1, count + 1).Reverse(), history.Select(booking => (int)booking.Sequence));
        Assert.Equal(count + 1, (await Memory.GetUserProfileAsync(Guests.Id))!.Insights.BookingCount);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_repair_that_breaks_off_goes_on_where_it_was(int commits)
    {
        await ImportAsync(50);
        var left = commits;
        _store.Before = operation => operation is "commit" && left-- is 0 ? throw new MemoryUnavailableException("Broken.") : default;
        await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await Memory.InitializeUserProfileAsync(Guests.Id));

        _store.Before = _ => default;
        var repaired = await Memory.InitializeUserProfileAsync(Guests.Id);

        Assert.Equal(50, repaired.Insights.BookingCount);
        Assert.Equal(50, (await _guests.HistoryAsync()).Select(booking => booking.Sequence).Distinct().Count());
        Assert.Equal(["sauna"], repaired.Preferences.PreferredAmenities);
    }

    [Fact]
    public async Task What_the_store_has_already_is_the_newer_truth()
    {
        await ImportAsync(3);
        var current = (await _store.GetForUpdateAsync(Guests.Id, null, CancellationToken.None)).Profile!;
        await _store.TryCommitAsync(current, [Guests.Stay("b1", "Rome") with { Sequence = 9 }], CancellationToken.None);

        await Memory.InitializeUserProfileAsync(Guests.Id);

        var history = await _guests.HistoryAsync();
        Assert.Equal(3, history.Count);
        Assert.Equal("Rome", history.Single(booking => booking.BookingId is "b1").City);
        Assert.Equal([9L, 10, 11], history.Select(booking => booking.Sequence).Order());
    }

    [Fact]
    public async Task One_who_withdrew_consent_elsewhere_is_a_stranger_here()
    {
        await ImportAsync(3, consent: ConsentStatus.Withdrawn);
        Assert.Same(UserPreferences.Empty, await Memory.GetUserPreferencesAsync(Guests.Id));

        var repaired = await Memory.InitializeUserProfileAsync(Guests.Id);

        Assert.Null(repaired.ImportedPreferences);
        Assert.Empty(repaired.Bookings.ToTravelRecord().Bookings);
        Assert.Equal(3, (await _guests.HistoryAsync()).Count);
        await Memory.SetConsentAsync(Guests.Id, granted: true);
        Assert.Empty((await Memory.GetUserPreferencesAsync(Guests.Id)).PreferredCities);
    }

    private async Task ImportAsync(int bookings, string userId = Guests.Id, ConsentStatus consent = ConsentStatus.Unknown)
    {
        var start = new DateOnly(2020, 1, 1);
        var profile = new UserProfile
        {
            UserId = userId,
            CreatedAt = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero),
            Consent = consent,
            Attributes = JsonFields.Empty.Set("name", "Ada"),
            Preferences = new() { All = PreferencesJson.OfViews(["Atlantis"], null, ["sauna"], []) },
            Insights = new() { BookingCount = 5 },
            Bookings = KnownBookings.FromElsewhere with
            {
                Embedded =
                [
                    .. Enumerable.Range(0, bookings).Reverse()
                        .Select(number => Guests.Stay($"b{number}", $"city{number}") with { CheckIn = start.AddDays(number), PricePerNight = 100 }),
                ],
            },
        };
        Assert.NotNull(await _store.Inner.TryCommitAsync(profile, [], CancellationToken.None));
    }
}
