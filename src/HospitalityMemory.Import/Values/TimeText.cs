using System.Globalization;
using System.Text.RegularExpressions;

namespace HospitalityMemory.Import;

/// <summary>The text after a date: a time of day and an offset, or nothing.</summary>
internal readonly partial record struct TimeText(TimeOnly Time, TimeSpan Offset)
{
    /// <returns>False if the text is something else.</returns>
    public static bool TryRead(ReadOnlySpan<char> text, out TimeText time)
    {
        time = default;
        if (text.Trim(" ,").IsEmpty)
        {
            return true;
        }

        if (Form().Match(text.ToString()) is not { Success: true } form)
        {
            return false;
        }

        var (hour, minute, second) = (Number(form, "hour"), Number(form, "minute"), Number(form, "second"));
        if (form.Groups["half"] is { Success: true, Value: [var half, ..] })
        {
            hour = hour is < 1 or > 12 ? -1 : (hour % 12) + (half is 'p' or 'P' ? 12 : 0);
        }

        if (hour is < 0 or > 23 || minute > 59 || second > 60)
        {
            return false;
        }

        var offset = new TimeSpan(Number(form, "offsetHour"), Number(form, "offsetMinute"), 0);
        time = new(new TimeOnly(hour, minute, Math.Min(second, 59)), form.Groups["sign"].Value is "-" ? -offset : offset);
        return offset.TotalHours <= 14;
    }

    /// <summary>
    /// Reads what follows a day of which only the day may be wanted. It must begin like a time, and must hold no second date: of two dates
    /// neither is sure to be the day.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="time">The time; null if it cannot be read.</param>
    /// <returns>False if the text is something else than a time.</returns>
    public static bool TryFollow(ReadOnlySpan<char> text, out TimeText? time)
    {
        time = TryRead(text, out var read) ? read : null;
        return time is not null || Beginning().IsMatch(text);
    }

    private static int Number(Match form, string group) =>
        form.Groups[group] is { Success: true } found ? int.Parse(found.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(
        @"^(?:(?:[T\s,]+|\s+(?:at|um)\s+)(?<hour>\d{1,2})[:.h](?<minute>\d{2})(?:[:.](?<second>\d{2})(?:[.,]\d{1,9})?)?|T(?<hour>\d{2})(?<minute>\d{2})(?<second>\d{2})?)"
        + @"\s*(?<half>[ap])?\.?(?:m\.?)?\s*(?:uhr|hrs?)?\s*(?:Z|UTC|GMT|(?:UTC|GMT)?(?<sign>[+-])(?<offsetHour>\d{2}):?(?<offsetMinute>\d{2})?)?\s*$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Form();

    [GeneratedRegex(
        @"^(?!.*(?:\d{1,2}[/-]\d{1,2}[/-]\d{2,4}|\d{1,2}\.\d{1,2}\.\d{4}|\d{4}[-/.]\d|\d\.?\s*\p{L}{3,}\.?\s*\d{4}))"
        + @"(?:T\d{2}|[\s,]+(?:(?:at|um)\s+)?\d{1,2}(?:[:.h]\d{2}|\s*(?:h|hrs?|uhr|am|pm)\b))",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Beginning();
}
