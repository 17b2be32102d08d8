using System.Xml.Linq;
using HospitalityMemory.ConsoleSample.Commands;
using HospitalityMemory.ConsoleSample.Drawing;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace HospitalityMemory.ConsoleSample.Tests.Drawing;

public sealed class SvgEncoderTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Text_stands_in_its_cells_and_has_their_width()
    {
        var texts = Draw(
            Text.NewLine, new Text("ab "), new Text("  cd", new Style(Color.Yellow, decoration: Decoration.Bold)), Text.NewLine, Text.NewLine, new Text("e"), Text.NewLine);

        Assert.Equal(["ab", "cd", "e"], texts.Select(text => text.Value));
        Assert.Equal(["18", "60", "18"], texts.Select(text => text.Attribute("x")!.Value));
        Assert.Equal(["16.8", "16.8", "8.4"], texts.Select(text => text.Attribute("textLength")!.Value));
        Assert.Equal(["62", "62", "100"], texts.Select(text => text.Attribute("y")!.Value));
        Assert.Equal([null, "c11 b", null], texts.Select(text => text.Attribute("class")?.Value));
    }

    [Fact]
    public void What_XML_cannot_hold_is_replaced_and_what_it_reserves_is_escaped()
    {
        var texts = Draw(new Text("<a & \"b\"> \u0001\u001b[31m \ud83c\udf34 \uffff \ud83c"));

        Assert.Equal("<a & \"b\"> \ufffd\ufffd[31m \ud83c\udf34 \ufffd \ufffd", Assert.Single(texts).Value);
    }

    [Fact]
    public void Wide_signs_take_two_cells()
    {
        var texts = Draw(new Text("\u6771\u4eac"), new Text("x", Color.Red));

        Assert.Equal(["33.6", "8.4"], texts.Select(text => text.Attribute("textLength")!.Value));
        Assert.Equal("51.6", texts[1].Attribute("x")!.Value);
    }

    [Fact]
    public void Every_colour_of_the_text_is_in_both_halves_of_the_style_sheet()
    {
        var style = Encode([new Text("a", Color.Aqua), new Text("b", Color.Teal)]).Root!.Element(Svg + "style")!.Value;

        var halves = style.Split("@media(prefers-color-scheme:dark)");
        Assert.Equal(2, halves.Length);
        Assert.All(halves, half => Assert.All(["text{", ".back{", ".c14{", ".c6{"], rule => Assert.Contains(rule, half)));
        Assert.DoesNotContain(".c1{", style);
    }

    [Fact]
    public void Columns_keep_their_places_where_readers_show_several_blanks_as_one()
    {
        var texts = Draw(new Text("a b   c"));

        Assert.Equal([("a b", "18"), ("c", "68.4")], texts.Select(text => (text.Value, text.Attribute("x")!.Value)));
    }

    [Fact]
    public void An_empty_screen_is_a_picture_too() => Assert.Empty(Draw());

    [Fact]
    public async Task A_run_is_drawn_as_it_is_shown()
    {
        using var file = TemporaryFile.Of("");

        var run = await SampleRun.OfAsync("journey", "--memory", "--record", file.Path);

        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Errors));
        Assert.Equal((await SampleRun.OfAsync("journey", "--memory")).Lines.Count, run.Lines.Count);
        var drawn = Read(file.Path);
        Assert.All(["1. A conversation begins", "Lisbon", "10. And forgotten, when a guest asks"], text => Assert.Contains(text, drawn));
    }

    [Fact]
    public async Task A_part_of_the_story_can_be_shown_and_all_of_it_is_done()
    {
        using var database = new TemporaryDatabase();

        var run = await SampleRun.OfAsync(["journey", "--chapters", "6-8", .. database.Option]);

        Assert.StartsWith("\u2500\u2500 6. More stays say more", run.Output.TrimStart(), StringComparison.Ordinal);
        Assert.Contains("8. What to offer first", run.Output);
        Assert.DoesNotContain("9. ", run.Output);
        Assert.DoesNotContain("5. ", run.Output);
        Assert.Contains("5 bookings", (await SampleRun.OfAsync(["history", "ana", .. database.Option])).Output);
    }

    [Fact]
    public async Task A_picture_that_cannot_be_written_is_an_error()
    {
        var run = await SampleRun.OfAsync("stats", "--memory", "--record", Path.Combine(Path.GetTempPath(), Path.GetRandomFileName(), "a.svg"));

        Assert.Equal(ExitCodes.Failure, run.ExitCode);
        Assert.EndsWith("Choose another file with --record FILE.", run.UnwrappedErrors, StringComparison.Ordinal);
    }

    /// <summary>docs/console.md says how to draw the picture again.</summary>
    [Fact]
    public void The_picture_of_the_documentation_is_what_the_story_shows()
    {
        var path = Repository.FileAt("docs", "console.svg");

        var drawn = Read(path);

        Assert.All(
            ["7. The next conversation knows her", "ToPromptText", "8. What to offer first", "no smoking room", "Welcome back!", "lisbon-graca-7:"],
            text => Assert.Contains(text, drawn));
        Assert.InRange(new FileInfo(path).Length, 5_000, 60_000);
        Assert.DoesNotContain(".db", drawn);
        Assert.DoesNotContain("/root", drawn);
    }

    private static string Read(string path) => string.Join(' ', XDocument.Load(path).Root!.Elements(Svg + "text").Skip(1).Select(text => text.Value));

    /// <summary>The texts, without the first, which is the window's title.</summary>
    private static List<XElement> Draw(params IRenderable[] renderables) => [.. Encode(renderables).Root!.Elements(Svg + "text").Skip(1)];

    private static XDocument Encode(IEnumerable<IRenderable> renderables) =>
        XDocument.Parse(new SvgEncoder().Encode(Terminal.OpenPlain(TextWriter.Null), renderables));
}
