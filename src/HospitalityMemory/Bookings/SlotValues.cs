using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace HospitalityMemory;

/// <summary>Reads the values of single slots from JSON: lenient about how a value is written, strict about what it says.</summary>
internal static partial class SlotValues
{
    public const string DateProblem = "must be a date written as yyyy-MM-dd.";

    private const string DateFormat = "yyyy-MM-dd";
    private const int LongestText = 60;

    /// <summary>The text; null for anything else.</summary>
    public static string? Text(JsonElement value) => value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    /// <summary>A day: yyyy-MM-dd, yyyyMMdd or yyyy/MM/dd. A time behind it is ignored.</summary>
    /// <param name="value">The JSON.</param>
    /// <param name="problem">Why it cannot be read.</param>
    public static DateOnly? Date(JsonElement value, out string? problem) =>
        Date((value.ValueKind is JsonValueKind.Number ? value.GetRawText() : Text(value))?.Trim() ?? "", out problem);

    /// <inheritdoc cref="Date(JsonElement, out string)"/>
    public static DateOnly? Date(string text, out string? problem)
    {
        problem = null;
        if (text.Length <= LongestText)
        {
            if (Day().Match(text) is { Success: true } day && Made(day) is { } date)
            {
                return date;
            }

            problem = Numbered().Match(text) is { Success: true } numbered ? Meant(numbered) : null;
        }

        problem ??= DateProblem;
        return null;
    }

    /// <summary>
    /// A whole number. It may be text with the thing that it counts: <c>2 adults</c>, <c>2 adults and 1 child</c>, <c>3
    /// nights</c>.
    /// </summary>
    /// <param name="value">The JSON.</param>
    /// <param name="ofNights">Whether nights are counted; otherwise people.</param>
    /// <returns>Null where it is none.</returns>
    public static int? Count(JsonElement value, bool ofNights)
    {
        var number = value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetDecimal(out var plain) ? plain : (decimal?)null,
            JsonValueKind.String => Number(value.GetString()!, ofNights),
            _ => null,
        };
        return Whole(number);
    }

    /// <summary>A number of children: a whole number, or text such as <c>1 child</c>; null where it is none.</summary>
    public static int? Children(JsonElement value) => Count(value, ofNights: false)
        ?? (Text(value) is { Length: <= LongestText } text && Kids().Match(text) is { Success: true } kids
            ? int.Parse(kids.Groups["n"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)
            : null);

    /// <summary>
    /// The number of people (or other things) in a text: <c>2</c>, <c>2.0</c>, <c>2 adults</c>; null where it is no whole number.
    /// </summary>
    public static int? Count(string text) => Whole(Number(text, ofNights: false));

    private static int? Whole(decimal? number) =>
        number is { } whole && decimal.IsInteger(whole) && whole is >= int.MinValue and <= int.MaxValue ? (int)whole : null;

    private static decimal? Number(string text, bool ofNights)
    {
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        return text.Length <= LongestText && (ofNights ? Nights() : People()).Match(text) is { Success: true } counts
            ? counts.Groups["n"].Captures.Sum(count => decimal.Parse(count.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture))
            : null;
    }

    private static DateOnly? Made(Match match) => DateOnly.TryParseExact(
        $"{match.Groups["y"].Value}-{match.Groups["m"].Value}-{match.Groups["d"].Value}", DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : null;

    /// <summary>The days that a date with day and month before the year may mean. Only the guest knows which one it is.</summary>
    private static string? Meant(Match numbered)
    {
        var (first, second, year) = (numbered.Groups["a"].Value.PadLeft(2, '0'), numbered.Groups["b"].Value.PadLeft(2, '0'), numbered.Groups["y"].Value);
        string[] readings =
        [
            .. new[] { $"{year}-{first}-{second}", $"{year}-{second}-{first}" }
                .Where(reading => DateOnly.TryParseExact(reading, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
                .Distinct(),
        ];
        return readings switch
        {
            [] => null,
            [var only] => $"{DateProblem} Is {only} meant?",
            _ => $"can be read in two ways: {readings[0]} or {readings[1]}? It {DateProblem}",
        };
    }

    [GeneratedRegex(
        @"^(?:(?<y>\d{4})(?<s>[-/]?)(?<m>\d{2})\k<s>(?<d>\d{2}))(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?\s?(?:Z|[+-]\d{2}:?\d{2})?)?$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Day();

    [GeneratedRegex(@"^(?<a>\d{1,2})[-/. ](?<b>\d{1,2})[-/. ](?<y>\d{4})$", RegexOptions.CultureInvariant)]
    private static partial Regex Numbered();

    [GeneratedRegex(@"^\s*(?<n>\d{1,4})\s*-?\s*(?:nights?|days?)\s*$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Nights();

    [GeneratedRegex(
        @"^\s*(?<n>\d{1,4})\s*(?:adults?|guests?|people|persons?|pax|travell?ers?)(?:\s*(?:,|and|&|\+|with)\s*(?<n>\d{1,4})\s*(?:child|children|kids?))?\s*$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex People();

    [GeneratedRegex(@"^\s*(?<n>\d{1,4})\s*(?:child|children|kids?)\s*$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Kids();
}
