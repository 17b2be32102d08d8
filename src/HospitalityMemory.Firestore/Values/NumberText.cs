using System.Globalization;

namespace HospitalityMemory.Firestore;

/// <summary>
/// Whether two decimal numerals are the same number, whatever their magnitude. The digits are compared; nothing is rounded.
/// </summary>
internal static class NumberText
{
    public static bool IsExact(string json, double number) =>
        double.IsFinite(number) && Normalize(json) == Normalize(number.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>The significant digits without zeros at either end, and the exponent of ten of the last digit.</summary>
    private static (bool IsNegative, string Digits, long Exponent) Normalize(string numeral)
    {
        var isNegative = numeral[0] is '-';
        var mantissa = numeral.AsSpan(isNegative ? 1 : 0);
        var exponent = 0L;
        if (mantissa.IndexOfAny('e', 'E') is var mark and >= 0)
        {
            // An exponent beyond long fits no double. Any other exponent that differs serves as well.
            exponent = long.TryParse(mantissa[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var stated)
                ? stated
                : long.MaxValue / 2;
            mantissa = mantissa[..mark];
        }

        if (mantissa.IndexOf('.') is var point and >= 0)
        {
            exponent -= mantissa.Length - point - 1;
        }

        var digits = mantissa.ToString().Replace(".", "", StringComparison.Ordinal).TrimStart('0');
        var significant = digits.TrimEnd('0');
        return significant.Length is 0 ? (false, "", 0) : (isNegative, significant, exponent + digits.Length - significant.Length);
    }
}
