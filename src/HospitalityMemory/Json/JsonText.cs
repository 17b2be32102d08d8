using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace HospitalityMemory;

/// <summary>How this library writes JSON text: compact, non-ASCII as it is.</summary>
internal static class JsonText
{
    /// <summary>
    /// The relaxed encoder leaves non-ASCII alone (half the bytes for most of the world's guests); that it also leaves
    /// HTML's characters matters only to a page that embeds the text raw, which no store does.
    /// </summary>
    public static JsonWriterOptions WriterOptions { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Serialize<T>(T value, JsonTypeInfo<T> typeInfo)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            JsonSerializer.Serialize(writer, value, typeInfo);
        }

        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}

/// <summary>Metadata of the plain values that a field may hold.</summary>
[JsonSerializable(typeof(JsonFields))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(decimal))]
[JsonSourceGenerationOptions(Converters = [typeof(JsonFieldsConverter)])]
internal sealed partial class FieldJsonContext : JsonSerializerContext;
