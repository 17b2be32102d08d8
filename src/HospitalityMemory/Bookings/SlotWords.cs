using System.Collections.Frozen;

namespace HospitalityMemory;

/// <summary>
/// Words that stand in the place of a value and are none. In a slot they say that it does not matter, or that nothing was said.
/// In the place of a name they are no name.
/// </summary>
internal static class SlotWords
{
    private const int Longest = 20;

    // docs/slots.md has the same lists, which a test compares.
    public static IReadOnlyList<string> Open { get; } =
    [
        "dontcare", "don't care", "do not care", "doesn't matter", "does not matter", "not important", "any", "anything", "anywhere",
        "anytime", "any time", "any date", "any day", "any city", "any price", "no preference", "no preferences", "no limit", "flexible",
        "open", "none", "n/a", "null",
    ];

    public static IReadOnlyList<string> Nothing { get; } =
        ["not mentioned", "not specified", "not available", "not applicable", "unknown", "undefined", "unspecified", "nil", "tbd", "tba", "-", "?"];

    private static readonly FrozenSet<string> OpenWords = Open.Select(Plain).ToFrozenSet(StringComparer.Ordinal);
    private static readonly FrozenSet<string> NothingWords = Nothing.Select(Plain).ToFrozenSet(StringComparer.Ordinal);

    // "Open" and "flexible" can be real names, of a kitchen or a rate for example.
    private static readonly FrozenSet<string> NoNames =
        OpenWords.Concat(NothingWords).Except(new[] { "open", "flexible" }.Select(Plain)).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a text says that the slot does not matter.</summary>
    public static bool IsOpen(string text) => text.Length <= Longest && NameFolding.Is(text, static folded => Has(OpenWords, folded));

    /// <summary>Whether a text says that nothing was said of the slot.</summary>
    public static bool IsNothing(string text) =>
        text.Length <= Longest && !string.IsNullOrWhiteSpace(text) && NameFolding.Is(text, static folded => Has(NothingWords, folded));

    /// <summary>Whether a text in the place of a name says nothing. Hyphens and dots alone say nothing.</summary>
    public static bool IsNoName(string text) => IsWrittenNothing(text) || NameFolding.Is(text, IsFoldedNoName);

    /// <summary>
    /// Whether the spelling of a text shows that it is no name. This is checked before folding: folded, <c>N.A.</c> would be
    /// Namibia's code, and <c>NaN</c>, which programs write for a missing number, would be the city of Nan.
    /// </summary>
    public static bool IsWrittenNothing(ReadOnlySpan<char> text)
    {
        text = Bare(text.Trim());
        return text is "NaN" || text.Equals("n.a.", StringComparison.OrdinalIgnoreCase) || text.Equals("n.a", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether a folded name says nothing. Ask <see cref="IsWrittenNothing"/> before folding.</summary>
    public static bool IsFoldedNoName(ReadOnlySpan<char> folded)
    {
        folded = Bare(folded);
        return folded.Length <= Longest && Has(NoNames, folded);
    }

    /// <summary>Removes what programs put around a word for nothing: <c>(null)</c>, <c>&lt;none&gt;</c>, <c>#N/A</c>.</summary>
    private static ReadOnlySpan<char> Bare(ReadOnlySpan<char> text)
    {
        var bare = text is ['(', .., ')'] or ['<', .., '>'] or ['[', .., ']'] or ['{', .., '}'] ? text[1..^1] : text;
        return bare is ['#', ..] ? bare[1..] : bare;
    }

    private static bool Has(FrozenSet<string> words, ReadOnlySpan<char> folded) =>
        words.GetAlternateLookup<ReadOnlySpan<char>>().Contains(folded.TrimEnd("!?"));

    private static string Plain(string text) => NameFolding.Fold(text).TrimEnd('!', '?');
}
