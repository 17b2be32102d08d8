using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HospitalityMemory.Import;

/// <summary>A mapping as JSON. It is read by hand: an error then names the place in the JSON and says what is allowed.</summary>
internal static class MappingJson
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static BookingMapping Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Lenient);
            return ReadMapping(document.RootElement);
        }
        catch (JsonException exception)
        {
            throw new FormatException($"The mapping is no JSON. {exception.Message}", exception);
        }
    }

    public static string Write(BookingMapping mapping)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Indented))
        {
            writer.WriteStartObject();
            WriteText(writer, "name", mapping.Name);
            WriteTexts(writer, "headers", mapping.Headers);
            writer.WriteStartObject("fields");
            foreach (var (name, field) in mapping.Fields.OrderBy(static field => PlaceOf(field.Key)))
            {
                writer.WritePropertyName(name);
                Write(writer, field);
            }

            writer.WriteEndObject();
            WriteTexts(writer, "extras", mapping.Extras);
            WriteText(writer, "dates", mapping.Dates);
            WriteText(writer, "decimal", mapping.Decimals);
            WriteText(writer, "currency", mapping.Currency);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static BookingMapping ReadMapping(JsonElement root)
    {
        var mapping = new BookingMapping();
        foreach (var (name, value) in Members(root, "the mapping"))
        {
            mapping = name switch
            {
                "name" => mapping with { Name = Text(value, name) },
                "headers" => mapping with { Headers = Texts(value, name) },
                "fields" => mapping with { Fields = ReadFields(value) },
                "extras" => mapping with { Extras = TextsByName(value, name) },
                "dates" => mapping with { Dates = Dates(value, name) },
                "decimal" => mapping with { Decimals = Decimal(value, name) },
                "currency" => mapping with { Currency = Text(value, name) },
                _ => throw Refuse(name, "is not known; name, headers, fields, extras, dates, decimal and currency are"),
            };
        }

        return mapping;
    }

    private static Dictionary<string, MappedField> ReadFields(JsonElement fields)
    {
        var read = new Dictionary<string, MappedField>(StringComparer.Ordinal);
        foreach (var (name, value) in Members(fields, "fields"))
        {
            if (!ImportFields.Known.Contains(name))
            {
                throw Refuse($"fields.{name}", $"is no field; the fields are {string.Join(", ", ImportFields.All)}");
            }

            read[name] = ReadField(value, $"fields.{name}");
        }

        return read;
    }

    /// <summary>A column's name, several names, or an object that says more; null for a field that must not be read.</summary>
    private static MappedField ReadField(JsonElement value, string place) => value.ValueKind switch
    {
        JsonValueKind.Null => new(),
        JsonValueKind.String => MappedField.Of(value.GetString()!),
        JsonValueKind.Array => MappedField.Of(Texts(value, place)),
        _ => ReadDetails(value, place),
    };

    // Not split: one line for each known name.
    private static MappedField ReadDetails(JsonElement value, string place)
    {
        var field = new MappedField();
        foreach (var (name, detail) in Members(value, place))
        {
            var at = $"{place}.{name}";
            field = name switch
            {
                "column" => field with { Columns = [Text(detail, at)] },
                "columns" => field with { Columns = Texts(detail, at) },
                "value" => field with { Value = Text(detail, at) },
                "values" => field with { Values = TextsByName(detail, at) },
                "hash" => field with { Hash = Flag(detail, at) },
                "each_row" => field with { EachRow = Flag(detail, at) },
                "dates" => field with { Dates = Dates(detail, at) },
                "decimal" => field with { Decimals = Decimal(detail, at) },
                "scale" => field with { Scale = Scale(detail, at) },
                _ => throw Refuse(at, "is not known; column, columns, value, values, hash, each_row, dates, decimal and scale are"),
            };
        }

        return field;
    }

    private static IEnumerable<(string Name, JsonElement Value)> Members(JsonElement value, string place) =>
        value.ValueKind is JsonValueKind.Object
            ? value.EnumerateObject().Select(static member => (member.Name, member.Value))
            : throw Refuse(place, "must be an object");

    private static string Text(JsonElement value, string place) =>
        value.ValueKind is JsonValueKind.String ? value.GetString()! : throw Refuse(place, "must be a text");

    private static string[] Texts(JsonElement value, string place) =>
        value.ValueKind is JsonValueKind.Array ? [.. value.EnumerateArray().Select(item => Text(item, place))] : [Text(value, place)];

    private static Dictionary<string, string> TextsByName(JsonElement value, string place)
    {
        var texts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, text) in Members(value, place))
        {
            texts[name] = Text(text, $"{place}.{name}");
        }

        return texts;
    }

    private static bool Flag(JsonElement value, string place) =>
        value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Refuse(place, "must be true or false");

    private static decimal Scale(JsonElement value, string place) =>
        value.ValueKind is JsonValueKind.Number && value.TryGetDecimal(out var scale) && scale > 1
            ? scale
            : throw Refuse(place, "must be a number above 1, such as 10");

    private static string Dates(JsonElement value, string place) =>
        DateForm.TryParse(Text(value, place), out _) ? value.GetString()! : throw Refuse(place, $"is no form of dates; {DateForm.Allowed}");

    private static string Decimal(JsonElement value, string place) =>
        DecimalSigns.TryParse(Text(value, place), out _) ? value.GetString()! : throw Refuse(place, $"is no decimal sign; {DecimalSigns.Allowed}");

    private static int PlaceOf(string field) => ImportFields.All.ToList().IndexOf(field);

    private static void Write(Utf8JsonWriter writer, MappedField field)
    {
        if (field.IsNowhere)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        WriteTexts(writer, "columns", field.Columns);
        WriteText(writer, "value", field.Value);
        WriteTexts(writer, "values", field.Values);
        WriteFlag(writer, "hash", field.Hash);
        WriteFlag(writer, "each_row", field.EachRow);
        WriteText(writer, "dates", field.Dates);
        WriteText(writer, "decimal", field.Decimals);
        if (field.Scale is { } scale)
        {
            writer.WriteNumber("scale", scale);
        }

        writer.WriteEndObject();
    }

    private static void WriteFlag(Utf8JsonWriter writer, string name, bool value)
    {
        if (value)
        {
            writer.WriteBoolean(name, value);
        }
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        if (values.Count > 0)
        {
            writer.WriteStartArray(name);
            foreach (var value in values)
            {
                writer.WriteStringValue(value);
            }

            writer.WriteEndArray();
        }
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IReadOnlyDictionary<string, string> values)
    {
        if (values.Count > 0)
        {
            writer.WriteStartObject(name);
            foreach (var (key, value) in values)
            {
                writer.WriteString(key, value);
            }

            writer.WriteEndObject();
        }
    }

    private static FormatException Refuse(string place, string problem) => new($"The mapping: {place} {problem}.");
}
