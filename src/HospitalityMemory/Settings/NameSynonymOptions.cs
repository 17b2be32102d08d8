namespace HospitalityMemory;

/// <summary>
/// Names that are the same beside the built-in ones, which
/// <see href="https://github.com/hospitality-memory/hospitality-memory/blob/main/docs/names.md">the documentation's page on names</see>
/// lists; section <c>HospitalityMemory:LongTerm:Synonyms</c>.
/// </summary>
/// <remarks>
/// Each name with the one that it stands for, such as <c>NYC</c> with <c>New York City</c>: they are compared as one, and shown
/// as they were written last. A built-in name with an empty text stands for itself again. Case, accents, blanks, dots,
/// apostrophes and hyphens do not matter. At most 10,000 of a kind.
/// </remarks>
public sealed class NameSynonymOptions
{
    /// <summary>Cities.</summary>
    public IDictionary<string, string> Cities { get; set => field = value ?? None(); } = None();

    /// <summary>Countries: names with a code of ISO 3166, or with another name.</summary>
    public IDictionary<string, string> Countries { get; set => field = value ?? None(); } = None();

    /// <summary>Amenities.</summary>
    public IDictionary<string, string> Amenities { get; set => field = value ?? None(); } = None();

    /// <summary>Kinds of property.</summary>
    public IDictionary<string, string> PropertyTypes { get; set => field = value ?? None(); } = None();

    /// <summary>Those who run properties: hosts, brands, chains.</summary>
    public IDictionary<string, string> Operators { get; set => field = value ?? None(); } = None();

    private static Dictionary<string, string> None() => new(StringComparer.OrdinalIgnoreCase);
}
