using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace HospitalityMemory;

/// <summary>How this library writes JSON text: compact, non-ASCII as it is.</summary>
internal static class JsonText
{
    /// <summary>
    /// How deep the value of one field may be nested; what is deeper could be written and then not read.
    /// </summary>
    public const int MaxFieldDepth = 64;

    /// <summary>
    /// A field's value sits up to this deep in a stored document: profile, travel record, list, booking.
    /// </summary>
    public const int MaxDocumentDepth = MaxFieldDepth + 8;

    public static JsonWriterOptions WriterOptions { get; } = new()
    {
        Encoder = UnescapedTextEncoder.Instance,
        MaxDepth = MaxDocumentDepth,
    };

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
            // The writer's word for "too deep"; what else it may mean is a fault of the value's converter.
            throw new JsonException($"The value cannot be written as JSON of at most {MaxFieldDepth} levels.", exception);
        }
    }

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
