namespace HospitalityMemory.Import;

/// <summary>The outcome of importing a profile or session. Immutable.</summary>
public sealed record RecordOutcome
{
    /// <summary>What was done with the record.</summary>
    public required ImportOutcomeKind Kind { get; init; }

    /// <summary>The number of the record, from 1; for JSON lines the line.</summary>
    public required long Place { get; init; }

    /// <summary>The guest's or session's id; null if the record has none.</summary>
    public string? Id { get; init; }

    /// <summary>
    /// How many bookings of a profile's record are recorded now, or how many messages of a session's record were kept: 0 if the session
    /// stayed as it was.
    /// </summary>
    public int Items { get; init; }

    /// <summary>Why the record was refused, or what of it could not be read although the rest was taken.</summary>
    public IReadOnlyList<RecordProblem> Problems { get; init => field = value ?? []; } = [];
}

/// <summary>What could not be read of a record.</summary>
/// <param name="Path">The field, such as <c>$.booking_history[2].check_in_date</c>; <c>$</c> for the record.</param>
/// <param name="Message">What is wrong with it, with its path.</param>
public sealed record RecordProblem(string Path, string Message);
