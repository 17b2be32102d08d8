using Spectre.Console;

namespace HospitalityMemory.ConsoleSample.Import;

/// <summary>Records the bookings of a file, many guests at once and each guest's in the order of the file.</summary>
internal sealed class BookingImporter(ILongTermMemory memory, IAnsiConsole console, TimeProvider timeProvider)
{
    private const int RowsPerChunk = 2_048;

    /// <summary>
    /// A durable store puts what many write at once on the disk with one flush. With this many, an import that survives a power
    /// cut takes hardly longer than one that does not, so that there is no setting for it.
    /// </summary>
    private const int Writers = 256;

    /// <summary>How many bookings of a guest are committed together; the library takes up to 400.</summary>
    private const int RowsOfCommit = 100;

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
        var rows = new List<RowResult>(RowsPerChunk);
        try
        {
            await foreach (var row in bookings.ReadAsync(cancellationToken))
            {
                rows.Add(row);
                if (rows.Count is RowsPerChunk)
                {
                    await RecordAsync(rows, tally, cancellationToken);
                    rows.Clear();
                    redraw();
                }
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            // The file is damaged from here on; what was read before stands.
            await RecordAsync(rows, tally, cancellationToken);
            throw;
        }

        await RecordAsync(rows, tally, cancellationToken);
    }

    /// <summary>Records rows, each guest's in their order, and counts them in the file's order.</summary>
    private async Task RecordAsync(List<RowResult> rows, ImportTally tally, CancellationToken cancellationToken)
    {
        // What became of each row; null where the import was stopped before it.
        var outcomes = rows.Select(RowResult? (row) => row as BadRow).ToArray();
        var guests = rows.Select((row, index) => (Row: row as GoodRow, Index: index))
            .Where(row => row.Row is not null)
            .GroupBy(row => row.Row!.UserId, StringComparer.Ordinal);
        try
        {
            await Parallel.ForEachAsync(
                guests,
                new ParallelOptions { MaxDegreeOfParallelism = Writers, CancellationToken = cancellationToken },
                async (guest, stop) =>
                {
                    foreach (var some in guest.Chunk(RowsOfCommit))
                    {
                        stop.ThrowIfCancellationRequested();
                        if (await TryRecordTogetherAsync([.. some.Select(row => row.Row!)], stop) is { } recorded)
                        {
                            foreach (var ((row, index), result) in some.Zip(recorded))
                            {
                                outcomes[index] = Noted(row!, result);
                            }

                            continue;
                        }

                        foreach (var (row, index) in some)
                        {
                            stop.ThrowIfCancellationRequested();
                            outcomes[index] = await RecordAsync(row!, stop);
                        }
                    }
                });
        }
        finally
        {
            foreach (var outcome in outcomes)
            {
                Count(outcome, tally);
            }
        }
    }

    private static void Count(RowResult? outcome, ImportTally tally)
    {
        switch (outcome)
        {
            case GoodRow row:
                tally.Recorded(row.UserId, row.Booking.BookingId);
                tally.Noted(row);
                break;
            case BadRow row:
                tally.Refused(row);
                break;
        }
    }

    private static GoodRow Noted(GoodRow row, RecordedBooking recorded) =>
        recorded.Problems.Count is 0 ? row : row with { Notes = [.. row.Notes, .. recorded.Problems] };

    /// <returns>Null where one of the rows was refused, so that none of them was recorded.</returns>
    private async ValueTask<IReadOnlyList<RecordedBooking>?> TryRecordTogetherAsync(GoodRow[] rows, CancellationToken cancellationToken)
    {
        try
        {
            return await memory.AddBookingsAsync(rows[0].UserId, [.. rows.Select(row => row.Booking)], cancellationToken);
        }
        catch (ArgumentException)
        {
            // One by one, the others are recorded all the same, and the refused one is named by its line.
            return null;
        }
    }

    private async ValueTask<RowResult> RecordAsync(GoodRow row, CancellationToken cancellationToken)
    {
        try
        {
            return Noted(row, await memory.AddBookingToHistoryAsync(row.UserId, row.Booking, cancellationToken));
        }
        catch (ArgumentException exception)
        {
            // The library refused the booking (a city of 300 letters) and says why; nothing of it was recorded.
            return new BadRow(row.Line, Words.Of(exception));
        }
    }
}
