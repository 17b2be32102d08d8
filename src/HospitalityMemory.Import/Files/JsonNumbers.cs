using System.Globalization;
using System.Text.Json;

namespace HospitalityMemory.Import;

/// <summary>The text of a number in JSON. One number has one text, however it is written: ids may be numbers.</summary>
internal static class JsonNumbers
{
    // Beyond this a number is no id, and is kept as it is written.
    private const int MostDigits = 40;

    /// <summary>The number without an exponent and without zeros that say nothing: 7 for 7, 7.0 and 70e-1.</summary>
    public static string TextOf(JsonElement number)
    {
        var raw = number.GetRawText();
        if (raw.AsSpan().IndexOfAny(".eE") < 0 && raw is not "-0")
        {
            return raw;
        }

        var (mantissa, exponent) = raw.IndexOfAny(['e', 'E']) is var at and >= 0 ? (raw[..at], raw[(at + 1)..]) : (raw, "0");
        if (!int.TryParse(exponent, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var shift)
            || Math.Abs((long)shift) + mantissa.Length > MostDigits)
        {
            return raw;
        }

        var text = Plain(mantissa.TrimStart('-').Split('.'), shift);
        return mantissa.StartsWith('-') && text is not "0" ? $"-{text}" : text;
    }

    /// <param name="parts">The digits before the point, and those behind it.</param>
    /// <param name="shift">By how many places the point moves to the right.</param>
    private static string Plain(string[] parts, int shift)
    {
        var digits = parts[0] + (parts is [_, var decimals] ? decimals : "");
        var point = parts[0].Length + shift;
        digits = digits.PadRight(Math.Max(point, 0), '0').PadLeft(Math.Max(digits.Length, digits.Length - point + 1), '0');
        point = Math.Max(point, 1);
        var whole = digits[..point].TrimStart('0');
        var fraction = digits[point..].TrimEnd('0');
        return (whole.Length is 0 ? "0" : whole) + (fraction.Length is 0 ? "" : $".{fraction}");
    }
}
