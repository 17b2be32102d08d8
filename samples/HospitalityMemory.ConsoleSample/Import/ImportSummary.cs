using HospitalityMemory.Import;
using Spectre.Console;

namespace HospitalityMemory.ConsoleSample.Import;

/// <summary>Shows the result of an import.</summary>
internal static class ImportSummary
{
    private const int MostReasons = 12;

    public static void Show(IAnsiConsole console, BookingFileReader reader, ImportTally tally, bool isDryRun, string? refusedPath)
    {
        var report = tally.Report;
        console.WriteHeading(isDryRun ? "What an import would do" : "Import");
        console.WriteText(Counts(report, tally.Elapsed));
        ShowKinds(console, report, isDryRun);
        ShowNotes(console, reader);
        ShowReasons(console, report.Refusals, $"{Words.Count(report.Refused, "row")} {(isDryRun ? "would be" : report.Refused is 1 ? "was" : "were")} refused:", "yellow");
        if (refusedPath is not null)
        {
            console.WriteText($"The refused rows are in {refusedPath}; mended there, it can be imported itself.");
        }

        ShowReasons(console, report.Losses, $"{Words.Count(report.InPart, "row")} {(isDryRun ? "would be" : report.InPart is 1 ? "was" : "were")} taken without something:", "yellow");
    }

    /// <summary>Shows which columns are not read, and what the user should know about how the file is read.</summary>
    public static void ShowNotes(IAnsiConsole console, BookingFileReader reader)
    {
        foreach (var note in reader.Notes)
        {
            console.WriteText(note, "grey");
        }

        if (reader.IgnoredColumns.Count > 0)
        {
            console.WriteText($"Not read: {string.Join(", ", reader.IgnoredColumns.Select(Explain))}.", "grey");
        }
    }

    public static void ShowReasons(IAnsiConsole console, IReadOnlyList<ImportReason> reasons, string title, string style)
    {
        if (reasons.Count is 0)
        {
            return;
        }

        console.WriteLine();
        console.WriteText(title, style);
        foreach (var reason in reasons.Take(MostReasons))
        {
            var text = reason.Rows is 1
                ? $"line {reason.FirstLine}: {reason.Example}"
                : $"{Words.Count(reason.Rows, "row")}: {reason.Reason}. The first is line {reason.FirstLine}: {reason.Example}";
            console.Write(new Padder(new Text(text), new Padding(2, 0, 0, 0)));
        }

        if (reasons.Count > MostReasons)
        {
            console.WriteText($"  and {reasons.Count - MostReasons} more reasons.");
        }
    }

    private static string Counts(ImportReport report, TimeSpan elapsed)
    {
        var guests = Words.Count(report.Guests, "guest");
        var counts = $"{Words.Count(report.Taken, "row")} of {(report.AreGuestsExact ? "" : "over ")}{guests}";
        return elapsed.TotalSeconds > 0
            ? $"{counts} in {elapsed.TotalSeconds:N1} s: {report.Rows / elapsed.TotalSeconds:N0} rows per second."
            : $"{counts}.";
    }

    private static void ShowKinds(IAnsiConsole console, ImportReport report, bool isDryRun)
    {
        (string Kind, long Rows)[] kinds =
        [
            ("new", report.Added),
            ("merged into a booking that was there", report.Merged),
            ("unchanged", report.Unchanged),
            ("recorded", report.Recorded),
            ("refused", report.Refused),
        ];
        var words = kinds.Where(kind => kind.Rows > 0).Select(kind => $"{kind.Rows:N0} {(isDryRun && kind.Kind is not "unchanged" ? "would be " : "")}{kind.Kind}");
        console.WriteText($"{string.Join(", ", words.DefaultIfEmpty("Nothing"))}.");
        if (report.Cancelled > 0)
        {
            console.WriteText($"{report.Cancelled:N0} of them {(report.Cancelled is 1 ? "is" : "are")} cancelled or no-shows, and {(report.Cancelled is 1 ? "teaches" : "teach")} nothing.");
        }
    }

    private static string Explain(string column) => column.Equals("rating", StringComparison.OrdinalIgnoreCase)
        ? $"{column} (the property's score; the guest's own would be guest_rating)"
        : column;
}
