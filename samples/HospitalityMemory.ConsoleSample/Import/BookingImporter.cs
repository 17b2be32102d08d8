using Spectre.Console;

namespace HospitalityMemory.ConsoleSample.Import;

/// <summary>Records the bookings of a file, one after the other; each is remembered, and learned from, as it is recorded.</summary>
internal sealed class BookingImporter(ILongTermMemory memory, IAnsiConsole console, TimeProvider timeProvider)
{
    private const int RowsPerRedraw = 250;

    /// <param name="file">The file.</param>
    /// <param name="tally">Counts as the import goes on, so that it is right when the import is cut short.</param>
    /// <param name="cancellationToken">Stops the import; what was recorded stays.</param>
    public async Task ImportAsync(BookingFile file, ImportTally tally, CancellationToken cancellationToken)
    {
        await using var bookings = await CsvBookings.OpenAsync(file.Content, cancellationToken);
        tally.IgnoredColumns = bookings.IgnoredColumns;
        var start = timeProvider.GetTimestamp();
        try
        {
            if (console.CanRedraw())
            {
                await ImportWithProgressAsync(file, bookings, tally, cancellationToken);
            }
            else
            {
                await ImportRowsAsync(bookings, tally, () => { }, cancellationToken);
            }
        }
        finally
        {
            tally.Elapsed = timeProvider.GetElapsedTime(start);
        }
    }

    private Task ImportWithProgressAsync(
        BookingFile file, CsvBookings bookings, ImportTally tally, CancellationToken cancellationToken) =>
        console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async progress =>
            {
                // How far the file has been read, since nobody knows how many rows it has.
                var task = progress.AddTask("Importing", maxValue: Math.Max(1, file.Length));
                await ImportRowsAsync(bookings, tally, () => task.Value = file.Position, cancellationToken);
            });

    private async Task ImportRowsAsync(
        CsvBookings bookings, ImportTally tally, Action redraw, CancellationToken cancellationToken)
    {
        await foreach (var row in bookings.ReadAsync(cancellationToken))
        {
            if (row is GoodRow goodRow)
            {
                await RecordAsync(goodRow, tally, cancellationToken);
            }
            else if (row is BadRow badRow)
            {
                tally.Refused(badRow);
            }

            if (tally.Rows % RowsPerRedraw is 0)
            {
                redraw();
            }
        }
    }

    private async Task RecordAsync(GoodRow row, ImportTally tally, CancellationToken cancellationToken)
    {
        try
        {
            await memory.AddBookingToHistoryAsync(row.UserId, row.Booking, cancellationToken);
            tally.Recorded(row.UserId, row.Booking.BookingId);
        }
        catch (ArgumentException exception)
        {
            // The library refused the booking (a price of 0, a rating of 6) and says why; nothing of it was recorded.
            tally.Refused(new BadRow(row.Line, WithoutParameter(exception)));
        }
    }

    private static string WithoutParameter(ArgumentException exception) =>
        exception.Message.Replace($" (Parameter '{exception.ParamName}')", "", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
