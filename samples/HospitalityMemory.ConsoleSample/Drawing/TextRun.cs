using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace HospitalityMemory.ConsoleSample.Drawing;

/// <summary>Text of one style within a line.</summary>
/// <param name="Column">The cell in which it begins, from 0.</param>
/// <param name="Width">How many cells it takes.</param>
/// <param name="Text">The text. It neither begins nor ends with a blank.</param>
/// <param name="Style">The style of the text.</param>
internal sealed partial record TextRun(int Column, int Width, string Text, Style Style)
{
    /// <summary>The lines that a console writes. An empty line has no runs.</summary>
    public static List<IReadOnlyList<TextRun>> LinesOf(IEnumerable<Segment> segments)
    {
        List<List<Segment>> lines = [[]];
        foreach (var segment in segments)
        {
            var parts = segment.Text.ReplaceLineEndings("\n").Split('\n');
            for (var i = 0; i < parts.Length; i++)
            {
                if (i > 0)
                {
                    lines.Add([]);
                }

                AddTo(lines[^1], new(parts[i], segment.Style));
            }
        }

        return [.. lines.Select(RunsOf)];
    }

    /// <summary>Joins neighbours of one style, because a renderable writes each word by itself.</summary>
    private static void AddTo(List<Segment> line, Segment segment)
    {
        if (line is [.., var last] && last.Style.Equals(segment.Style))
        {
            line[^1] = new(last.Text + segment.Text, last.Style);
        }
        else if (segment.Text.Length > 0)
        {
            line.Add(segment);
        }
    }

    private static IReadOnlyList<TextRun> RunsOf(List<Segment> line)
    {
        var runs = new List<TextRun>();
        var column = 0;
        foreach (var segment in line)
        {
            // SVG viewers show several blanks as one. Each column of a table is therefore a run of its own.
            foreach (var part in Columns().Split(Printable(segment.Text)))
            {
                var width = new Segment(part).CellCount();
                if (!string.IsNullOrWhiteSpace(part))
                {
                    var text = part.Trim(' ');
                    runs.Add(new(column + part.Length - part.TrimStart(' ').Length, new Segment(text).CellCount(), text, segment.Style));
                }

                column += width;
            }
        }

        return runs;
    }

    /// <summary>Matches two blanks or more, which become a part of their own.</summary>
    [GeneratedRegex("( {2,})")]
    private static partial Regex Columns();

    /// <summary>The text with a replacement for each character that XML cannot hold.</summary>
    private static string Printable(string text)
    {
        var printable = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var isText = rune.Value > 0xFFFF || (XmlConvert.IsXmlChar((char)rune.Value) && !Rune.IsControl(rune));
            printable.Append(isText ? rune.ToString() : "\uFFFD");
        }

        return printable.ToString();
    }
}
