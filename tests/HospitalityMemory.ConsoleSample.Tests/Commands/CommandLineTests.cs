using HospitalityMemory.ConsoleSample.CommandLine;
using HospitalityMemory.ConsoleSample.Commands;

namespace HospitalityMemory.ConsoleSample.Tests.Commands;

public sealed class CommandLineTests
{
    private const string Commands = "The commands are journey, import, profile, why, history, sessions, export, erase, stats.";

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("-?")]
    [InlineData("help")]
    [InlineData("--memory", "--help")]
    public async Task Help_names_every_command(params string[] args)
    {
        var run = await SampleRun.OfAsync(args);

        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Errors));
        Assert.All(
            ["    journey ", "    import <FILE> ", "    profile <GUEST> ", "    why <GUEST> ", "    history <GUEST> ", "    sessions ", "    export <GUEST> ", "    erase <GUEST> ", "    stats "],
            start => Assert.Contains(run.Lines, line => line.StartsWith(start, StringComparison.Ordinal)));
        Assert.Contains("redis://HOST:PORT", run.Output);
        Assert.Contains("130 It was stopped with Ctrl+C.", run.Unwrapped);
        run.AssertReadable();
    }

    public static TheoryData<string> Names => [.. CommandTable.All.Select(command => command.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_command_has_help_with_examples_that_are_understood(string name)
    {
        var command = CommandTable.All.Single(command => command.Name == name);

        var run = await SampleRun.OfAsync(name, "--help");

        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Errors));
        Assert.Contains(command.Description, run.Unwrapped);
        Assert.Equal(run.Output, (await SampleRun.OfAsync("help", name)).Output);
        Assert.NotEmpty(command.Examples);
        Assert.All(command.Examples, example =>
        {
            Assert.Contains($"HospitalityMemory.ConsoleSample {string.Join(' ', example)}", run.Unwrapped);
            Assert.Equal(name, CommandLineReader.Of(example).ToArguments()[0]);
        });
        Assert.All(command.Options.Keys, option => Assert.Contains(option, run.Output));
        run.AssertReadable();
    }

    [Fact]
    public async Task The_help_of_the_import_names_the_fields_and_the_known_files()
    {
        var run = await SampleRun.OfAsync("import", "--help");

        Assert.Contains("guest, city, check_in, booking_id", run.Unwrapped);
        Assert.Contains("Airbnb reservations; Booking.com reservations", run.Unwrapped);
    }

    [Theory]
    [InlineData("--version")]
    [InlineData("-v")]
    public async Task The_version_is_told(string argument) => Assert.Matches(@"^\d+\.\d+\.\d+", (await SampleRun.OfAsync(argument)).Output);

    [Theory]
    [InlineData($"\"imprt\" is no command; import is. {Commands} Try HospitalityMemory.ConsoleSample --help", "imprt")]
    [InlineData($"\"everything\" is no command. {Commands} Try HospitalityMemory.ConsoleSample --help", "everything")]
    [InlineData("--user is no option of journey. Try HospitalityMemory.ConsoleSample journey --help", "--user", "ana")]
    [InlineData("--usr is no option of import; --user is. Try HospitalityMemory.ConsoleSample import --help", "import", "a.csv", "--usr")]
    [InlineData("-u is no option of import; options begin with --. Try HospitalityMemory.ConsoleSample import --help", "import", "a.csv", "-u")]
    [InlineData("FILE is missing. Say it such as: import bookings.csv --preview Try HospitalityMemory.ConsoleSample import --help", "import")]
    [InlineData("FILE is missing. Say it such as: import bookings.csv --preview Try HospitalityMemory.ConsoleSample import --help", "import", "--user", "ana")]
    [InlineData("FILE is empty. Say it such as: import bookings.csv --preview Try HospitalityMemory.ConsoleSample import --help", "import", "")]
    [InlineData("--user needs a value. Try HospitalityMemory.ConsoleSample import --help", "import", "a.csv", "--user")]
    [InlineData("--user needs a value. Try HospitalityMemory.ConsoleSample import --help", "import", "a.csv", "--user", "--preview")]
    [InlineData("--user is empty; it needs a value. Try HospitalityMemory.ConsoleSample import --help", "import", "a.csv", "--user=")]
    [InlineData("--user was given twice; say it once. Try HospitalityMemory.ConsoleSample import --help", "import", "a.csv", "--user=a", "--user=b")]
    [InlineData("\"b.csv\" is one argument too many. Text with blanks needs quotes. Try HospitalityMemory.ConsoleSample import --help", "import", "a.csv", "b.csv")]
    [InlineData("--preview and --dry-run exclude each other. Try HospitalityMemory.ConsoleSample import --help", "import", "a.csv", "--preview", "--dry-run")]
    [InlineData("--preview takes no value; say --preview alone. Try HospitalityMemory.ConsoleSample import --help", "import", "a.csv", "--preview=yes")]
    [InlineData("--map Town is not FIELD=NAME, such as --map city=Town. Try HospitalityMemory.ConsoleSample import --help", "import", "a.csv", "--map", "Town")]
    [InlineData("--separator both is no separator; comma, semicolon, tab or one character is. Try HospitalityMemory.ConsoleSample import --help", "import", "a.csv", "--separator", "both")]
    [InlineData("GUEST is missing. Say it such as: profile ana Try HospitalityMemory.ConsoleSample profile --help", "profile")]
    [InlineData("GUEST is missing. Say it such as: why ana Try HospitalityMemory.ConsoleSample why --help", "why")]
    [InlineData("GUEST is missing. Say it such as: history ana Try HospitalityMemory.ConsoleSample history --help", "history", "--json")]
    [InlineData("GUEST is missing. Say it such as: export ana Try HospitalityMemory.ConsoleSample export --help", "export")]
    [InlineData("GUEST is missing. Say it such as: erase ana Try HospitalityMemory.ConsoleSample erase --help", "erase")]
    [InlineData("\"ana\" is one argument too many. Text with blanks needs quotes. Try HospitalityMemory.ConsoleSample stats --help", "stats", "ana")]
    [InlineData("\"ana\" is one argument too many. Text with blanks needs quotes. Try HospitalityMemory.ConsoleSample journey --help", "journey", "ana")]
    [InlineData("--json is no option of erase. Try HospitalityMemory.ConsoleSample erase --help", "erase", "ana", "--json")]
    [InlineData("--chapters 6-11 are no chapters; they are 1 to 10, such as 6-8 or 7. Try HospitalityMemory.ConsoleSample journey --help", "journey", "--chapters", "6-11")]
    [InlineData("--chapters 8-6 are no chapters; they are 1 to 10, such as 6-8 or 7. Try HospitalityMemory.ConsoleSample journey --help", "--chapters", "8-6")]
    [InlineData("--max is many; it must be a number from 1 on. Try HospitalityMemory.ConsoleSample sessions --help", "sessions", "--max", "many")]
    [InlineData("--max is 0; it must be a number from 1 on. Try HospitalityMemory.ConsoleSample sessions --help", "sessions", "--max", "0")]
    [InlineData("--record draws no JSON; leave it out. Try HospitalityMemory.ConsoleSample stats --help", "stats", "--json", "--record", "a.svg")]
    [InlineData("--record draws no JSON; leave it out. Try HospitalityMemory.ConsoleSample export --help", "export", "ana", "--record", "a.svg")]
    [InlineData("--database needs a value. Try HospitalityMemory.ConsoleSample stats --help", "stats", "--database")]
    public async Task A_command_line_that_is_not_understood_says_why_and_what_to_do(string message, params string[] args)
    {
        var run = await SampleRun.OfAsync(args);

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Equal(message, run.UnwrappedErrors);
        Assert.Empty(run.Output);
    }

    /// <summary>docs/console.md has a table row for each command.</summary>
    [Fact]
    public void The_page_names_every_command_and_says_which_write_JSON()
    {
        var page = File.ReadAllText(Repository.FileAt("docs", "console.md"));

        Assert.All(CommandTable.All, command =>
        {
            var line = Assert.Single(page.Split('\n'), line => line.StartsWith($"| `{command.Name}", StringComparison.Ordinal) && line.Count(sign => sign is '|') is 4);
            Assert.Equal(command.Options.ContainsKey("--json"), line.EndsWith("| yes |", StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task Options_may_stand_before_the_command()
    {
        using var database = new TemporaryDatabase();
        await SampleRun.OfAsync(database.Option);

        var run = await SampleRun.OfAsync([.. database.Option, "history", "ana"]);

        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Errors));
        Assert.Contains("Bookings of ana", run.Output);
    }
}
