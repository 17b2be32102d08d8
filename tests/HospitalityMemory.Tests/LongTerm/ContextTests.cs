namespace HospitalityMemory.Tests.LongTerm;

public sealed class ContextTests : IDisposable
{
    private readonly Guests _guests = new();

    private LongTermMemory Memory => _guests.Memory;

    public void Dispose() => _guests.Dispose();

    [Fact]
    public async Task A_stranger_is_new()
    {
        var context = await Memory.GetPersonalizationContextAsync("stranger", new BookingSlots { CheckInDate = new(2026, 7, 1) });

        Assert.Equal(("stranger", false, 7, false), (context.UserId, context.IsReturningGuest, context.TravelMonth, context.IsDegraded));
        Assert.Same(UserPreferences.Empty, context.Preferences);
        Assert.Equal(BookingSlots.Empty, context.SuggestedSlots);
        Assert.Empty(context.RecentStays);
        Assert.Null(await Memory.GetUserProfileAsync("stranger"));
    }

    [Fact]
    public async Task It_is_computed_anew_only_when_the_slots_the_guest_or_the_day_change()
    {
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("a", "Rome"));
        var slots = new BookingSlots { City = "Rome", NumberOfGuests = 2 };
        var first = await Memory.GetPersonalizationContextAsync(Guests.Id, slots);

        Assert.Same(first, await Memory.GetPersonalizationContextAsync(Guests.Id, slots with { }));
        var others = await Memory.GetPersonalizationContextAsync(Guests.Id, slots with { CheckInDate = new(2026, 7, 1) });
        Assert.Equal(7, others.TravelMonth);
        Assert.Null((await Memory.GetPersonalizationContextAsync(Guests.Id, slots)).TravelMonth);
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b", "Oslo"));
        Assert.Equal(2, (await Memory.GetPersonalizationContextAsync(Guests.Id, slots)).RecentStays.Count);
        _guests.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(first.Today!.Value.AddDays(1), (await Memory.GetPersonalizationContextAsync(Guests.Id, slots)).Today);
    }

    [Fact]
    public async Task A_guest_who_booked_is_returning_with_the_latest_stays_that_stand()
    {
        for (var month = 1; month <= 7; month++)
        {
            await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay($"b{month}", month: month));
        }

        await Memory.CancelBookingAsync(Guests.Id, "b6");
        await Memory.AddStatedPreferenceAsync(Guests.Id, new() { Kind = PreferenceKind.Other, Value = "quiet" });

        var context = await Memory.GetPersonalizationContextAsync(Guests.Id);

        Assert.True(context.IsReturningGuest);
        Assert.Equal(["b7", "b5", "b4", "b3", "b2"], context.RecentStays.Select(stay => stay.BookingId));
        Assert.Equal(6, context.Insights.BookingCount);
        Assert.Equal(["Miami"], context.Preferences.PreferredCities);
        Assert.NotEmpty(context.Preferences.All);
        Assert.Equal("quiet", Assert.Single(context.StatedPreferences).Value);
        Assert.Null(context.TravelMonth);
        Assert.Empty(context.CitiesForTravelMonth);
    }

    [Fact]
    public async Task A_new_guest_with_a_booking_to_come_is_told_as_such_and_the_day_after_check_in_has_stayed()
    {
        var july = Guests.Stay("b-7", "Rome", 2026, 7, 10) with
        {
            CheckOut = new(2026, 7, 13),
            BookedAt = _guests.Now,
            Guests = 2,
            PricePerNight = 100,
            PropertyType = "villa",
            Amenities = ["pool"],
        };
        await Memory.AddBookingToHistoryAsync(Guests.Id, july);

        var before = await Memory.GetPersonalizationContextAsync(Guests.Id, new BookingSlots { CheckInDate = new(2027, 7, 1) });
        Assert.Equal((false, 0, new DateOnly(2026, 3, 1)), (before.IsReturningGuest, before.RecentStays.Count, before.Today));
        Assert.Equal("b-7", Assert.Single(before.BookingsToCome).BookingId);
        Assert.Equal(new UserInsights { BookingCount = 1 }, before.Insights with { FavoriteDestinations = UserInsights.Empty.FavoriteDestinations });
        Assert.Empty(before.CitiesForTravelMonth);
        Assert.Empty(before.Insights.FavoriteDestinations);
        Assert.All(before.Preferences.All, preference => Assert.Equal((0, 1, null), (preference.Stays, preference.ToCome, preference.LastStay)));
        Assert.Equal(["Rome"], before.Preferences.PreferredCities);
        Assert.Equal(
            """
            <guest_memory>
            today: 2026-03-01
            guest: new, 1 booking to come
            booking to come: "b-7", 2026-07-10 to 2026-07-13 in "Rome", "villa"
            price per night: 100 USD (1 booking to come)
            cities: "Rome" (1 booking to come)
            property types: "villa" (1 booking to come)
            amenities: "pool" (1 booking to come)
            may be offered, ask first: city "Rome", number_of_guests 2, budget 100 USD
            </guest_memory>
            """.ReplaceLineEndings("\n"),
            before.ToPromptText(2_000)[before.ToPromptText(2_000).IndexOf('<')..]);
        Assert.Equal(0, (await Memory.GetUserAnalyticsAsync(Guests.Id)).BookingFrequency);
        Assert.Equal(["1 booking to come in Rome"], (await Memory.RankPropertiesAsync(Guests.Id, [new() { PropertyId = "p", City = "Rome" }]))[0].Reasons);

        _guests.Time.Advance(new DateTimeOffset(2026, 7, 10, 0, 0, 0, TimeSpan.Zero) - _guests.Now);
        var after = await Memory.GetPersonalizationContextAsync(Guests.Id);
        Assert.Equal((true, "b-7", 0), (after.IsReturningGuest, Assert.Single(after.RecentStays).BookingId, after.BookingsToCome.Count));
        Assert.Equal((1, 1, 3d, 131d), (after.Insights.BookingCount, after.Insights.StayCount, after.Insights.AverageStayLength, after.Insights.MedianLeadTimeDays));
        Assert.All(after.Preferences.All, preference => Assert.Equal((1, 0, july.CheckIn), (preference.Stays, preference.ToCome, preference.LastStay)));
        Assert.Contains("\nguest: first stay, which is now\n", after.ToPromptText(2_000), StringComparison.Ordinal);
        Assert.Equal(["1 stay in Rome"], (await Memory.RankPropertiesAsync(Guests.Id, [new() { PropertyId = "p", City = "Rome" }]))[0].Reasons);
    }

    [Fact]
    public async Task Stays_and_bookings_to_come_are_told_apart()
    {
        for (var number = 1; number <= 3; number++)
        {
            await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay($"past-{number}", "Rome", 2025, number) with { PropertyId = "p" });
        }

        for (var number = 1; number <= 7; number++)
        {
            await Memory.AddBookingToHistoryAsync(
                Guests.Id, Guests.Stay($"ahead-{number}", number is 1 ? "Rome" : "Oslo", 2026, 3, number + 1) with { PropertyId = number is 1 ? "p" : "q" });
        }

        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("missed", "Nice", 2026, 2) with { Status = BookingStatus.NoShow });
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("cancelled", "Nice", 2026, 3, 2) with { Status = BookingStatus.Cancelled });

        var context = await Memory.GetPersonalizationContextAsync(Guests.Id);
        Assert.Equal(["past-3", "past-2", "past-1"], context.RecentStays.Select(stay => stay.BookingId));
        Assert.Equal(["ahead-1", "ahead-2", "ahead-3", "ahead-4", "ahead-5"], context.BookingsToCome.Select(booking => booking.BookingId));
        Assert.Equal((10, 3), (context.Insights.BookingCount, context.Insights.StayCount));
        Assert.Empty(context.Insights.SeasonalPatterns.PeakMonths);
        Assert.Equal(1, context.Insights.SeasonalPatterns.StaysByMonth[3]);
        var prompt = context.ToPromptText(2_000);
        Assert.Contains("\nguest: returning, 3 stays, last stay 1 year ago, 7 bookings to come\n", prompt, StringComparison.Ordinal);
        Assert.Contains("\ncities: \"Oslo\" (6 bookings to come), \"Rome\" (3 stays, last 2025-03-01, 1 booking to come)\n", prompt, StringComparison.Ordinal);
        var ranked = await Memory.RankPropertiesAsync(Guests.Id, [new() { PropertyId = "p", City = "Rome" }, new() { PropertyId = "q", City = "Oslo" }]);
        Assert.Equal(
            ["stayed there 3 times, last in March 2025", "3 stays in Rome"], ranked.Single(property => property.Property.PropertyId == "p").Reasons);
        Assert.Equal(
            ["booked 6 times, last for March 2026", "6 bookings to come in Oslo"], ranked.Single(property => property.Property.PropertyId == "q").Reasons);
    }

    [Fact]
    public async Task The_travel_month_brings_the_cities_of_that_month_in_other_years()
    {
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("a", "Rome", 2021, 7));
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b", "Rome", 2022, 7));
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("c", "Oslo", 2023, 7));
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("d", "Bern", 2024, 7));
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("e", "Nice", 2024, 8));
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("f", "Kyiv", 2026, 7));
        var slots = new BookingSlots { CheckInDate = new(2026, 7, 20) };

        Assert.Equal(["Rome", "Bern", "Oslo"], (await Memory.GetPersonalizationContextAsync(Guests.Id, slots)).CitiesForTravelMonth);

        _guests.Options.LongTerm.SeasonalInsightsEnabled = false;
        var context = await _guests.Create().GetPersonalizationContextAsync(Guests.Id, slots);
        Assert.Equal(7, context.TravelMonth);
        Assert.Empty(context.CitiesForTravelMonth);
        Assert.Empty(context.Insights.SeasonalPatterns.StaysByMonth);
    }

    [Theory]
    [InlineData("usD")]
    [InlineData("BTC")]
    [InlineData("€")]
    public async Task A_stored_price_in_no_currency_is_neither_told_nor_learned(string currency)
    {
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("a") with { PricePerNight = 100, Currency = "EUR" });
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b") with { PricePerNight = 700, Currency = "EUR" });
        var stored = await _guests.StoredAsync();
        var json = stored.ToJson().Replace("\"price_per_night\":700,\"currency\":\"EUR\"", $"\"price_per_night\":700,\"currency\":\"{currency}\"", StringComparison.Ordinal);
        Assert.Contains(currency, json, StringComparison.Ordinal);
        Assert.NotNull(await _guests.Store.TryCommitAsync(UserProfile.FromJson(json) with { Version = stored.Version }, [], CancellationToken.None));

        var context = await Memory.GetPersonalizationContextAsync(Guests.Id);

        Assert.Equal([new Money(100, "EUR")], context.FewPrices);
        Assert.DoesNotContain("700", context.ToPromptText(2_000), StringComparison.Ordinal);
        Assert.Equal("EUR", Assert.Single(context.Preferences.All, told => told.Kind is PreferenceKind.PriceRange).Value);
    }

    [Fact]
    public async Task Slots_are_suggested_where_they_are_missing_and_dates_never()
    {
        await Memory.AddBookingToHistoryAsync(Guests.Id, Stay("a", 2, 100, "EUR"));
        await Memory.AddBookingToHistoryAsync(Guests.Id, Stay("b", 4, 200, "EUR"));
        await Memory.AddBookingToHistoryAsync(Guests.Id, Stay("c", 2, null, null));
        await Memory.AddBookingToHistoryAsync(Guests.Id, Stay("d", null, 900, "JPY"));

        var context = await Memory.GetPersonalizationContextAsync(Guests.Id);
        Assert.Equal([new Money(100, "EUR"), new Money(200, "EUR"), new Money(900, "JPY")], context.FewPrices);
        Assert.Contains("\nprice per night: 100 and 200 EUR (2 stays, last 2025-05-01)\n", context.ToPromptText(2_000), StringComparison.Ordinal);
        Assert.Contains("\nprice per night: 900 JPY (1 stay, last 2025-05-01)\n", context.ToPromptText(2_000), StringComparison.Ordinal);
        var all = context.SuggestedSlots;
        Assert.Equal(new BookingSlots { City = "Miami", NumberOfGuests = 2, Budget = 100, BudgetCurrency = "EUR" }, all);

        var some = (await Memory.GetPersonalizationContextAsync(Guests.Id, new BookingSlots { City = "Rome", BudgetCurrency = "JPY" })).SuggestedSlots;
        Assert.Equal(new BookingSlots { NumberOfGuests = 2, Budget = 900, BudgetCurrency = "JPY" }, some);

        var unknownCurrency = (await Memory.GetPersonalizationContextAsync(Guests.Id, new BookingSlots { BudgetCurrency = "CHF" })).SuggestedSlots;
        Assert.Null(unknownCurrency.Budget);

        var none = (await Memory.GetPersonalizationContextAsync(Guests.Id, new BookingSlots { City = "Rome", NumberOfGuests = 1, Budget = 5 })).SuggestedSlots;
        Assert.Equal(BookingSlots.Empty, none);

        var open = new BookingSlots { Open = OpenSlots.City | OpenSlots.NumberOfGuests | OpenSlots.Budget };
        Assert.Equal(BookingSlots.Empty, (await Memory.GetPersonalizationContextAsync(Guests.Id, open)).SuggestedSlots);

        static Booking Stay(string id, int? guests, decimal? price, string? currency) =>
            Guests.Stay(id) with { Guests = guests, PricePerNight = price, Currency = currency };
    }

    [Theory]
    [InlineData("2020-03-05", 2020, "returning, 1 stay, last stay 6 years ago")]
    [InlineData("2025-02-26", 2025, "returning, 1 stay, last stay 1 year ago")]
    [InlineData("2025-03-02", 2025, "returning, 1 stay")]
    public async Task A_guest_who_was_long_gone_is_told_as_such(string checkOut, int year, string expected)
    {
        var end = DateOnly.ParseExact(checkOut, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("a", year: year, month: 1) with { CheckOut = end });
        _guests.Time.Advance(TimeSpan.FromDays(year is 2020 ? 10 : 0));

        var prompt = (await Memory.GetPersonalizationContextAsync(Guests.Id)).ToPromptText(2_000);

        Assert.Contains($"\nguest: {expected}\n", prompt, StringComparison.Ordinal);
        Assert.DoesNotContain("average stay", prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Analytics_are_the_guests_with_the_hosts_own_figures()
    {
        using var guests = new Guests(
            analyzers: [new Analyzer("stays", record => record.Bookings.Count), new Analyzer("unknown", _ => null), new Analyzer("broken", _ => double.NaN)]);
        await guests.Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("a"));
        await guests.Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b", month: 6));

        var analytics = await guests.Memory.GetUserAnalyticsAsync(Guests.Id);
        var stranger = await guests.Memory.GetUserAnalyticsAsync("stranger");

        Assert.Equal((Guests.Id, 2d, 0d, 1d), (analytics.UserId, analytics.BookingFrequency, analytics.LoyaltyScore, analytics.CityLoyalty));
        Assert.Equal(new KeyValuePair<string, double>("stays", 2), Assert.Single(analytics.Custom));
        Assert.Equal(("stranger", 0d, 0d), (stranger.UserId, stranger.BookingFrequency, stranger.LoyaltyScore));
        Assert.Equal(0, stranger.Custom["stays"]);
    }

    [Fact]
    public void Analyzers_need_names_of_their_own()
    {
        var twice = Assert.Throws<InvalidOperationException>(() => _guests.Create(null, new Analyzer("x", _ => 1), new Analyzer("x", _ => 2)));
        Assert.Contains("'x'", twice.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => _guests.Create(null, new Analyzer(" ", _ => 1)));
    }

    private sealed class Analyzer(string name, Func<TravelRecord, double?> figure) : IUserAnalyzer
    {
        public string Name => name;

        public double? Analyze(TravelRecord record, DateOnly asOf)
        {
            Assert.Equal(new DateOnly(2026, 3, 1), asOf);
            return figure(record);
        }
    }
}
