namespace HospitalityMemory.Import;

/// <summary>A row with its index in its part.</summary>
internal readonly record struct PlacedRow(ImportedBooking Row, int Index);

/// <summary>The rows of one guest, in their order.</summary>
internal sealed record GuestRows(string UserId, IReadOnlyList<PlacedRow> Rows)
{
    /// <summary>Runs work for each guest of some rows, several guests at once. Refused rows are passed through.</summary>
    public static Task ForEachGuestAsync(
        IReadOnlyList<ImportedBooking> rows,
        BookingOutcome?[] outcomes,
        int atOnce,
        Func<GuestRows, BookingOutcome?[], CancellationToken, ValueTask> work,
        CancellationToken cancellationToken)
    {
        var guests = new Dictionary<string, List<PlacedRow>>(StringComparer.Ordinal);
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i] is not { Booking: not null, UserId: { } userId })
            {
                outcomes[i] = Outcomes.Refused(rows[i]);
                continue;
            }

            if (!guests.TryGetValue(userId, out var ofGuest))
            {
                guests.Add(userId, ofGuest = []);
            }

            ofGuest.Add(new(rows[i], i));
        }

        return Parallel.ForEachAsync(
            guests,
            new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken },
            (guest, stop) => work(new(guest.Key, guest.Value), outcomes, stop));
    }
}

/// <summary>Makes outcomes of rows.</summary>
internal static class Outcomes
{
    /// <summary>The row was taken, perhaps without something that the memory does not record.</summary>
    public static BookingOutcome Taken(ImportedBooking row, ImportOutcomeKind kind, Booking recorded, IReadOnlyList<BookingProblem> problems) => new()
    {
        Kind = kind,
        Line = row.Line,
        UserId = row.UserId,
        Booking = recorded,
        Problems = problems.Count is 0
            ? row.Problems
            : [.. row.Problems, .. problems.Select(static problem => new RowProblem(null, $"{problem.Field} is not allowed", problem.ToString()))],
        Raw = row.Raw,
    };

    public static BookingOutcome Refused(ImportedBooking row) => new()
    {
        Kind = ImportOutcomeKind.Refused,
        Line = row.Line,
        UserId = row.UserId,
        Problems = row.Problems,
        Raw = row.Raw,
    };

    /// <summary>The memory refused the row and says why. Nothing of it was recorded.</summary>
    public static BookingOutcome Refused(ImportedBooking row, ArgumentException exception)
    {
        var message = exception.Message.Replace($" (Parameter '{exception.ParamName}')", "", StringComparison.Ordinal).ReplaceLineEndings(" ");
        var reason = exception.ParamName is { } name ? $"{name[(name.LastIndexOf('.') + 1)..]} is not allowed" : "it is not allowed";
        return Refused(row with { Problems = [.. row.Problems, new(null, reason, message)] });
    }
}
