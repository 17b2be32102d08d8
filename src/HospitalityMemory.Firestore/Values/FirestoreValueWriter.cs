using System.Text;
using System.Text.Json;

namespace HospitalityMemory.Firestore;

/// <summary>Writes JSON as Firestore's typed values, and adds up their size by Firestore's own rules.</summary>
/// <remarks>
/// Nothing is lost. A value for which Firestore has no type becomes a map with the one field <see cref="FirestoreNames.JsonMarker"/>, which
/// holds the JSON text. Such values are a number that neither 64 bits nor a double hold exactly, an array in an array, a value that is
/// nested deeper than 20 levels, and an object with a name of more than 1,500 bytes.
/// </remarks>
internal sealed class FirestoreValueWriter(Utf8JsonWriter writer)
{
    private const int MaxDepth = 20;
    private const int MaxNameBytes = 1_500;

    /// <summary>
    /// The size of what was written, in bytes as Firestore counts them. Firestore's overhead for each map is left out, because its
    /// documentation does not state it.
    /// </summary>
    public long Size { get; private set; }

    /// <summary>Writes the properties of an object as fields.</summary>
    /// <param name="document">The object.</param>
    /// <param name="isTaken">The names under which the store keeps fields of its own.</param>
    /// <param name="skipped">A property that the caller writes instead.</param>
    public void WriteFields(JsonElement document, Func<string, bool> isTaken, string? skipped = null)
    {
        foreach (var property in document.EnumerateObject())
        {
            if (property.Name != skipped)
            {
                WriteName(FirestoreNames.EncodeField(property.Name, isTaken(property.Name)));
                WriteValue(property.Value, depth: 1, isInArray: false);
            }
        }
    }

    public void WriteString(string name, string? value)
    {
        WriteName(name);
        if (value is null)
        {
            WriteNull();
        }
        else
        {
            WriteString(value);
        }
    }

    public void WriteInteger(string name, long value)
    {
        WriteName(name);
        WriteInteger(value);
    }

    public void WriteBoolean(string name, bool value)
    {
        WriteName(name);
        WriteBoolean(value);
    }

    public void WriteTimestamp(string name, long microseconds)
    {
        WriteName(name);
        Size += 8;
        writer.WriteStartObject();
        writer.WriteString("timestampValue"u8, FirestoreTime.ToText(microseconds));
        writer.WriteEndObject();
    }

    private void WriteName(string name)
    {
        Size += Encoding.UTF8.GetByteCount(name) + 1;
        writer.WritePropertyName(name);
    }

    // Not split: one case for each kind of JSON, and nothing else.
    private void WriteValue(JsonElement value, int depth, bool isInArray)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                WriteString(value.GetString()!);
                break;
            case JsonValueKind.Number:
                WriteNumber(value);
                break;
            case JsonValueKind.True or JsonValueKind.False:
                WriteBoolean(value.GetBoolean());
                break;
            case JsonValueKind.Array when depth < MaxDepth && !isInArray:
                WriteArray(value, depth);
                break;
            case JsonValueKind.Object when depth < MaxDepth && HasFittingNames(value):
                WriteMap(value, depth);
                break;
            case JsonValueKind.Array or JsonValueKind.Object:
                WriteAsJson(value.GetRawText());
                break;
            default:
                WriteNull();
                break;
        }
    }

    private void WriteArray(JsonElement value, int depth)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("arrayValue"u8);
        writer.WriteStartArray("values"u8);
        foreach (var item in value.EnumerateArray())
        {
            WriteValue(item, depth + 1, isInArray: true);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void WriteMap(JsonElement value, int depth)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("mapValue"u8);
        writer.WriteStartObject("fields"u8);
        foreach (var property in value.EnumerateObject())
        {
            WriteName(FirestoreNames.EncodeField(property.Name, isTaken: false));
            WriteValue(property.Value, depth + 1, isInArray: false);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void WriteNumber(JsonElement value)
    {
        if (value.TryGetInt64(out var integer))
        {
            WriteInteger(integer);
        }
        else if (value.TryGetDouble(out var number) && NumberText.IsExact(value.GetRawText(), number))
        {
            Size += 8;
            writer.WriteStartObject();
            writer.WriteNumber("doubleValue"u8, number);
            writer.WriteEndObject();
        }
        else
        {
            WriteAsJson(value.GetRawText());
        }
    }

    private void WriteAsJson(string json)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("mapValue"u8);
        writer.WriteStartObject("fields"u8);
        WriteName(FirestoreNames.JsonMarker);
        WriteString(json);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void WriteString(string value)
    {
        Size += Encoding.UTF8.GetByteCount(value) + 1;
        writer.WriteStartObject();
        writer.WriteString("stringValue"u8, value);
        writer.WriteEndObject();
    }

    /// <summary>Writes the number as text: not every reader handles a JSON number of 64 bits safely.</summary>
    private void WriteInteger(long value)
    {
        Size += 8;
        writer.WriteStartObject();
        writer.WriteString("integerValue"u8, value.ToString(System.Globalization.CultureInfo.InvariantCulture));
        writer.WriteEndObject();
    }

    private void WriteBoolean(bool value)
    {
        Size++;
        writer.WriteStartObject();
        writer.WriteBoolean("booleanValue"u8, value);
        writer.WriteEndObject();
    }

    private void WriteNull()
    {
        Size++;
        writer.WriteStartObject();
        writer.WriteNull("nullValue"u8);
        writer.WriteEndObject();
    }

    private static bool HasFittingNames(JsonElement value)
    {
        foreach (var property in value.EnumerateObject())
        {
            if (Encoding.UTF8.GetByteCount(FirestoreNames.EncodeField(property.Name, isTaken: false)) > MaxNameBytes)
            {
                return false;
            }
        }

        return true;
    }
}
