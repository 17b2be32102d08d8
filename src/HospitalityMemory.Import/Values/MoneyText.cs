using System.Collections.Frozen;

namespace HospitalityMemory.Import;

/// <summary>An amount with the text around it.</summary>
/// <param name="Number">The number.</param>
/// <param name="Currency">The code of the currency; <c>$</c> for a dollar of an unknown country; null if none is named.</param>
/// <param name="IsUnknownCurrency">Whether there is a text that is no currency.</param>
internal readonly record struct MoneyText(NumberText Number, string? Currency, bool IsUnknownCurrency)
{
    private const int LongestText = 60;

    // Minus signs. Between the amount and a sign for no cents, other dashes are written too: "150,- €", "CHF 120.––".
    private const string Minus = "-\u2212";
    private const string Dashes = "-\u2212\u2013\u2014";

    // What is written beside amounts and is neither a code nor one of the library's signs. "kr" and "lei" are not here: several countries
    // have them.
    private static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>
    {
        ["euro"] = "EUR",
        ["euros"] = "EUR",
        ["zł"] = "PLN",
        ["kč"] = "CZK",
        ["ft"] = "HUF",
        ["лв"] = "BGN",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static MoneyText Read(string text)
    {
        var rest = text.AsSpan().Trim();
        var start = IndexOfNumber(rest);
        return start < 0 || rest.Length > LongestText ? default : Read(rest[..start], rest[start..]);
    }

    private static MoneyText Read(ReadOnlySpan<char> before, ReadOnlySpan<char> rest)
    {
        var end = rest.LastIndexOfAnyInRange('0', '9') + 1;
        var number = ReadNumber(rest[..end], rest[end..], out var after);

        // A minus may stand before the currency, and on either side: -$50, 50- EUR. Brackets mean the same: ($50).
        var isNegative = before.ContainsAny(Minus) || after.ContainsAny(Minus) || (before.Contains('(') && after.Contains(')'));
        before = before.Trim("-\u2212(+ \u00a0\u202f");
        after = after.Trim("-\u2212) \u00a0\u202f");
        var (first, second) = (Code(before), Code(after));
        return new(
            isNegative ? new(-number.WithPoint, -number.WithComma) : number,
            Better(first, second),
            IsUnknown(before, first) || IsUnknown(after, second) || Disagree(first, second));
    }

    /// <summary>Reads the digits, and dashes in the place of cents: "120.--" is 120, and shows that the point is the decimal sign.</summary>
    private static NumberText ReadNumber(ReadOnlySpan<char> digits, ReadOnlySpan<char> rest, out ReadOnlySpan<char> after)
    {
        after = rest;
        if (rest is not ['.' or ',', var dash, ..] || !Dashes.Contains(dash, StringComparison.Ordinal))
        {
            return NumberText.Read(digits);
        }

        after = rest[(rest.Length > 2 && Dashes.Contains(rest[2], StringComparison.Ordinal) ? 3 : 2)..];
        return NumberText.Read($"{digits}{rest[0]}00");
    }

    private static bool IsUnknown(ReadOnlySpan<char> text, string? code) => !text.IsEmpty && code is null;

    /// <summary>The code of a currency in a column of its own; null if the text is no currency.</summary>
    public static string? Code(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return null;
        }

        var name = text.Trim().ToString();
        return CurrencyText.CodeOf(name) ?? Names.GetValueOrDefault(name.TrimEnd('.'));
    }

    private static int IndexOfNumber(ReadOnlySpan<char> text)
    {
        var digit = text.IndexOfAnyInRange('0', '9');
        return digit > 0 && text[digit - 1] is '.' && (digit is 1 || char.IsWhiteSpace(text[digit - 2])) ? digit - 1 : digit;
    }

    // "$200 USD" names the same currency twice.
    private static bool Disagree(string? first, string? second) =>
        first is not null && second is not null && first != second && !(first is "$" && CurrencyText.Dollar(second) == second);

    private static string? Better(string? first, string? second) => first is null or "$" ? second ?? first : first;
}
