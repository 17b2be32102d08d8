using System.Globalization;
using System.Text;

namespace HospitalityMemory;

/// <summary>
/// Stored text as it may stand in a prompt: on one line, without a character that could end a quote or a block, that turns the
/// direction of writing, or that nobody sees. For hosts that put what guests, models or tools said into prompts of their own.
/// </summary>
public static class QuotedText
{
    /// <summary>The text in quotation marks.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="maxCharacters">How much of it is shown, at least 1; what is cut ends with an ellipsis.</param>
    /// <returns>The quote. Quotation marks within it are apostrophes, angle brackets are round ones, blanks and line ends one blank.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than 1.</exception>
    public static string Of(string text, int maxCharacters) => $"\"{Plain(text, maxCharacters)}\"";

    /// <summary>The same without the marks around it.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="maxCharacters">How much of it is shown, at least 1.</param>
    /// <returns>The text.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than 1.</exception>
    public static string Plain(string text, int maxCharacters)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxCharacters, 1);
        var plain = new StringBuilder(Math.Min(text.Length, maxCharacters) + 1);
        var isSpacePending = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
            {
                isSpacePending = plain.Length > 0;
                continue;
            }

            if (IsUnseen(rune))
            {
                continue;
            }

            if (plain.Length + (isSpacePending ? 1 : 0) + rune.Utf16SequenceLength > maxCharacters)
            {
                return plain.Append('\u2026').ToString();
            }

            if (isSpacePending)
            {
                plain.Append(' ');
                isSpacePending = false;
            }

            AppendHarmless(plain, rune);
        }

        return plain.ToString();
    }

    // Format characters (those that turn the direction of writing, tags, marks of order), private ones, and the selectors in
    // which text can be hidden. The two joiners that emoji and many scripts need stay.
    private static bool IsUnseen(Rune rune) => rune.Value is not (0x200C or 0x200D)
        && (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
            || rune.Value is >= 0xE0100 and <= 0xE01EF);

    // Nothing that looks like the quote or like the delimiters of a block stays what it is.
    private static void AppendHarmless(StringBuilder text, Rune rune)
    {
        switch (rune.Value)
        {
            case '"' or 0x201C or 0x201D or 0x201E or 0x201F or 0x2033 or 0xFF02:
                text.Append('\'');
                break;
            case '<' or 0x2039 or 0x2329 or 0x27E8 or 0x3008 or 0xFE64 or 0xFF1C:
                text.Append('(');
                break;
            case '>' or 0x203A or 0x232A or 0x27E9 or 0x3009 or 0xFE65 or 0xFF1E:
                text.Append(')');
                break;
            default:
                text.Append(rune.ToString());
                break;
        }
    }
}
