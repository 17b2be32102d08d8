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
        Assert.Same(UserPreferences.None, context.Preferences);
        Assert.Equal(BookingSlots.Empty, context.SuggestedSlots);
        Assert.Empty(context.RecentStays);
        Assert.Null(await Memory.GetUserProfileAsync("stranger"));
    }

    [Fact]
    public async Task A_guest_who_booked_is_returning_with_the_latest_stays_that_stand()
    {
        for (var month = 1; month <= 7; month++)
        {
            await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay($"b{month}", month: month));
        }

        await Memory.CancelBookingAsync(Guests.Id, "b6");
        await Memory.StatePreferenceAsync(Guests.Id, new() { Kind = PreferenceKind.Other, Value = "quiet" });

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

    [Fact]
    public async Task Slots_are_suggested_where_they_are_missing_and_dates_never()
    {
        await Memory.AddBookingToHistoryAsync(Guests.Id, Stay("a", 2, 100, "EUR"));
        await Memory.AddBookingToHistoryAsync(Guests.Id, Stay("b", 4, 200, "EUR"));
        await Memory.AddBookingToHistoryAsync(Guests.Id, Stay("c", 2, null, null));
        await Memory.AddBookingToHistoryAsync(Guests.Id, Stay("d", null, 900, "JPY"));

        var all = (await Memory.GetPersonalizationContextAsync(Guests.Id)).SuggestedSlots;
        Assert.Equal(new BookingSlots { City = "Miami", NumberOfGuests = 2, Budget = 175, BudgetCurrency = "EUR" }, all);

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

    [Fact]
    public async Task Analytics_are_the_guests_with_the_hosts_own_figures()
    {
        using var guests = new Guests(
            analyzers: [new Analyzer("stays", record => record.Stays.Count), new Analyzer("unknown", _ => null), new Analyzer("broken", _ => double.NaN)]);
        await guests.Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("a"));
        await guests.Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b", month: 6));

        var analytics = await guests.Memory.GetUserAnalyticsAsync(Guests.Id);
        var stranger = await guests.Memory.GetUserAnalyticsAsync("stranger");

        Assert.Equal((Guests.Id, 2d, 1d), (analytics.UserId, analytics.BookingFrequency, analytics.LoyaltyScore));
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
