using Spectre.Console;

namespace HospitalityMemory.ConsoleSample.Import;

/// <summary>Shows what an import came to.</summary>
internal static class ImportSummary
{
    public static void Show(IAnsiConsole console, ImportTally tally)
    {
        console.WriteHeading("Import");
        console.WriteText(Counts(tally));
        if (tally.RepeatedRows > 0)
        {
            console.WriteText(tally.RepeatedRows is 1
                ? "1 row repeats or amends the stay of an earlier row; it does not count twice."
                : $"{tally.RepeatedRows:N0} rows repeat or amend the stay of an earlier row; none counts twice.");
        }

        if (tally.IgnoredColumns.Count > 0)
        {
            console.WriteText($"Not read: {string.Join(", ", tally.IgnoredColumns.Select(Explain))}.", "grey");
        }

        ShowBadRows(console, tally);
    }

    private static string Counts(ImportTally tally)
    {
        var counts = $"{Words.Count(tally.Stays, "stay")} of {Words.Count(tally.Guests, "guest")}";
        var seconds = tally.Elapsed.TotalSeconds;
        return seconds > 0
            ? $"{counts} in {seconds:N1} s: {tally.Stays / seconds:N0} stays per second."
            : $"{counts}.";
    }

    private static string Explain(string column) =>
        column.Equals(CsvColumns.PropertyRating, StringComparison.OrdinalIgnoreCase)
            ? $"{column} (the property's score; the guest's own would be {CsvColumns.GuestRating})"
            : column;

    private static void ShowBadRows(IAnsiConsole console, ImportTally tally)
    {
        if (tally.BadRowCount is 0)
        {
            return;
        }

        console.WriteLine();
        console.WriteText($"{Words.Count(tally.BadRowCount, "row")} {(tally.BadRowCount is 1 ? "was" : "were")} left out:", "yellow");
        foreach (var row in tally.BadRows)
        {
            console.Write(new Padder(new Text($"line {row.Line}: {row.Reason}"), new Padding(2, 0, 0, 0)));
        }

        if (tally.BadRowCount > tally.BadRows.Count)
        {
            console.WriteText($"  and {tally.BadRowCount - tally.BadRows.Count:N0} more.");
        }
    }
}
