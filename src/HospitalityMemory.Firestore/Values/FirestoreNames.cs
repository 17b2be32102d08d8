using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace HospitalityMemory.Firestore;

/// <summary>Encodes ids as document ids, and names as field names. No two of them have the same encoding.</summary>
/// <remarks>
/// A document id also stands in URLs, where a program on the way may trim, decode or normalize it. It is therefore made of letters, digits,
/// hyphens and underscores only: a prefix, by which it is never one that Firestore reserves, and the id's UTF-8 in base64url. An id has at
/// most 256 characters and so at most 768 bytes, which become 1,027 here; Firestore allows 1,500. A field name stands only in bodies. It
/// stays readable: an escaped character becomes a tilde and its code in two hexadecimal digits.
/// </remarks>
internal static class FirestoreNames
{
    /// <summary>
    /// The single field of a map that stands for a value for which Firestore has no type. No escaped name looks like it.
    /// </summary>
    public const string JsonMarker = "~json";

    private const string IdPrefix = "id-";

    private static readonly SearchValues<char> EscapedInFields = SearchValues.Create("~");

    /// <summary>Throws for invalid bytes or characters, instead of replacing each of them by U+FFFD.</summary>
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="ArgumentException">The id has half of a surrogate pair.</exception>
    public static string EncodeId(string id) => IdPrefix + Base64Url.EncodeToString(Utf8.GetBytes(id));

    /// <exception cref="FormatException">The document id was not made by <see cref="EncodeId"/>.</exception>
    public static string DecodeId(string documentId)
    {
        if (documentId.StartsWith(IdPrefix, StringComparison.Ordinal))
        {
            try
            {
                // Base64 has several spellings of the same bytes. Only one of them is an encoded id.
                var id = Utf8.GetString(Base64Url.DecodeFromChars(documentId.AsSpan(IdPrefix.Length)));
                if (id.Length > 0 && EncodeId(id) == documentId)
                {
                    return id;
                }
            }
            catch (ArgumentException)
            {
                // These bytes are no UTF-8.
            }
        }

        throw new FormatException("The document id is not one that this library writes.");
    }

    /// <param name="name">The name as the JSON has it.</param>
    /// <param name="isTaken">Whether the store keeps a field of its own under this name.</param>
    public static string EncodeField(string name, bool isTaken) => name.Length is 0
        ? "~"
        : name.Contains('~', StringComparison.Ordinal) || isTaken || IsReserved(name) ? Encode(name, EscapedInFields, escapeFirst: isTaken || IsReserved(name)) : name;

    /// <summary>Decodes a field name. If another program wrote it, it may hold a plain tilde, which is kept.</summary>
    public static string DecodeField(string fieldName) => fieldName is "~" ? "" : Decode(fieldName);

    /// <summary>A field name as a part of a field path, whatever its characters.</summary>
    public static string Quote(string fieldName) =>
        $"`{fieldName.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("`", "\\`", StringComparison.Ordinal)}`";

    /// <summary>
    /// Firestore reserves names that match <c>__.*__</c>. Shorter ones such as <c>__</c> are escaped too, which does no harm.
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
