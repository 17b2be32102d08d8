using System.Text.Json;
using System.Text.Json.Serialization;

namespace HospitalityMemory;

/// <summary>
/// Times as ISO 8601 in UTC with a Z. Any offset is read; a time without one is UTC, never the machine's local time.
/// </summary>
internal sealed class JsonTimeConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.String && reader.TryGetDateTime(out var time))
        {
            if (time.Kind is DateTimeKind.Utc or DateTimeKind.Unspecified)
            {
                return new DateTimeOffset(time.Ticks, TimeSpan.Zero);
            }

            // TryGetDateTime turns another offset into local time, which is ambiguous for an hour each autumn.
            if (reader.TryGetDateTimeOffset(out var timeWithOffset))
            {
                return timeWithOffset.ToUniversalTime();
            }
        }

        throw new JsonSchemaException("A time in ISO 8601 is expected, such as 2025-01-01T12:00:00Z.");
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime);
}
