using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace HospitalityMemory.Import;

/// <summary>Months by their names, and dates with such a name. They can be read in one way only.</summary>
internal static partial class MonthNames
{
    // English, German, French, Spanish, Italian, Dutch, Portuguese.
    private static readonly string[] Names =
    [
        "january jan januar jänner janvier janv enero ene gennaio gen januari janeiro",
        "february feb februar février févr fevrier febrero febbraio februari fevereiro",
        "march mar märz mär maerz mrz mars marzo maart mrt março marco",
        "april apr avril avr abril abr aprile",
        "may mai mayo maggio mag mei maio",
        "june jun juni juin junio giugno giu junho",
        "july jul juli juillet juil julio luglio lug julho",
        "august aug août aout agosto ago augustus",
        "september sep sept septembre septiembre settembre set setembro",
        "october oct oktober okt octobre octubre ottobre ott outubro out",
        "november nov novembre noviembre novembro",
        "december dec dezember dez décembre déc decembre diciembre dic dicembre dezembro",
    ];

    private static readonly FrozenDictionary<string, int> Numbers = Names
        .SelectMany(static (names, index) => names.Split(' ').Select(name => (Name: name, Month: index + 1)))
        .ToFrozenDictionary(static name => name.Name, static name => name.Month, StringComparer.OrdinalIgnoreCase);

    public static bool TryParse(ReadOnlySpan<char> name, out int month) => Numbers.TryGetValue(name.Trim('.').ToString(), out month);

    /// <summary>Reads dates such as <c>5 March 2026</c>, <c>Mar 5, 2026</c>, <c>Thu, 05-Mar-26 14:00</c>.</summary>
    public static bool TryReadDate(ReadOnlySpan<char> text, out DateOnly day, out TimeText? time)
    {
        (day, time) = (default, default);
        if (Form().Match(text.ToString()) is not { Success: true } form || !TryParse(form.Groups["month"].ValueSpan, out var month)
            || !TimeText.TryFollow(form.Groups["rest"].ValueSpan, out time))
        {
            return false;
        }

        var year = form.Groups["year"].ValueSpan;
        var date = DateText.DateOf(DateText.FullYear(Number(year), year.Length), month, Number(form.Groups["day"].ValueSpan));
        day = date ?? default;
        return date is not null;
    }

    private static int Number(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    // A weekday may stand before the date.
    [GeneratedRegex(
        @"^(?:\p{L}{2,12}\.?,?\s+)?(?:(?<day>\d{1,2})(?:st|nd|rd|th|er|\.)?[\s\-/]*(?:de\s+)?(?<month>\p{L}{3,10})\.?|(?<month>\p{L}{3,10})\.?[\s\-/]*(?<day>\d{1,2})(?:st|nd|rd|th)?)"
        + @"[\s\-/,]*(?:de\s+)?(?<year>\d{4}|\d{2})(?<rest>(?:[T\s,].*)?)$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Form();
}
