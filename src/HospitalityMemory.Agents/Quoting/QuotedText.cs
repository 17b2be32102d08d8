using System.Globalization;
using System.Text;

namespace HospitalityMemory.Agents;

/// <summary>
/// Texts of guests, models and tools as they stand in a prompt: on one line, without a character that could end a quote or a
/// block, that turns the direction of writing, or that nobody sees.
/// </summary>
internal static class QuotedText
{
    /// <summary>The text in quotation marks.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="maxCharacters">How much of it is shown.</param>
    public static string Of(string text, int maxCharacters) => $"\"{Plain(text, maxCharacters)}\"";

    /// <summary>The text without the marks.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="maxCharacters">How much of it is shown.</param>
    public static string Plain(string text, int maxCharacters)
    {
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

    // The two joiners that emoji and many scripts need stay.
    private static bool IsUnseen(Rune rune) => rune.Value is not (0x200C or 0x200D)
        && (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
            || rune.Value is >= 0xE0100 and <= 0xE01EF);

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
