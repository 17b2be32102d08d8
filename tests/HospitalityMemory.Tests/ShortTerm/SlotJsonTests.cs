using System.Text.Json;

namespace HospitalityMemory.Tests.ShortTerm;

public sealed class SlotJsonTests : IDisposable
{
    private readonly ShortTermFixture _fixture = new();

    private ShortTermMemory Memory => _fixture.Memory;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task An_agents_json_is_merged_as_typed_values_are()
    {
        await Memory.CreateSessionAsync("s1");
        await Memory.UpdateSlotsAsync("s1", new BookingSlots { City = "Rome", NumberOfGuests = 3, Extras = JsonFields.Empty.Set("keep", 1m) });

        var session = await UpdateAsync("""
            {"city": null, "check_in_date": "2026-03-15", "check_out_date": "2026-03-18", "number_of_guests": 4,
             "budget": 500.50, "pool": true, "wish": {"a": [1, "ä"]}, "keep": null}
            """);

        Assert.Equal(
            ("Rome", new DateOnly(2026, 3, 15), new DateOnly(2026, 3, 18), 4, 500.50m, "USD"),
            (session.Slots.City, session.Slots.CheckInDate, session.Slots.CheckOutDate, session.Slots.NumberOfGuests,
                session.Slots.Budget, session.Slots.BudgetCurrency));
        Assert.Equal(["keep", "pool", "wish"], session.Slots.Extras.Names);
        Assert.Equal("""{"keep":1,"pool":true,"wish":{"a":[1,"ä"]}}""", session.Slots.Extras.ToString());
    }

    [Theory]
    [InlineData("City")]
    [InlineData("CITY")]
    [InlineData("_city")]
    public async Task A_slot_is_known_however_its_name_is_written(string name)
    {
        await Memory.CreateSessionAsync("s1");

        var session = await UpdateAsync($$"""{"{{name}}": "Rome", "numberOfGuests": 2, "late-check-in": true}""");

        Assert.Equal(("Rome", 2), (session.Slots.City, session.Slots.NumberOfGuests));
        Assert.Equal(["late-check-in"], session.Slots.Extras.Names);
    }

    [Theory]
    [InlineData("4", 4)]
    [InlineData("4.0", 4)]
    [InlineData("\"4\"", 4)]
    [InlineData("\"4.0\"", 4)]
    [InlineData("\" 4 \"", 4)]
    [InlineData("1e2", 100)]
    [InlineData("\"1e2\"", 100)]
    public async Task A_whole_number_may_be_written_in_several_ways(string json, int guests)
    {
        await Memory.CreateSessionAsync("s1");

        Assert.Equal(guests, (await UpdateAsync($$"""{"number_of_guests": {{json}}}""")).Slots.NumberOfGuests);
    }

    [Theory]
    [InlineData("4.5")]
    [InlineData("\"4.5\"")]
    [InlineData("\"four\"")]
    [InlineData("\"\"")]
    [InlineData("\"NaN\"")]
    [InlineData("\"Infinity\"")]
    [InlineData("\"-Infinity\"")]
    [InlineData("\"1,000\"")]
    [InlineData("\"0x10\"")]
    [InlineData("true")]
    [InlineData("[4]")]
    [InlineData("{}")]
    [InlineData("1e400")]
    [InlineData("-1")]
    [InlineData("0")]
    [InlineData("99999999999999999999")]
    public async Task What_is_no_whole_number_is_refused(string json) =>
        await RefusesAsync($$"""{"number_of_guests": {{json}}}""", "number_of_guests");

    [Theory]
    [InlineData("\"NaN\"")]
    [InlineData("\"Infinity\"")]
    [InlineData("\"∞\"")]
    [InlineData("1e400")]
    [InlineData("-1e400")]
    [InlineData("1e-400")]
    [InlineData("-3")]
    [InlineData("false")]
    [InlineData("\"5 USD or more\"")]
    [InlineData("\"5 max\"")]
    [InlineData("\"100-200\"")]
    public async Task What_is_no_amount_is_refused(string json) => await RefusesAsync($$"""{"budget": {{json}}}""", "budget");

    [Theory]
    [InlineData("\"2026-3-15\"")]
    [InlineData("\"15.03.2026\"")]
    [InlineData("\"03/15/2026\"")]
    [InlineData("\"2026-03-15Tea\"")]
    [InlineData("\"2026-03-15 or 16\"")]
    [InlineData("\"2026-02-30\"")]
    [InlineData("\"tomorrow\"")]
    [InlineData("\"\"")]
    [InlineData("20260230")]
    [InlineData("2026031")]
    [InlineData("2.0260315e7")]
    [InlineData("[]")]
    public async Task What_is_no_date_is_refused(string json)
    {
        await RefusesAsync($$"""{"check_in_date": {{json}}}""", "check_in_date");
        await RefusesAsync($$"""{"check_out_date": {{json}}}""", "check_out_date");
    }

    [Theory]
    [InlineData("""{"city": 5}""", "city")]
    [InlineData("""{"city": ["Rome"]}""", "city")]
    [InlineData("""{"city": ""}""", "city")]
    [InlineData("""{"city": "a\u0007b"}""", "city")]
    [InlineData("""{"budget_currency": "euro"}""", "budget_currency")]
    [InlineData("""{"budget_currency": "US"}""", "budget_currency")]
    [InlineData("""{"budget_currency": 840}""", "budget_currency")]
    [InlineData("""{"": 1}""", "extras")]
    [InlineData("""{"a\nb": 1}""", "a?b")]
    public async Task Text_is_checked_too(string json, string slot) => await RefusesAsync(json, slot);

    [Fact]
    public async Task Every_slot_that_cannot_be_read_or_is_not_allowed_is_named_at_once() =>
        await RefusesAsync(
            """{"city": 1, "check_in_date": "soon", "check_out_date": "2001-01-01", "number_of_guests": 0.5, "budget": "much", "budget_currency": "x"}""",
            "budget", "budget_currency", "check_in_date", "check_out_date", "city", "number_of_guests");

    [Fact]
    public async Task A_hostile_number_of_extras_is_refused_as_a_whole()
    {
        var json = "{" + string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"\"e{i}\": {i}")) + "}";

        await RefusesAsync(json, "extras");
    }

    [Fact]
    public async Task Of_two_slots_of_one_name_the_later_wins()
    {
        await Memory.CreateSessionAsync("s1");

        Assert.Equal("Oslo", (await UpdateAsync("""{"city": 5, "city": "Oslo"}""")).Slots.City);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"city\"")]
    [InlineData("7")]
    public async Task Slots_are_an_object(string json)
    {
        await Memory.CreateSessionAsync("s1");

        await Assert.ThrowsAsync<ArgumentException>(() => UpdateAsync(json));
        await Assert.ThrowsAsync<ArgumentException>(() => Memory.UpdateSlotsFromJsonAsync("s1", default(JsonElement)).AsTask());
    }

    private async Task RefusesAsync(string json, params string[] names)
    {
        await Memory.GetOrCreateSessionAsync("s1", userId: null);
        var before = await Memory.UpdateSlotsAsync("s1", new BookingSlots { City = "Rome", Extras = JsonFields.Empty.Set("keep", 1m) });

        var error = await Assert.ThrowsAsync<SlotValidationException>(() => UpdateAsync(json));

        Assert.Equal(names.Order(StringComparer.Ordinal), error.Errors.Select(slot => slot.Slot).Order(StringComparer.Ordinal));
        Assert.Equal(before, await _fixture.PeekInfoAsync("s1"));
    }

    private async Task<SessionInfo> UpdateAsync(string json)
    {
        using var document = JsonDocument.Parse(json);
        return await Memory.UpdateSlotsFromJsonAsync("s1", document.RootElement);
    }
}
