using Spectre.Console;

namespace HospitalityMemory.ConsoleSample;

/// <summary>How this program draws: in colour to a terminal, and as plain lines of text to a file or another program.</summary>
internal static class Terminal
{
    /// <summary>Wider lines are hard to read, and the width of a file is nobody's.</summary>
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
        // https://no-color.org: set and not empty. Bold is no colour, and stays.
        var hasColors = string.IsNullOrEmpty(environment("NO_COLOR"));
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = output,
            ColorSystem = hasColors ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        console.Profile.Width = Math.Min(console.Profile.Width, MaxWidth);
        return console;
    }

    /// <summary>No escape codes, whatever the environment promises: a build server's log is no terminal.</summary>
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

    /// <summary>Whether a line may be drawn again in place, as a progress bar is.</summary>
    public static bool CanRedraw(this IAnsiConsole console) => console is not Recorder && console.Profile.Capabilities is { Ansi: true, Interactive: true };

    /// <summary>Writes a line for another program: past the console, which would break it at its width.</summary>
    public static void WriteRaw(this IAnsiConsole console, string line) => console.Profile.Out.Writer.WriteLine(line);

    /// <summary>Writes a line of text as it stands: brackets in it are no markup.</summary>
    public static void WriteText(this IAnsiConsole console, string text, Style? style = null) =>
        console.Write(new Paragraph(text + Environment.NewLine, style));

    /// <summary>Writes a label and what belongs to it; a text of several lines stays clear of the label.</summary>
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

    /// <summary>Writes text that others wrote, set apart from this program's own words.</summary>
    public static void WriteQuote(this IAnsiConsole console, string text)
    {
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            console.Write(new Padder(new Text(line, "grey"), new Padding(4, 0, 0, 0)));
        }
    }
}
