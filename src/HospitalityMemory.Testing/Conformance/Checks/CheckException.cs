namespace HospitalityMemory.Testing.Checks;

/// <summary>A check of a case does not hold.</summary>
/// <param name="what">What was checked, as it stands in the source.</param>
/// <param name="expected">What it must be.</param>
/// <param name="actual">What it is.</param>
internal sealed class CheckException(string? what, string expected, string actual)
    : Exception($"{what}: expected {expected}; actual {actual}")
{
    public string What { get; } = what ?? "";

    public string Expected { get; } = expected;

    public string Actual { get; } = actual;
}
