using System.Globalization;
using System.Text;
using HospitalityMemory.ConsoleSample.Commands;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Moq;
using Spectre.Console.Testing;

namespace HospitalityMemory.ConsoleSample.Tests.Commands;

public sealed class ImportCommandTests
{
    private const string Header = "stay_id,user_id,check_in,check_out,city,price,currency,property_type,amenities,rating,guest_rating,listing_id\n";

    private const string Stays = Header
        + "1,ben,2024-05-01,,Graz,80,EUR,hotel,wifi,4.9,,g-1\n"
        + "2,cleo,2024-06-10,2024-06-13,Vienna,100,EUR,apartment,wifi;kitchen,4.9,5,v-1\n"
        + "3,cleo,2025-06-20,2025-06-22,Vienna,120,EUR,apartment,wifi;balcony,4.1,4,v-1\n"
        + "4,cleo,2025-12-30,,[bold]Salzburg[/],140,EUR,hotel,wifi,,,s-1\n";

    [Fact]
    public async Task The_stays_are_counted_and_the_guest_of_most_stays_is_shown()
    {
        var run = await ImportAsync(Stays);

        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Errors));
        Assert.Contains("4 rows of 2 guests", run.Output);
        Assert.Contains("Profile of cleo", run.Output);
        Assert.Contains("3 stays, from 2024-06-10 to 2025-12-30. Average length: 2.5 nights", run.Unwrapped);
        Assert.Contains("Vienna", run.Output);
        Assert.Contains("2 stays, last 2025-06-20", run.Output);
        Assert.Contains("110 to 130 EUR", run.Output);
        Assert.Contains("Personalization context", run.Output);
        Assert.Contains("Loyalty to properties", run.Output);
        Assert.Contains("0.50", run.Output);
        run.AssertReadable();
    }

    [Fact]
    public async Task Brackets_in_the_data_are_text_and_no_markup()
    {
        var run = await ImportAsync(Header + "1,[red]ben[/],2024-05-01,,[bold]Salzburg[/],80,EUR,[i]inn[/],[b]tub[/],,,\n");

        Assert.Contains("Profile of [red]ben[/]", run.Output);
        Assert.Contains("inn[/]", run.Output);
        Assert.Contains("tub[/]", run.Output);
        Assert.Matches(@"^ *\[bold\]Salzburg\[/\] +█+ 1$", Assert.Single(run.Lines, line => line.Contains("Salzburg") && line.Contains('█')));
    }

    [Fact]
    public async Task Long_names_keep_within_the_width()
    {
        var (user, city, type) = (new string('u', 256), string.Join(' ', Enumerable.Repeat("Llanfair", 22)), new string('t', 100));

        var run = await ImportAsync($"{Header}1,{user},2024-05-01,,{city},1000000,EUR,{type},{new string('a', 100)},,,\n");

        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Errors));
        run.AssertReadable();
    }

    [Fact]
    public async Task Charts_show_months_cities_and_prices()
    {
        var lines = (await ImportAsync(Stays)).Lines;

        Assert.Matches("Jun +█+ 2", Single(lines, "Jun"));
        Assert.Matches("Vienna .*█+ 2", lines.First(line => line.Contains('█') && line.Contains("Vienna")));
        Assert.Contains("Stays by price of a night, EUR", lines);
    }

    [Theory]
    [InlineData("--user", "ben")]
    [InlineData("--user=ben")]
    public async Task A_guest_who_is_named_is_shown_instead(params string[] option)
    {
        var run = await ImportAsync(Stays, option);

        Assert.Contains("Profile of ben", run.Output);
        Assert.DoesNotContain("cleo", run.Output);
    }

    [Fact]
    public async Task A_named_guest_without_a_stay_is_an_error()
    {
        var run = await ImportAsync(Stays, "--user", "nobody");

        Assert.Equal(ExitCodes.Failure, run.ExitCode);
        Assert.StartsWith("No booking of a guest \"nobody\" was imported from", run.Errors);
    }

    [Fact]
    public async Task Refused_rows_are_told_by_reason_and_kept_in_a_file_that_can_be_imported_itself()
    {
        using var file = TemporaryFile.Of(
            Stays
            + "5,cleo,never,,Graz,,,,,,,\n"
            + "6,cleo,someday,,Graz,,,,,,,\n"
            + "7,cleo,2025-01-05,,Graz,-1,EUR,,,,,\n"
            + "8,cleo,2025-01-05,,\"Graz,,,,,,,\n");
        var refused = Path.ChangeExtension(file.Path, null) + ".refused.csv";
        try
        {
            var run = await SampleRun.OfAsync("import", file.Path);

            Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Errors));
            Assert.Contains("5 new, 3 refused.", run.Output);
            Assert.Contains("2 rows: check_in is not a date. The first is line 6: check_in is \"never\", not a date", run.Unwrapped);
            Assert.Contains("line 9: a quote is not closed, and takes 1 more line with it", run.Unwrapped);
            Assert.Contains("1 row was taken without something: line 8: price is -1, which is no price", run.Unwrapped);
            Assert.DoesNotContain("Parameter", run.Output);
            run.AssertReadable();
            var lines = await File.ReadAllLinesAsync(refused);
            Assert.Equal(Header.Trim() + ",import_line,import_problem,import_row", lines[0]);
            Assert.Equal("5,cleo,never,,Graz,,,,,,,,6,\"check_in is \"\"never\"\", not a date\",", lines[1]);

            await File.WriteAllTextAsync(refused, (await File.ReadAllTextAsync(refused)).Replace("never", "2025-01-05").Replace("someday", "2025-01-06"));
            Assert.Contains("2 new, 1 refused.", (await SampleRun.OfAsync("import", refused)).Output);
        }
        finally
        {
            File.Delete(refused);
            File.Delete(Path.ChangeExtension(refused, null) + ".refused.csv");
        }
    }

    [Fact]
    public async Task A_row_that_amends_an_earlier_one_is_merged()
    {
        var run = await ImportAsync(Stays + "4,cleo,2025-12-31,,Salzburg,140,EUR,hotel,wifi,,,s-1\n");

        Assert.Contains("4 new, 1 merged into a booking that was there.", run.Output);
        Assert.Contains("3 stays, from 2024-06-10 to 2025-12-31", run.Unwrapped);
    }

    [Fact]
    public async Task Imported_again_nothing_changes()
    {
        using var file = TemporaryFile.Of(Stays);
        using var database = new TemporaryDatabase();
        await SampleRun.OfAsync(["import", file.Path, .. database.Option]);

        var run = await SampleRun.OfAsync(["import", file.Path, .. database.Option]);

        Assert.Contains("4 unchanged.", run.Output);
    }

    [Fact]
    public async Task A_preview_shows_how_the_file_would_be_read_and_writes_nothing()
    {
        using var file = TemporaryFile.Of(Stays + "5,cleo,never,,Graz,,,,,,,\n");
        using var database = new TemporaryDatabase();

        var run = await SampleRun.OfAsync(["import", file.Path, "--preview", .. database.Option]);

        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Errors));
        Assert.Contains("5 rows, CSV in UTF-8, separated by \",\".", run.Output);
        Assert.Contains("check_in       check_in", run.Output);
        Assert.Matches("3 +cleo +2024-06-10 \\+3 +Vienna +100 EUR +booked", run.Output);
        Assert.Matches("6 +refused", run.Output);
        Assert.Contains("Refused would be: line 6: check_in is \"never\", not a date", run.Unwrapped);
        Assert.Contains("Not read: rating (the property's score; the guest's own would be guest_rating).", run.Unwrapped);
        Assert.Equal(ExitCodes.Failure, (await SampleRun.OfAsync(["profile", "cleo", .. database.Option])).ExitCode);
        run.AssertReadable();
    }

    [Fact]
    public async Task A_preview_shows_the_total_of_a_stay_without_nights()
    {
        using var file = TemporaryFile.Of("booking_id,guest,city,check_in,check_out,total_price,currency\n1,ann,Rome,2026-05-05,2026-05-05,60,EUR\n2,ann,Rome,2026-05-06,2026-05-08,60,EUR\n");

        var run = await SampleRun.OfAsync("import", file.Path, "--preview");

        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Errors));
        Assert.Matches("2 +ann +2026-05-05 \\+0 +Rome +60 EUR +booked", run.Output);
        Assert.Matches("3 +ann +2026-05-06 \\+2 +Rome +30 EUR +booked", run.Output);
    }

    [Fact]
    public async Task The_currency_that_is_taken_where_the_file_names_none_is_told()
    {
        using var file = TemporaryFile.Of("id,user,Arrival,city,Price\n1,ben,2024-05-01,Graz,80\n");
        const string Note = "Price names no currency (line 2: 80); it is taken to be USD, the memory's default. Another is said with --currency,";

        var preview = await SampleRun.OfAsync("import", file.Path, "--preview");
        var run = await SampleRun.OfAsync("import", file.Path);
        var said = await SampleRun.OfAsync("import", file.Path, "--currency", "EUR");

        Assert.Contains(Note, preview.Unwrapped);
        Assert.Contains(Note, run.Unwrapped);
        Assert.DoesNotContain("names no currency", said.Unwrapped);
    }

    [Fact]
    public async Task A_dry_run_counts_and_writes_nothing()
    {
        using var file = TemporaryFile.Of(Stays);
        using var database = new TemporaryDatabase();

        var run = await SampleRun.OfAsync(["import", file.Path, "--dry-run", .. database.Option]);

        Assert.Contains("4 would be new.", run.Output);
        Assert.Equal(ExitCodes.Failure, (await SampleRun.OfAsync(["profile", "cleo", .. database.Option])).ExitCode);
        Assert.DoesNotContain("Profile", run.Output);
    }

    [Fact]
    public async Task What_the_file_does_not_say_is_asked_for_and_answered_on_the_command_line()
    {
        using var file = TemporaryFile.Of("Booking,Who,Arrival,Price\n1,ben,03/04/2027,1.234\n");
        using var mapping = TemporaryFile.Of("");

        var asked = await SampleRun.OfAsync("import", file.Path);
        var run = await SampleRun.OfAsync(
            "import", file.Path, "--map", "guest=Who", "--map=booking_id=Booking", "--set", "city=Graz", "--dates", "dd/MM/yyyy", "--decimal", "comma", "--write-mapping", mapping.Path);
        var again = await SampleRun.OfAsync("import", file.Path, "--mapping", mapping.Path, "--preview");

        Assert.Equal(ExitCodes.Failure, asked.ExitCode);
        var questions = string.Join(' ', asked.Errors.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("No column is known to say who booked (guest). Which does? Say --map guest=COLUMN; the columns are Booking, Who, Arrival, Price.", questions);
        Assert.Contains("Say --map city=COLUMN or --set city=NAME;", questions);
        Assert.Contains("1 new.", run.Output);
        Assert.Contains("1 booking to come.", run.Output);
        Assert.Matches("2 +ben +2027-04-03 +Graz +1234", again.Output);
    }

    [Fact]
    public async Task A_date_and_a_number_that_can_be_two_are_asked_for_by_their_columns()
    {
        using var file = TemporaryFile.Of("id,user,Arrival,city,Price\n1,ben,03/04/2027,Graz,1.234\n");

        var asked = await SampleRun.OfAsync("import", file.Path);

        var questions = string.Join(' ', asked.Errors.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("Arrival: 03/04/2027 (line 2) can be 3 April 2027 or 4 March 2027, and no row shows which. How are its dates written? Say --dates dd/MM/yyyy or --dates MM/dd/yyyy.", questions);
        Assert.Contains("Price: 1.234 (line 2) can be 1.234 or 1234,", questions);
        Assert.Contains("Say --decimal point or --decimal comma.", questions);
    }

    [Fact]
    public async Task A_gzip_file_is_imported()
    {
        using var file = TemporaryFile.Of(TemporaryFile.Zip(Stays), ".csv.gz");

        var run = await SampleRun.OfAsync("import", file.Path);

        Assert.Contains("4 rows of 2 guests", run.Output);
    }

    [Fact]
    public async Task A_gzip_file_that_was_cut_short_is_reported_with_what_was_imported()
    {
        var zipped = TemporaryFile.Zip(Header + string.Concat(Enumerable.Range(1, 20_000).Select(
            number => $"{number},guest-{number * 7919 % 1_000},2024-05-01,,city-{number * 104_729 % 997},,,,,,,\n")));
        using var file = TemporaryFile.Of(zipped[..(zipped.Length / 2)], ".csv.gz");

        var run = await SampleRun.OfAsync("import", file.Path);

        Assert.Equal(ExitCodes.Failure, run.ExitCode);
        Assert.Contains("was not imported to its end. The gzip file is cut short.", run.Errors.ReplaceLineEndings(" "));
        Assert.Matches("[0-9,]+ rows of [0-9,]+ guests", run.Output);
    }

    [Theory]
    [InlineData("", "is empty; its first line must name the columns.")]
    [InlineData("stay_id,check_in,city\n1,2024-05-01,Graz\n", "No column is known to say who booked (guest).")]
    [InlineData(Header, "No booking was imported from")]
    [InlineData(Header + "1,ben,never,,Graz,,,,,,,\n", "No booking was imported from")]
    public async Task A_file_without_a_stay_is_an_error(string content, string message)
    {
        var run = await ImportAsync(content);

        Assert.Equal(ExitCodes.Failure, run.ExitCode);
        Assert.Contains(message, string.Join(' ', run.Errors.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public async Task A_missing_file_is_an_error()
    {
        var run = await SampleRun.OfAsync("import", "no-such-file.csv");

        Assert.Equal((ExitCodes.Failure, "There is no file no-such-file.csv."), (run.ExitCode, run.Errors.Trim()));
    }

    [Fact]
    public async Task A_terminal_shows_progress_and_a_file_none()
    {
        using var file = TemporaryFile.Of(Stays);
        using var terminal = new TestConsole().SupportsAnsi(true).Interactive().EmitAnsiSequences();

        await SampleRun.OnAsync(terminal, SampleRun.Now, ["import", file.Path]);

        Assert.Contains("Importing", terminal.Output);
        Assert.DoesNotContain("Importing", (await ImportAsync(Stays)).Output);
    }

    [Fact]
    public async Task Ctrl_C_ends_the_import_and_what_was_recorded_is_counted()
    {
        using var file = TemporaryFile.Of(Header + string.Concat(Enumerable.Range(1, 5_000).Select(
            number => $"{number},ben,2024-05-01,,Graz,,,,,,,\n")));
        using var output = new StringWriter();

        var run = await SampleRun.OnAsync(
            Terminal.OpenPlain(output), SampleRun.Now, ["import", file.Path], services => services.AddSingleton(MemoryThatStopsTheHost(after: 100)));

        Assert.Equal((ExitCodes.Cancelled, "Stopped."), (run.ExitCode, run.Errors.Trim()));
        Assert.Contains("100 rows of 1 guest.", output.ToString());
        Assert.DoesNotContain("Profile", output.ToString());
    }

    [Fact]
    public async Task The_words_do_not_depend_on_the_culture_of_the_machine()
    {
        var before = CultureInfo.CurrentCulture;
        var expected = await ImportAsync(Stays);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");

            Assert.Equal(expected.Output, (await ImportAsync(Stays)).Output);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    /// <summary>Stops the host after a number of bookings, as Ctrl+C would.</summary>
    private static Func<IServiceProvider, ILongTermMemory> MemoryThatStopsTheHost(int after) => provider =>
    {
        var recorded = 0;
        var memory = new Mock<ILongTermMemory>();
        memory.Setup(m => m.AddBookingsToHistoryAsync(It.IsAny<string>(), It.IsAny<IReadOnlyList<Booking>>(), It.IsAny<CancellationToken>()))
            .Returns((string _, IReadOnlyList<Booking> bookings, CancellationToken _) =>
            {
                if (Interlocked.Add(ref recorded, bookings.Count) == after)
                {
                    provider.GetRequiredService<IHostApplicationLifetime>().StopApplication();
                }

                return ValueTask.FromResult<IReadOnlyList<RecordedBooking>>([.. bookings.Select(booking => new RecordedBooking(booking, []))]);
            });
        return memory.Object;
    };

    private static string Single(IEnumerable<string> lines, string start) =>
        Assert.Single(lines, line => line.TrimStart().StartsWith(start, StringComparison.Ordinal));

    private static async Task<SampleRun> ImportAsync(string content, params string[] options)
    {
        using var file = TemporaryFile.Of(Encoding.UTF8.GetBytes(content), ".csv");
        return await SampleRun.OfAsync(["import", file.Path, .. options]);
    }
}
