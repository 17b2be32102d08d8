namespace HospitalityMemory.Import;

/// <summary>What a row of a file turned out to be. Immutable.</summary>
public sealed record ImportedBooking
{
    /// <summary>The line of the file on which the row begins, from 1, the header counted; of a JSON text the place of the record.</summary>
    public required long Line { get; init; }

    /// <summary>The guest; null where the row is refused.</summary>
    public string? UserId { get; init; }

    /// <summary>The booking; null where the row is refused.</summary>
    public Booking? Booking { get; init; }

    /// <summary>
    /// What could not be read. Where the row is refused, why; else what the booking is without, since one bad field that not every
    /// booking needs does not cost the rest.
    /// </summary>
    public IReadOnlyList<RowProblem> Problems { get; init => field = value ?? []; } = [];

    /// <summary>Where the row is refused or has problems, the row as it stands in the file; else null.</summary>
    public string? Raw { get; init; }

    /// <summary>Whether the row is no booking.</summary>
    public bool IsRefused => Booking is null;
}

/// <summary>Why a row, or a field of it, could not be read.</summary>
/// <param name="Column">The column, as the file names it; null where it is the row as a whole.</param>
/// <param name="Reason">What is wrong in words that are the same for every such row.</param>
/// <param name="Message">What is wrong with what stands there, and what is allowed.</param>
public sealed record RowProblem(string? Column, string Reason, string Message);
