using System.Text;
using HospitalityMemory.ConsoleSample.Commands;
using HospitalityMemory.ConsoleSample.Import;

namespace HospitalityMemory.ConsoleSample.Tests.Import;

public sealed class CsvBookingsTests
{
    private const string ShortHeader = "stay_id,user_id,check_in,city\n";

    [Fact]
    public async Task A_full_row_becomes_a_booking()
    {
        var row = Assert.IsType<GoodRow>(Assert.Single(await ReadAsync(
            """
            stay_id,user_id,booked_at,check_in,check_out,city,country,price,currency,property_type,amenities,guest_rating,listing_id,guests
            s1,u1,2024-12-24T18:30:00+01:00,2025-03-15,2025-03-18,Miami,US,199.50,USD,villa,pool; wifi;,4.5,villa-7,4
            """)));

        Assert.Equal(2, row.Line);
        Assert.Equal("u1", row.UserId);
        Assert.Equal(["pool", "wifi"], row.Booking.Amenities);
        Assert.Equivalent(
            new Booking
            {
                BookingId = "s1",
                City = "Miami",
                Country = "US",
                CheckIn = new(2025, 3, 15),
                CheckOut = new(2025, 3, 18),
                BookedAt = new(2024, 12, 24, 17, 30, 0, TimeSpan.Zero),
                PricePerNight = 199.50m,
                Currency = "USD",
                PropertyType = "villa",
                Amenities = ["pool", "wifi"],
                GuestRating = 4.5m,
                PropertyId = "villa-7",
                Guests = 4,
            },
            row.Booking);
    }

    [Fact]
    public async Task What_became_of_a_booking_is_read_and_a_word_that_says_something_else_is_refused()
    {
        var rows = await ReadAsync(
            """
            stay_id,user_id,check_in,city,status,cancelled_at
            s1,u1,2025-03-15,Miami,Confirmed,
            s2,u1,2025-03-15,Miami,cancelled_by_guest,2025-03-01
            s3,u1,2025-03-15,Miami,No-Show,
            s4,u1,2025-03-15,Miami,,2025-03-01
            s5,u1,2025-03-15,Miami,pending,
            """);

        Assert.Equal(
            [BookingStatus.Booked, BookingStatus.Cancelled, BookingStatus.NoShow, BookingStatus.Cancelled],
            rows.OfType<GoodRow>().Select(row => row.Booking.Status));
        Assert.Equal("status is \"pending\", not booked, cancelled or no_show", Assert.IsType<BadRow>(rows[^1]).Reason);
    }

    [Fact]
    public async Task Empty_fields_are_unknown()
    {
        var row = Assert.IsType<GoodRow>(Assert.Single(await ReadAsync(
            """
            stay_id,user_id,booked_at,check_in,check_out,city,country,price,currency,property_type,amenities,guest_rating,listing_id
            s1,u1,,2025-03-15,,Miami,,,,,,,
            """)));

        Assert.Equivalent(new Booking { BookingId = "s1", City = "Miami", CheckIn = new(2025, 3, 15) }, row.Booking);
    }

    [Fact]
    public async Task Optional_columns_may_be_missing_and_columns_may_stand_in_any_order_and_case()
    {
        var row = Assert.IsType<GoodRow>(Assert.Single(await ReadAsync("City , USER_ID,check_in,stay_id\nMiami,u1,2025-03-15,s1\n")));

        Assert.Equal("u1", row.UserId);
        Assert.Equivalent(new Booking { BookingId = "s1", City = "Miami", CheckIn = new(2025, 3, 15) }, row.Booking);
    }

    [Fact]
    public async Task The_rating_of_the_property_is_not_read_as_the_guests()
    {
        await using var bookings = await OpenAsync("stay_id,user_id,check_in,city,rating,source\ns1,u1,2025-03-15,Miami,4.9,web\n");
        var row = Assert.IsType<GoodRow>(Assert.Single(await bookings.ReadAsync().ToListAsync()));

        Assert.Null(row.Booking.GuestRating);
        Assert.Equal(["rating", "source"], bookings.IgnoredColumns);
    }

    [Fact]
    public async Task A_quoted_field_may_hold_commas_and_quotes()
    {
        var row = Assert.IsType<GoodRow>(Assert.Single(await ReadAsync(
            ShortHeader + "s1,u1,2025-03-15,\"Washington, \"\"D.C.\"\"\"\n")));

        Assert.Equal("Washington, \"D.C.\"", row.Booking.City);
    }

    [Fact]
    public async Task A_line_break_in_a_quoted_field_is_a_space()
    {
        var row = Assert.IsType<GoodRow>(Assert.Single(await ReadAsync(ShortHeader + "s1,u1,2025-03-15,\" Rio \r\n de Janeiro\"\n")));

        Assert.Equal("Rio de Janeiro", row.Booking.City);
    }

    [Theory]
    [InlineData("\uFEFF", "\n")]
    [InlineData("", "\r\n")]
    public async Task A_byte_order_mark_and_any_line_ending_are_read(string start, string newLine)
    {
        var rows = await ReadAsync($"{start}stay_id,user_id,check_in,city{newLine}s1,u1,2025-03-15,Málaga{newLine}");

        Assert.Equal("Málaga", Assert.IsType<GoodRow>(Assert.Single(rows)).Booking.City);
    }

    [Theory]
    [InlineData("stay_id", ",u1,2025-03-15,Miami,,,,,", "stay_id is empty")]
    [InlineData("user_id", "s1, ,2025-03-15,Miami,,,,,", "user_id is empty")]
    [InlineData("city", "s1,u1,2025-03-15,,,,,,", "city is empty")]
    [InlineData("check_in", "s1,u1,,Miami,,,,,", "check_in is empty")]
    [InlineData("check_in", "s1,u1,15.03.2025,Miami,,,,,", "check_in is \"15.03.2025\", not a date as yyyy-MM-dd")]
    [InlineData("check_in", "s1,u1,2025-02-30,Miami,,,,,", "check_in is \"2025-02-30\", not a date as yyyy-MM-dd")]
    public async Task A_row_with_a_field_that_cannot_be_read_is_bad_and_says_why(string column, string row, string reason)
    {
        var bad = Assert.IsType<BadRow>(Assert.Single(await ReadAsync(
            "stay_id,user_id,check_in,city,check_out,booked_at,price,guest_rating,guests\n" + row + "\n")));

        Assert.Equal(new BadRow(2, reason), bad);
        Assert.StartsWith(column, bad.Reason);
    }

    [Theory]
    [InlineData("check_out", "soon,,,,", "check_out is \"soon\"; it must be a date written as yyyy-MM-dd. It was dropped.")]
    [InlineData("booked_at", ",yesterday,,,", "booked_at is \"yesterday\"; it must be a day as yyyy-MM-dd or a time in ISO 8601. It was dropped.")]
    [InlineData("price", ",,NaN,,", "price_per_night is \"NaN\"; it must be a number. It was dropped.")]
    [InlineData("guest_rating", ",,,good,", "guest_rating is \"good\"; it must be a number. It was dropped.")]
    [InlineData("guests", ",,,,2.5", "guests is \"2.5\"; it must be a whole number. It was dropped.")]
    public async Task A_row_with_a_bad_field_that_is_not_needed_is_read_but_for_that(string column, string fields, string note)
    {
        var good = Assert.IsType<GoodRow>(Assert.Single(await ReadAsync(
            "stay_id,user_id,check_in,city,check_out,booked_at,price,guest_rating,guests\ns1,u1,2025-03-15,Miami," + fields + "\n")));

        Assert.Equivalent(new Booking { BookingId = "s1", City = "Miami", CheckIn = new(2025, 3, 15) }, good.Booking);
        Assert.Equal((note, 2L), (Assert.Single(good.Notes).ToString(), good.Line));
        Assert.Contains(column, CsvColumns.Optional);
    }

    [Fact]
    public async Task All_that_a_booking_may_say_is_read()
    {
        var good = Assert.IsType<GoodRow>(Assert.Single(await ReadAsync(
            "stay_id,user_id,check_in,city,adults,children,rooms,total_price,currency,channel,rate_plan,operator,time_zone\n"
            + "s1,u1,2025-03-15,Miami,2.0,1,2,\"1,234.50\",usd,web,flexible,Anna,America/New_York\n")));

        Assert.Empty(good.Notes);
        Assert.Equivalent(
            new Booking
            {
                BookingId = "s1", City = "Miami", CheckIn = new(2025, 3, 15), Adults = 2, Children = 1, Rooms = 2, TotalPrice = 1234.50m, Currency = "USD",
                Channel = "web", RatePlan = "flexible", Operator = "Anna", TimeZone = "America/New_York",
            },
            good.Booking);
    }

    [Fact]
    public async Task A_bad_row_names_all_its_problems_and_shows_no_more_of_a_value_than_a_line_can_hold()
    {
        var bad = Assert.IsType<BadRow>(Assert.Single(await ReadAsync(ShortHeader + $",u1,\u0007{new string('9', 50)},\n")));

        Assert.Equal($"city is empty; check_in is \"?{new string('9', 29)}...\", not a date as yyyy-MM-dd", bad.Reason.Replace("stay_id is empty; ", ""));
        Assert.Contains("stay_id is empty", bad.Reason);
    }

    [Fact]
    public async Task The_rest_is_read_after_bad_rows_and_each_has_its_line_number()
    {
        var rows = await ReadAsync(
            ShortHeader
            + "s1,u1,2025-03-15,Miami\n"
            + "\n"
            + "s2,u1,2025-03-16\n"
            + "s3,u1,2025-03-17,Miami,more\n"
            + "s4,u1,2025-03-19,a\"b\n"
            + "s5,u1,2025-03-20,\"a\"b\n"
            + "s6,u1,2025-03-18,\"St.\n Ives\"\n"
            + "s7,u1,someday,Miami\n"
            + "s8,u1,2025-03-21,Miami\n"
            + "s9,u1,2025-03-22,\"never closed\n"
            + "s10,u1,2025-03-23,Miami\n"
            + "s11,u1,2025-03-24,Miami\n");

        Assert.Equal(
            [
                "2 s1",
                "4 it has more or fewer fields than the header",
                "5 it has more or fewer fields than the header",
                "6 a quote stands inside a field that is not quoted",
                "7 text follows a closing quote",
                "8 s6",
                "10 check_in is \"someday\", not a date as yyyy-MM-dd",
                "11 s8",
                "12 a quote is not closed, and takes 3 more lines with it",
            ],
            rows.Select(row => row is GoodRow good ? $"{good.Line} {good.Booking.BookingId}" : $"{row.Line} {((BadRow)row).Reason}"));
    }

    [Fact]
    public async Task A_header_without_rows_has_none() => Assert.Empty(await ReadAsync(ShortHeader));

    [Theory]
    [InlineData("stay_id")]
    [InlineData("user_id")]
    [InlineData("check_in")]
    [InlineData("city")]
    public async Task A_required_column_that_is_missing_is_named(string column)
    {
        var header = string.Join(',', CsvColumns.Required.Where(name => name != column));

        var error = await Assert.ThrowsAsync<UserErrorException>(() => ReadAsync(header + "\na,b,c\n"));

        Assert.StartsWith($"The header lacks the column {column}.", error.Message);
    }

    [Fact]
    public async Task A_column_that_is_there_twice_is_named()
    {
        var error = await Assert.ThrowsAsync<UserErrorException>(() => ReadAsync("stay_id,user_id,check_in,city,price,Price\n"));

        Assert.Equal("The header names the column Price twice.", error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [InlineData("\n\n")]
    public async Task An_empty_file_is_refused(string content)
    {
        var error = await Assert.ThrowsAsync<UserErrorException>(() => ReadAsync(content));

        Assert.StartsWith("The file is empty", error.Message);
    }

    [Fact]
    public async Task Cancelling_stops_between_two_rows()
    {
        using var cancellation = new CancellationTokenSource();
        await using var bookings = await OpenAsync(ShortHeader + "s1,u1,2025-03-15,Miami\ns2,u1,2025-03-16,Miami\n");
        var rows = new List<RowResult>();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var row in bookings.ReadAsync(cancellation.Token))
            {
                rows.Add(row);
                await cancellation.CancelAsync();
            }
        });

        Assert.Single(rows);
    }

    private static Task<CsvBookings> OpenAsync(string content) => CsvBookings.OpenAsync(new MemoryStream(Encoding.UTF8.GetBytes(content)));

    private static async Task<List<RowResult>> ReadAsync(string content)
    {
        await using var bookings = await OpenAsync(content);
        return await bookings.ReadAsync().ToListAsync();
    }
}
