namespace HospitalityMemory.Import;

/// <summary>
/// Something that a file does not say, or says in two ways. The person who imports it must answer, because a guess would be wrong in every
/// row.
/// </summary>
public sealed record ImportQuestion
{
    /// <summary>
    /// The setting that answers it: <c>dates</c>, <c>decimal</c> or <c>fields</c> of the mapping, or <c>entry</c> of the options.
    /// </summary>
    public required string Setting { get; init; }

    /// <summary>The field of <see cref="ImportFields"/> that it is about; null if it is about none.</summary>
    public string? Field { get; init; }

    /// <summary>The column that it is about, as the file names it; null if it is about none.</summary>
    public string? Column { get; init; }

    /// <summary>What is not known, with an example from the file.</summary>
    public required string Problem { get; init; }

    /// <summary>The possible answers; empty if any answer is possible.</summary>
    public IReadOnlyList<string> Choices { get; init => field = value ?? []; } = [];

    /// <summary>The problem, with the choices.</summary>
    /// <returns>A sentence or two.</returns>
    public override string ToString() => Choices.Count is 0 ? Problem : $"{Problem} ({string.Join(", ", Choices)})";
}

/// <summary>The import did not begin, because something must be answered first. Nothing was changed.</summary>
public sealed class ImportQuestionException : HospitalityMemoryException
{
    internal ImportQuestionException(IReadOnlyList<ImportQuestion> questions)
        : base(string.Join(Environment.NewLine, questions)) => Questions = questions;

    /// <summary>Everything that must be answered, at least one question.</summary>
    public IReadOnlyList<ImportQuestion> Questions { get; }
}
