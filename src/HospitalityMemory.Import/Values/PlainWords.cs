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
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // These are in addition to the words that the library knows itself.
    private static readonly FrozenDictionary<string, BookingStatus> Statuses = new Dictionary<string, BookingStatus>
    {
        ["checkout"] = BookingStatus.Booked,
        ["checkin"] = BookingStatus.Booked,
        ["arrived"] = BookingStatus.Booked,
        ["arrival"] = BookingStatus.Booked,
        ["departed"] = BookingStatus.Booked,
        ["departure"] = BookingStatus.Booked,
        ["inhouse"] = BookingStatus.Booked,
        ["inhousetoday"] = BookingStatus.Booked,
        ["reserved"] = BookingStatus.Booked,
        ["active"] = BookingStatus.Booked,
        ["paid"] = BookingStatus.Booked,
        ["modified"] = BookingStatus.Booked,
        ["amended"] = BookingStatus.Booked,
        ["new"] = BookingStatus.Booked,
        ["accepted"] = BookingStatus.Booked,
        ["upcoming"] = BookingStatus.Booked,
        ["past"] = BookingStatus.Booked,
        ["finished"] = BookingStatus.Booked,
        ["fulfilled"] = BookingStatus.Booked,
        ["cancel"] = BookingStatus.Cancelled,
        ["cancellation"] = BookingStatus.Cancelled,
        ["cxl"] = BookingStatus.Cancelled,
        ["void"] = BookingStatus.Cancelled,
        ["voided"] = BookingStatus.Cancelled,
        ["noshows"] = BookingStatus.NoShow,
        ["didnotarrive"] = BookingStatus.NoShow,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether a text says nothing.</summary>
    public static bool SaysNothing(string text) => Nothing.Contains(text);

    /// <summary>The status that a word means; null if it means none.</summary>
    public static BookingStatus? Status(string word) =>
        BookingStatusNames.TryParse(word, out var status) ? status
        : Statuses.TryGetValue(string.Concat(word.Where(char.IsLetter)).ToLowerInvariant(), out var other) ? other
        : null;

    /// <summary>A yes or a no; null for anything else.</summary>
    public static bool? YesOrNo(string word) => word.ToUpperInvariant() switch
    {
        "1" or "TRUE" or "YES" or "Y" or "T" or "X" or "1.0" => true,
        "0" or "FALSE" or "NO" or "N" or "F" or "0.0" => false,
        _ => null,
    };

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
