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
}
