using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace HospitalityMemory.Import;

/// <summary>The decimal sign of a number.</summary>
internal enum DecimalSign
{
    Unknown,
    Point,
    Comma,
}

internal static class DecimalSigns
{
    public const string Point = "point";
    public const string Comma = "comma";
    public const string Allowed = "point and comma are";

    public static bool TryParse([NotNullWhen(true)] string? text, out DecimalSign sign)
    {
        sign = text?.Trim().ToUpperInvariant() switch
        {
            "POINT" or "." => DecimalSign.Point,
            "COMMA" or "," => DecimalSign.Comma,
            _ => DecimalSign.Unknown,
        };
        return sign is not DecimalSign.Unknown;
    }
}

/// <summary>A number as it is written, in both ways in which it can be read.</summary>
/// <param name="WithPoint">The number if the point is the decimal sign; null if that makes it no number.</param>
/// <param name="WithComma">The number if the comma is the decimal sign; null if that makes it no number.</param>
internal readonly record struct NumberText(decimal? WithPoint, decimal? WithComma)
{
    private const int LongestText = 40;
    private const int GroupLength = 3;
    private const int IndianGroupLength = 2;

    public bool IsNumber => WithPoint is not null || WithComma is not null;

    /// <summary>Whether it can be read in two ways: 1.234 and 1,234 can, 12.34 and 1,234.50 cannot.</summary>
    public bool IsAmbiguous => WithPoint is { } point && WithComma is { } comma && point != comma;

    /// <summary>The only decimal sign that the number can have; Unknown if it has no decimals or if either sign is possible.</summary>
    public DecimalSign Shown => (WithPoint, WithComma) switch
    {
        (not null, null) => DecimalSign.Point,
        (null, not null) => DecimalSign.Comma,
        _ => DecimalSign.Unknown,
    };

    /// <summary>The number with this decimal sign; null if the sign is not known and matters.</summary>
    public decimal? Value(DecimalSign sign) => IsAmbiguous
        ? sign switch
        {
            DecimalSign.Point => WithPoint,
            DecimalSign.Comma => WithComma,
            _ => null,
        }
        : WithPoint ?? WithComma;

    /// <summary>Reads digits with signs between them. Points, commas, apostrophes and blanks may separate groups of three digits.</summary>
    public static NumberText Read(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        var isNegative = text.Length > 2 && text[0] is '(' && text[^1] is ')';
        text = isNegative ? text[1..^1] : text;
        if (text.Length > 1 && text[^1] is '-')
        {
            isNegative = true;
            text = text[..^1];
        }
        else if (text.Length > 1 && text[0] is '-' or '+' or '\u2212')
        {
            isNegative |= text[0] is not '+';
            text = text[1..];
        }

        text = text.Trim();
        return text.Length is 0 or > LongestText || !char.IsAsciiDigit(text[^1])
            ? default
            : new(Read(text, '.', ',', isNegative), Read(text, ',', '.', isNegative));
    }

    private static decimal? Read(ReadOnlySpan<char> text, char decimals, char groups, bool isNegative)
    {
        var point = text.IndexOf(decimals);
        var whole = point < 0 ? text : text[..point];
        Span<char> plain = stackalloc char[LongestText + 1];
        if (!TryJoin(whole, groups, plain, out var length))
        {
            return null;
        }

        if (point >= 0)
        {
            var rest = text[(point + 1)..];
            plain[length] = '.';
            rest.CopyTo(plain[(length + 1)..]);
            length += 1 + rest.Length;
        }

        const NumberStyles Style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return decimal.TryParse(plain[..length], Style, CultureInfo.InvariantCulture, out var number) ? isNegative ? -number : number : null;
    }

    /// <summary>
    /// Removes the separators from a whole number, if they separate groups of three digits, or groups of two before the last three, as
    /// India writes them: 12,34,567.
    /// </summary>
    private static bool TryJoin(ReadOnlySpan<char> whole, char groups, Span<char> plain, out int length)
    {
        length = 0;
        var separator = '\0';
        var (first, inner, sinceSeparator) = (0, 0, 0);
        foreach (var letter in whole)
        {
            if (!IsSeparator(letter, groups))
            {
                plain[length++] = letter;
                sinceSeparator++;
                continue;
            }

            // All separators must be the same, with the same number of digits between each two of them.
            var isFirst = separator is '\0';
            if (isFirst ? !CanBegin(whole[0], sinceSeparator) : letter != separator || !IsGroup(sinceSeparator, inner, isIndian: letter is ',' && first <= IndianGroupLength))
            {
                return false;
            }

            (separator, first, inner) = isFirst ? (letter, sinceSeparator, 0) : (separator, first, sinceSeparator);
            sinceSeparator = 0;
        }

        return separator is '\0' || sinceSeparator is GroupLength;
    }

    private static bool CanBegin(char digit, int length) => length is > 0 and <= GroupLength && digit is not '0';

    private static bool IsGroup(int length, int before, bool isIndian) =>
        (length is GroupLength || (isIndian && length is IndianGroupLength)) && (before is 0 || before == length);

    private static bool IsSeparator(char letter, char groups) => letter == groups || letter is ' ' or '\u00a0' or '\u202f' or '\'' or '\u2019';
}
