using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;

namespace HospitalityMemory;

/// <summary>The one rule for ids of sessions, guests and bookings.</summary>
internal static class Identifier
{
    public const int MaxLength = 256;

    /// <summary>1 to 256 characters, no control characters, and no half of a surrogate pair: as UTF-8 two such ids would be one key.</summary>
    public static void ThrowIfInvalid(
        [NotNull] string? id, [CallerArgumentExpression(nameof(id))] string? parameterName = null)
    {
        ArgumentNullException.ThrowIfNull(id, parameterName);
        if (Problem(id) is { } problem)
        {
            throw new ArgumentException($"An id has 1 to {MaxLength} characters and no control characters; this one {problem}.", parameterName);
        }
    }

    public static string? Problem(string id)
    {
        if (id.Length is 0)
        {
            return "is empty";
        }

        if (id.Length > MaxLength)
        {
            return $"has {id.Length} characters";
        }

        return id.AsSpan().ContainsAnyExceptInRange(' ', '~') ? TextProblem(id) : null;
    }

    /// <summary>What keeps a text from being stored and shown as it is: control characters and broken surrogate pairs.</summary>
    public static string? TextProblem(ReadOnlySpan<char> text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsControl(rune))
            {
                return "has a control character";
            }
        }

        // EnumerateRunes reads a lone surrogate as U+FFFD, which the text may also hold in its own right.
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return "has half of a surrogate pair";
            }
        }

        return null;
    }
}
