using System.Globalization;

namespace HospitalityMemory.Import;

/// <summary>A date as it is written, in every way in which it can be read.</summary>
/// <remarks>
/// It reads a date with a year of four digits first, digits in any order, or the name of a month, each with or without a time and an offset
/// after it. A time that cannot be read does not cost the day. Digits with points between them always begin with
/// the day, because all countries that write points do so.
/// </remarks>
internal readonly struct DateText
{
    private const int MinYear = 1900;
    private const int MaxYear = 2200;
    private const int Century = 2000;
    private const int LastOfCentury = 49;
    private const int LongestText = 60;

    private static readonly DateTime FirstOfExcel = new(1899, 12, 30, 0, 0, 0, DateTimeKind.Unspecified);

    private readonly DateOnly? _certain;
    private readonly DateOnly? _dayFirst;
    private readonly DateOnly? _monthFirst;
    private readonly DateOnly? _yearFirst;
    private readonly TimeText? _time;

    private DateText(DateOnly? certain, TimeText? time, DateOnly? dayFirst = null, DateOnly? monthFirst = null, DateOnly? yearFirst = null)
    {
        (_certain, _dayFirst, _monthFirst, _yearFirst, _time) = (certain, dayFirst, monthFirst, yearFirst, time);
    }

    /// <summary>The orders in which the digits are a date; None if the order does not matter or shows itself.</summary>
    public DateOrders Orders => (_dayFirst is null ? DateOrders.None : DateOrders.DayFirst)
        | (_monthFirst is null ? DateOrders.None : DateOrders.MonthFirst)
        | (_yearFirst is null ? DateOrders.None : DateOrders.YearFirst);

    /// <summary>Whether the order decides which date it is, or whether it is a date at all.</summary>
    public bool NeedsOrder => _certain is null;

    /// <summary>Whether all possible orders give the same date.</summary>
    public bool IsSameInAll => _certain is not null
        || ((_dayFirst ?? _monthFirst ?? _yearFirst) is { } any && (_dayFirst ?? any) == any && (_monthFirst ?? any) == any && (_yearFirst ?? any) == any);

    /// <summary>The day in an order; null if it is no date in that order.</summary>
    public DateOnly? Day(DateOrders order) => _certain ?? order switch
    {
        DateOrders.DayFirst => _dayFirst,
        DateOrders.MonthFirst => _monthFirst,
        DateOrders.YearFirst => _yearFirst,
        _ => IsSameInAll && Orders is not DateOrders.None && IsOneOrder ? _dayFirst ?? _monthFirst ?? _yearFirst : null,
    };

    /// <summary>The moment in an order; null also if the time cannot be read. Without an offset it is UTC.</summary>
    public DateTimeOffset? Moment(DateOrders order)
    {
        if (Day(order) is not { } day || _time is not { } time)
        {
            return null;
        }

        try
        {
            return new DateTimeOffset(day.ToDateTime(time.Time), time.Offset).ToUniversalTime();
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>Reads a date.</summary>
    /// <returns>False if the text is no date in any order.</returns>
    public static bool TryRead(string text, DateCount count, out DateText date)
    {
        date = default;
        var rest = text.AsSpan().Trim();
        if (rest.Length is 0 or > LongestText)
        {
            return false;
        }

        if (count is not DateCount.None && double.TryParse(rest, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return TryReadCount(number, count, out date);
        }

        return char.IsAsciiDigit(rest[0]) && TryReadDigits(rest, out date) || MonthNames.TryReadDate(rest, out var day, out var time) && Set(new(day, time), out date);
    }

    /// <summary>The date from three columns.</summary>
    public static DateOnly? FromParts(string year, string month, string day)
    {
        var isMonth = TryWhole(month, out var monthNumber) || MonthNames.TryParse(month.AsSpan().Trim(), out monthNumber);
        return isMonth && TryWhole(year, out var yearNumber) && TryWhole(day, out var dayNumber) ? DateOf(yearNumber, monthNumber, dayNumber) : null;
    }

    internal static DateOnly? DateOf(int year, int month, int day) =>
        year is >= MinYear and <= MaxYear && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? new DateOnly(year, month, day)
            : null;

    /// <summary>A year of two digits is one until 2049, as .NET has it: 99 is 1999.</summary>
    internal static int FullYear(int year, int digits) => digits is not 2 ? year : year <= LastOfCentury ? Century + year : Century - 100 + year;

    private bool IsOneOrder => int.PopCount((int)Orders) is 1;

    private static bool Set(DateText value, out DateText date)
    {
        date = value;
        return true;
    }

    // Some systems write the whole number 2 as "2.0".
    private static bool TryWhole(string text, out int number)
    {
        var isNumber = decimal.TryParse(text.AsSpan().Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && decimal.IsInteger(value) && value <= int.MaxValue;
        number = isNumber ? (int)value : 0;
        return isNumber;
    }

    private static bool TryReadCount(double number, DateCount count, out DateText date)
    {
        const double MillisecondsFrom = 1e11;
        date = default;
        DateTime? moment = (count, number) switch
        {
            (DateCount.Excel, >= 1 and < 109_575) => FirstOfExcel.AddDays(number),
            (DateCount.Unix, > -2.2e9 and < MillisecondsFrom) => DateTime.UnixEpoch.AddSeconds(number),
            (DateCount.Unix, >= MillisecondsFrom and < 7.3e12) => DateTime.UnixEpoch.AddMilliseconds(number),
            _ => null,
        };
        return moment is { Year: >= MinYear and <= MaxYear } value
            && Set(new(DateOnly.FromDateTime(value), new TimeText(TimeOnly.FromDateTime(value), TimeSpan.Zero)), out date);
    }

    private static bool TryReadDigits(ReadOnlySpan<char> text, out DateText date)
    {
        var first = text[..Digits(text, out var rest)];
        date = default;
        return first.Length is 8 ? TryReadCompact(first, rest, out date)
            : first.Length is 1 or 2 or 4 && TryReadRest(rest, out var sign, out var second, out var third, out rest)
                && TimeText.TryFollow(rest, out var time)
                && TryReadParts(first, second, third, sign, time, out date);
    }

    private static bool TryReadCompact(ReadOnlySpan<char> digits, ReadOnlySpan<char> rest, out DateText date)
    {
        date = default;
        return TimeText.TryFollow(rest, out var time)
            && DateOf(Number(digits[..4]), Number(digits[4..6]), Number(digits[6..])) is { } day
            && Set(new(day, time), out date);
    }

    private static bool TryReadParts(
        ReadOnlySpan<char> first, ReadOnlySpan<char> second, ReadOnlySpan<char> third, char sign, TimeText? time, out DateText date)
    {
        date = default;
        var (a, b, c) = (Number(first), Number(second), Number(third));
        if (first.Length is 4)
        {
            return third.Length <= 2 && DateOf(a, b, c) is { } day && Set(new(day, time), out date);
        }

        // Digits with points between them begin with the day.
        var year = third.Length is 2 or 4 ? FullYear(c, third.Length) : 0;
        var isYearFirst = first.Length is 2 && third.Length <= 2 && sign is not '.';
        date = new(
            null,
            time,
            DateOf(year, b, a),
            sign is '.' ? null : DateOf(year, a, b),
            isYearFirst ? DateOf(FullYear(a, 2), b, c) : null);
        return date.Orders is not DateOrders.None;
    }

    private static bool TryReadRest(
        ReadOnlySpan<char> text, out char sign, out ReadOnlySpan<char> second, out ReadOnlySpan<char> third, out ReadOnlySpan<char> rest)
    {
        sign = text.IsEmpty ? '\0' : text[0];
        second = third = rest = default;
        if (sign is not ('-' or '/' or '.'))
        {
            return false;
        }

        second = text[1..][..Digits(text[1..], out var afterSecond)];
        if (second.Length is not (1 or 2) || afterSecond.IsEmpty || afterSecond[0] != sign)
        {
            return false;
        }

        third = afterSecond[1..][..Digits(afterSecond[1..], out rest)];
        return third.Length is >= 1 and <= 4;
    }

    private static int Digits(ReadOnlySpan<char> text, out ReadOnlySpan<char> rest)
    {
        var length = text.IndexOfAnyExceptInRange('0', '9') is var end and >= 0 ? end : text.Length;
        rest = text[length..];
        return length;
    }

    private static int Number(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
