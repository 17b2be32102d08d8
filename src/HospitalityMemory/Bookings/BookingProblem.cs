namespace HospitalityMemory;

/// <summary>What is wrong with an optional field of a booking, and what was done about it. Immutable.</summary>
/// <remarks>
/// Such a field does not cost the booking, which is recorded without it or with another value. A problem repeats what was given:
/// show it to the caller who gave it, and keep it out of logs.
/// </remarks>
public sealed record BookingProblem
{
    /// <summary>The booking; null where it has no id yet.</summary>
    public string? BookingId { get; init; }

    /// <summary>The field, as JSON names it, such as <c>price_per_night</c>.</summary>
    public required string Field { get; init; }

    /// <summary>What is wrong and what is allowed, after the field's name: <c>is -5; 0 to 1000000000 is allowed</c>.</summary>
    public required string Problem { get; init; }

    /// <summary>What was taken in its place; null where the field was dropped, as if it had been left out.</summary>
    public string? TakenAs { get; init; }

    /// <summary>The problem in one sentence: <c>price_per_night is -5; 0 to 1000000000 is allowed. It was dropped.</c></summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Field} {Problem}. It was {(TakenAs is null ? "dropped" : $"taken as {TakenAs}")}.";
}

/// <summary>Collects what is wrong with one booking. It allocates nothing while nothing is wrong.</summary>
internal struct BookingProblems(string? bookingId)
{
    private List<BookingProblem>? _found;

    public readonly IReadOnlyList<BookingProblem> Found => _found ?? (IReadOnlyList<BookingProblem>)[];

    public void Add(string field, string problem, string? takenAs = null) =>
        (_found ??= []).Add(new() { BookingId = bookingId, Field = field, Problem = problem, TakenAs = takenAs });
}
