using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;

namespace HospitalityMemory;

/// <summary>
/// Escapes only what JSON requires. The relaxed encoder of System.Text.Json nearly does that, and halves the bytes of most texts
/// in the world. But it also escapes every character beyond U+FFFF, such as emoji, which triples their bytes; this encoder does
/// not.
/// </summary>
/// <remarks>
/// HTML's special characters are not escaped either. That matters only to a page that embeds the text raw, which no store does.
/// </remarks>
internal sealed class UnescapedTextEncoder : JavaScriptEncoder
{
    private static readonly JavaScriptEncoder Relaxed = UnsafeRelaxedJsonEscaping;

    private UnescapedTextEncoder()
    {
    }

    public static UnescapedTextEncoder Instance { get; } = new();

    public override int MaxOutputCharactersPerInputCharacter => Relaxed.MaxOutputCharactersPerInputCharacter;

    public override bool WillEncode(int unicodeScalar) => unicodeScalar <= char.MaxValue && Relaxed.WillEncode(unicodeScalar);

    public override unsafe int FindFirstCharacterToEncode(char* text, int textLength)
    {
        var rest = new ReadOnlySpan<char>(text, textLength);
        while (true)
        {
            int found;
            fixed (char* start = rest)
            {
                found = Relaxed.FindFirstCharacterToEncode(start, rest.Length);
            }

            if (found < 0)
            {
                return found;
            }

            if (Rune.DecodeFromUtf16(rest[found..], out var rune, out var length) is not OperationStatus.Done || rune.IsBmp)
            {
                return textLength - rest.Length + found;
            }

            rest = rest[(found + length)..];
        }
    }

    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text)
    {
        var rest = utf8Text;
        while (true)
        {
            var found = Relaxed.FindFirstCharacterToEncodeUtf8(rest);
            if (found < 0)
            {
                return found;
            }

            if (Rune.DecodeFromUtf8(rest[found..], out var rune, out var length) is not OperationStatus.Done || rune.IsBmp)
            {
                return utf8Text.Length - rest.Length + found;
            }

            rest = rest[(found + length)..];
        }
    }

    public override unsafe bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten) =>
        Relaxed.TryEncodeUnicodeScalar(unicodeScalar, buffer, bufferLength, out numberOfCharactersWritten);
}
