using Spectre.Console;

namespace HospitalityMemory.ConsoleSample.Tests;

public sealed class TerminalTests
{
    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("1", false)]
    [InlineData("0", false)]
    public void A_terminal_has_colours_unless_NO_COLOR_says_otherwise(string? noColor, bool hasColors)
    {
        var before = Environment.GetEnvironmentVariable("TERM");
        using var writer = new StringWriter();

        var console = Terminal.OpenTerminal(new AnsiConsoleOutput(writer), name => name is "NO_COLOR" ? noColor : before);
        console.Profile.Capabilities.Ansi = true;
        if (hasColors)
        {
            // Set, since the capabilities of the machine's own terminal are not what is tested.
            console.Profile.Capabilities.ColorSystem = ColorSystem.Standard;
        }

        console.Write(new Text("gold", new Style(Color.Yellow, decoration: Decoration.Bold)));

        Assert.Equal(hasColors ? "\u001b[1;93mgold\u001b[0m" : "\u001b[1mgold\u001b[0m", writer.ToString());
    }

    [Fact]
    public void A_file_gets_plain_lines()
    {
        using var writer = new StringWriter();

        Terminal.Open(writer).Write(new Text("gold", Color.Yellow));

        Assert.Equal("gold", writer.ToString());
    }

    [Fact]
    public void What_is_for_a_program_is_not_broken_at_the_width()
    {
        using var writer = new StringWriter();

        Terminal.OpenPlain(writer).WriteRaw(new string('x', 500));

        Assert.Equal(new string('x', 500) + Environment.NewLine, writer.ToString());
    }
}
