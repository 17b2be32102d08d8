using Spectre.Console;

namespace HospitalityMemory.ConsoleSample;

/// <summary>Opens this program's consoles: in colour for a terminal, and as plain lines of text for a file or another program.</summary>
internal static class Terminal
{
    /// <summary>Wider lines are hard to read. A file has no width of its own, and so it gets a usual one.</summary>
    private const int MaxWidth = 100;
    private const int PlainWidth = 80;

    public static IAnsiConsole Open(TextWriter writer)
    {
        var output = new AnsiConsoleOutput(writer);
        return output.IsTerminal && Environment.GetEnvironmentVariable("TERM") is not "dumb"
            ? OpenTerminal(output, Environment.GetEnvironmentVariable)
            : OpenPlain(writer);
    }

    /// <param name="output">The terminal.</param>
    /// <param name="environment">Reads a variable of the environment.</param>
    public static IAnsiConsole OpenTerminal(IAnsiConsoleOutput output, Func<string, string?> environment)
    {
        // https://no-color.org: the variable counts if it is set and not empty. Bold is no colour, and stays.
        var hasColors = string.IsNullOrEmpty(environment("NO_COLOR"));
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = output,
            ColorSystem = hasColors ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        console.Profile.Width = Math.Min(console.Profile.Width, MaxWidth);
        return console;
    }

    /// <summary>Opens a console without escape codes, whatever the environment says: a build server's log is no terminal.</summary>
    public static IAnsiConsole OpenPlain(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(new TrimmingWriter(writer)),
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        console.Profile.Width = PlainWidth;
        return console;
    }

    /// <summary>Whether a line may be drawn again in place, such as a progress bar.</summary>
    public static bool CanRedraw(this IAnsiConsole console) => console is not Recorder && console.Profile.Capabilities is { Ansi: true, Interactive: true };

    /// <summary>Writes a line for another program directly to the output. The console would break the line at its width.</summary>
    public static void WriteRaw(this IAnsiConsole console, string line) => console.Profile.Out.Writer.WriteLine(line);

    /// <summary>Writes text as it is. Brackets in it are no markup.</summary>
    public static void WriteText(this IAnsiConsole console, string text, Style? style = null) =>
        console.Write(new Paragraph(text + Environment.NewLine, style));

    /// <summary>Writes a label and a text beside it. Further lines of the text are indented to its start.</summary>
    public static void WriteLabeled(this IAnsiConsole console, string label, string text, int indent = 0, Style? style = null)
    {
        var grid = new Grid { Expand = false }
            .AddColumn(new GridColumn().NoWrap().PadLeft(indent).PadRight(1))
            .AddColumn(new GridColumn().PadRight(0));
        grid.AddRow(new Text(label, style), new Text(text, style));
        console.Write(grid);
    }

    public static void WriteHeading(this IAnsiConsole console, string title)
    {
        console.WriteLine();
        console.Write(new Rule($"[bold]{title.EscapeMarkup()}[/]").LeftJustified().RuleStyle("grey"));
    }

    /// <summary>Writes text from elsewhere, set apart from this program's own words.</summary>
    public static void WriteQuote(this IAnsiConsole console, string text)
    {
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            console.Write(new Padder(new Text(line, "grey"), new Padding(4, 0, 0, 0)));
        }
    }
}
