namespace HospitalityMemory.Import.Tests.Bookings;

/// <summary>Who is whose guest, where files name people in other ways or not at all.</summary>
public sealed class GuestTests
{
    private const string EachRow = """{ "fields": { "guest": { "each_row": true }, "city": { "value": "Rome" } } }""";

    [Fact]
    public async Task Rows_without_guests_of_two_years_are_guests_of_their_own_and_a_later_export_finds_them()
    {
        var first = await Cases.ReadAsync("arrival,departure\n2015-07-01,2015-07-03\n2015-07-01,2015-07-03\n", Cases.With(EachRow));
        var later = await Cases.ReadAsync("arrival,departure\n2015-07-01,2015-07-04\n2015-07-01,2015-07-03\n2015-07-02,2015-07-03\n", Cases.With(EachRow));
        var other = await Cases.ReadAsync("arrival,departure\n2016-07-01,2016-07-03\n", Cases.With(EachRow));

        Assert.Equal(["row-2-2015-07-01", "row-3-2015-07-01"], first.Select(row => row.UserId));
        Assert.Equal(["row-2-2015-07-01", "row-3-2015-07-01", "row-4-2015-07-02"], later.Select(row => row.UserId));
        Assert.Equal("row-2-2016-07-01", Assert.Single(other).UserId);
        Assert.Equal(first[0].Booking!.BookingId, later[0].Booking!.BookingId);
    }

    [Fact]
    public async Task A_row_without_guests_needs_its_day_and_takes_the_word_of_the_mapping()
    {
        var rows = await Cases.ReadAsync("arrival\n2015-07-01\nnever\n", Cases.With(EachRow.Replace("true", "true, \"value\": \"walk-in\"")));

        Assert.Equal(["walk-in-2-2015-07-01", null], rows.Select(row => row.UserId));
        Assert.Equal("arrival is \"never\", not a date", rows[1].Problems());
    }

    [Fact]
    public async Task Where_a_part_of_what_identifies_a_guest_is_empty_the_row_is_recorded_and_it_is_told()
    {
        var rows = await Cases.ReadAsync(
            "id,Name,Phone,arrival,city\n1,Ann Lee,+431,2026-03-05,Rome\n2,Ann Lee,,2026-03-06,Rome\n3,n/a,+431,2026-03-07,Rome\n4,,,2026-03-08,Rome\n",
            Cases.With("""{ "fields": { "guest": { "columns": ["name", "phone"], "hash": true } } }"""));

        Assert.Equal(
            ["", "Phone is empty, and the guest is known by Name only", "Name is empty, and the guest is known by Phone only", "Name + Phone is empty"],
            rows.Select(row => row.Problems()));
        Assert.Equal([null, "Phone", "Name", "Name + Phone"], rows.Select(row => row.Problems.Count is 0 ? null : row.Problems[0].Column));
        Assert.Equal([GuestHash.Of(null, "Ann Lee", "+431"), GuestHash.Of(null, "Ann Lee", ""), GuestHash.Of(null, "", "+431"), null], rows.Select(row => row.UserId));
        Assert.Equal([false, false, false, true], rows.Select(row => row.IsRefused));
    }

    [Fact]
    public async Task Two_people_of_one_name_are_two_guests_where_an_address_stands_beside()
    {
        var reader = await BookingFileReader.OpenAsync(
            Cases.File(
                "Reservation number,Guest,Email,Check-in,City\n1,John Smith,john@a.example,2026-03-05,Rome\n2,John Smith,smith@b.example,2026-03-06,Rome\n3,J. Smith,John@A.example,2026-03-07,Rome\n"),
            new());
        var rows = await reader.ReadAsync().ToListAsync();

        Assert.Equal(
            [GuestHash.Of(null, "john@a.example"), GuestHash.Of(null, "smith@b.example"), GuestHash.Of(null, "john@a.example")], rows.Select(row => row.UserId));
        Assert.Contains("Guest holds names, which two people may share; guests are told apart by Email, hashed.", reader.Notes);
        Assert.Equal(["Guest"], reader.IgnoredColumns);
        Assert.Equal(["Email"], reader.Mapping.Fields[ImportFields.Guest].Columns);
        Assert.True(reader.Mapping.Fields[ImportFields.Guest].Hash);
    }

    [Theory]
    [InlineData("guest_id,guest,email", "7,Ann Lee,ann@x.example", "7")]
    [InlineData("email,user id,customer", "ann@x.example,u7,Ann", "u7")]
    [InlineData("guest,email", "G-1001,ann@x.example", "G-1001")]
    [InlineData("guest,email", "4711,ann@x.example", "4711")]
    [InlineData("guest,city name", "Ann Lee,", "Ann Lee")]
    [InlineData("guest,email", "Ann Lee,n/a", "Ann Lee")]
    [InlineData("customer,city name", "C-1,", "C-1")]
    [InlineData("guest,email", "Ann,ann@x.example", "#ann@x.example")]
    [InlineData("guest,email", "Müller-Lü\u0308dtke,ann@x.example", "#ann@x.example")]
    [InlineData("user,phone", "Ann Lee,+43 1", "#+43 1")]
    [InlineData("guest,phone", "Ann Lee,+43 1", "#Ann Lee|+43 1")]
    [InlineData("Name,Mobile,Phone", "Ann Lee,+43 2,+43 1", "#Ann Lee|+43 1")]
    [InlineData("Guest name,E-Mail,Phone", "Ann Lee,ann@x.example,+43 1", "#ann@x.example")]
    [InlineData("Telephone,nothing", "+43 1,", "#+43 1")]
    public async Task An_id_comes_before_personal_data_and_these_before_a_name(string columns, string values, string expected)
    {
        var row = Assert.Single(await Cases.ReadAsync($"id,arrival,city,{columns}\n1,2026-03-05,Rome,{values}\n"));

        Assert.Equal(expected is ['#', .. var known] ? GuestHash.Of(null, known.Split('|')) : expected, row.UserId);
    }

    [Fact]
    public async Task Most_values_decide_whether_a_column_holds_names_and_a_mapping_wins()
    {
        const string Text = "id,guest,email,arrival,city\n1,g1,a@x.example,2026-03-05,Rome\n2,ann,b@x.example,2026-03-05,Rome\n3,g3,,2026-03-05,Rome\n";

        var ids = await Cases.ReadAsync(Text);
        var mapped = await Cases.ReadAsync(Text.Replace("g1", "bob"), Cases.With("""{ "fields": { "guest": "guest" } }"""));

        Assert.Equal(["g1", "ann", "g3"], ids.Select(row => row.UserId));
        Assert.Equal(["bob", "ann", "g3"], mapped.Select(row => row.UserId));
    }

    [Theory]
    [InlineData("Guest name")]
    [InlineData("name")]
    public async Task A_persons_name_alone_is_no_id_and_the_guest_is_asked_for(string column) =>
        Assert.Equal("guest", (await Cases.AskedAsync($"id,{column},arrival,city\n1,Ann Lee,2026-03-05,Rome\n")).Field);
}
