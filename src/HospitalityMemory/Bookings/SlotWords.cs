using System.Collections.Frozen;

namespace HospitalityMemory;

/// <summary>Words in a slot's place that are no value: that it does not matter, or that nothing was said.</summary>
internal static class SlotWords
{
    // docs/slots.md has the same lists, which a test compares.
    public static IReadOnlyList<string> Open { get; } =
    [
        "dontcare", "don't care", "do not care", "doesn't matter", "does not matter", "not important", "any", "anything", "anywhere",
        "anytime", "any time", "any date", "any day", "any city", "any price", "no preference", "no preferences", "no limit", "flexible",
        "open", "none", "n/a", "null",
    ];

    public static IReadOnlyList<string> Nothing { get; } = ["not mentioned", "not specified", "unknown", "undefined"];

    private static readonly FrozenSet<string> OpenWords = Open.Select(Plain).ToFrozenSet(StringComparer.Ordinal);
    private static readonly FrozenSet<string> NothingWords = Nothing.Select(Plain).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a text says that the slot does not matter.</summary>
    public static bool IsOpen(string text) => text.Length <= 20 && OpenWords.Contains(Plain(text));

    /// <summary>Whether a text says that nothing was said of the slot.</summary>
    public static bool IsNothing(string text) => text.Length <= 20 && NothingWords.Contains(Plain(text));

    private static string Plain(string text) =>
        string.Concat(text.Where(unit => unit is not (' ' or '_' or '-' or '\'' or '\u2019' or '.' or '!'))).ToLowerInvariant();
}
