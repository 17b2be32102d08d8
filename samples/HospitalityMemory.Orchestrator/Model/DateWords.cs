using System.Globalization;
using System.Text.RegularExpressions;

namespace HospitalityMemory.Orchestrator.Model;

/// <summary>
/// Finds days in a text: 2027-05-12, 12 May, May 12 to 15, tomorrow, next weekend. A day without a year is the next such day.
/// </summary>
internal static partial class DateWords
{
    private const string Months =
        "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec";

    private const string Th = "(?:st|nd|rd|th)?";
    private const string To = @"\s*(?:-|–|to|until|till|and)\s*";

    public static (DateOnly? From, DateOnly? To) Find(string text, DateOnly today)
    {
        var days = Iso().Matches(text).Select(match => Day(match.Value)).OfType<DateOnly>().ToList();
        if (days.Count is 0)
        {
            days = Named(text, today);
        }

        if (days.Count is 0 && Relative(text, today) is { } relative)
        {
            return relative;
        }

        return days switch
        {
            [] => (null, null),
            [var only] => (only, null),
            [var first, var second, ..] => second > first ? (first, second) : (first, null),
        };
    }

    private static DateOnly? Day(string iso) =>
        DateOnly.TryParseExact(iso, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static List<DateOnly> Named(string text, DateOnly today)
    {
        var days = new List<DateOnly>();
        foreach (Match match in DayMonth().Matches(text))
        {
            var isDayFirst = match.Groups["m1"].Success;
            var month = Month(isDayFirst ? match.Groups["m1"].Value : match.Groups["m2"].Value);
            var year = Number(match.Groups[isDayFirst ? "y1" : "y2"]);
            var from = Number(match.Groups[isDayFirst ? "a1" : "a2"]);
            var to = Number(match.Groups[isDayFirst ? "b1" : "b2"]);
            AddDay(from);
            AddDay(to);

            void AddDay(int? day)
            {
                var notBefore = days is [.., var last] ? last : today;
                if (day is { } number && Next(number, month, year, notBefore) is { } found)
                {
                    days.Add(found);
                }
            }
        }

        return days;
    }

    private static (DateOnly? From, DateOnly? To)? Relative(string text, DateOnly today)
    {
        var untilSaturday = (((int)DayOfWeek.Saturday - (int)today.DayOfWeek + 7) % 7) is var days && days is 0 ? 7 : days;
        return RelativeWords().Match(text).Value.ToLowerInvariant() switch
        {
            "tomorrow" => (today.AddDays(1), null),
            "today" or "tonight" => (today, null),
            "this weekend" => (today.AddDays(untilSaturday - 1), today.AddDays(untilSaturday + 1)),
            "next weekend" => (today.AddDays(untilSaturday + 6), today.AddDays(untilSaturday + 8)),
            _ => null,
        };
    }

    private static int Month(string name)
    {
        var names = CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedMonthNames;
        return Array.FindIndex(names, month => month.Length > 0 && name.StartsWith(month, StringComparison.OrdinalIgnoreCase)) + 1;
    }

    private static int? Number(Group group) => group.Success ? int.Parse(group.Value, CultureInfo.InvariantCulture) : null;

    private static DateOnly? Next(int day, int month, int? year, DateOnly notBefore)
    {
        var found = In(year ?? notBefore.Year);
        return year is null && found < notBefore ? In(notBefore.Year + 1) : found;

        DateOnly? In(int year) => year is >= 1 and <= 9_998 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new(year, month, day) : null;
    }

    [GeneratedRegex(@"\b\d{4}-\d{2}-\d{2}\b", RegexOptions.CultureInvariant)]
    private static partial Regex Iso();

    [GeneratedRegex(
        @"\b(?:(?<a1>\d{1,2})" + Th + "(?:" + To + @"(?<b1>\d{1,2})" + Th + @")?\s+(?:of\s+)?(?<m1>" + Months + @")\b\.?(?:,?\s+(?<y1>\d{4}))?"
        + "|(?<m2>" + Months + @")\.?\s+(?:the\s+)?(?<a2>\d{1,2})(?!\d)" + Th + "(?:" + To + @"(?<b2>\d{1,2})(?!\d)" + Th + @")?(?:,?\s+(?<y2>\d{4}))?)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DayMonth();

    [GeneratedRegex(@"\b(?:tomorrow|today|tonight|this weekend|next weekend)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex RelativeWords();
}
