using System.Collections.Frozen;
using System.Text.Json;

namespace HospitalityMemory.Import;

/// <summary>The meaning of words that each system writes in its own way.</summary>
internal static class PlainWords
{
    /// <summary>The word in a mapping for a status that is no booking at all.</summary>
    public const string Ignore = "ignore";

    private static readonly FrozenSet<string> Nothing = new[]
    {
        "", "null", "n/a", "na", "nan", "none", "nil", "undefined", "unknown", "not available", "not set", "-", "--", "?", "\\n", "#n/a", "(null)", "(blank)",
        "0000-00-00", "0000-00-00 00:00:00",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // Of the trade's common languages, as NameFolding writes them. The French letter o is left out, because it may be a zero.
    private static readonly FrozenDictionary<string, bool> Answers = Enumerable.Concat(
            "true yes y t x on ja j oui si s sim tak ano evet igen kylla da да ναι ✓ ✔".Split(' ').Select(static word => (Word: word, IsYes: true)),
            "false no n f off notcancelled notcanceled nein nee nej non nao nie ne hayir nem ei nu нет οχι".Split(' ').Select(static word => (Word: word, IsYes: false)))
        .ToFrozenDictionary(static word => NameFolding.Fold(word.Word), static word => word.IsYes, StringComparer.Ordinal);

    /// <summary>Whether a text says nothing.</summary>
    public static bool SaysNothing(string text) => Nothing.Contains(text);

    /// <summary>A yes or a no, as a word or as 1 or 0; null for anything else.</summary>
    public static bool? YesOrNo(string word) =>
        Answers.TryGetValue(NameFolding.Fold(word), out var answer) ? answer
        : NumberText.Read(word) is { IsAmbiguous: false } number && number.Value(DecimalSign.Point) is { } value && value is 0 or 1 ? value is 1
        : null;

    /// <summary>The names of a list: as JSON, in braces, or separated by semicolons, bars, line ends or commas.</summary>
    public static IReadOnlyList<string> List(string text)
    {
        if (text.StartsWith('[') && text.EndsWith(']') && JsonList(text) is { } names)
        {
            return names;
        }

        // A list as PostgreSQL or Python writes it.
        if (text is ['{', .., '}'] or ['[', '\'', .., '\'', ']'])
        {
            text = text[1..^1];
        }

        // The comma comes last, because it may be part of a name in the other kinds of list.
        var separator = Array.Find([';', '|', '\n', ','], separator => text.Contains(separator, StringComparison.Ordinal));
        return [.. text.Split(separator is '\0' ? ';' : separator)
            .Select(static name => OnOneLine(name.Trim().Trim('"', '\'')).Trim())
            .Where(static name => !SaysNothing(name))];
    }

    /// <summary>Puts a text on one line. A quoted field may hold line breaks, but no name of a city or amenity does.</summary>
    public static string OnOneLine(string text) => text.AsSpan().ContainsAny('\r', '\n', '\t')
        ? string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        : text;

    private static IReadOnlyList<string>? JsonList(string text)
    {
        try
        {
            using var list = JsonDocument.Parse(text);
            return [.. list.RootElement.EnumerateArray()
                .Select(static item => item.ValueKind is JsonValueKind.String ? item.GetString()! : item.GetRawText())
                .Select(static name => OnOneLine(name).Trim())
                .Where(static name => !SaysNothing(name))];
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
