namespace HospitalityMemory.Import;

/// <summary>Counts reasons. It keeps as many different ones as a person would read.</summary>
internal sealed class ReasonTable
{
    private const int MostReasons = 100;
    private const string Others = "other reasons";

    private readonly Dictionary<string, ImportReason> _reasons = new(StringComparer.Ordinal);

    public void Add(long line, IReadOnlyList<RowProblem> problems)
    {
        foreach (var problem in problems)
        {
            var reason = _reasons.Count < MostReasons || _reasons.ContainsKey(problem.Reason) ? problem.Reason : Others;
            _reasons[reason] = _reasons.TryGetValue(reason, out var known)
                ? known with { Rows = known.Rows + 1 }
                : new(reason, 1, line, problem.Message);
        }
    }

    public IReadOnlyList<ImportReason> ToList() => [.. _reasons.Values.OrderByDescending(static reason => reason.Rows).ThenBy(static reason => reason.FirstLine)];
}
