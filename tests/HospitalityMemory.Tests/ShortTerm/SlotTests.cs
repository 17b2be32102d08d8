using System.Globalization;

namespace HospitalityMemory.Tests.ShortTerm;

public sealed class SlotTests : IDisposable
{
    private readonly ShortTermFixture _fixture = new();

    private ShortTermMemory Memory => _fixture.Memory;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Slots_are_merged_field_by_field()
    {
        await Memory.CreateSessionAsync("s1");
        await Memory.UpdateSlotsAsync("s1", new BookingSlots { City = "  Miami ", NumberOfGuests = 4 });
        await Memory.UpdateSlotsAsync("s1", new BookingSlots { Budget = 500m, Extras = JsonFields.Empty.Set("pool", true) });

        var session = await Memory.UpdateSlotsAsync("s1", new BookingSlots
        {
            NumberOfGuests = 2,
            CheckInDate = _fixture.Day(14),
            CheckOutDate = _fixture.Day(17),
            Extras = JsonFields.Empty.Set("pets", 1m),
        });

        Assert.Equal(
            new BookingSlots
            {
                City = "Miami",
                CheckInDate = _fixture.Day(14),
                CheckOutDate = _fixture.Day(17),
                NumberOfGuests = 2,
                Budget = 500m,
                BudgetCurrency = "USD",
                Extras = JsonFields.Empty.Set("pool", true).Set("pets", 1m),
            },
            session.Slots);
        Assert.Empty(session.Slots.MissingSlots);
        Assert.Equal(4, session.Version);
    }

    [Fact]
    public async Task What_changes_nothing_is_no_new_version()
    {
        await Memory.CreateSessionAsync("s1");
        var before = await Memory.UpdateSlotsAsync("s1", new BookingSlots { City = "Rome" });

        Assert.Equal(before, await Memory.UpdateSlotsAsync("s1", new BookingSlots { City = " Rome " }));
        Assert.Equal(before, await Memory.ClearSlotsAsync("s1", ["budget", "no such extra"]));
    }

    [Fact]
    public async Task A_budget_takes_the_currency_that_is_set_and_else_the_default_one()
    {
        _fixture.Options.DefaultCurrency = "EUR";
        await Memory.CreateSessionAsync("s1");

        Assert.Equal("EUR", (await Memory.UpdateSlotsAsync("s1", new BookingSlots { Budget = 1m })).Slots.BudgetCurrency);
        Assert.Equal("CHF", (await Memory.UpdateSlotsAsync("s1", new BookingSlots { BudgetCurrency = "CHF" })).Slots.BudgetCurrency);
        Assert.Equal("CHF", (await Memory.UpdateSlotsAsync("s1", new BookingSlots { Budget = 2m })).Slots.BudgetCurrency);
        Assert.Equal(
            "EUR",
            (await Memory.UpdateSessionAsync("s1", state => state with { Slots = new BookingSlots { Budget = 3m } })).Slots.BudgetCurrency);
    }

    [Fact]
    public async Task Moving_check_in_to_or_past_check_out_clears_check_out()
    {
        await Memory.CreateSessionAsync("s1");
        await Memory.UpdateSlotsAsync("s1", new BookingSlots { CheckInDate = _fixture.Day(10), CheckOutDate = _fixture.Day(12) });

        var kept = await Memory.UpdateSlotsAsync("s1", new BookingSlots { CheckInDate = _fixture.Day(11) });
        var cleared = await Memory.UpdateSlotsAsync("s1", new BookingSlots { CheckInDate = _fixture.Day(12) });

        Assert.Equal(_fixture.Day(12), kept.Slots.CheckOutDate);
        Assert.Equal((_fixture.Day(12), null), (cleared.Slots.CheckInDate, cleared.Slots.CheckOutDate));

        await Memory.UpdateSlotsAsync("s1", new BookingSlots { CheckOutDate = _fixture.Day(14) });
        var updated = await Memory.UpdateSessionAsync(
            "s1", state => state with { Slots = state.Slots with { CheckInDate = _fixture.Day(20) } });
        Assert.Null(updated.Slots.CheckOutDate);
    }

    [Fact]
    public async Task A_check_out_that_the_call_states_is_never_cleared_but_refused()
    {
        await Memory.CreateSessionAsync("s1");
        await Memory.UpdateSlotsAsync("s1", new BookingSlots { CheckInDate = _fixture.Day(10), CheckOutDate = _fixture.Day(12) });

        await RefusesAsync(new BookingSlots { CheckInDate = _fixture.Day(12), CheckOutDate = _fixture.Day(12) }, "check_out_date");
        await RefusesAsync(new BookingSlots { CheckInDate = _fixture.Day(13), CheckOutDate = _fixture.Day(11) }, "check_out_date");
        await RefusesAsync(new BookingSlots { CheckOutDate = _fixture.Day(10) }, "check_out_date");
    }

    [Fact]
    public async Task A_date_is_past_once_it_is_past_everywhere_on_earth()
    {
        // At noon UTC on the first, the first has just begun at UTC-12.
        await Memory.CreateSessionAsync("s1");
        await RefusesAsync(new BookingSlots { CheckInDate = new(2026, 2, 28) }, "check_in_date");
        await Memory.UpdateSlotsAsync("s1", new BookingSlots { CheckInDate = new(2026, 3, 1) });

        _fixture.Clock.SetUtcNow(new(2026, 3, 2, 11, 59, 59, TimeSpan.Zero));
        await Memory.CreateSessionAsync("s2");
        await Memory.UpdateSlotsAsync("s2", new BookingSlots { CheckInDate = new(2026, 3, 1) });
        _fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<SlotValidationException>(
            () => Memory.UpdateSlotsAsync("s2", new BookingSlots { CheckInDate = new(2026, 3, 1), CheckOutDate = new(2026, 3, 1) }).AsTask());
    }

    [Fact]
    public async Task A_date_that_became_past_is_no_obstacle_to_other_slots()
    {
        _fixture.Options.ShortTerm.SessionLifetime = TimeSpan.FromDays(30);
        await Memory.CreateSessionAsync("s1");
        var (checkIn, checkOut) = (_fixture.Day(0), _fixture.Day(1));
        await Memory.UpdateSlotsAsync("s1", new BookingSlots { CheckInDate = checkIn, CheckOutDate = checkOut });
        _fixture.Clock.Advance(TimeSpan.FromDays(5));

        var session = await Memory.UpdateSlotsAsync(
            "s1", new BookingSlots { City = "Rome", CheckInDate = checkIn, CheckOutDate = checkOut });

        Assert.Equal(("Rome", checkIn), (session.Slots.City, session.Slots.CheckInDate));
        Assert.Equal("Oslo", (await Memory.UpdateSessionAsync(
            "s1", before => before with { Slots = before.Slots with { City = "Oslo" } })).Slots.City);
        await RefusesAsync(new BookingSlots { CheckInDate = checkIn.AddDays(1) }, "check_in_date");
    }

    [Fact]
    public async Task Every_bad_slot_is_named_and_nothing_changes()
    {
        await Memory.CreateSessionAsync("s1");
        await Memory.UpdateSlotsAsync("s1", new BookingSlots { City = "Rome" });

        await RefusesAsync(
            new BookingSlots
            {
                City = new string('x', 201),
                CheckInDate = new(2020, 1, 1),
                CheckOutDate = new(2019, 1, 1),
                NumberOfGuests = 0,
                Budget = -5m,
                BudgetCurrency = "dollars",
                Extras = JsonFields.Empty.Set(new string('n', 65), true).Set("city", "x"),
            },
            "budget", "budget_currency", "check_in_date", "check_out_date", "city", new string('n', 64), "number_of_guests");
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("a\nb")]
    [InlineData("a\u0000b")]
    public async Task A_city_is_plain_text(string city)
    {
        await Memory.CreateSessionAsync("s1");
        await RefusesAsync(new BookingSlots { City = city }, "city");
    }

    [Theory]
    [InlineData(int.MinValue)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1001)]
    [InlineData(int.MaxValue)]
    public async Task Guests_are_one_to_a_thousand(int guests)
    {
        await Memory.CreateSessionAsync("s1");
        await RefusesAsync(new BookingSlots { NumberOfGuests = guests }, "number_of_guests");
        Assert.Equal(1000, (await Memory.UpdateSlotsAsync("s1", new BookingSlots { NumberOfGuests = 1000 })).Slots.NumberOfGuests);
    }

    [Theory]
    [InlineData("-0.01")]
    [InlineData("0")]
    [InlineData("1000000000.01")]
    [InlineData("79228162514264337593543950335")]
    public async Task A_budget_is_above_zero_and_at_most_a_thousand_million(string budget)
    {
        await Memory.CreateSessionAsync("s1");
        await RefusesAsync(new BookingSlots { Budget = decimal.Parse(budget, CultureInfo.InvariantCulture) }, "budget");
        Assert.Equal(1e9m, (await Memory.UpdateSlotsAsync("s1", new BookingSlots { Budget = 1e9m })).Slots.Budget);
    }

    [Fact]
    public async Task Extras_are_at_most_sixty_four()
    {
        await Memory.CreateSessionAsync("s1");
        var extras = Enumerable.Range(0, 64).Aggregate(JsonFields.Empty, (fields, i) => fields.Set($"e{i}", i));
        await Memory.UpdateSlotsAsync("s1", new BookingSlots { Extras = extras });

        await RefusesAsync(new BookingSlots { Extras = JsonFields.Empty.Set("one more", true) }, "extras");
        Assert.Equal(64, (await Memory.UpdateSlotsAsync("s1", new BookingSlots { Extras = JsonFields.Empty.Set("e0", "new") })).Slots.Extras.Count);
    }

    [Fact]
    public async Task Slots_are_cleared_all_or_by_name()
    {
        await Memory.CreateSessionAsync("s1");
        var full = new BookingSlots
        {
            City = "Rome",
            CheckInDate = _fixture.Day(1),
            CheckOutDate = _fixture.Day(2),
            NumberOfGuests = 1,
            Budget = 1m,
            BudgetCurrency = "EUR",
            Extras = JsonFields.Empty.Set("pool", true).Set("pets", false),
        };
        await Memory.UpdateSlotsAsync("s1", full);

        var some = await Memory.ClearSlotsAsync("s1", ["city", "check_out_date", "pool", "unknown"]);
        var more = await Memory.ClearSlotsAsync("s1", ["check_in_date", "number_of_guests", "budget", "budget_currency"]);
        var none = await Memory.ClearSlotsAsync("s1");

        Assert.Equal(full with { City = null, CheckOutDate = null, Extras = JsonFields.Empty.Set("pets", false) }, some.Slots);
        Assert.Equal(new BookingSlots { Extras = JsonFields.Empty.Set("pets", false) }, more.Slots);
        Assert.Equal(BookingSlots.Empty, none.Slots);
        Assert.Equal(5, none.Version);
    }

    [Fact]
    public void Slots_are_checked_by_themselves_whenever_the_stay_was()
    {
        var past = new BookingSlots { City = " Rome ", CheckInDate = new(1999, 1, 1), CheckOutDate = new(1999, 1, 2), Budget = 5m };

        Assert.Equal(past with { City = "Rome", BudgetCurrency = "EUR" }, SlotRules.Validate(past, "EUR"));
        Assert.Throws<SlotValidationException>(() => SlotRules.Validate(past with { CheckOutDate = new(1999, 1, 1) }, "EUR"));
        Assert.Throws<SlotValidationException>(() => SlotRules.Validate(past with { NumberOfGuests = 0 }, "EUR"));
    }

    private async Task RefusesAsync(BookingSlots slots, params string[] names)
    {
        var before = await _fixture.PeekAsync("s1");
        _fixture.Clock.Advance(TimeSpan.FromMilliseconds(1));

        var typed = await Assert.ThrowsAsync<SlotValidationException>(() => Memory.UpdateSlotsAsync("s1", slots).AsTask());
        Assert.Equal(names.Order(StringComparer.Ordinal), typed.Errors.Select(error => error.Slot).Order(StringComparer.Ordinal));

        Assert.Equal(before, await _fixture.PeekAsync("s1"));
    }

    [Fact]
    public void Slots_tell_what_is_null_from_the_smallest_value()
    {
        var none = new BookingSlots();
        var least = new BookingSlots
        {
            CheckInDate = DateOnly.MinValue,
            CheckOutDate = DateOnly.MaxValue,
            NumberOfNights = 0,
            NumberOfGuests = 0,
            Budget = 0,
        };

        Assert.Equal((null, null, null, null, null), (none.CheckInDate, none.CheckOutDate, none.NumberOfNights, none.NumberOfGuests, none.Budget));
        Assert.Equal(
            (DateOnly.MinValue, DateOnly.MaxValue, 0, 0, 0m),
            (least.CheckInDate, least.CheckOutDate, least.NumberOfNights, least.NumberOfGuests, least.Budget));
        Assert.All(
            [
                none with { CheckInDate = DateOnly.MinValue }, none with { CheckOutDate = DateOnly.MinValue }, none with { NumberOfNights = 0 },
                none with { NumberOfGuests = 0 }, none with { Budget = 0 },
            ],
            slots => Assert.NotEqual(none, slots));
        Assert.Equal(none, least with { CheckInDate = null, CheckOutDate = null, NumberOfNights = null, NumberOfGuests = null, Budget = null });
    }
}
