namespace HospitalityMemory.Import;

/// <summary>What became of a profile or session. Immutable.</summary>
public sealed record RecordOutcome
{
    /// <summary>What became of it.</summary>
    public required ImportOutcomeKind Kind { get; init; }

    /// <summary>Its place among the records, from 1; of JSON lines the line.</summary>
    public required long Place { get; init; }

    /// <summary>The guest's or session's id; null where the record has none.</summary>
    public string? Id { get; init; }

    /// <summary>Of a profile how many bookings came with it; of a session how many messages.</summary>
    public int Items { get; init; }

    /// <summary>Why it was refused, or what of it could not be read: the rest is taken.</summary>
    public IReadOnlyList<RecordProblem> Problems { get; init => field = value ?? []; } = [];
}

/// <summary>What could not be read of a record.</summary>
/// <param name="Path">The field, such as <c>$.booking_history[2].check_in_date</c>; <c>$</c> for the record.</param>
/// <param name="Message">What is wrong with it, with its path.</param>
public sealed record RecordProblem(string Path, string Message);
