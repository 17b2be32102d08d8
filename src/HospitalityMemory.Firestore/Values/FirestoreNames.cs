using System.Buffers;
using System.Globalization;
using System.Text;

namespace HospitalityMemory.Firestore;

/// <summary>
/// Ids as document ids, and names as field names. Both escape a character as a tilde and its code in two hexadecimal
/// digits, so that no two share an outcome, and leave everything else readable.
/// </summary>
/// <remarks>
/// A tilde, not a percent sign: a document id also stands in URLs, where something on the way may decode once too
/// often. An id has at most 256 characters, so at most 768 bytes here; Firestore allows 1,500.
/// </remarks>
internal static class FirestoreNames
{
    /// <summary>
    /// The single field of a map that stands for a value Firestore has no type for. No escaped name looks like it.
    /// </summary>
    public const string JsonMarker = "~json";

    private static readonly SearchValues<char> EscapedInIds = SearchValues.Create("~/:%");
    private static readonly SearchValues<char> EscapedInFields = SearchValues.Create("~");

    public static string EncodeId(string id) => Encode(id, EscapedInIds, escapeFirst: id is "." or ".." || IsReserved(id));

    /// <exception cref="FormatException">The document id was not made by <see cref="EncodeId"/>.</exception>
    public static string DecodeId(string documentId)
    {
        var id = Decode(documentId);
        return EncodeId(id) == documentId ? id : throw new FormatException("The document id is not one that this library writes.");
    }

    /// <param name="name">The name as the JSON has it.</param>
    /// <param name="isTaken">Whether the store keeps a field of its own under this name.</param>
    public static string EncodeField(string name, bool isTaken) => name.Length is 0
        ? "~"
        : name.Contains('~', StringComparison.Ordinal) || isTaken || IsReserved(name) ? Encode(name, EscapedInFields, escapeFirst: isTaken || IsReserved(name)) : name;

    /// <summary>A name that another program wrote may hold a tilde of its own; it is left as it is.</summary>
    public static string DecodeField(string fieldName) => fieldName is "~" ? "" : Decode(fieldName);

    /// <summary>A field name as a part of a field path, whatever its characters.</summary>
    public static string Quote(string fieldName) =>
        $"`{fieldName.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("`", "\\`", StringComparison.Ordinal)}`";

    /// <summary>
    /// Firestore keeps names that match <c>__.*__</c> for itself. The shorter ones are escaped too: nothing is lost by
    /// it.
    /// </summary>
    private static bool IsReserved(string name) =>
        name.StartsWith("__", StringComparison.Ordinal) && name.EndsWith("__", StringComparison.Ordinal);

    private static string Encode(string text, SearchValues<char> escaped, bool escapeFirst)
    {
        if (!escapeFirst && !text.AsSpan().ContainsAny(escaped))
        {
            return text;
        }

        var encoded = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            if ((i is 0 && escapeFirst) || escaped.Contains(text[i]))
            {
                encoded.Append(CultureInfo.InvariantCulture, $"~{(int)text[i]:X2}");
            }
            else
            {
                encoded.Append(text[i]);
            }
        }

        return encoded.ToString();
    }

    private static string Decode(string text)
    {
        if (!text.Contains('~', StringComparison.Ordinal))
        {
            return text;
        }

        var decoded = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '~' && i + 2 < text.Length
                && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                decoded.Append((char)code);
                i += 2;
            }
            else
            {
                decoded.Append(text[i]);
            }
        }

        return decoded.ToString();
    }
}
