namespace HospitalityMemory;

/// <summary>
/// Says which names of a host's are the same, beyond what <see cref="NameRules"/> knows: from the host's own list of places,
/// say. Registered in the container, where the memory has a key under that key; singleton.
/// </summary>
/// <remarks>
/// Must be thread safe, fast, and a function: the same name gets the same answer as long as the process runs, as answers are
/// kept. Preferences that were computed do not change when the answer does.
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
