namespace HospitalityMemory.Import;

/// <summary>The outcome of importing a row. Immutable.</summary>
public sealed record BookingOutcome
{
    /// <summary>What was done with the row.</summary>
    public required ImportOutcomeKind Kind { get; init; }

    /// <summary>The line of the file, or the number of the record, from 1.</summary>
    public required long Line { get; init; }

    /// <summary>The guest; null if the row was refused before the guest was known.</summary>
    public string? UserId { get; init; }

    /// <summary>The booking as it is recorded; null if the row was refused.</summary>
    public Booking? Booking { get; init; }

    /// <summary>Why the row was refused, or what the booking lacks.</summary>
    public IReadOnlyList<RowProblem> Problems { get; init => field = value ?? []; } = [];

    /// <summary>The row as it stands in the file if there are problems; else null.</summary>
    public string? Raw { get; init; }
}

/// <summary>What was done with a row or record.</summary>
public enum ImportOutcomeKind
{
    /// <summary>It did not exist before, and exists now.</summary>
    Added,

    /// <summary>It existed before, and says more or something else now.</summary>
    Merged,

    /// <summary>It existed just as it is, and nothing was written.</summary>
    Unchanged,

    /// <summary>
    /// It was recorded by a memory with which the host replaced the library's. That memory does not say whether it existed before.
    /// </summary>
    Recorded,

    /// <summary>It was refused.</summary>
    Refused,
}
