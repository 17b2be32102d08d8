using System.Globalization;
using System.Text;
using System.Xml;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace HospitalityMemory.ConsoleSample.Drawing;

/// <summary>Draws the output of a console as an SVG picture of a terminal, readable on light and on dark pages.</summary>
/// <remarks>
/// Each run of text states the width of its cells: columns stay columns in any font that the reader has. The colours are classes of a style
/// sheet with two halves, for readers who prefer light pages and for those who prefer dark ones.
/// </remarks>
internal sealed class SvgEncoder : IAnsiConsoleEncoder
{
    private const string Namespace = "http://www.w3.org/2000/svg";
    private const int FontSize = 14;
    private const double CellWidth = 8.4;
    private const int LineHeight = 19;
    private const int Margin = 18;

    /// <summary>The height of the window's bar above the text.</summary>
    private const int Bar = 30;
    private const string Title = "HospitalityMemory.ConsoleSample";

    public string Encode(IAnsiConsole console, IEnumerable<IRenderable> renderables)
    {
        ArgumentNullException.ThrowIfNull(console);
        ArgumentNullException.ThrowIfNull(renderables);
        var segments = renderables.SelectMany(renderable => renderable.GetSegments(console)).Where(segment => !segment.IsControlCode);
        var lines = TextRun.LinesOf(segments);
        while (lines is [[], ..])
        {
            lines.RemoveAt(0);
        }

        while (lines is [.., []])
        {
            lines.RemoveAt(lines.Count - 1);
        }

        var output = new StringBuilder();
        using (var writer = XmlWriter.Create(output, new XmlWriterSettings { OmitXmlDeclaration = true, Indent = false, NewLineChars = "\n" }))
        {
            Write(writer, lines, SvgPalette.StyleOf(lines.SelectMany(line => line)));
        }

        return output.Append('\n').ToString();
    }

    private static void Write(XmlWriter writer, List<IReadOnlyList<TextRun>> lines, string style)
    {
        var columns = lines.SelectMany(line => line).Select(run => run.Column + run.Width).DefaultIfEmpty(1).Max();
        var (width, height) = ((2 * Margin) + (columns * CellWidth), Bar + (2 * Margin) + (Math.Max(1, lines.Count) * LineHeight));
        writer.WriteStartElement("svg", Namespace);
        writer.WriteAttributeString("viewBox", $"0 0 {Number(width)} {height}");
        writer.WriteAttributeString("width", Number(width));
        writer.WriteAttributeString("height", Number(height));
        writer.WriteAttributeString("role", "img");
        writer.WriteElementString("title", Namespace, $"What {Title} shows");
        writer.WriteElementString("style", Namespace, style);
        writer.WriteStartElement("rect", Namespace);
        writer.WriteAttributeString("class", "back");
        writer.WriteAttributeString("width", Number(width));
        writer.WriteAttributeString("height", Number(height));
        writer.WriteAttributeString("rx", "8");
        writer.WriteEndElement();
        WriteBar(writer, width);
        for (var line = 0; line < lines.Count; line++)
        {
            foreach (var run in lines[line])
            {
                Write(writer, run, Bar + Margin + (line * LineHeight) + FontSize);
            }
        }

        writer.WriteEndElement();
    }

    /// <summary>Three dots and a title, which make the picture look like a terminal.</summary>
    private static void WriteBar(XmlWriter writer, double width)
    {
        foreach (var (color, index) in SvgPalette.Dots.Select((color, index) => (color, index)))
        {
            writer.WriteStartElement("circle", Namespace);
            writer.WriteAttributeString("fill", color);
            writer.WriteAttributeString("cx", Number(Margin + 6 + (index * 20)));
            writer.WriteAttributeString("cy", Number(Bar - 10));
            writer.WriteAttributeString("r", "6");
            writer.WriteEndElement();
        }

        writer.WriteStartElement("text", Namespace);
        writer.WriteAttributeString("class", "bar");
        writer.WriteAttributeString("x", Number(width / 2));
        writer.WriteAttributeString("y", Number(Bar - 5));
        writer.WriteString(Title);
        writer.WriteEndElement();
    }

    private static void Write(XmlWriter writer, TextRun run, int baseline)
    {
        writer.WriteWhitespace("\n");
        writer.WriteStartElement("text", Namespace);
        if (SvgPalette.ClassOf(run.Style) is { Length: > 0 } name)
        {
            writer.WriteAttributeString("class", name);
        }

        writer.WriteAttributeString("x", Number(Margin + (run.Column * CellWidth)));
        writer.WriteAttributeString("y", Number(baseline));
        writer.WriteAttributeString("textLength", Number(run.Width * CellWidth));
        writer.WriteAttributeString("lengthAdjust", "spacingAndGlyphs");
        writer.WriteString(run.Text);
        writer.WriteEndElement();
    }

    private static string Number(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);
}
