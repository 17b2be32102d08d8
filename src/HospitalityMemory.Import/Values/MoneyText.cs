namespace HospitalityMemory.Import;

/// <summary>An amount with the text around it.</summary>
/// <param name="Number">The number.</param>
/// <param name="Currency">The code of the currency; <c>$</c> for a dollar of an unknown country; null if none is named.</param>
/// <param name="IsUnknownCurrency">Whether there is a text that is no currency.</param>
internal readonly record struct MoneyText(NumberText Number, string? Currency, bool IsUnknownCurrency)
{
    private const int LongestText = 60;

    public static MoneyText Read(string text)
    {
        var rest = text.AsSpan().Trim();
        var start = IndexOfNumber(rest);
        return start < 0 || rest.Length > LongestText ? default : Read(rest[..start], rest[start..]);
    }

    private static MoneyText Read(ReadOnlySpan<char> before, ReadOnlySpan<char> rest)
    {
        var end = rest.LastIndexOfAnyInRange('0', '9') + 1;
        var after = rest[end..];

        // A sign may stand before the currency: -$50, ($50).
        var isNegative = before.ContainsAny('-', '\u2212') || after.Trim() is "-" || (before.Contains('(') && after.Contains(')'));
        before = before.Trim("-\u2212(+ \u00a0\u202f");
        after = after.Trim("-) \u00a0\u202f");
        var number = NumberText.Read(rest[..end]);
        var (first, second) = (Code(before), Code(after));
        return new(
            isNegative ? new(-number.WithPoint, -number.WithComma) : number,
            Better(first, second),
            IsUnknown(before, first) || IsUnknown(after, second) || Disagree(first, second));
    }

    private static bool IsUnknown(ReadOnlySpan<char> text, string? code) => !text.IsEmpty && code is null;

    /// <summary>The code of a currency in a column of its own; null if the text is no currency.</summary>
    public static string? Code(ReadOnlySpan<char> text) => text.IsEmpty ? null : CurrencyText.CodeOf(text.Trim().ToString());

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
