namespace HospitalityMemory.Import.Tests.Bookings;

/// <summary>Days with a time behind them, years of two digits, and numbers that count days.</summary>
public sealed class DateTests
{
    [Theory]
    [InlineData("2026-03-05 14:00 CET")]
    [InlineData("2026-03-05 24:00")]
    [InlineData("2026-03-05T25:61:00")]
    [InlineData("2026-03-05T14:00:00+01:00[Europe/Vienna]")]
    [InlineData("2026-03-05 14:00-18:00")]
    [InlineData("20260305T140000Z")]
    [InlineData("20260305T14")]
    [InlineData("05.03.2026 14.00 Uhr")]
    [InlineData("05.03.2026, 14 Uhr")]
    [InlineData("05.03.2026 um 14:00 Uhr MEZ")]
    [InlineData("5 March 2026 14:00 CET")]
    [InlineData("Mar 5 2026 3pm")]
    public async Task A_time_that_cannot_be_read_does_not_cost_the_day(string text)
    {
        var row = await RowAsync("check_out", text);

        Assert.Equal((Cases.Day("2026-03-05"), ""), (row.Booking!.CheckOut, row.Problems()));
    }

    [Theory]
    [InlineData("2026-03-05 14:00 CET")]
    [InlineData("2026-03-05 24:00")]
    [InlineData("05.03.2026, 14 Uhr")]
    public async Task A_moment_needs_its_time(string text)
    {
        var row = await RowAsync("booked_at", text);

        Assert.Null(row.Booking!.BookedAt);
        Assert.Equal($"booked_at is \"{text}\", not a day or a time", row.Problems());
    }

    [Theory]
    [InlineData("20260305T140000Z")]
    [InlineData("20260305T1400")]
    [InlineData("05.03.2026 14.00 Uhr")]
    [InlineData("5.3.2026 um 14:00")]
    public async Task Times_in_other_forms_are_moments(string text)
    {
        var row = await RowAsync("booked_at", text);

        Assert.Equal(new DateTimeOffset(2026, 3, 5, 14, 0, 0, TimeSpan.Zero), row.Booking!.BookedAt);
    }

    [Theory]
    [InlineData("2026-03-05 or later")]
    [InlineData("2026-03-05 2")]
    [InlineData("2026-03-05-08")]
    [InlineData("2026-03-05 2026-03-08")]
    [InlineData("05.03.2026 14:00 - 08.03.2026 10:00")]
    [InlineData("5 March 2026 14:00 to 8 March 2026 10:00")]
    public async Task What_follows_a_day_and_is_no_time_leaves_it_open(string text)
    {
        var row = await RowAsync("check_out", text);

        Assert.Null(row.Booking!.CheckOut);
        Assert.Equal($"check_out is \"{RowFields.Shown(text)}\", not a date", row.Problems());
    }

    [Theory]
    [InlineData("05.03.99", "1999-03-05")]
    [InlineData("05.03.50", "1950-03-05")]
    [InlineData("05.03.26", "2026-03-05")]
    [InlineData("31/12/98", "1998-12-31")]
    [InlineData("5-Mar-99", "1999-03-05")]
    [InlineData("99-12-31", "1999-12-31")]
    public async Task A_year_of_two_digits_is_one_until_2049(string text, string expected)
    {
        var row = Assert.Single(await Cases.ReadAsync($"stay_id,user_id,check_in,city\n1,g,{text},Rome\n"));

        Assert.Equal(Cases.Day(expected), row.Booking!.CheckIn);
    }

    [Theory]
    [InlineData("check_in", "46086", "check_in is \"46086\", not a date; if it counts days, as spreadsheets do, say so: --dates excel, or \"dates\": \"excel\" in the mapping")]
    [InlineData("check_in", "46086.5833", "check_in is \"46086.5833\", not a date; if it counts days, as spreadsheets do, say so: --dates excel, or \"dates\": \"excel\" in the mapping")]
    [InlineData("check_in", "1772668800", "check_in is \"1772668800\", not a date; if it counts seconds or milliseconds from 1970, say so: --dates unix, or \"dates\": \"unix\" in the mapping")]
    [InlineData("check_in", "20261305", "check_in is \"20261305\", not a date")]
    [InlineData("booked_at", "46086", "booked_at is \"46086\", not a day or a time; if it counts days, as spreadsheets do, say so: --dates excel, or \"dates\": \"excel\" in the mapping")]
    public async Task A_number_that_may_be_a_date_is_refused_with_the_way_to_say_so(string column, string text, string problem)
    {
        var row = Assert.Single(await Cases.ReadAsync($"stay_id,user_id,city,check_in,booked_at\n1,g,Rome,{(column is "check_in" ? text : "2026-03-05")},{(column is "booked_at" ? text : "")}\n"));

        Assert.Equal(problem, row.Problems());
    }

    private static async Task<ImportedBooking> RowAsync(string column, string text) =>
        Assert.Single(await Cases.ReadAsync($"stay_id,user_id,check_in,city,{column}\n1,g,2026-03-04,Rome,\"{text}\"\n"));
}
