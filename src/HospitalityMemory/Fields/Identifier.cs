using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;

namespace HospitalityMemory;

/// <summary>The one rule for ids of sessions, guests and bookings.</summary>
internal static class Identifier
{
    public const int MaxLength = 256;

    /// <summary>
    /// 1 to 256 characters; no control characters, no line separators (U+2028 and U+2029), and no half of a surrogate pair. All
    /// such halves become the same character in UTF-8, and two such ids would become one key.
    /// </summary>
    public static void ThrowIfInvalid(
        [NotNull] string? id, [CallerArgumentExpression(nameof(id))] string? parameterName = null)
    {
        ArgumentNullException.ThrowIfNull(id, parameterName);
        if (Problem(id) is { } problem)
        {
            throw new ArgumentException(Refusal(problem), parameterName);
        }
    }

    /// <summary>The text of an error that refuses an id.</summary>
    /// <param name="problem">What <see cref="Problem"/> found.</param>
    public static string Refusal(string problem) => $"An id has 1 to {MaxLength} characters, no control characters and no line separators; this one {problem}.";

    public static string? Problem(string id) =>
        id.AsSpan().IndexOfAny('\u2028', '\u2029') >= 0 ? "has a line separator" : NameProblem(id);

    /// <summary>What is wrong with a field's name. The rules are those of ids, but line separators are allowed.</summary>
    public static string? NameProblem(string id)
    {
        if (id.Length is 0)
        {
            return "is empty";
        }

        if (id.Length > MaxLength)
        {
            return $"has {id.Length} characters";
        }

        return TextProblem(id);
    }

    /// <summary>
    /// Why a text cannot be stored and shown as it is: it has control characters or broken surrogate pairs.
    /// </summary>
    public static string? TextProblem(ReadOnlySpan<char> text)
    {
        // This checks many characters at a time and is enough for most texts.
        if (!text.ContainsAnyExceptInRange(' ', '~'))
        {
            return null;
        }

        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsControl(rune))
            {
                return "has a control character";
            }
        }

        // EnumerateRunes reads a lone surrogate as U+FFFD, which the text may also hold in its own right.
        return HalfPairProblem(text);
    }

    /// <summary>
    /// Why a text cannot be stored as it is: half of a surrogate pair becomes U+FFFD in UTF-8. All other characters are allowed.
    /// </summary>
    public static string? HalfPairProblem(ReadOnlySpan<char> text)
    {
        // Most texts have no surrogates at all. This search looks at many characters at a time.
        while (text.IndexOfAnyInRange('\ud800', '\udfff') is var index and >= 0)
        {
            if (!char.IsHighSurrogate(text[index]) || index + 1 == text.Length || !char.IsLowSurrogate(text[index + 1]))
            {
                return "has half of a surrogate pair";
            }

            text = text[(index + 2)..];
        }

        return null;
    }

    /// <summary>The text with each half of a surrogate pair replaced by U+FFFD; the text itself where it has none.</summary>
    public static string Repaired(string text) =>
        HalfPairProblem(text) is null ? text : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
