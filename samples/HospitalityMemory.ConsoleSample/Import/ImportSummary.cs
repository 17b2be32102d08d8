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

        ShowRows(
            console,
            tally.NotedRowCount,
            tally.NotedRowCount is 1 ? "was read but for" : "were read but for",
            [.. tally.NotedRows.Select(row => (row.Line, string.Join(" ", row.Notes)))]);
        ShowRows(
            console, tally.BadRowCount, tally.BadRowCount is 1 ? "was left out" : "were left out", [.. tally.BadRows.Select(row => (row.Line, row.Reason))]);
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

    private static void ShowRows(IAnsiConsole console, int count, string whatBecame, IReadOnlyList<(long Line, string Reason)> shown)
    {
        if (count is 0)
        {
            return;
        }

        console.WriteLine();
        console.WriteText($"{Words.Count(count, "row")} {whatBecame}:", "yellow");
        foreach (var (line, reason) in shown)
        {
            console.Write(new Padder(new Text($"line {line}: {reason}"), new Padding(2, 0, 0, 0)));
        }

        if (count > shown.Count)
        {
            console.WriteText($"  and {count - shown.Count:N0} more.");
        }
    }
}
