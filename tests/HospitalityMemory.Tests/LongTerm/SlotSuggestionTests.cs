using HospitalityMemory.Tests.Learning;

namespace HospitalityMemory.Tests.LongTerm;

public sealed class SlotSuggestionTests
{
    private static readonly Booking[] Stayed =
    [
        Of("London", "2025-02-01", 1, 220), Of("London", "2025-02-08", 1, 220), Of("London", "2025-03-08", 1, 220),
        Of("London", "2025-11-08", 1, 220), Of("Mallorca", "2024-07-01", 4, 150), Of("Mallorca", "2023-07-01", 4, 130), Of("Oslo", "2023-12-01", 2, 90),
    ];

    [Fact]
    public void Nothing_that_the_slots_hold_is_suggested_and_the_rest_is_from_stays_like_the_one_planned()
    {
        Assert.Equal(
            new BookingSlots { Budget = 145, BudgetCurrency = "GBP" }, Suggest(new() { City = "Mallorca", NumberOfGuests = 4 }));
        Assert.Equal(new BookingSlots { NumberOfGuests = 4, Budget = 145, BudgetCurrency = "GBP" }, Suggest(new() { City = "mallorca" }));
        Assert.Equal(new BookingSlots { NumberOfGuests = 1, Budget = 220, BudgetCurrency = "GBP" }, Suggest(new() { City = "London" }));
        Assert.Equal(BookingSlots.Empty, Suggest(new() { City = "Mallorca", NumberOfGuests = 4, Budget = 100 }));
    }

    [Fact]
    public void Season_and_party_tell_where_to()
    {
        Assert.Equal(("Mallorca", 4, 145m), Told(Suggest(new() { CheckInDate = new(2026, 8, 20) })));
        Assert.Equal(("Mallorca", null, 145m), Told(Suggest(new() { NumberOfGuests = 4 })));
        Assert.Equal(("Oslo", null, 90m), Told(Suggest(new() { NumberOfGuests = 2, CheckInDate = new(2026, 12, 20) })));
        Assert.Equal(("London", 1, 220m), Told(Suggest(new() { CheckInDate = new(2026, 8, 20) }, usesSeasons: false)));
        Assert.Equal(("London", 1, 220m), Told(Suggest(BookingSlots.Empty)));
    }

    [Fact]
    public void Another_partys_price_is_not_suggested()
    {
        Assert.Equal((null, null, null), Told(Suggest(new() { City = "Rome", NumberOfGuests = 7 })));
        Assert.Equal((null, 1, 220m), Told(Suggest(new() { City = "Rome" })));
    }

    [Fact]
    public void The_budget_is_in_the_currency_of_the_stays_like_the_one_planned()
    {
        Booking[] stays =
        [
            Of("London", "2025-02-01", 1, 220), Of("London", "2025-02-08", 1, 220), Of("London", "2025-03-08", 1, 220),
            Of("Palma", "2024-07-01", 4, 180) with { Currency = "EUR" }, Of("Palma", "2023-07-01", 4, 160) with { Currency = "EUR" },
        ];

        Assert.Equal(new BookingSlots { NumberOfGuests = 4, Budget = 175, BudgetCurrency = "EUR" }, Suggest(new() { City = "Palma" }, stays: stays));
        Assert.Equal(new BookingSlots { Budget = 175, BudgetCurrency = "EUR" }, Suggest(new() { City = "Palma", NumberOfGuests = 4 }, stays: stays));
        Assert.Equal(BookingSlots.Empty, Suggest(new() { City = "London", NumberOfGuests = 4, BudgetCurrency = "GBP" }, stays: stays));
        Assert.Equal(
            new BookingSlots { City = "London", NumberOfGuests = 1, Budget = 220, BudgetCurrency = "GBP" }, Suggest(BookingSlots.Empty, stays: stays));
    }

    [Fact]
    public void What_is_suggested_belongs_together()
    {
        Booking[] stays = [Of("Porto", "2025-06-01", 4, 200), Of("Lisbon", "2025-03-01", 2, 100)];

        Assert.Equal(("Porto", 4, 200m), Told(Suggest(BookingSlots.Empty, stays: stays)));
        Assert.Equal((null, 2, 100m), Told(Suggest(new() { City = "Lisbon" }, stays: stays)));
        Assert.Equal((null, 4, 200m), Told(Suggest(new() { Open = OpenSlots.City }, stays: stays)));
    }

    [Fact]
    public void What_the_guest_stated_comes_first()
    {
        StatedPreference[] stated =
        [
            new() { Kind = PreferenceKind.City, Value = "Rome" },
            new() { Kind = PreferenceKind.PriceRange, Value = "GBP", PriceRange = new() { Min = 50, Max = 80, Currency = "GBP" } },
        ];

        Assert.Equal(("Rome", null, 80m), Told(Suggest(new() { NumberOfGuests = 4 }, stated)));
        Assert.Equal("Oslo", Suggest(new() { CheckInDate = new(2026, 12, 20) }, [new() { Kind = PreferenceKind.City, Value = "London", Avoid = true }]).City);
    }

    private static (string? City, int? Guests, decimal? Budget) Told(BookingSlots suggested) =>
        (suggested.City, suggested.NumberOfGuests, suggested.Budget);

    private static BookingSlots Suggest(BookingSlots slots, IReadOnlyList<StatedPreference>? stated = null, bool usesSeasons = true, Booking[]? stays = null)
    {
        var record = Stays.Record(stays ?? Stayed);
        var learned = new FrequencyPreferenceLearner().Learn(record, Stays.Context);
        return SlotSuggestions.Of(record, PreferenceOverlay.Apply(learned, stated ?? [], imported: null, NameRules.Default), slots, NameRules.Default, usesSeasons);
    }

    private static Booking Of(string city, string checkIn, int guests, decimal price) => Stays.At(city, checkIn).Priced(price, "GBP") with { Guests = guests };
}
