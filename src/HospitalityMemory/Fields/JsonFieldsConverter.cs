using System.Text.Json;
using System.Text.Json.Serialization;

namespace HospitalityMemory;

/// <summary>Reads and writes <see cref="JsonFields"/> as the JSON object that it stands for.</summary>
internal sealed class JsonFieldsConverter : JsonConverter<JsonFields>
{
    public override JsonFields Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            throw new JsonException("A JSON object is expected.");
        }

        var fields = new List<KeyValuePair<string, string>>();
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            using var value = JsonDocument.ParseValue(ref reader);
            fields.Add(new(name, JsonText.SerializeField(value.RootElement, FieldJsonContext.Default.JsonElement)));
        }

        return JsonFields.FromRaw(fields);
    }

    public override void Write(Utf8JsonWriter writer, JsonFields value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (name, json) in value.Raw)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(json, skipInputValidation: true);
        }

        writer.WriteEndObject();
    }
}
