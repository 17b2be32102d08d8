namespace HospitalityMemory.Import;

/// <summary>An amount with what stands around it.</summary>
/// <param name="Number">The number.</param>
/// <param name="Currency">The code of the currency; <c>$</c> for a dollar of whichever country; null where none is named.</param>
/// <param name="IsUnknownCurrency">Whether something stands there that is no currency.</param>
internal readonly record struct MoneyText(NumberText Number, string? Currency, bool IsUnknownCurrency)
{
    private const int LongestText = 60;

    public static MoneyText Read(string text)
    {
        var rest = text.AsSpan().Trim();
        if (rest.Length > LongestText)
        {
            return default;
        }

        // A sign may stand before the currency: -$50, ($50).
        var start = IndexOfNumber(rest);
        var end = rest.LastIndexOfAnyInRange('0', '9');
        if (start < 0 || end < start)
        {
            return default;
        }

        var before = rest[..start].Trim();
        var after = rest[(end + 1)..].Trim();
        var isNegative = before.Contains('-') || before.Contains('\u2212') || after is "-" || (before.Contains('(') && after.Contains(')'));
        before = before.Trim("-\u2212(+ ");
        after = after.Trim("-) ");
        var number = NumberText.Read(rest[start..(end + 1)]);
        var (first, second) = (Code(before), Code(after));
        var isUnknown = (!before.IsEmpty && first is null) || (!after.IsEmpty && second is null) || Disagree(first, second);
        return new(isNegative ? new(-number.WithPoint, -number.WithComma) : number, Better(first, second), isUnknown);
    }

    /// <summary>The code of a currency as it stands in a column of its own; null for what is none.</summary>
    public static string? Code(ReadOnlySpan<char> text) => text.IsEmpty ? null : CurrencyText.CodeOf(text.Trim().ToString());

    private static int IndexOfNumber(ReadOnlySpan<char> text)
    {
        var digit = text.IndexOfAnyInRange('0', '9');
        return digit > 0 && text[digit - 1] is '.' && (digit is 1 || char.IsWhiteSpace(text[digit - 2])) ? digit - 1 : digit;
    }

    // "$200 USD" says the same twice.
    private static bool Disagree(string? first, string? second) =>
        first is not null && second is not null && first != second && !(first is "$" && CurrencyText.Dollar(second) == second);

    private static string? Better(string? first, string? second) => first is null or "$" ? second ?? first : first;
}
