using System.Globalization;
using System.Text.Json;

namespace HospitalityMemory.Firestore;

/// <summary>Reads Firestore's typed values as JSON, including values that another program wrote.</summary>
/// <remarks>
/// Types that JSON does not have become text: timestamps in ISO 8601, bytes in base64, references as paths, NaN and infinities by name. A
/// place becomes an object of latitude and longitude.
/// </remarks>
internal static class FirestoreValueReader
{
    /// <summary>Writes the fields of a document as the properties of an object.</summary>
    /// <exception cref="JsonException">The fields are not in Firestore's format.</exception>
    public static void WriteDocument(JsonElement fields, Func<string, bool> isTaken, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var field in fields.EnumerateObject())
        {
            if (!isTaken(field.Name))
            {
                writer.WritePropertyName(FirestoreNames.DecodeField(field.Name));
                WriteValue(field.Value, writer);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteValue(JsonElement value, Utf8JsonWriter writer)
    {
        foreach (var typed in value.EnumerateObject())
        {
            WriteTyped(typed.Name, typed.Value, writer);
            return;
        }

        throw new JsonException("A value of no type came from Firestore.");
    }

    // Not split: one case for each type of Firestore, and nothing else.
    private static void WriteTyped(string type, JsonElement value, Utf8JsonWriter writer)
    {
        switch (type)
        {
            case "nullValue":
                writer.WriteNullValue();
                break;
            case "booleanValue":
                writer.WriteBooleanValue(value.GetBoolean());
                break;
            case "integerValue":
                writer.WriteNumberValue(value.ValueKind is JsonValueKind.String
                    ? long.Parse(value.GetString()!, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)
                    : value.GetInt64());
                break;
            case "doubleValue" when value.ValueKind is JsonValueKind.Number:
                writer.WriteNumberValue(value.GetDouble());
                break;
            case "stringValue" or "timestampValue" or "bytesValue" or "referenceValue" or "doubleValue":
                writer.WriteStringValue(value.GetString());
                break;
            case "geoPointValue":
                value.WriteTo(writer);
                break;
            case "arrayValue":
                WriteArray(value, writer);
                break;
            case "mapValue":
                WriteMap(value, writer);
                break;
            default:
                throw new JsonException($"A value of the type '{type}' came from Firestore, which this version does not know.");
        }
    }

    private static void WriteArray(JsonElement value, Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        if (value.TryGetProperty("values"u8, out var values))
        {
            foreach (var item in values.EnumerateArray())
            {
                WriteValue(item, writer);
            }
        }

        writer.WriteEndArray();
    }

    private static void WriteMap(JsonElement value, Utf8JsonWriter writer)
    {
        if (!value.TryGetProperty("fields"u8, out var fields))
        {
            writer.WriteStartObject();
            writer.WriteEndObject();
        }
        else if (fields.TryGetProperty(FirestoreNames.JsonMarker, out var json) && json.TryGetProperty("stringValue"u8, out var text))
        {
            writer.WriteRawValue(text.GetString()!);
        }
        else
        {
            WriteDocument(fields, static _ => false, writer);
        }
    }
}
