#!/usr/bin/env dotnet
// Makes src/HospitalityMemory/Fields/FoldingData.cs: dotnet run --file .ci/FoldingData.cs
//
// It asks the runtime (and the ICU beneath it) how Unicode decomposes each character, and writes the answers into the library's own table.
// The library itself asks neither, and therefore folds names alike on every machine. Run this again only to make a new version of the
// table, and then raise FoldingTable.Version.

using System.Globalization;
using System.Text;

var letters = new Dictionary<string, string>
{
    // Unicode does not decompose these letters, but people write them without their stroke or ligature.
    ["ß"] = "ss", ["æ"] = "ae", ["œ"] = "oe", ["ø"] = "o", ["ł"] = "l", ["đ"] = "d", ["ð"] = "d", ["þ"] = "th", ["ħ"] = "h", ["ı"] = "i",
    ["ŧ"] = "t", ["ŋ"] = "ng", ["ĸ"] = "k", ["ƀ"] = "b", ["ƚ"] = "l", ["ɨ"] = "i", ["ʉ"] = "u", ["ɍ"] = "r", ["ɏ"] = "y", ["ɇ"] = "e",
    ["ɉ"] = "j", ["ⱥ"] = "a", ["ȼ"] = "c", ["ⱦ"] = "t", ["ǥ"] = "g", ["ƶ"] = "z", ["ꝉ"] = "l", ["ꝁ"] = "k", ["ȷ"] = "j",
};

var path = Path.Combine("src", "HospitalityMemory", "Fields", "FoldingData.cs");
var lines = new List<string>();
Fold();
Marks();
return;

void Fold()
{
    var entries = new List<(int Scalar, string Target)>();
    for (var scalar = 0x80; scalar <= 0x10FFFF; scalar++)
    {
        // Hangul syllables are decomposed by a formula.
        if (scalar is (>= 0xAC00 and <= 0xD7A3) || !IsCharacter(scalar))
        {
            continue;
        }

        var text = char.ConvertFromUtf32(scalar);
        var target = Folded(text);
        if (target != text)
        {
            entries.Add((scalar, target));
        }
    }

    Console.WriteLine($"{entries.Count} characters fold to something else");
    var runs = Runs(entries);
    Console.WriteLine($"{runs.Count} runs");
    lines.Add("namespace HospitalityMemory;");
    lines.Add("");
    lines.Add("/// <summary>What <see cref=\"FoldingTable\"/> is made of. Made by <c>.ci/FoldingData.cs</c>, never by hand.</summary>");
    lines.Add("internal static class FoldingData");
    lines.Add("{");
    lines.Add("    /// <summary>");
    lines.Add("    /// What characters fold to, in hexadecimal: <c>a=b+c</c> is one that folds to two, <c>a-d=b</c> some that all fold to the");
    lines.Add("    /// same, <c>a-d~b</c> some that fold to as many in a row, <c>a-d:b</c> every other one to the one after it and so on.");
    lines.Add("    /// </summary>");
    lines.Add("    public const string Folds =");
    Text(runs);
    lines.Add("");
}

void Marks()
{
    // Marks that are kept must stand in a fixed order. What Unicode swaps tells that order.
    var marks = Enumerable.Range(0x300, 0x1F000)
        .Where(IsCharacter)
        .Select(char.ConvertFromUtf32)
        .Where(mark => Folded(mark) == mark && (Swaps("\u0301", mark) || Swaps(mark, "\u0301") || Swaps("\u0323", mark) || Swaps(mark, "\u0323")))
        .ToList();
    var classes = new List<List<string>>();
    foreach (var mark in marks)
    {
        var own = classes.Find(known => !Swaps(known[0], mark) && !Swaps(mark, known[0]));
        if (own is null)
        {
            classes.Add(own = []);
        }

        own.Add(mark);
    }

    classes.Sort((x, y) => Swaps(x[0], y[0]) ? 1 : -1);
    Console.WriteLine($"{marks.Count} marks in {classes.Count} classes");
    var runs = new List<string>();
    for (var order = 0; order < classes.Count; order++)
    {
        int[] scalars = [.. classes[order].Select(mark => char.ConvertToUtf32(mark, 0))];
        for (var i = 0; i < scalars.Length;)
        {
            var end = i;
            while (end + 1 < scalars.Length && scalars[end + 1] == scalars[end] + 1)
            {
                end++;
            }

            runs.Add($"{Range(scalars[i], scalars[end])}={order + 1:X}");
            i = end + 1;
        }
    }

    lines.Add("    /// <summary>The marks that are kept, each with its place among several on one letter.</summary>");
    lines.Add("    public const string Marks =");
    Text(runs);
    lines.Add("}");
    File.WriteAllText(path, string.Join('\n', lines) + "\n");
    Console.WriteLine($"{path}: {lines.Count} lines, {new FileInfo(path).Length} bytes");
}

bool Swaps(string first, string second)
{
    // Whether Unicode puts the second mark before the first.
    var text = "x" + first + second;
    return text.Normalize(NormalizationForm.FormD) == "x" + second + first && first != second;
}

string Folded(string text)
{
    for (var round = 0; round < 8; round++)
    {
        var next = new StringBuilder();
        foreach (var rune in text.Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (!IsIgnored(rune))
            {
                var lower = Rune.ToLowerInvariant(Rune.ToUpperInvariant(rune)).ToString();
                next.Append(letters.GetValueOrDefault(lower, lower));
            }
        }

        var folded = next.ToString();
        if (folded == text)
        {
            break;
        }

        text = folded;
    }

    return text;
}

static bool IsCharacter(int scalar) => scalar is not ((>= 0xD800 and <= 0xDFFF) or (>= 0xFDD0 and <= 0xFDEF)) && (scalar & 0xFFFE) is not 0xFFFE;

static bool IsIgnored(Rune rune)
{
    var scalar = rune.Value;
    return Rune.IsWhiteSpace(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.DashPunctuation
        || IsAccent(scalar)
        || scalar is
            // Dots.
            '.' or 0xB7 or 0x2022 or 0x2027 or 0x2219 or 0x22C5 or 0x3002 or 0x30FB
            // Apostrophes.
            or '\'' or '`' or 0x2018 or 0x2019 or 0x201B or 0x2032 or 0x2035 or 0x2B9 or 0x2BB or 0x2BC or 0x2BD or 0x2BE or 0x2BF
            or 0x55A or 0x5F3 or 0xA78C
            // Other dashes, and the stroke that lengthens an Arabic word.
            or '_' or 0x2043 or 0x2212 or 0x640
            // Invisible characters.
            or 0x34F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x2065 or 0x3164
            or (>= 0xFE00 and <= 0xFE0F) or (>= 0xFFF0 and <= 0xFFF8) or (>= 0xE0000 and <= 0xE0FFF);
}

// The marks of Latin, Greek and Cyrillic, and the vowel signs that Hebrew and Arabic mostly leave out. In other scripts, marks make
// different letters.
static bool IsAccent(int scalar) => scalar is
    (>= 0x300 and <= 0x36F) or (>= 0x483 and <= 0x489) or (>= 0x1AB0 and <= 0x1AFF) or (>= 0x1DC0 and <= 0x1DFF)
    or (>= 0x20D0 and <= 0x20F0) or (>= 0xFE20 and <= 0xFE2F) or (>= 0xA66F and <= 0xA672) or (>= 0xA674 and <= 0xA67D)
    or (>= 0x591 and <= 0x5BD) or 0x5BF or 0x5C1 or 0x5C2 or 0x5C4 or 0x5C5 or 0x5C7
    or (>= 0x610 and <= 0x61A) or (>= 0x64B and <= 0x652) or 0x670;

static List<string> Runs(List<(int Scalar, string Target)> entries)
{
    var runs = new List<string>();
    for (var i = 0; i < entries.Count;)
    {
        var (scalar, target) = entries[i];
        var single = Single(target);
        var same = Length(i, 1, (entry, _) => entry.Target == target);
        var inRow = single < 0 ? 1 : Length(i, 1, (entry, step) => Single(entry.Target) == single + step);
        var other = single < 0 ? 1 : Length(i, 2, (entry, step) => Single(entry.Target) == single + (2 * step));
        var longest = Math.Max(same, Math.Max(inRow, other));
        if (longest is 1)
        {
            runs.Add($"{scalar:X}={Hex(target)}");
        }
        else if (longest == same)
        {
            runs.Add($"{Range(scalar, scalar + longest - 1)}={Hex(target)}");
        }
        else if (longest == inRow)
        {
            runs.Add($"{Range(scalar, scalar + longest - 1)}~{Hex(target)}");
        }
        else
        {
            runs.Add($"{Range(scalar, scalar + (2 * (longest - 1)))}:{Hex(target)}");
        }

        i += longest;
    }

    return runs;

    int Length(int start, int stride, Func<(int Scalar, string Target), int, bool> fits)
    {
        var length = 1;
        while (start + length < entries.Count
            && entries[start + length].Scalar == entries[start].Scalar + (stride * length)
            && fits(entries[start + length], length))
        {
            length++;
        }

        return length;
    }

    static int Single(string target) => target.Length > 0 && char.IsSurrogatePair(target, 0) && target.Length is 2 ? char.ConvertToUtf32(target, 0)
        : target.Length is 1 ? target[0] : -1;

    static string Hex(string target) => string.Join('+', target.EnumerateRunes().Select(rune => rune.Value.ToString("X", CultureInfo.InvariantCulture)));
}

static string Range(int first, int last) => first == last ? $"{first:X}" : $"{first:X}-{last:X}";

void Text(List<string> runs)
{
    var line = new StringBuilder();
    var written = new List<string>();
    foreach (var run in runs)
    {
        if (line.Length + run.Length > 180)
        {
            written.Add(line.ToString());
            line.Clear();
        }

        line.Append(run).Append(' ');
    }

    written.Add(line.ToString().TrimEnd());
    for (var i = 0; i < written.Count; i++)
    {
        lines.Add($"        {(i is 0 ? "" : "+ ")}\"{written[i]}\"{(i == written.Count - 1 ? ";" : "")}");
    }
}
