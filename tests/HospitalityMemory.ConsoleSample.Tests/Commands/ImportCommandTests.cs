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
        Assert.Contains("4 stays of 2 guests", run.Output);
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
        Assert.StartsWith("No stay of a guest \"nobody\" was imported from", run.Errors);
    }

    [Fact]
    public async Task Rows_that_the_library_refuses_are_reported_with_its_reason()
    {
        var run = await ImportAsync(
            Stays
            + $"5,cleo,2025-01-05,,{new string('G', 201)},,,,,,,\n"
            + "6,cleo,1025-01-05,,Graz,0,EUR,,,,,\n"
            + "7,cleo,never,,Graz,,,,,,,\n");

        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.Contains("4 stays of 2 guests", run.Output);
        Assert.Contains("3 rows were left out:", run.Output);
        Assert.All(Enumerable.Range(6, 3), number => Assert.Contains(run.Lines, line => line.StartsWith($"  line {number}: ", StringComparison.Ordinal)));
        Assert.DoesNotContain("Parameter", run.Output);
        run.AssertReadable();
    }

    [Fact]
    public async Task Rows_of_which_something_is_left_out_are_imported_and_reported()
    {
        var run = await ImportAsync(
            Stays
            + "5,cleo,2025-01-05,2025-01-04,Graz,,,,,,,\n"
            + "6,cleo,2025-01-05,2025-01-05,Graz,0,EUR,,,,,\n"
            + "7,cleo,2025-01-05,,Graz,90,euro,,,,,\n"
            + "8,cleo,2025-01-05,,Graz,,,,,,6,\n");

        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.Contains("8 stays of 2 guests", run.Output);
        Assert.Contains("3 rows were read but for:", run.Output);
        Assert.All((int[])[6, 8, 9], number => Assert.Contains(run.Lines, line => line.StartsWith($"  line {number}: ", StringComparison.Ordinal)));
        Assert.DoesNotContain("left out", run.Output);
        run.AssertReadable();
    }

    [Fact]
    public async Task All_bad_rows_are_counted_and_the_first_ten_listed()
    {
        var run = await ImportAsync(Stays + string.Concat(Enumerable.Repeat("x,cleo,never,,Graz,,,,,,,\n", 1_234)));

        Assert.Contains("1,234 rows were left out:", run.Output);
        Assert.Equal(10, run.Lines.Count(line => line.StartsWith("  line ", StringComparison.Ordinal)));
        Assert.Contains("  and 1,224 more.", run.Lines);
    }

    [Fact]
    public async Task A_stay_that_stands_in_the_file_twice_counts_once()
    {
        var run = await ImportAsync(Stays + "4,cleo,2025-12-31,,Salzburg,140,EUR,hotel,wifi,,,s-1\n");

        Assert.Contains("4 stays of 2 guests", run.Output);
        Assert.Contains("1 row repeats or amends", run.Output);
        Assert.Contains("3 stays, from 2024-06-10 to 2025-12-31", run.Unwrapped);
    }

    [Fact]
    public async Task A_gzip_file_is_imported()
    {
        using var file = TemporaryFile.Of(TemporaryFile.Zip(Stays), ".csv.gz");

        var run = await SampleRun.OfAsync("import", file.Path);

        Assert.Contains("4 stays of 2 guests", run.Output);
    }

    [Fact]
    public async Task A_gzip_file_that_was_cut_short_is_reported_with_what_was_imported()
    {
        var zipped = TemporaryFile.Zip(Header + string.Concat(Enumerable.Range(1, 20_000).Select(
            number => $"{number},guest-{number * 7919 % 1_000},2024-05-01,,city-{number * 104_729 % 997},,,,,,,\n")));
        using var file = TemporaryFile.Of(zipped[..(zipped.Length / 2)], ".csv.gz");

        var run = await SampleRun.OfAsync("import", file.Path);

        Assert.Equal(ExitCodes.Failure, run.ExitCode);
        Assert.Contains("is damaged, and was not read to its end.", run.Errors.ReplaceLineEndings(" "));
        Assert.Matches("[0-9,]+ stays of [0-9,]+ guests", run.Output);
    }

    [Theory]
    [InlineData("", "The file is empty")]
    [InlineData("stay_id,check_in,city\n1,2024-05-01,Graz\n", "The header lacks the column user_id.")]
    [InlineData(Header, "No stay was imported from")]
    [InlineData(Header + "1,ben,never,,Graz,,,,,,,\n", "No stay was imported from")]
    public async Task A_file_without_a_stay_is_an_error(string content, string message)
    {
        var run = await ImportAsync(content);

        Assert.Equal(ExitCodes.Failure, run.ExitCode);
        Assert.StartsWith(message, run.Errors);
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
        Assert.Contains("100 stays of 1 guest.", output.ToString());
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

    /// <summary>Ctrl+C stops the host; here a booking does.</summary>
    private static Func<IServiceProvider, ILongTermMemory> MemoryThatStopsTheHost(int after) => provider =>
    {
        var recorded = 0;
        var memory = new Mock<ILongTermMemory>();
        memory.Setup(m => m.AddBookingsAsync(It.IsAny<string>(), It.IsAny<IReadOnlyList<Booking>>(), It.IsAny<CancellationToken>()))
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
