namespace HospitalityMemory.Import;

/// <summary>Records the bookings of some rows, many guests at once.</summary>
internal sealed class BookingWriter(ILongTermMemory memory)
{
    /// <summary>
    /// A durable store flushes the writes of many callers to the disk at once. With this many callers, an import that survives a power cut
    /// takes hardly longer than one that does not. There is therefore no setting for it.
    /// </summary>
    private const int Writers = 256;

    /// <summary>How many bookings of a guest are committed together. The library takes up to 400.</summary>
    private const int BookingsOfCommit = 100;

    /// <param name="rows">The rows.</param>
    /// <param name="outcomes">Gets the outcome of each row.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public Task WriteAsync(IReadOnlyList<ImportedBooking> rows, BookingOutcome?[] outcomes, CancellationToken cancellationToken) =>
        GuestRows.ForEachGuestAsync(rows, outcomes, Writers, WriteGuestAsync, cancellationToken);

    private async ValueTask WriteGuestAsync(GuestRows guest, BookingOutcome?[] outcomes, CancellationToken cancellationToken)
    {
        foreach (var some in guest.Rows.Chunk(BookingsOfCommit))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await TryWriteAsync(guest.UserId, some, outcomes, cancellationToken).ConfigureAwait(false))
            {
                continue;
            }

            // One by one, the others are still recorded, and the refused row is reported by its line.
            foreach (var row in some)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await TryWriteAsync(guest.UserId, [row], outcomes, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <returns>False if one of several rows was refused, and therefore none was recorded.</returns>
    private async ValueTask<bool> TryWriteAsync(string userId, PlacedRow[] rows, BookingOutcome?[] outcomes, CancellationToken cancellationToken)
    {
        try
        {
            Booking[] bookings = [.. rows.Select(static row => row.Row.Booking!)];
            if (memory is LongTermMemory known)
            {
                Tell(rows, await known.RecordBookingsAsync(userId, bookings, cancellationToken).ConfigureAwait(false), outcomes);
                return true;
            }

            var recorded = await memory.AddBookingsToHistoryAsync(userId, bookings, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < rows.Length; i++)
            {
                outcomes[rows[i].Index] = Outcomes.Taken(rows[i].Row, ImportOutcomeKind.Recorded, recorded[i].Booking, recorded[i].Problems);
            }

            return true;
        }
        catch (ArgumentException exception)
        {
            if (rows is [var only])
            {
                outcomes[only.Index] = Outcomes.Refused(only.Row, exception);
            }

            return false;
        }
    }

    /// <summary>If several rows are about one booking, the first one counts as adding it, and the others are merged into it.</summary>
    private static void Tell(PlacedRow[] rows, SeveralBookings several, BookingOutcome?[] outcomes)
    {
        var added = several.Added.Select(static booking => booking.BookingId).ToHashSet(StringComparer.Ordinal);
        var changed = several.Changed.Select(static booking => booking.BookingId).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < rows.Length; i++)
        {
            var booking = several.Recorded[i];
            var kind = added.Remove(booking.BookingId) ? ImportOutcomeKind.Added
                : changed.Contains(booking.BookingId) && !SaysNothingNew(rows, i) ? ImportOutcomeKind.Merged
                : ImportOutcomeKind.Unchanged;
            outcomes[rows[i].Index] = Outcomes.Taken(rows[i].Row, kind, booking, several.Problems[i]);
        }
    }

    /// <summary>Whether the last row before this one about the same booking says the same.</summary>
    private static bool SaysNothingNew(PlacedRow[] rows, int index)
    {
        var booking = rows[index].Row.Booking!;
        for (var i = index - 1; i >= 0; i--)
        {
            if (rows[i].Row.Booking!.BookingId == booking.BookingId)
            {
                return BookingMerge.AreSame(rows[i].Row.Booking!, booking);
            }
        }

        return false;
    }
}
