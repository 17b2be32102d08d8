using System.Text;

namespace HospitalityMemory.Import.Tests.Files;

/// <summary>Encodings, separators, compression and kinds of files.</summary>
public sealed class FormTests
{
    private const string Rows = "stay_id,user_id,check_in,city,check_out,price,currency,guests,property_type,amenities,guest_rating,booked_at\n"
        + "1,g,2026-03-05,München,2026-03-08,100,EUR,2,hôtel,wifi,4,\n2,g,2026-04-05,Zürich,2026-04-08,100,EUR,2,hôtel,\"wi\nfi;pool\",4,\n";

    public static TheoryData<string> Encodings => ["utf-8", "utf-8-bom", "utf-16", "utf-16-no-mark", "utf-16BE", "windows-1252"];

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task Encodings_are_recognised_and_told(string name)
    {
        var content = name switch
        {
            "utf-8" => Encoding.UTF8.GetBytes(Rows),
            "utf-8-bom" => Marked(Encoding.UTF8),
            "utf-16" => Marked(Encoding.Unicode),
            "utf-16-no-mark" => Encoding.Unicode.GetBytes(Rows),
            "utf-16BE" => Marked(Encoding.BigEndianUnicode),
            _ => CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes(Rows),
        };

        var reader = await BookingFileReader.OpenAsync(Cases.File(content), new());
        var rows = await reader.ReadAsync().ToListAsync();

        Assert.Equal(["München", "Zürich"], rows.Select(row => row.Booking!.City));
        Assert.Equal(["wi fi", "pool"], rows[1].Booking!.Amenities);
        Assert.Equal([2L, 3L], rows.Select(row => row.Line));
        Assert.StartsWith(name.Split('-')[0].ToUpperInvariant(), reader.Encoding.ToUpperInvariant());
        Assert.Equal(name is "windows-1252", reader.Notes.Contains("The file is no UTF-8, and is read as Windows-1252."));
    }

    private static byte[] Marked(Encoding encoding) => [.. encoding.Preamble, .. encoding.GetBytes(Rows)];

    [Fact]
    public async Task Windows_1252_that_shows_late_is_recognised_all_the_same()
    {
        var text = "stay_id,user_id,check_in,city\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i},g,2026-03-05,Rome\n")) + "last,g,2026-03-05,Köln\n";

        var rows = await Cases.ReadAsync(Cases.File(CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes(text)));

        Assert.Equal("Köln", rows[^1].Booking!.City);
    }

    [Fact]
    public async Task A_byte_that_is_broken_does_not_make_UTF_8_another_encoding()
    {
        byte[] content = [.. Encoding.UTF8.GetBytes(Rows), .. "3,g,2026-03-05,K"u8, 0xF6, .. "ln,,,,,,,,\n"u8];

        var reader = await BookingFileReader.OpenAsync(Cases.File(content), new());
        var rows = await reader.ReadAsync().ToListAsync();

        Assert.Equal(["München", "Zürich", "K\uFFFDln"], rows.Select(row => row.Booking!.City));
        Assert.Contains(reader.Notes, note => note.Contains("not all of it", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(';')]
    [InlineData('\t')]
    [InlineData('|')]
    public async Task Separators_are_found_in_the_header(char separator)
    {
        var text = Rows.Replace("wi\nfi;pool", "wi\nfi/pool").Replace(',', separator);

        var reader = await BookingFileReader.OpenAsync(Cases.File(text), new());

        Assert.Equal(separator, reader.Separator);
        Assert.Equal(["München", "Zürich"], (await reader.ReadAsync().ToListAsync()).Select(row => row.Booking!.City));
    }

    [Theory]
    [InlineData("sep=;\r\n")]
    [InlineData("\uFEFFsep=;\n")]
    public async Task A_first_line_that_says_the_separator_is_no_header_and_counts_as_a_line(string first)
    {
        var rows = await Cases.ReadAsync(first + "id;user;arrival;city\n1;g;2026-03-05;Rome, Italy\nbad\n");

        Assert.Equal("Rome, Italy", rows[0].Booking!.City);
        Assert.Equal([3L, 4L], rows.Select(row => row.Line));
    }

    [Fact]
    public async Task Packed_files_are_unpacked()
    {
        var gzip = await BookingFileReader.OpenAsync(Cases.File(Cases.Gzip(Rows)), new());
        var zip = await BookingFileReader.OpenAsync(Cases.File(Cases.Zip(("a/stays.csv", Rows), ("__MACOSX/._stays.csv", "x"))), new());

        Assert.Equal(("gzip", "zip"), (gzip.Packing, zip.Packing));
        Assert.Equal(2, await gzip.ReadAsync().CountAsync());
        Assert.Equal(2, await zip.ReadAsync().CountAsync());
        Assert.Equal(gzip.Length, gzip.Position);
    }

    [Fact]
    public async Task Of_several_files_in_a_zip_one_is_asked_for()
    {
        var zip = Cases.File(Cases.Zip(("a.csv", Rows), ("b.csv", Rows)));

        var asked = await Assert.ThrowsAsync<ImportQuestionException>(() => Cases.ReadAsync(zip));

        Assert.Equal("entry", asked.Questions[0].Setting);
        Assert.Equal(["a.csv", "b.csv"], asked.Questions[0].Choices);
        Assert.Equal(2, (await Cases.ReadAsync(zip, new() { Entry = "b.csv" })).Count);
    }

    [Fact]
    public async Task Of_a_gzip_file_that_is_cut_short_the_rows_before_are_read_and_then_it_is_said()
    {
        var text = Rows + string.Concat(Enumerable.Range(3, 40_000).Select(i => $"{i},g{i * 7919 % 1000},2026-03-05,Rome,,{i % 977},EUR,,,,,\n"));
        var packed = Cases.Gzip(text);
        var reader = await BookingFileReader.OpenAsync(Cases.File(packed[..(packed.Length / 2)]), new());
        var read = 0;

        var error = await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (var _ in reader.ReadAsync())
            {
                read++;
            }
        });

        Assert.Equal("The gzip file is cut short.", error.Message);
        Assert.InRange(read, 1_000, 39_000);
    }

    [Fact]
    public async Task What_unpacks_to_more_than_is_allowed_ends()
    {
        var file = Cases.File(Cases.Gzip("stay_id,user_id,check_in,city\n" + new string('x', 2_000_000)));

        var reader = await BookingFileReader.OpenAsync(file, new() { MaxBytes = 1_000_000 });

        var error = await Assert.ThrowsAsync<InvalidDataException>(async () => await reader.ReadAsync().CountAsync());
        Assert.Equal("file unpacks to more than 1,000,000 bytes, which are the most that are read.", error.Message);
    }

    [Fact]
    public async Task A_row_and_a_header_have_limits()
    {
        var row = Cases.File("stay_id,user_id,check_in,city\n1,g,2026-03-05,\"" + new string('x', 300_000));
        var columns = Cases.File(string.Join(',', Enumerable.Range(0, 2_000)) + "\n");
        var reader = await BookingFileReader.OpenAsync(row, new() { MaxRecordBytes = 70_000 });

        await Assert.ThrowsAsync<InvalidDataException>(async () => await reader.ReadAsync().CountAsync());
        Assert.Equal("The file has 2,000 columns; at most 1,000 are read.", (await Assert.ThrowsAsync<InvalidDataException>(() => Cases.ReadAsync(columns))).Message);
        Assert.StartsWith("The file is empty", (await Assert.ThrowsAsync<InvalidDataException>(() => Cases.ReadAsync(""))).Message);
    }

    [Theory]
    [InlineData("[{\"id\":1,\"user\":\"g\",\"arrival\":\"2026-03-05\",\"place\":{\"city\":\"Rome\"},\"amenities\":[\"wifi\",\"pool\"],\"price\":1.234}]", "JSON")]
    [InlineData("{\n\"bookings\": [\n{\"id\":1,\"user\":\"g\",\"arrival\":\"2026-03-05\",\"place\":{\"city\":\"Rome\"},\"amenities\":[\"wifi\",\"pool\"],\"price\":1.234}]}", "JSON")]
    [InlineData("{\"id\":1,\"user\":\"g\",\"arrival\":\"2026-03-05\",\"place\":{\"city\":\"Rome\"},\"amenities\":[\"wifi\",\"pool\"],\"price\":1.234}\n", "JSON")]
    [InlineData("{\"id\":1,\"user\":\"g\",\"arrival\":\"2026-03-05\",\"place\":{\"city\":\"Rome\"},\"amenities\":[\"wifi\",\"pool\"],\"price\":1.234}\n\nbroken}\n", "JSON lines")]
    public async Task Json_is_read_in_its_forms(string json, string kind)
    {
        // A broken line needs a second line, which shows that the file has lines.
        var text = kind is "JSON lines" ? json + "{\"id\":2,\"user\":\"g\",\"arrival\":\"2026-03-06\",\"place\":{\"city\":\"Oslo\"}}\n" : json;
        var reader = await BookingFileReader.OpenAsync(Cases.File(text), Cases.With("""{ "fields": { "city": "place.city" } }"""));
        var rows = await reader.ReadAsync().ToListAsync();

        Assert.Equal(kind, reader.Kind);
        var booking = rows[0].Booking!;
        Assert.Equal(("1", "Rome", 1.234m), (booking.BookingId, booking.City, booking.PricePerNight));
        Assert.Equal(["wifi", "pool"], booking.Amenities);
        if (kind is "JSON lines")
        {
            Assert.Equal(["1", "3 it is no JSON", "4 2"], rows.Select(row => row.Booking is { } read ? row.Line is 1 ? "1" : $"{row.Line} {read.BookingId}" : $"{row.Line} {row.Problems()}"));
        }
    }

    [Fact]
    public async Task The_rest_is_read_after_bad_rows_and_each_has_its_line_and_its_text()
    {
        const string ShortHeader = "stay_id,user_id,check_in,city\n";
        var rows = await Cases.ReadAsync(
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
                "4 city is empty",
                "5 it has more fields than the header",
                "6 a quote stands inside a field that is not quoted",
                "7 text follows a closing quote",
                "8 s6",
                "10 check_in is \"someday\", not a date",
                "11 s8",
                "12 a quote is not closed, and takes 3 more lines with it",
            ],
            rows.Select(row => row.Booking is { } booking ? $"{row.Line} {booking.BookingId}" : $"{row.Line} {row.Problems()}"));
        Assert.Equal("s7,u1,someday,Miami", rows[6].Raw);
        Assert.Equal("s2,u1,2025-03-16,", rows[1].Raw);
        Assert.Equal("s3,u1,2025-03-17,Miami,more", rows[2].Raw);
    }

    [Fact]
    public async Task Cancelling_stops_between_two_rows()
    {
        using var cancellation = new CancellationTokenSource();
        var reader = await BookingFileReader.OpenAsync(Cases.File(Rows), new());
        var rows = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in reader.ReadAsync(cancellation.Token))
            {
                rows++;
                await cancellation.CancelAsync();
            }
        });

        Assert.Equal(1, rows);
    }
}
