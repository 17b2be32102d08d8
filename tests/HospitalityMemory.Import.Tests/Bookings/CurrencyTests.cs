namespace HospitalityMemory.Import.Tests.Bookings;

/// <summary>The currency of amounts: beside them, in a column, in the mapping, or the memory's default, which is told.</summary>
public sealed class CurrencyTests
{
    [Theory]
    [InlineData("\"total\":{\"amount\":300,\"currency\":\"EUR\"}", null, "300")]
    [InlineData("\"total_price\":{\"value\":\"300.00\",\"currencyCode\":\"EUR\"}", null, "300.00")]
    [InlineData("\"amount\":{\"amount\":300,\"currency\":\"EUR\"}", null, "300")]
    [InlineData("\"price\":{\"amount\":300,\"currency\":\"EUR\"}", "300", null)]
    [InlineData("\"rate\":{\"value\":300,\"currency_code\":\"EUR\"}", "300", null)]
    [InlineData("\"total_amount\":300,\"total_currency\":\"EUR\"", null, "300")]
    [InlineData("\"price\":300,\"currency\":\"EUR\"", "300", null)]
    [InlineData("\"currency\":\"USD\",\"total\":{\"currency\":\"EUR\",\"amount\":300}", null, "300")]
    public async Task An_amount_has_the_currency_beside_it(string members, string? price, string? total)
    {
        var reader = await BookingFileReader.OpenAsync(Cases.File($$"""[{"id":1,"user":"g","arrival":"2026-03-05","city":"Rome",{{members}}}]"""), new());
        var booking = Assert.Single(await reader.ReadAsync().ToListAsync()).Booking!;

        Assert.Equal((Number(price), Number(total), "EUR"), (booking.PricePerNight, booking.TotalPrice, booking.Currency));
        Assert.Empty(reader.Notes);
    }

    [Fact]
    public async Task A_mapped_amount_has_the_currency_beside_it_and_a_mapped_currency_wins()
    {
        const string Json = """[{"id":1,"user":"g","arrival":"2026-03-05","city":"Rome","sum":{"gross":{"amount":300,"currency":"EUR"}},"paid_in":"CHF"}]""";

        var beside = await Cases.ReadAsync(Json, Cases.With("""{ "fields": { "total_price": "sum.gross.amount" } }"""));
        var mapped = await Cases.ReadAsync(Json, Cases.With("""{ "fields": { "total_price": "sum.gross.amount", "currency": "paid_in" } }"""));

        Assert.Equal((300m, "EUR"), (beside[0].Booking!.TotalPrice, beside[0].Booking!.Currency));
        Assert.Equal((300m, "CHF"), (mapped[0].Booking!.TotalPrice, mapped[0].Booking!.Currency));
    }

    [Fact]
    public async Task Amounts_without_any_currency_are_told_once_with_the_currency_that_is_taken()
    {
        const string Text = "id,user,arrival,city,Total\n1,g,2026-03-05,Rome,0\n2,g,2026-03-06,Rome,300\n3,g,2026-03-07,Rome,400\n";

        Assert.Equal(
            ["Total names no currency (line 3: 300); it is taken to be CHF, the memory's default. Another is said with --currency, or \"currency\" in the mapping."],
            await NotesAsync(Text, new() { DefaultCurrency = "CHF" }));
        Assert.Equal(
            ["Total names no currency (line 3: 300); it is taken to be the memory's default currency. Another is said with --currency, or \"currency\" in the mapping."],
            await NotesAsync(Text));
        Assert.Empty((await Cases.ReadAsync(Text)).SelectMany(row => row.Problems));
        Assert.Empty(await NotesAsync(Text, new() { Mapping = new() { Currency = "EUR" } }));
        Assert.Empty(await NotesAsync(Text, Cases.With("""{ "fields": { "currency": { "value": "EUR" } } }""")));
    }

    [Theory]
    [InlineData("price,currency", "300,EUR", false)]
    [InlineData("price,currency", "300,", true)]
    [InlineData("price,currency", "$300,", false)]
    [InlineData("price,currency", "free,", false)]
    [InlineData("price,total", ",300", true)]
    [InlineData("price,total", "300 EUR,300 EUR", false)]
    [InlineData("price,total", "100,300 EUR", false)]
    [InlineData("price,total", "100 EUR,300", false)]
    [InlineData("price,nothing", "NULL,", false)]
    [InlineData("price,nothing", "300 kr,", false)]
    public async Task Only_an_amount_that_is_taken_without_a_currency_is_told(string columns, string values, bool isTold) =>
        Assert.Equal(isTold ? 1 : 0, (await NotesAsync($"id,user,arrival,city,{columns}\n1,g,2026-03-05,Rome,{values}\n")).Count);

    private static async Task<IReadOnlyList<string>> NotesAsync(string text, BookingFileOptions? options = null) =>
        (await BookingFileReader.OpenAsync(Cases.File(text), options ?? new())).Notes;

    private static decimal? Number(string? text) => text is null ? null : decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
