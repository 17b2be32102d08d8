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

    private static decimal? Number(string? text) => text is null ? null : decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
