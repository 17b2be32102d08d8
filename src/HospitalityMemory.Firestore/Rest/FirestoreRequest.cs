using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HospitalityMemory.Firestore;

/// <summary>Writes the bodies of requests. A body is kept until the answer arrives, because an attempt may be repeated.</summary>
internal static class FirestoreRequest
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> Write<TArgument>(TArgument argument, Action<Utf8JsonWriter, TArgument> writeProperties)
    {
        var buffer = new ArrayBufferWriter<byte>(1_024);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writeProperties(writer, argument);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    public static void WritePrecondition(Utf8JsonWriter writer, Precondition precondition)
    {
        writer.WriteStartObject("currentDocument"u8);
        if (precondition.Version is 0)
        {
            writer.WriteBoolean("exists"u8, false);
        }
        else
        {
            writer.WriteString("updateTime"u8, FirestoreTime.ToText(precondition.Version));
        }

        writer.WriteEndObject();
    }

    public static void WriteOrder(Utf8JsonWriter writer, string direction, params ReadOnlySpan<string> fields)
    {
        writer.WriteStartArray("orderBy"u8);
        foreach (var field in fields)
        {
            writer.WriteStartObject();
            WriteField(writer, "field", field);
            writer.WriteString("direction"u8, direction);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public static void WriteFrom(Utf8JsonWriter writer, string collection)
    {
        writer.WriteStartArray("from"u8);
        writer.WriteStartObject();
        writer.WriteString("collectionId"u8, collection);
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    public static void WriteSelect(Utf8JsonWriter writer, params ReadOnlySpan<string> fields)
    {
        writer.WriteStartObject("select"u8);
        writer.WriteStartArray("fields"u8);
        foreach (var field in fields)
        {
            writer.WriteStartObject();
            writer.WriteString("fieldPath"u8, field);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Begins after the document that these values of the query's order name.</summary>
    public static void WriteStartAfter(Utf8JsonWriter writer, string type, string value, string documentName)
    {
        writer.WriteStartObject("startAt"u8);
        writer.WriteStartArray("values"u8);
        WriteValue(type, value);
        WriteValue("referenceValue", documentName);
        writer.WriteEndArray();
        writer.WriteBoolean("before"u8, false);
        writer.WriteEndObject();

        void WriteValue(string name, string text)
        {
            writer.WriteStartObject();
            writer.WriteString(name, text);
            writer.WriteEndObject();
        }
    }

    /// <summary>Begins with the first document that has this value of the query's order.</summary>
    public static void WriteStartAt(Utf8JsonWriter writer, string type, string value)
    {
        writer.WriteStartObject("startAt"u8);
        writer.WriteStartArray("values"u8);
        writer.WriteStartObject();
        writer.WriteString(type, value);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteBoolean("before"u8, true);
        writer.WriteEndObject();
    }

    /// <summary>Begins after a document, for a query in the order of the names.</summary>
    public static void WriteStartAfter(Utf8JsonWriter writer, string documentName)
    {
        writer.WriteStartObject("startAt"u8);
        writer.WriteStartArray("values"u8);
        writer.WriteStartObject();
        writer.WriteString("referenceValue"u8, documentName);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteBoolean("before"u8, false);
        writer.WriteEndObject();
    }

    public static void WriteField(Utf8JsonWriter writer, string name, string field)
    {
        writer.WriteStartObject(name);
        writer.WriteString("fieldPath"u8, field);
        writer.WriteEndObject();
    }
}

/// <summary>
/// What a write demands of the stored document: its update time in microseconds; 0 demands that it does not exist.
/// </summary>
internal readonly record struct Precondition(long Version);
