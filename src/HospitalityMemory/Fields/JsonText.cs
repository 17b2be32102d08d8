using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace HospitalityMemory;

/// <summary>How this library writes JSON text: compact, and without escapes for non-ASCII characters.</summary>
internal static class JsonText
{
    /// <summary>
    /// How deep the value of one field may be nested. A deeper value could be written but not read again.
    /// </summary>
    public const int MaxFieldDepth = 64;

    /// <summary>
    /// The depth of a stored document. A field's value may lie this deep in it: profile, travel record, list, booking.
    /// </summary>
    public const int MaxDocumentDepth = MaxFieldDepth + 8;

    public static JsonWriterOptions WriterOptions { get; } = new()
    {
        Encoder = UnescapedTextEncoder.Instance,
        MaxDepth = MaxDocumentDepth,
    };

    private const int EscapeLength = 6;

    private static JsonWriterOptions FieldOptions { get; } = WriterOptions with { MaxDepth = MaxFieldDepth };

    /// <summary>The JSON text of one field's value.</summary>
    /// <exception cref="JsonException">The value is nested too deep.</exception>
    /// <exception cref="ArgumentException">The value cannot be JSON, such as NaN.</exception>
    public static string SerializeField<T>(T value, JsonTypeInfo<T> typeInfo)
    {
        try
        {
            return Serialize(value, typeInfo, FieldOptions);
        }
        catch (InvalidOperationException exception)
        {
            // The writer reports "too deep" with this exception. Any other cause is a fault of the value's converter.
            throw new JsonException($"The value cannot be written as JSON of at most {MaxFieldDepth} levels.", exception);
        }
    }

    /// <summary>
    /// The value with each half of a surrogate pair in its texts and names replaced by U+FFFD. JSON can hold such a half as an
    /// escape, but UTF-8 text cannot store it.
    /// </summary>
    /// <exception cref="ArgumentException">The value was parsed from bytes that are not UTF-8.</exception>
    public static JsonElement Repaired(JsonElement value)
    {
        var json = value.ValueKind is JsonValueKind.Undefined ? "" : RawText(value);
        return HalfEscape(json, 0) < 0 ? value : JsonElement.Parse(WithoutHalfEscapes(json));
    }

    private static string RawText(JsonElement value)
    {
        try
        {
            return value.GetRawText();
        }
        catch (InvalidOperationException exception)
        {
            // Parsing a document does not check its texts, so the error appears only here.
            throw new ArgumentException("The JSON has texts whose bytes are no UTF-8; only Unicode is allowed.", nameof(value), exception);
        }
    }

    private static string WithoutHalfEscapes(string json)
    {
        var repaired = new StringBuilder(json.Length);
        var done = 0;
        for (var half = HalfEscape(json, 0); half >= 0; half = HalfEscape(json, done))
        {
            repaired.Append(json, done, half - done).Append("\\ufffd");
            done = half + EscapeLength;
        }

        return repaired.Append(json, done, json.Length - done).ToString();
    }

    /// <summary>Where the next escape of half a surrogate pair stands; -1 for none.</summary>
    private static int HalfEscape(string json, int start)
    {
        for (var i = json.IndexOf('\\', start); i >= 0; i = i < json.Length ? json.IndexOf('\\', i) : -1)
        {
            if (!char.IsSurrogate(EscapedUnit(json, i)))
            {
                // This skips an escaped backslash as well.
                i += 2;
            }
            else if (char.IsSurrogatePair(EscapedUnit(json, i), EscapedUnit(json, i + EscapeLength)))
            {
                i += 2 * EscapeLength;
            }
            else
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The UTF-16 unit of the escape at an index; NUL where there is none.</summary>
    private static char EscapedUnit(string json, int index) =>
        index + EscapeLength <= json.Length && json[index] is '\\' && json[index + 1] is 'u'
        && ushort.TryParse(json.AsSpan(index + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : '\0';

    public static string Serialize<T>(T value, JsonTypeInfo<T> typeInfo) => Serialize(value, typeInfo, WriterOptions);

    private static string Serialize<T>(T value, JsonTypeInfo<T> typeInfo, JsonWriterOptions options)
    {
        using var buffer = new PooledBuffer();
        using (var writer = new Utf8JsonWriter(buffer, options))
        {
            JsonSerializer.Serialize(writer, value, typeInfo);
        }

        return buffer.ToText();
    }
}

/// <summary>Metadata of the plain values that a field may hold.</summary>
[JsonSerializable(typeof(JsonFields))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(decimal))]
[JsonSerializable(typeof(decimal?))]
[JsonSerializable(typeof(bool?))]
[JsonSourceGenerationOptions(Converters = [typeof(JsonFieldsConverter)], MaxDepth = JsonText.MaxDocumentDepth)]
internal sealed partial class FieldJsonContext : JsonSerializerContext;
