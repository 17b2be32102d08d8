using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace HospitalityMemory;

/// <summary>Reads an amount as a model writes it: a number, or text with separators of thousands and a currency.</summary>
/// <param name="Amount">The amount; null where it cannot be read.</param>
/// <param name="Currency">The currency beside the amount; <c>$</c> for a dollar of an unknown country; null for none.</param>
/// <param name="Problem">Why the amount cannot be read; null where it can.</param>
internal readonly partial record struct AmountText(decimal? Amount, string? Currency, string? Problem)
{
    private const string NoNumber = "must be a number.";
    private const int LongestText = 60;

    public static AmountText Read(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => Ambiguous(value.GetRawText()) ?? (value.TryGetDecimal(out var number) ? new(number, null, null) : Refused(NoNumber)),
        JsonValueKind.String => Read(value.GetString()!),
        _ => Refused(NoNumber),
    };

    public static AmountText Read(string text)
    {
        if (text.Length > LongestText || Parts().Match(text) is not { Success: true } parts)
        {
            return Refused(NoNumber);
        }

        var (before, after) = (parts.Groups["before"].Value, parts.Groups["after"].Value);
        var isPlain = before.Length + after.Length is 0;
        var currency = isPlain ? null : CurrencyOf(before, after);
        if (!isPlain && currency is null)
        {
            return Refused("must be a number, with or without one currency such as EUR.");
        }

        var number = parts.Groups["number"].Value;
        return Ambiguous(number) ?? (Number(number) is { } amount ? new(amount, currency, null) : Refused(NoNumber));
    }

    /// <summary>
    /// The currency that stands around the number. Where both sides name one, they must agree, as in <c>$200 USD</c>.
    /// </summary>
    private static string? CurrencyOf(string before, string after)
    {
        var (first, second) = (CurrencyText.CodeOf(before), CurrencyText.CodeOf(after));
        return before.Length is 0 ? second
            : after.Length is 0 || first == second ? first
            : first is "$" && second is not null && CurrencyText.Dollar(second) == second ? second
            : null;
    }

    /// <summary>
    /// Refuses a number such as <c>1.200</c>, whose last three digits may be decimals or the end of a thousand.
    /// </summary>
    private static AmountText? Ambiguous(string number) => TwoWays().Match(number) is { Success: true } ways
        ? Refused($"can be read in two ways: {ways.Groups["whole"].Value}.{ways.Groups["rest"].Value} or {ways.Groups["whole"].Value}{ways.Groups["rest"].Value}? "
            + "Write it without separators of thousands, with two decimals at most.")
        : null;

    private static decimal? Number(string number)
    {
        var plain = Grouped().IsMatch(number)
            ? Separators().Replace(number[..^DecimalsLength(number)], "") + number[^DecimalsLength(number)..].Replace(',', '.')
            : DecimalComma().IsMatch(number) ? number.Replace(',', '.') : number;
        return decimal.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) ? amount : null;
    }

    /// <summary>
    /// The length of the decimals of a number in groups of three: the point or comma, and the one or two digits behind it.
    /// </summary>
    private static int DecimalsLength(string number) => number.LastIndexOfAny(['.', ',']) is var point and >= 0 && number.Length - point <= 3
        ? number.Length - point
        : 0;

    private static AmountText Refused(string problem) => new(null, null, problem);

    [GeneratedRegex(
        @"^\s*(?<before>[^\d\s.,+-]{0,4})\s*(?<number>[+-]?[.]?\d(?:[\d.,'\u2019eE\s\u00a0\u202f+-]*\d)?)\s*(?<after>[^\d\s.,+-]{0,4})\s*(?:(?:per|a|/)\s*night)?\s*$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Parts();

    [GeneratedRegex(@"^[+-]?(?<whole>[1-9]\d{0,2})[.,](?<rest>\d{3})$", RegexOptions.CultureInvariant)]
    private static partial Regex TwoWays();

    [GeneratedRegex(
        @"^[+-]?[1-9]\d{0,2}(?:(?:,\d{3})+(?:[.]\d{1,2})?|(?:[.]\d{3})+(?:,\d{1,2})?|(?:['\u2019\s\u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?)$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Grouped();

    [GeneratedRegex(@"^[+-]?\d+,\d+$", RegexOptions.CultureInvariant)]
    private static partial Regex DecimalComma();

    [GeneratedRegex(@"[.,'\u2019\s\u00a0\u202f]", RegexOptions.CultureInvariant)]
    private static partial Regex Separators();
}
