using System.Globalization;

namespace HospitalityMemory.Import.Tests.Bookings;

/// <summary>Amounts in the forms in which countries write them.</summary>
public sealed class AmountTests
{
    [Theory]
    [InlineData("50,00- EUR", "-50.00")]
    [InlineData("50,00-EUR", "-50.00")]
    [InlineData("50,00 EUR-", "-50.00")]
    [InlineData("50,00 €−", "-50.00")]
    [InlineData("€ 50.00-", "-50.00")]
    [InlineData("EUR -50", "-50")]
    [InlineData("50,-- -€", "-50.00")]
    public async Task A_minus_on_either_side_of_the_currency_makes_no_price(string text, string amount)
    {
        var row = await RowAsync(text);

        Assert.Null(row.Booking!.PricePerNight);
        Assert.Equal($"price is {amount}, which is no price", row.Problems());
    }

    [Theory]
    [InlineData("150,- €", "150", "EUR")]
    [InlineData("€ 150,-", "150", "EUR")]
    [InlineData("150,– €", "150", "EUR")]
    [InlineData("CHF 120.--", "120", "CHF")]
    [InlineData("CHF 1'120.—", "1120", "CHF")]
    [InlineData("€ 1.250,--", "1250", "EUR")]
    [InlineData("₹ 1,23,456.00", "123456", "INR")]
    [InlineData("₹12,34,56,789.50", "123456789.50", "INR")]
    [InlineData("INR 1,23,456", "123456", "INR")]
    [InlineData("450,50 zł", "450.50", "PLN")]
    [InlineData("1 250 Kč", "1250", "CZK")]
    [InlineData("45 000 Ft", "45000", "HUF")]
    [InlineData("45 000 Ft.", "45000", "HUF")]
    [InlineData("120,00 лв.", "120", "BGN")]
    [InlineData("120 Euro", "120", "EUR")]
    public async Task Amounts_without_cents_with_other_groups_and_with_local_signs_are_read(string text, string amount, string currency)
    {
        var row = await RowAsync(text);

        Assert.Equal((decimal.Parse(amount, CultureInfo.InvariantCulture), currency, ""), (row.Booking!.PricePerNight, row.Booking.Currency, row.Problems()));
    }

    [Theory]
    [InlineData("900 kr")]
    [InlineData("900 lei")]
    [InlineData("1,234,56")]
    [InlineData("123,45,678")]
    [InlineData("1,23,45,67")]
    [InlineData("1.23.456,00")]
    [InlineData("1,234,56,789")]
    public async Task What_could_be_several_amounts_or_currencies_is_refused(string text)
    {
        var row = await RowAsync(text);

        Assert.Null(row.Booking!.PricePerNight);
        Assert.Equal($"price is \"{text}\", not an amount such as 120, 99.50 or 300 USD", row.Problems());
    }

    [Theory]
    [InlineData("zł", "PLN")]
    [InlineData("Kč", "CZK")]
    public async Task A_local_sign_is_a_currency_in_a_column_of_its_own(string sign, string code)
    {
        var row = Assert.Single(await Cases.ReadAsync($"id;user;arrival;city;price;currency\n1;g;2026-03-05;Rome;100;{sign}\n"));

        Assert.Equal((100m, code), (row.Booking!.PricePerNight, row.Booking.Currency));
    }

    [Fact]
    public async Task Dashes_for_cents_show_the_decimal_sign_of_their_column()
    {
        var rows = await Cases.ReadAsync("id;user;arrival;city;price\n1;g;2026-03-05;Rome;1.250 €\n2;g;2026-03-06;Rome;150,-- €\n");

        Assert.Equal([1250m, 150m], rows.Select(row => row.Booking!.PricePerNight));
    }

    private static async Task<ImportedBooking> RowAsync(string price) =>
        Assert.Single(await Cases.ReadAsync($"id;user;arrival;city;price\n1;g;2026-03-05;Rome;{price}\n"));
}
