namespace HospitalityMemory.Import.Tests.Bookings;

/// <summary>How dates, numbers, missing values and repeated rows are written.</summary>
public sealed class ValueTests
{
    [Fact]
    public async Task Dates_in_every_form_are_read_where_one_of_them_shows_the_order()
    {
        var rows = await Cases.ReadAsync(
            Cases.Header
            + "1,g,05/03/2026,Paris,08/03/2026,100,EUR,2,hotel,wifi,4,2026-01-01\n"
            + "2,g,2026-03-05 00:00:00,Paris,2026-03-08 00:00:00,100,EUR,2,hotel,wifi,4,2026-01-01 10:00:00\n"
            + "3,g,05.03.26,Paris,,100,EUR,2,hotel,wifi,4,\n"
            + "4,g,2026-03-05T15:00:00+01:00,Paris,,100,EUR,2,hotel,wifi,4,\n"
            + "5,g,2026-3-5,Paris,,100,EUR,2,hotel,wifi,4,\n"
            + "6,g,\"Thu, 5 March 2026\",Paris,,100,EUR,2,hotel,wifi,4,\n"
            + "7,g,Mar 5 2026 3:00 PM,Paris,,100,EUR,2,hotel,wifi,4,\n"
            + "8,g,20260305,Paris,,100,EUR,2,hotel,wifi,4,\n"
            + "9,g,05-Mär-26,Paris,,100,EUR,2,hotel,wifi,4,\n");

        Assert.All(rows, row => Assert.Equal(Cases.Day("2026-03-05"), row.Booking!.CheckIn));
        Assert.All(rows, row => Assert.Empty(row.Problems));
        Assert.Equal(Cases.Day("2026-03-08"), rows[0].Booking!.CheckOut);
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 10, 0, 0, TimeSpan.Zero), rows[1].Booking!.BookedAt);
    }

    [Fact]
    public async Task Dates_of_digits_alone_are_asked_for_by_column_line_and_meanings()
    {
        const string Text = "stay_id,user_id,Arrival,city,Departure\n1,g,05/03/2026,Paris,08/03/2026\n2,g,2026-03-05,Paris,2026-03-08\n";

        var asked = await Assert.ThrowsAsync<ImportQuestionException>(() => Cases.ReadAsync(Text));

        Assert.Equal(["Arrival", "Departure"], asked.Questions.Select(question => question.Column));
        Assert.Equal("Arrival: 05/03/2026 (line 2) can be 5 March 2026 or 3 May 2026, and no row shows which. How are its dates written?", asked.Questions[0].Problem);
        Assert.Equal(["dd/MM/yyyy", "MM/dd/yyyy"], asked.Questions[0].Choices);
        Assert.Equal(Cases.Day("2026-03-05"), (await Cases.ReadAsync(Text, new() { Mapping = new() { Dates = "dd/MM/yyyy" } }))[0].Booking!.CheckIn);
        Assert.Equal(Cases.Day("2026-05-03"), (await Cases.ReadAsync(Text, new() { Mapping = new() { Dates = "MM/dd/yyyy" } }))[0].Booking!.CheckIn);
    }

    [Theory]
    [InlineData("excel", "46086", "2026-03-05")]
    [InlineData("unix", "1772668800", "2026-03-05")]
    [InlineData("unix", "1772668800000", "2026-03-05")]
    public async Task Numbers_are_dates_where_the_mapping_says_what_they_count(string form, string value, string expected)
    {
        var text = $"stay_id,user_id,check_in,city\n1,g,{value},Paris\n";

        Assert.Equal(Cases.Day(expected), Assert.Single(await Cases.ReadAsync(text, new() { Mapping = new() { Dates = form } })).Booking!.CheckIn);
        Assert.True(Assert.Single(await Cases.ReadAsync(text)).IsRefused);
    }

    [Theory]
    [InlineData("03/04/2027", "06/04/2027", null)]
    [InlineData("25/04/2027", "03/05/2027", "2027-04-25")]
    [InlineData("04/25/2027", "05/03/2027", "2027-04-25")]
    [InlineData("12/11/2026", "01/12/2026", "2026-11-12")]
    [InlineData("05/05/2027", "06/06/2027", "2027-05-05")]
    [InlineData("26-12-31", "27-01-02", "2026-12-31")]
    public async Task What_the_rows_show_is_taken_and_what_they_do_not_is_asked(string checkIn, string checkOut, string? expected)
    {
        var text = $"stay_id,user_id,check_in,check_out,city\n1,g,{checkIn},{checkOut},Paris\n";

        if (expected is null)
        {
            await Assert.ThrowsAsync<ImportQuestionException>(() => Cases.ReadAsync(text));
        }
        else
        {
            Assert.Equal(Cases.Day(expected), Assert.Single(await Cases.ReadAsync(text)).Booking!.CheckIn);
        }
    }

    [Fact]
    public async Task Of_hundreds_of_dates_one_slip_does_not_leave_the_order_open_and_is_refused()
    {
        var text = "stay_id,user_id,check_in,city\n" + string.Concat(Enumerable.Range(0, 300).Select(i => $"{i},g,{28 - (i % 10)}/03/2026,Paris\n"))
            + "slip,g,03/28/2026,Paris\n";

        var rows = await Cases.ReadAsync(text);

        Assert.Equal(Cases.Day("2026-03-28"), rows[0].Booking!.CheckIn);
        Assert.Equal("check_in is \"03/28/2026\", not a date as dd/MM/yyyy", rows[^1].Problems());
    }

    [Fact]
    public async Task A_number_that_can_be_two_stops_with_the_column_and_the_line()
    {
        const string Text = Cases.Header + "1,g,2026-03-05,Paris,,85,EUR,,,,,\n2,g,2026-03-05,Paris,,1.234,EUR,,,,,\n";

        var question = await Cases.AskedAsync(Text);

        Assert.Equal(("decimal", "price"), (question.Setting, question.Column));
        Assert.StartsWith("price: 1.234 (line 3) can be 1.234 or 1234,", question.Problem);
        Assert.Equal([85m, 1234m], (await Cases.ReadAsync(Text, new() { Mapping = new() { Decimals = "comma" } })).Select(row => row.Booking!.PricePerNight));
        Assert.Equal([85m, 1.234m], (await Cases.ReadAsync(Text, new() { Mapping = new() { Decimals = "point" } })).Select(row => row.Booking!.PricePerNight));
        Assert.Equal(1234m, (await Cases.ReadAsync(Text + "3,g,2026-03-05,Paris,,\"99,5\",EUR,,,,,\n"))[1].Booking!.PricePerNight);
        Assert.Equal(1.234m, (await Cases.ReadAsync(Text + "3,g,2026-03-05,Paris,,99.5,EUR,,,,,\n"))[1].Booking!.PricePerNight);
    }

    [Theory]
    [InlineData("\"$1,234.50\"", "USD", "1234.50", "USD", "")]
    [InlineData("\"1.234,56\"", "EUR", "1234.56", "EUR", "")]
    [InlineData("300 USD", "", "300", "USD", "")]
    [InlineData("\"1.234,56 €\"", "", "1234.56", "EUR", "")]
    [InlineData("CHF 1'234.50", "", "1234.50", "CHF", "")]
    [InlineData("A$90", "", "90", "AUD", "")]
    [InlineData("$90", "CAD", "90", "CAD", "")]
    [InlineData("100", "eur", "100", "EUR", "")]
    [InlineData("100", "€", "100", "EUR", "")]
    [InlineData("NULL", "EUR", null, null, "")]
    [InlineData("NaN", "EUR", null, null, "")]
    [InlineData("-50", "EUR", null, null, "price is -50, which is no price")]
    [InlineData("-$50", "EUR", null, null, "price is -50, which is no price")]
    [InlineData("(50)", "EUR", null, null, "price is -50, which is no price")]
    [InlineData("0", "EUR", "0", "EUR", "")]
    [InlineData("free", "EUR", null, null, "price is \"free\", not an amount such as 120, 99.50 or 300 USD")]
    [InlineData("90 BTC", "EUR", null, null, "price is \"90 BTC\", not an amount such as 120, 99.50 or 300 USD")]
    [InlineData("100", "dubloons", null, null, "currency is \"dubloons\", not a currency such as EUR, without which the price is left out")]
    [InlineData("300 USD", "EUR", "300", "USD", "price is in USD, and currency says EUR; USD counts")]
    public async Task Prices_are_read_as_a_person_would(string price, string currency, string? amount, string? code, string problems)
    {
        var row = Assert.Single(await Cases.ReadAsync(Cases.Header + $"1,g,2026-03-05,Paris,2026-03-08,{price},{currency},2,hotel,wifi,4,\n"));

        Assert.Equal(amount is null ? null : decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), row.Booking!.PricePerNight);
        Assert.Equal(code, row.Booking.Currency);
        Assert.Equal(problems, row.Problems());
    }

    [Theory]
    [InlineData("guests", "2.0", "2", "")]
    [InlineData("guests", "0", null, "guests is \"0\", not a whole number from 1 to 1000")]
    [InlineData("guests", "2.5", null, "guests is \"2.5\", not a whole number from 1 to 1000")]
    [InlineData("guest_rating", "4,5", "4.5", "")]
    [InlineData("guest_rating", "8.5", null, "guest_rating is 8.5; a rating is 1 to 5")]
    [InlineData("guest_rating", "0", null, "guest_rating is 0; a rating is 1 to 5")]
    [InlineData("check_out", "2026-03-05", "03/05/2026", "")]
    [InlineData("check_out", "2026-03-04", null, "check_out is 2026-03-04, which is before check-in")]
    [InlineData("check_out", "soon", null, "check_out is \"soon\", not a date")]
    [InlineData("booked_at", "yesterday", null, "booked_at is \"yesterday\", not a day or a time")]
    public async Task A_bad_field_that_not_every_booking_has_is_left_out_and_told(string column, string value, string? expected, string problems)
    {
        var row = Assert.Single(await Cases.ReadAsync($"stay_id,user_id,check_in,city,{column}\n1,g,2026-03-05,Paris,\"{value}\"\n"));

        object? read = column switch
        {
            "guests" => row.Booking!.Guests,
            "guest_rating" => row.Booking!.GuestRating,
            "check_out" => row.Booking!.CheckOut,
            _ => row.Booking!.BookedAt,
        };
        Assert.Equal(expected, read is null ? null : Convert.ToString(read, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(problems, row.Problems());
        Assert.Equal(problems.Length is 0 ? null : row.Raw, row.Raw);
    }

    [Fact]
    public async Task A_rating_out_of_ten_is_one_out_of_five_where_the_mapping_says_so()
    {
        var row = Assert.Single(await Cases.ReadAsync(
            "stay_id,user_id,check_in,city,score\n1,g,2026-03-05,Paris,8.5\n", Cases.With("""{ "fields": { "guest_rating": { "column": "score", "scale": 10 } } }""")));

        Assert.Equal(4.25m, row.Booking!.GuestRating);
    }

    [Fact]
    public async Task Words_that_say_nothing_are_unknown_and_lists_are_read_in_their_forms()
    {
        var rows = await Cases.ReadAsync(
            Cases.Header
            + "1,g,2026-03-05,NULL,2026-03-08,100,EUR,2,NULL,NULL,,\n"
            + "2,g,2026-03-06,N/A,2026-03-08,100,EUR,2,N/A,\"[\"\"wifi\"\",\"\"pool\"\"]\",,\n"
            + "3,g,2026-03-07,Paris,2026-03-08,100,EUR,2,nan,\"{TV,Wifi,\"\"Air Conditioning\"\"}\",,\n"
            + "4,g,2026-03-08,Paris,2026-03-09,100,EUR,2,hotel,\"wifi, pool, parking\",,\n"
            + "5,g,2026-03-09,Paris,2026-03-10,100,EUR,2,hotel,wifi|pool|parking,,\n"
            + "6,g,2026-03-09,Paris,2026-03-10,100,EUR,2,hotel,\"[\"\"Wifi, free\"\"]\",,\n"
            + "6,g,2026-03-09,Paris,2026-03-10,100,EUR,2,hotel,\"['wifi', 'pool']\",,\n"
            + "7,null,2026-03-09,Paris,2026-03-10,100,EUR,2,hotel,NULL,,\n"
            + "8,g,2026-03-09,Anywhere,2026-03-10,100,EUR,2,hotel,NULL,,\n"
            + "9,g,2026-03-09,dontcare,2026-03-10,100,EUR,2,hotel,NULL,,\n");

        Assert.Equal(
            [
                "city is empty", "city is empty", "", "", "", "", "", "user_id is empty", "city is \"Anywhere\", not the name of a city",
                "city is \"dontcare\", not the name of a city",
            ],
            rows.Select(row => row.Problems()));
        Assert.Equal(
            [["TV", "Wifi", "Air Conditioning"], ["wifi", "pool", "parking"], ["wifi", "pool", "parking"], ["Wifi, free"], ["wifi", "pool"]],
            rows.Skip(2).Take(5).Select(row => row.Booking!.Amenities.ToArray()));
        Assert.Null(rows[2].Booking!.PropertyType);
    }

    [Fact]
    public async Task What_became_of_a_booking_is_read_and_what_is_none_is_refused()
    {
        var rows = await Cases.ReadAsync(
            """
            stay_id,user_id,check_in,city,status,cancelled_at
            s1,u1,2025-03-15,Miami,Confirmed,
            s2,u1,2025-03-15,Miami,cancelled_by_guest,2025-03-01
            s3,u1,2025-03-15,Miami,No-Show,
            s4,u1,2025-03-15,Miami,,
            s5,u1,2025-03-15,Miami,pending,
            s6,u1,2025-03-15,Miami,Checked out,2025-03-18
            """);

        Assert.Equal(
            [BookingStatus.Booked, BookingStatus.Cancelled, BookingStatus.NoShow, BookingStatus.Booked, null, BookingStatus.Booked],
            rows.Select(row => row.Booking?.Status));
        Assert.Equal("status is \"pending\", not booked, cancelled or no_show", rows[4].Problems());
        Assert.Null(rows[5].Booking!.CancelledAt);
    }

    [Fact]
    public async Task A_cancellation_without_a_status_says_it_all_the_same()
    {
        var rows = await Cases.ReadAsync("stay_id,user_id,check_in,city,cancelled_at,is_cancelled\n1,g,2025-03-15,Rome,,yes\n2,g,2025-03-15,Rome,,no\n");
        var dated = Assert.Single(await Cases.ReadAsync("stay_id,user_id,check_in,city,cancelled_at\n1,g,2025-03-15,Rome,2025-03-01\n"));

        Assert.Equal([BookingStatus.Cancelled, BookingStatus.Booked], rows.Select(row => row.Booking!.Status));
        Assert.Equal(BookingStatus.Cancelled, dated.Booking!.Status);
    }

    [Fact]
    public async Task Guests_are_adults_and_children_and_where_the_sums_disagree_those_count()
    {
        var rows = await Cases.ReadAsync("id,user,arrival,city,adults,children,persons\n1,g,2026-03-05,Rome,2,1,\n2,g,2026-03-05,Rome,2,1,5\n3,g,2026-03-05,Rome,,2,4\n4,g,2026-03-05,Rome,,5,4\n");

        Assert.Equal([3, 3, 4, 4], rows.Select(row => row.Booking!.Guests));
        Assert.Equal("persons is 5, but there are 2 adults and 1 child, which count", rows[1].Problems());
        Assert.Equal("children is 5, but there are 4 guests", rows[3].Problems());
    }

    [Fact]
    public async Task Without_an_id_the_same_guest_place_and_day_are_the_same_booking()
    {
        var rows = await Cases.ReadAsync("guest_id,arrival,city,total\na,2026-03-05,Rome,100\na,2026-03-05,rome,120\nb,2026-03-05,Rome,100\na,2026-03-06,Rome,100\n");

        Assert.Equal(rows[0].Booking!.BookingId, rows[1].Booking!.BookingId);
        Assert.Distinct(rows.Skip(1).Select(row => row.Booking!.BookingId));
    }

    [Fact]
    public async Task Addresses_are_hashed_and_a_secret_changes_the_hash()
    {
        const string Text = "booking_id,Email,check_in,city\n1, Anna@Example.com ,2026-03-05,Rome\n2,anna@example.com,2026-03-06,Rome\n";

        var rows = await Cases.ReadAsync(Text);
        var secret = await Cases.ReadAsync(Text, new() { GuestHashKey = "s3cret" });

        Assert.Equal(rows[0].UserId, rows[1].UserId);
        Assert.Matches("^g-[0-9a-f]{32}$", rows[0].UserId);
        Assert.NotEqual(rows[0].UserId, secret[0].UserId);
        Assert.Equal(GuestHash.Of("s3cret", "anna@example.com"), secret[0].UserId);
    }

    [Fact]
    public async Task Addresses_that_somebody_wants_as_ids_are_ids_and_are_told()
    {
        var reader = await BookingFileReader.OpenAsync(
            Cases.File("booking_id,Email,check_in,city\n1,anna@example.com,2026-03-05,Rome\n"), Cases.With("""{ "fields": { "guest": "email" } }"""));
        var hashed = await Cases.ReadAsync(
            "booking_id,Name,Email,check_in,city\n1,Anna,anna@example.com,2026-03-05,Rome\n",
            Cases.With("""{ "fields": { "guest": ["Name", "Email"] } }""") with { HashGuests = true });

        Assert.Contains(reader.Notes, note => note.Contains("e-mail addresses", StringComparison.Ordinal));
        Assert.Equal("anna@example.com", Assert.Single(await reader.ReadAsync().ToListAsync()).UserId);
        Assert.Equal(GuestHash.Of(null, "Anna", "anna@example.com"), Assert.Single(hashed).UserId);
    }

    [Fact]
    public async Task What_a_file_does_not_say_is_asked_for_with_all_its_columns()
    {
        var asked = await Assert.ThrowsAsync<ImportQuestionException>(() => Cases.ReadAsync("when,who,where\n2026-03-05,a,Rome\n"));

        Assert.Equal(["guest", "city", "check_in"], asked.Questions.Select(question => question.Field));
        Assert.All(asked.Questions, question => Assert.Equal(["when", "who", "where"], question.Choices));
        var row = Assert.Single(await Cases.ReadAsync("when,who,where\n2026-03-05,a,Rome\n", Cases.With("""{ "fields": { "guest": "WHO", "city": "where", "check_in": "when" } }""")));
        Assert.Equal(("a", "Rome"), (row.UserId, row.Booking!.City));
    }

    [Fact]
    public async Task A_mapped_column_that_is_not_there_or_there_twice_is_named()
    {
        var missing = await Cases.AskedAsync(Cases.Header + "1,g,2026-03-05,Paris,,,,,,,,\n", Cases.With("""{ "fields": { "price": "Rate" } }"""));
        var twice = await Cases.AskedAsync("stay_id,user_id,check_in,city,price,Price\n1,g,2026-03-05,Paris,1,2\n", Cases.With("""{ "fields": { "price": "PRICE" } }"""));

        Assert.Equal("The file has no column Rate, from which price is to be read. Which is it?", missing.Problem);
        Assert.Equal("The file names the column PRICE twice, so that price could be either.", twice.Problem);
    }
}
