using HospitalityMemory.Import;
using Spectre.Console;

namespace HospitalityMemory.ConsoleSample.Import;

/// <summary>Imports a file, counts the outcomes of its rows, and keeps the rows that are refused.</summary>
internal sealed class BookingImporter(IMemoryImporter importer, IAnsiConsole console, TimeProvider timeProvider)
{
    /// <param name="reader">The file.</param>
    /// <param name="isDryRun">Whether nothing is written.</param>
    /// <param name="refused">Gets the rows that are refused; null if they are not kept.</param>
    /// <param name="tally">Counts during the import, and is also right if the import is cut short.</param>
    /// <param name="cancellationToken">Stops the import. What was recorded stays.</param>
    public async Task ImportAsync(
        BookingFileReader reader, bool isDryRun, RefusedRows? refused, ImportTally tally, CancellationToken cancellationToken)
    {
        var start = timeProvider.GetTimestamp();
        var rows = reader.ReadAsync(cancellationToken);
        var outcomes = isDryRun ? importer.CompareBookingsAsync(rows, cancellationToken) : importer.ImportBookingsAsync(rows, cancellationToken);
        try
        {
            if (console.CanRedraw())
            {
                await CountWithProgressAsync(outcomes, reader.Rows, refused, tally, cancellationToken);
            }
            else
            {
                await CountAsync(outcomes, refused, tally, () => { }, cancellationToken);
            }
        }
        finally
        {
            tally.Elapsed = timeProvider.GetElapsedTime(start);
        }
    }

    private Task CountWithProgressAsync(
        IAsyncEnumerable<BookingOutcome> outcomes, long rows, RefusedRows? refused, ImportTally tally, CancellationToken cancellationToken) =>
        console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RowsPerSecondColumn(), new RemainingTimeColumn())
            .StartAsync(async progress =>
            {
                var task = progress.AddTask("Importing", maxValue: Math.Max(1, rows));
                await CountAsync(outcomes, refused, tally, () => task.Value = tally.Report.Rows, cancellationToken);
            });

    private static async Task CountAsync(
        IAsyncEnumerable<BookingOutcome> outcomes, RefusedRows? refused, ImportTally tally, Action redraw, CancellationToken cancellationToken)
    {
        const int RowsOfDrawing = 512;
        await foreach (var outcome in outcomes.WithCancellation(cancellationToken))
        {
            tally.Report.Add(outcome);
            if (outcome.Kind is ImportOutcomeKind.Refused)
            {
                refused?.Add(outcome);
            }

            if (tally.Report.Rows % RowsOfDrawing is 0)
            {
                redraw();
            }
        }
    }
}

/// <summary>The totals of an import so far, and how long it took.</summary>
internal sealed class ImportTally
{
    public ImportReport Report { get; } = new();

    public TimeSpan Elapsed { get; set; }
}
