using HospitalityMemory.ConsoleSample.Commands;

namespace HospitalityMemory.ConsoleSample.Tests.Commands;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("help")]
    [InlineData("import", "--help")]
    public async Task Help_names_every_command(params string[] args)
    {
        var run = await SampleRun.OfAsync(args);

        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Errors));
        Assert.Contains("  journey", run.Lines);
        Assert.Contains("  import FILE [--preview | --dry-run] [--user ID] [OPTIONS]", run.Lines);
        Assert.All(["profile", "history", "export", "erase"], name => Assert.Contains($"  {name} USER", run.Lines));
        Assert.Contains("  stats", run.Lines);
        Assert.Contains("[--database FILE | --memory]", run.Output);
        run.AssertReadable();
    }

    [Theory]
    [InlineData("\"imprt\" is no command; the commands are journey, import, profile, history, export, erase, stats. Try --help.", "imprt")]
    [InlineData("\"--user\" is no command; the commands are journey, import, profile, history, export, erase, stats. Try --help.", "--user", "ana")]
    [InlineData("FILE is missing. Try --help.", "import")]
    [InlineData("FILE is missing. Try --help.", "import", "--user", "ana")]
    [InlineData("FILE is empty. Try --help.", "import", "")]
    [InlineData("--user needs a value. Try --help.", "import", "a.csv", "--user")]
    [InlineData("--user is empty. Try --help.", "import", "a.csv", "--user=")]
    [InlineData("--usr is no option here, or was given twice. Try --help.", "import", "a.csv", "--usr")]
    [InlineData("--user=b is no option here, or was given twice. Try --help.", "import", "a.csv", "--user=a", "--user=b")]
    [InlineData("\"b.csv\" is one argument too many. Try --help.", "import", "a.csv", "b.csv")]
    [InlineData("--preview and --dry-run exclude each other. Try --help.", "import", "a.csv", "--preview", "--dry-run")]
    [InlineData("--map Town is not FIELD=NAME, such as --map city=Town. Try --help.", "import", "a.csv", "--map", "Town")]
    [InlineData("--separator both is no separator; comma, semicolon, tab or one character is. Try --help.", "import", "a.csv", "--separator", "both")]
    [InlineData("USER is missing. Try --help.", "profile")]
    [InlineData("USER is missing. Try --help.", "history")]
    [InlineData("USER is missing. Try --help.", "export")]
    [InlineData("USER is missing. Try --help.", "erase")]
    [InlineData("\"ana\" is one argument too many. Try --help.", "stats", "ana")]
    [InlineData("--database needs a value. Try --help.", "stats", "--database")]
    [InlineData("--database and --memory exclude each other. Try --help.", "stats", "--memory", "--database", "a.db")]
    [InlineData("\"ana\" is one argument too many. Try --help.", "journey", "ana")]
    public async Task A_command_line_that_is_not_understood_says_why(string message, params string[] args)
    {
        var run = await SampleRun.OfAsync(args);

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Equal(message, string.Join(' ', run.Errors.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        Assert.Empty(run.Output);
    }
}
