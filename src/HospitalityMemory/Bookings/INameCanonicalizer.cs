namespace HospitalityMemory;

/// <summary>
/// Says which of the host's names mean the same, beyond what <see cref="NameRules"/> knows. It may use the host's own list of
/// places, for example. Register it in the container as a singleton, under the memory's service key where the memory has one.
/// </summary>
/// <remarks>
/// It must be thread safe and fast, and must give the same answer for a name as long as the process runs, since answers are kept.
/// Preferences that were computed do not change when the answer does.
/// </remarks>
public interface INameCanonicalizer
{
    /// <summary>The name that a name stands for.</summary>
    /// <param name="kind">What it is of.</param>
    /// <param name="name">The name as it was written, without blanks around it, never empty.</param>
    /// <returns>
    /// Another name of the same thing, compared in its place and never shown, such as <c>New York City</c> for <c>NYC</c>; null
    /// where there is nothing to add.
    /// </returns>
    string? Canonicalize(NameKind kind, string name);
}
