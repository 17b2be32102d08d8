using System.Text;
using Spectre.Console;

namespace HospitalityMemory.ConsoleSample.Drawing;

/// <summary>The colours of a picture: one set for the light background of light pages, and one for the dark background of dark pages.</summary>
internal static class SvgPalette
{
    private const int Grey = 8;
    private const string Light = "#f6f8fa";
    private const string LightText = "#1f2328";
    private const string Dark = "#161b22";
    private const string DarkText = "#e6edf3";

    /// <summary>
    /// A terminal's named colours by their numbers: black, maroon, green, olive, navy, purple, teal, silver, and the bright ones.
    /// </summary>
    private static readonly (string Light, string Dark)[] Named =
    [
        (LightText, DarkText), ("#a40e26", "#ff7b72"), ("#116329", "#56d364"), ("#7d5600", "#d6a21e"),
        ("#0550ae", "#79c0ff"), ("#8250df", "#d2a8ff"), ("#0f6674", "#39c5cf"), ("#4d5661", "#b1bac4"),
        ("#59636e", "#9198a1"), ("#cf222e", "#ffa198"), ("#1a7f37", "#7ee787"), ("#855c00", "#e3b341"),
        ("#0969da", "#a5d6ff"), ("#a33bc2", "#e2c5ff"), ("#0b6a7d", "#76e3ea"), (LightText, DarkText),
    ];

    /// <summary>The dots of a window's bar. They are visible on both backgrounds.</summary>
    public static IReadOnlyList<string> Dots { get; } = ["#ff5f57", "#febc2e", "#28c840"];

    /// <summary>The classes of a style; empty for plain text.</summary>
    public static string ClassOf(Style style)
    {
        var color = Find(style.Foreground) is >= 0 and var number ? $"c{number}" : "";
        return $"{color}{(style.Decoration.HasFlag(Decoration.Bold) ? " b" : "")}".Trim();
    }

    /// <summary>The style sheet for some runs. Colours that none of them uses are left out.</summary>
    public static string StyleOf(IEnumerable<TextRun> runs)
    {
        var used = runs.Select(run => Find(run.Style.Foreground)).Where(number => number >= 0).Distinct().Order().ToList();
        var style = new StringBuilder($"text{{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;fill:{LightText}}}.b{{font-weight:bold}}.back{{fill:{Light}}}.bar{{fill:{Named[Grey].Light};text-anchor:middle}}");
        used.ForEach(number => style.Append($".c{number}{{fill:{Named[number].Light}}}"));
        style.Append($"@media(prefers-color-scheme:dark){{text{{fill:{DarkText}}}.back{{fill:{Dark}}}.bar{{fill:{Named[Grey].Dark}}}");
        used.ForEach(number => style.Append($".c{number}{{fill:{Named[number].Dark}}}"));
        return style.Append('}').ToString();
    }

    /// <summary>The number of the nearest named colour; below 0 for the default colour of text.</summary>
    private static int Find(Color color)
    {
        if (color == Color.Default)
        {
            return -1;
        }

        var best = 0;
        for (var number = 1; number < Named.Length; number++)
        {
            best = Distance(color, Color.FromInt32(number)) < Distance(color, Color.FromInt32(best)) ? number : best;
        }

        return best;
    }

    private static int Distance(Color x, Color y) =>
        Square(x.R - y.R) + Square(x.G - y.G) + Square(x.B - y.B);

    private static int Square(int number) => number * number;
}
