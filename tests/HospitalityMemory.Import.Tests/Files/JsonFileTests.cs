using System.Text;
using System.Text.Json;

namespace HospitalityMemory.Import.Tests.Files;

/// <summary>Files of bookings in JSON that are unusual, damaged or empty.</summary>
public sealed class JsonFileTests
{
    private const string Oslo = """{"id":2,"user":"g","arrival":"2026-03-06","city":"Oslo"}""";

    [Theory]
    [InlineData("[", ",", "]")]
    [InlineData("", "\n", "\n")]
    public async Task Numbers_of_Python_that_are_none_cost_neither_the_file_nor_the_row(string begin, string between, string end)
    {
        var rows = await Cases.ReadAsync($$"""{{begin}}{"id":1,"user":"g","arrival":"2026-03-05","city":"Rome","price":NaN,"note":"NaN"}{{between}}{{Oslo}}{{end}}""");

        Assert.Equal(["1 Rome", "2 Oslo"], rows.Select(row => $"{row.Booking?.BookingId} {row.Booking?.City}"));
        Assert.Null(rows[0].Booking!.PricePerNight);
    }

    [Fact]
    public async Task A_line_with_an_open_quote_does_not_change_the_texts_of_the_next_line()
    {
        var rows = await Cases.ReadAsync($$"""
            {{Oslo}}
            {"id":1,"user":"g
            {"id":3,"user":"g","arrival":"2026-03-07","city":"NaN Rock"}
            """);

        Assert.Equal(["Oslo", "it is no JSON", "NaN Rock"], rows.Select(row => row.Booking?.City ?? row.Problems()));
    }

    [Theory]
    [InlineData("[]", "The file has no rows.")]
    [InlineData("{\"bookings\": []}", "The file has no rows.")]
    [InlineData("[1, 2]", "No row of the file can be read (line 1: it is no JSON object).")]
    [InlineData("{\"id\": nothing}\n{\"id\": nothing}\n", "No row of the file can be read (line 1: it is no JSON).")]
    public async Task A_file_without_a_row_that_can_be_read_asks_for_no_column(string json, string message)
    {
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => Cases.ReadAsync(json));

        Assert.Equal(message, error.Message);
    }

    [Fact]
    public async Task Broken_JSON_is_named_as_such_and_beside_each_question()
    {
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => Cases.ReadAsync("""[{"id":1,"user" "g"}]"""));
        var many = string.Concat(Enumerable.Repeat("""{"id":1,"user":"g","arrival":"2026-03-05"},""", 2_000));
        var question = await Cases.AskedAsync($$"""[{{many}}{"id":2,"user" "g"}]""");

        Assert.StartsWith("The JSON is broken after 0 records.", error.Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "No column is known to say the city. Which does, or which city is it? (The file is damaged. The JSON is broken after ",
            question.Problem,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[", ",", "]")]
    [InlineData("", "\n", "\n")]
    public async Task A_record_that_is_nested_too_deep_costs_only_itself(string begin, string between, string end)
    {
        var deep = $$"""{"id":1,"user":"g","arrival":"2026-03-05","city":"Rome","more":{{new string('[', 100_000)}}{{new string(']', 100_000)}}}""";

        var rows = await Cases.ReadAsync($"{begin}{Oslo}{between}{deep}{between}{Oslo}{end}");

        Assert.Equal(["Oslo", "it is nested more than 64 levels deep", "Oslo"], rows.Select(row => row.Booking?.City ?? row.Problems()));
    }

    [Fact]
    public async Task A_record_with_too_many_names_costs_only_itself()
    {
        var wide = string.Join(',', Enumerable.Range(0, 2_000).Select(name => $"\"n{name}\":{name}"));

        var rows = await Cases.ReadAsync($$"""[{"id":1,{{wide}}},{{Oslo}},{"id":3,"user":"g","arrival":"2026-03-07","city":"Rome","n1":1}]""");

        Assert.Equal(
            ["it has more than 1,000 names, or new ones beyond as many of the rows before it", "Oslo", "Rome"], rows.Select(row => row.Booking?.City ?? row.Problems()));
    }

    [Fact]
    public async Task One_number_is_one_id_however_it_is_written()
    {
        var rows = await Cases.ReadAsync("""
            [{"id":7,"user":7.0,"arrival":"2026-03-05","city":"Rome"},{"id":7.0,"user":70e-1,"arrival":"2026-03-05","city":"Rome"},{"id":"7.0","user":7,"arrival":"2026-03-05","city":"Rome"}]
            """);

        Assert.Equal(["7 of 7", "7 of 7", "7.0 of 7"], rows.Select(row => $"{row.Booking?.BookingId} of {row.UserId}"));
    }

    [Theory]
    [InlineData("7", "7")]
    [InlineData("7.0", "7")]
    [InlineData("-7.00", "-7")]
    [InlineData("-0", "0")]
    [InlineData("0.0", "0")]
    [InlineData("1E3", "1000")]
    [InlineData("12.5e-3", "0.0125")]
    [InlineData("1.250e+1", "12.5")]
    [InlineData("12345678901234567890.10", "12345678901234567890.1")]
    [InlineData("1e400", "1e400")]
    [InlineData("1e99999999999", "1e99999999999")]
    public void A_number_has_one_text(string json, string expected) => Assert.Equal(expected, JsonNumbers.TextOf(JsonElement.Parse(json)));

    [Theory]
    [InlineData("{\"name\":\"Ann\"}")]
    [InlineData("")]
    public async Task A_booking_with_a_list_of_guests_is_no_list_of_bookings(string guests)
    {
        var rows = await Cases.ReadAsync($$"""{"id":1,"user":"g","arrival":"2026-03-05","city":"Rome","guests":[{{guests}}]}""");

        Assert.Equal("Rome", Assert.Single(rows).Booking?.City);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(100)]
    public async Task Numbers_that_are_none_are_no_numbers_however_little_is_asked_for(int room)
    {
        var buffer = new byte[room];
        await using var stream = new PythonNumbers(new MemoryStream(Encoding.UTF8.GetBytes("""{"a":NaN,"b":-Infinity,"c":-1}""")));
        var read = new StringBuilder();
        while (await stream.ReadAsync(buffer) is > 0 and var length)
        {
            read.Append(Encoding.UTF8.GetString(buffer, 0, length));
        }

        Assert.Equal("""{"a":"" ,"b":""       ,"c":-1}""", read.ToString());
    }
}
