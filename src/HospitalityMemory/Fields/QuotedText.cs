using System.Globalization;
using System.Text;

namespace HospitalityMemory;

/// <summary>
/// Makes stored text safe for a prompt: it is on one line and has no character that could end a quote or a block, that changes
/// the direction of writing, or that is invisible. Use it where you put what guests, models or tools said into your own prompts.
/// </summary>
public static class QuotedText
{
    /// <summary>The text in quotation marks.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="maxCharacters">How many characters are shown, at least 1. A text that is cut ends with an ellipsis.</param>
    /// <returns>
    /// The quote. Quotation marks within the text become apostrophes, angle brackets become round ones, and a run of blanks and
    /// line ends becomes one blank.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than 1.</exception>
    public static string Of(string text, int maxCharacters) => $"\"{Plain(text, maxCharacters)}\"";

    /// <summary>The same as <see cref="Of"/>, without the quotation marks around it.</summary>
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

    // Format characters (direction of writing, tags, order marks), private-use characters, and the selectors in which text can be
    // hidden. The two joiners that emoji and many scripts need are kept.
    private static bool IsUnseen(Rune rune) => rune.Value is not (0x200C or 0x200D)
        && (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
            || rune.Value is >= 0xE0100 and <= 0xE01EF);

    // No character that resembles a quotation mark or the delimiter of a block is kept as it is.
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
