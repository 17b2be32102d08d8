namespace HospitalityMemory.Import;

/// <summary>What was read of a row. Immutable.</summary>
public sealed record ImportedBooking
{
    /// <summary>
    /// The line of the file on which the row begins, from 1, including the header. For a JSON text it is the number of the record.
    /// </summary>
    public required long Line { get; init; }

    /// <summary>The guest; null if the row is refused.</summary>
    public string? UserId { get; init; }

    /// <summary>The booking; null if the row is refused.</summary>
    public Booking? Booking { get; init; }

    /// <summary>
    /// What could not be read. For a refused row it says why; otherwise it says what the booking lacks, because one bad field that not
    /// every booking needs does not cost the rest.
    /// </summary>
    public IReadOnlyList<RowProblem> Problems { get; init => field = value ?? []; } = [];

    /// <summary>The row as it stands in the file if it is refused or has problems; else null.</summary>
    public string? Raw { get; init; }

    /// <summary>Whether the row is no booking.</summary>
    public bool IsRefused => Booking is null;
}

/// <summary>Why a row, or a field of it, could not be read.</summary>
/// <param name="Column">The column, as the file names it; null if the problem is the row as a whole.</param>
/// <param name="Reason">What is wrong, in the same words for every row with this problem.</param>
/// <param name="Message">What is wrong with this row's value, and what is allowed.</param>
public sealed record RowProblem(string? Column, string Reason, string Message);
