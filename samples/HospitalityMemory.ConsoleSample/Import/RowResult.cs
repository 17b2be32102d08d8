namespace HospitalityMemory.ConsoleSample.Import;

/// <summary>What one row of a file turned out to be.</summary>
/// <param name="Line">The line of the file on which the row stands, from 1; the header counts.</param>
internal abstract record RowResult(long Line);

/// <summary>A row that is a booking.</summary>
internal sealed record GoodRow(long Line, string UserId, Booking Booking) : RowResult(Line)
{
    /// <summary>What of the row was left out of the booking, or taken for something else.</summary>
    public IReadOnlyList<BookingProblem> Notes { get; init; } = [];
}

/// <summary>A row that is none.</summary>
/// <param name="Line">The line of the file on which the row stands, from 1; the header counts.</param>
/// <param name="Reason">What is wrong with it, and what is allowed.</param>
internal sealed record BadRow(long Line, string Reason) : RowResult(Line);
