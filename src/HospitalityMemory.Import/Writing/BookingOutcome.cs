namespace HospitalityMemory.Import;

/// <summary>What became of a row. Immutable.</summary>
public sealed record BookingOutcome
{
    /// <summary>What became of it.</summary>
    public required ImportOutcomeKind Kind { get; init; }

    /// <summary>The line of the file, or the place of the record, from 1.</summary>
    public required long Line { get; init; }

    /// <summary>The guest; null where the row was refused before anybody knew whose it is.</summary>
    public string? UserId { get; init; }

    /// <summary>The booking as it is recorded; null where it was refused.</summary>
    public Booking? Booking { get; init; }

    /// <summary>Why it was refused, or what the booking is without.</summary>
    public IReadOnlyList<RowProblem> Problems { get; init => field = value ?? []; } = [];

    /// <summary>Where there are problems, the row as it stands in the file; else null.</summary>
    public string? Raw { get; init; }
}

/// <summary>What became of a row or record.</summary>
public enum ImportOutcomeKind
{
    /// <summary>It was not there, and is now.</summary>
    Added,

    /// <summary>It was there, and says more or something else now.</summary>
    Merged,

    /// <summary>It was there as it is, and nothing was written.</summary>
    Unchanged,

    /// <summary>It was recorded by a memory that the host has put in place of the library's, which does not say whether it was there.</summary>
    Recorded,

    /// <summary>It was not taken.</summary>
    Refused,
}
