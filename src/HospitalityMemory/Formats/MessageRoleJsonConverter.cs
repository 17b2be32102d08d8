using System.Text.Json;
using System.Text.Json.Serialization;

namespace HospitalityMemory;

/// <summary>Writes and reads a role by its name.</summary>
internal sealed class MessageRoleJsonConverter : JsonConverter<MessageRole>
{
    private static readonly MessageRole[] Known = [MessageRole.User, MessageRole.Assistant, MessageRole.Tool, MessageRole.System];

    public override MessageRole Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        // Most messages have one of these roles. Comparing the bytes avoids a string.
        if (reader.TokenType is JsonTokenType.String)
        {
            foreach (var known in Known)
            {
                if (reader.ValueTextEquals(known.Name))
                {
                    return known;
                }
            }
        }

        var name = reader.TokenType is JsonTokenType.String ? reader.GetString()! : "";
        return MessageRole.ProblemOf(name) is null
            ? new(name)
            : throw new JsonSchemaException($"A role is a text of 1 to {MessageRole.MaxLength} characters without control characters.");
    }

    public override void Write(Utf8JsonWriter writer, MessageRole value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Name);
}
