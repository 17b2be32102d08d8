namespace HospitalityMemory.Import;

/// <summary>Something that a file does not say, or says in two ways: who imports it has to, since a guess would be wrong in every row.</summary>
public sealed record ImportQuestion
{
    /// <summary>
    /// What answers it: <c>dates</c>, <c>decimal</c> and <c>fields</c> of the mapping, or <c>entry</c> of the options.
    /// </summary>
    public required string Setting { get; init; }

    /// <summary>The field that it is about, of <see cref="ImportFields"/>; null where it is about none.</summary>
    public string? Field { get; init; }

    /// <summary>The column that it is about, as the file names it; null where it is about none.</summary>
    public string? Column { get; init; }

    /// <summary>What is not known, with an example from the file.</summary>
    public required string Problem { get; init; }

    /// <summary>What may be answered; empty where anything may.</summary>
    public IReadOnlyList<string> Choices { get; init => field = value ?? []; } = [];

    /// <summary>The problem, with the choices.</summary>
    /// <returns>A sentence or two.</returns>
    public override string ToString() => Choices.Count is 0 ? Problem : $"{Problem} ({string.Join(", ", Choices)})";
}

/// <summary>The import did not begin, since something has to be said first. Nothing was changed.</summary>
public sealed class ImportQuestionException : HospitalityMemoryException
{
    internal ImportQuestionException(IReadOnlyList<ImportQuestion> questions)
        : base(string.Join(Environment.NewLine, questions)) => Questions = questions;

    /// <summary>All that has to be said, at least one.</summary>
    public IReadOnlyList<ImportQuestion> Questions { get; }
}
