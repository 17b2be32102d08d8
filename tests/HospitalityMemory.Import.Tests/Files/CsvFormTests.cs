using System.Text;

namespace HospitalityMemory.Import.Tests.Files;

/// <summary>Rows with other numbers of separators than the header, and marks within a file.</summary>
public sealed class CsvFormTests
{
    [Theory]
    [InlineData(';')]
    [InlineData('\t')]
    [InlineData(',')]
    public async Task Separators_at_the_end_of_rows_do_not_count(char separator)
    {
        var text = "id;user;arrival;city;guests\n1;ann;2026-03-05;Rome;2;\n2;ben;2026-03-06;Oslo;1;;\"\";  \n3;eve;2026-03-07;Bonn;;\n".Replace(';', separator);

        var rows = await Cases.ReadAsync(text);

        Assert.Equal([("Rome", 2), ("Oslo", 1), ("Bonn", null)], rows.Select(row => (row.Booking!.City, row.Booking.Guests)));
        Assert.All(rows, row => Assert.Empty(row.Problems));
    }

    [Fact]
    public async Task Last_fields_that_are_missing_are_empty_and_a_surplus_that_says_something_is_refused()
    {
        var rows = await Cases.ReadAsync("id;user;arrival;city;guests;status;\n1;ann;2026-03-05;Rome\n2;ben;2026-03-06;Oslo;1;cancelled\n3;eve\n4;eve;2026-03-07;Bonn;2;;;x\n");

        Assert.Equal([("Rome", null, BookingStatus.Booked), ("Oslo", 1, BookingStatus.Cancelled)], rows.Take(2).Select(row => (row.Booking!.City, row.Booking.Guests, row.Booking.Status)));
        Assert.Equal(["", "", "city is empty; arrival is empty", "it has more fields than the header"], rows.Select(row => row.Problems()));
        Assert.Equal([2L, 3L, 4L, 5L], rows.Select(row => row.Line));
    }

    [Theory]
    [InlineData("1;ann", "1;ann;;;")]
    [InlineData("1\tann\tnever\tRome\t\t\t", "1\tann\tnever\tRome\t", '\t')]
    [InlineData("1;ann;never;Rome;2;", "1;ann;never;Rome;2")]
    [InlineData("1;ann;never;Rome;2;; ;", "1;ann;never;Rome;2")]
    [InlineData("1;ann;never;Rome;", "1;ann;never;Rome;")]
    [InlineData("1;ann;never;Rome;2;;x", "1;ann;never;Rome;2;;x")]
    public async Task A_refused_row_has_the_separators_of_the_header(string row, string raw, char separator = ';') =>
        Assert.Equal(raw, Assert.Single(await Cases.ReadAsync($"{"id;user;arrival;city;guests".Replace(';', separator)}\n{row}\n")).Raw);

    [Fact]
    public async Task A_byte_order_mark_at_the_beginning_of_a_field_does_not_belong_to_it()
    {
        const string Text = "id,user,arrival,city\n1,ann,2026-03-05,Rome\n";

        var rows = await Cases.ReadAsync($"\uFEFF{Text}\uFEFF{Text}\uFEFF2,\uFEFFann,\uFEFF2026-03-06,\uFEFFOslo\n\uFEFF\uFEFF3,ben,2026-03-07,Bonn,\uFEFF\n");
        var named = await Cases.ReadAsync(Cases.File(Encoding.UTF8.GetBytes("\uFEFF\uFEFFid,user,arrival,city\n1,ann,2026-03-05,Rome\n")));

        Assert.Equal(["1 ann Rome", "", "1 ann Rome", "2 ann Oslo", "3 ben Bonn"], rows.Select(row => row.Booking is { } booking ? $"{booking.BookingId} {row.UserId} {booking.City}" : ""));
        Assert.Equal("arrival is \"arrival\", not a date", rows[1].Problems());
        Assert.Equal("1", Assert.Single(named).Booking!.BookingId);
    }
}
