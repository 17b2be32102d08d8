using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace HospitalityMemory.Import;

/// <summary>The orders in which the digits of a date may be meant.</summary>
[Flags]
internal enum DateOrders
{
    None = 0,
    DayFirst = 1,
    MonthFirst = 2,

    /// <summary>A year of two digits comes first.</summary>
    YearFirst = 4,
    All = DayFirst | MonthFirst | YearFirst,
}

/// <summary>How the dates of a column are written, as far as the dates do not show it themselves.</summary>
/// <param name="Order">The order of the digits; None if it is not known.</param>
/// <param name="Count">What a plain number counts; None if plain numbers are no dates.</param>
internal readonly record struct DateForm(DateOrders Order, DateCount Count)
{
    public const string DayFirst = "dd/MM/yyyy";
    public const string MonthFirst = "MM/dd/yyyy";
    public const string YearFirst = "yy-MM-dd";
    public const string Allowed = $"{DayFirst}, {MonthFirst}, {YearFirst}, excel and unix are, whatever signs stand between";

    public static string NameOf(DateOrders order) => order switch
    {
        DateOrders.DayFirst => DayFirst,
        DateOrders.MonthFirst => MonthFirst,
        _ => YearFirst,
    };

    /// <summary>What may be said where a number stands for a date; empty for a text that is no such number.</summary>
    public static string HintOf(string text) =>
        !double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? ""
        : number is >= 20_000 and < 80_000 ? "; if it counts days, as spreadsheets do, say so: --dates excel, or \"dates\": \"excel\" in the mapping"
        : number is >= 1e9 and < 7.3e9 or >= 1e12 and < 7.3e12 ? "; if it counts seconds or milliseconds from 1970, say so: --dates unix, or \"dates\": \"unix\" in the mapping"
        : "";

    /// <summary>Reads a format. Only the order of its letters counts, and anything after the date is ignored.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out DateForm form)
    {
        form = default;
        switch (text?.Trim().ToUpperInvariant())
        {
            case null:
                return false;
            case "EXCEL":
                form = new(DateOrders.None, DateCount.Excel);
                return true;
            case "UNIX":
                form = new(DateOrders.None, DateCount.Unix);
                return true;
            case "ISO":
                return true;
        }

        var date = text.Split(' ', 'T')[0];
        var order = string.Concat(date.Where(static letter => letter is 'd' or 'D' or 'M' or 'm' or 'y' or 'Y').Select(char.ToUpperInvariant).Distinct());
        var isShort = date.Count(static letter => letter is 'y' or 'Y') is 2;
        (form, var isKnown) = order switch
        {
            "DMY" => (new DateForm(DateOrders.DayFirst, DateCount.None), true),
            "MDY" => (new DateForm(DateOrders.MonthFirst, DateCount.None), true),
            "YMD" => (new DateForm(isShort ? DateOrders.YearFirst : DateOrders.None, DateCount.None), true),
            _ => (default, false),
        };
        return isKnown;
    }
}

/// <summary>What a number counts that stands for a date.</summary>
internal enum DateCount
{
    None,

    /// <summary>Days from the end of 1899, as in spreadsheets.</summary>
    Excel,

    /// <summary>Seconds or milliseconds from 1970.</summary>
    Unix,
}
