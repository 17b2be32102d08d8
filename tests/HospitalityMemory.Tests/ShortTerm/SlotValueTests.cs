using System.Text.Json;

namespace HospitalityMemory.Tests.ShortTerm;

/// <summary>How a value may be written, and what is refused because it can be read in two ways.</summary>
public sealed class SlotValueTests : IDisposable
{
    private readonly ShortTermFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("\"2027-03-05\"")]
    [InlineData("\"2027-03-05T15:00:00\"")]
    [InlineData("\"2027-03-05T00:00:00Z\"")]
    [InlineData("\"2027-03-05 15:00\"")]
    [InlineData("\"2027-03-05T15:00:00.123+02:00\"")]
    [InlineData("\" 2027-03-05 \"")]
    [InlineData("\"2027/03/05\"")]
    [InlineData("\"20270305\"")]
    [InlineData("20270305")]
    public async Task A_day_is_taken(string json) =>
        Assert.Equal(new DateOnly(2027, 3, 5), (await SetAsync($$"""{"check_in_date":{{json}}}""")).CheckInDate);

    [Theory]
    [InlineData("\"03/04/2027\"", "can be read in two ways: 2027-03-04 or 2027-04-03? It must be a date written as yyyy-MM-dd.")]
    [InlineData("\"3.4.2027\"", "can be read in two ways: 2027-03-04 or 2027-04-03? It must be a date written as yyyy-MM-dd.")]
    [InlineData("\"25/12/2027\"", "must be a date written as yyyy-MM-dd. Is 2027-12-25 meant?")]
    [InlineData("\"04/04/2027\"", "must be a date written as yyyy-MM-dd. Is 2027-04-04 meant?")]
    [InlineData("\"25/25/2027\"", "must be a date written as yyyy-MM-dd.")]
    [InlineData("\"March 7th\"", "must be a date written as yyyy-MM-dd.")]
    public async Task A_day_is_never_guessed(string json, string problem) => await RefusesAsync("check_in_date", json, problem);

    [Theory]
    [InlineData("200", 200, "USD")]
    [InlineData("\"200\"", 200, "USD")]
    [InlineData("\"200 EUR\"", 200, "EUR")]
    [InlineData("\"eur 200.50\"", 200.50, "EUR")]
    [InlineData("\"200€\"", 200, "EUR")]
    [InlineData("\"£99.9\"", 99.9, "GBP")]
    [InlineData("\"$1,234.50\"", 1234.50, "USD")]
    [InlineData("\"US$200\"", 200, "USD")]
    [InlineData("\"$200 CAD\"", 200, "CAD")]
    [InlineData("\"1.234,50 EUR\"", 1234.50, "EUR")]
    [InlineData("\"1 234 EUR\"", 1234, "EUR")]
    [InlineData("\"1,234,567\"", 1234567, "USD")]
    [InlineData("\"12,5\"", 12.5, "USD")]
    [InlineData("\"0.125\"", 0.125, "USD")]
    [InlineData("\"0,125\"", 0.125, "USD")]
    [InlineData("1234.567", 1234.567, "USD")]
    [InlineData("\"1234,567\"", 1234.567, "USD")]
    [InlineData("\"200 EUR per night\"", 200, "EUR")]
    [InlineData("\"1e2\"", 100, "USD")]
    public async Task An_amount_is_taken_with_its_currency(string json, double budget, string currency)
    {
        var slots = await SetAsync($$"""{"budget":{{json}}}""");

        Assert.Equal(((decimal)budget, currency), (slots.Budget, slots.BudgetCurrency));
    }

    [Theory]
    [InlineData("\"1.234\"", "can be read in two ways: 1.234 or 1234? Write it without separators of thousands, with two decimals at most.")]
    [InlineData("\"1,234\"", "can be read in two ways: 1.234 or 1234? Write it without separators of thousands, with two decimals at most.")]
    [InlineData("1.234", "can be read in two ways: 1.234 or 1234? Write it without separators of thousands, with two decimals at most.")]
    [InlineData("\"1.234 EUR\"", "can be read in two ways: 1.234 or 1234? Write it without separators of thousands, with two decimals at most.")]
    [InlineData("\"cheap\"", "must be a number.")]
    [InlineData("\"1,23,4\"", "must be a number.")]
    [InlineData("\"100-200\"", "must be a number.")]
    [InlineData("\"200 max\"", "must be a number, with or without one currency such as EUR.")]
    [InlineData("\"$200 EUR\"", "must be a number, with or without one currency such as EUR.")]
    [InlineData("\"0 EUR\"", "must be above 0 and at most 1000000000.")]
    public async Task An_amount_is_never_guessed(string json, string problem) => await RefusesAsync("budget", json, problem);

    [Theory]
    [InlineData("\"EUR\"", "EUR")]
    [InlineData("\" eur \"", "EUR")]
    [InlineData("\"€\"", "EUR")]
    public async Task A_currency_is_taken_in_small_letters_and_as_a_sign(string json, string currency) =>
        Assert.Equal(currency, (await SetAsync($$"""{"budget":90,"budget_currency":{{json}}}""")).BudgetCurrency);

    [Fact]
    public async Task A_dollar_sign_alone_is_the_dollar_that_is_spoken_of()
    {
        Assert.Equal("USD", (await SetAsync("""{"budget":"$90"}""")).BudgetCurrency);
        Assert.Equal("CAD", (await SetAsync("""{"budget":"$90","currency":"cad"}""")).BudgetCurrency);
        Assert.Equal("CAD", (await SetAsync("""{"budget":"$80"}""")).BudgetCurrency);

        _fixture.Options.DefaultCurrency = "EUR";
        using var other = new ShortTermFixture { Options = { DefaultCurrency = "EUR" } };
        await other.Memory.CreateSessionAsync("s1");
        Assert.Equal("USD", (await other.Memory.UpdateSlotsFromJsonAsync("s1", JsonElement.Parse("""{"budget":"$90"}"""))).Slots.BudgetCurrency);
    }

    [Fact]
    public async Task A_budget_in_one_currency_beside_another_is_refused_with_it()
    {
        await _fixture.Memory.CreateSessionAsync("s1");

        var update = await _fixture.Memory.TryUpdateSlotsFromJsonAsync("s1", JsonElement.Parse("""{"budget":"200 EUR","budget_currency":"USD"}"""));

        Assert.Equal(["budget", "budget_currency"], update.Refused.Select(error => error.Slot));
        Assert.Equal(BookingSlots.Empty, update.Session.Slots);
    }

    [Theory]
    [InlineData("\"2 adults\"", 2)]
    [InlineData("\"1 guest\"", 1)]
    [InlineData("\"4 People\"", 4)]
    [InlineData("\"2 adults and 1 child\"", 3)]
    [InlineData("\"2 adults, 2 kids\"", 4)]
    [InlineData("\"3\"", 3)]
    public async Task Guests_are_counted_in_words_too(string json, int guests) =>
        Assert.Equal(guests, (await SetAsync($$"""{"number_of_guests":{{json}}}""")).NumberOfGuests);

    [Theory]
    [InlineData("\"2 or 3\"")]
    [InlineData("\"2 rooms\"")]
    [InlineData("\"2 nights\"")]
    [InlineData("\"a family\"")]
    public async Task What_counts_no_guests_is_refused(string json) => await RefusesAsync("number_of_guests", json, "must be a whole number.");

    private async Task RefusesAsync(string slot, string json, string problem)
    {
        await _fixture.Memory.CreateSessionAsync("s1");
        var given = JsonElement.Parse($$"""{"{{slot}}":{{json}},"city":"London"}""");

        var error = await Assert.ThrowsAsync<SlotValidationException>(() => _fixture.Memory.UpdateSlotsFromJsonAsync("s1", given).AsTask());
        var update = await _fixture.Memory.TryUpdateSlotsFromJsonAsync("s1", given);

        Assert.Equal(new SlotError(slot, problem), Assert.Single(error.Errors));
        Assert.Equal(new SlotError(slot, problem), Assert.Single(update.Refused));
        Assert.Equal(new BookingSlots { City = "London" }, update.Session.Slots);
    }

    private async Task<BookingSlots> SetAsync(string json)
    {
        await _fixture.Memory.GetOrCreateSessionAsync("s1", userId: null);
        return (await _fixture.Memory.UpdateSlotsFromJsonAsync("s1", JsonElement.Parse(json))).Slots;
    }
}
