using System.Text.Json;
using System.Text.Json.Serialization;

namespace HospitalityMemory;

/// <summary>Writes and reads an enumeration by its names. Numbers and other names are refused.</summary>
internal abstract class JsonNameConverter<T>(params (T Value, string Name)[] names) : JsonConverter<T>
    where T : struct, Enum
{
    private readonly (T Value, JsonEncodedText Name)[] _names = [.. names.Select(pair => (pair.Value, JsonEncodedText.Encode(pair.Name)))];

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.String)
        {
            foreach (var (value, name) in _names)
            {
                if (reader.ValueTextEquals(name.EncodedUtf8Bytes))
                {
                    return value;
                }
            }
        }

        throw new JsonSchemaException($"One of these is expected: {string.Join(", ", _names.Select(pair => pair.Name))}.");
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        foreach (var (known, name) in _names)
        {
            if (EqualityComparer<T>.Default.Equals(known, value))
            {
                writer.WriteStringValue(name);
                return;
            }
        }

        throw new ArgumentOutOfRangeException(
            nameof(value), value, $"A {typeof(T).Name} is one of: {string.Join(", ", _names.Select(pair => pair.Value))}.");
    }
}

internal sealed class ConsentStatusJsonConverter() : JsonNameConverter<ConsentStatus>(
    (ConsentStatus.Unknown, "unknown"), (ConsentStatus.Granted, "granted"), (ConsentStatus.Withdrawn, "withdrawn"));

/// <summary>Reads a status, also in the words of other systems.</summary>
internal sealed class BookingStatusJsonConverter : JsonConverter<BookingStatus>
{
    public override BookingStatus Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String && BookingStatusNames.TryParse(reader.GetString(), out var status)
            ? status
            : throw new JsonSchemaException($"One of these is expected: {BookingStatusNames.Allowed}.");

    public override void Write(Utf8JsonWriter writer, BookingStatus value, JsonSerializerOptions options) =>
        writer.WriteStringValue(BookingStatusNames.NameOf(value));
}

internal sealed class OriginKindJsonConverter() : JsonNameConverter<OriginKind>(
    (OriginKind.Guest, "guest"),
    (OriginKind.Agent, "agent"),
    (OriginKind.Tool, "tool"),
    (OriginKind.Import, "import"),
    (OriginKind.Operator, "operator"));

internal sealed class PreferenceKindJsonConverter() : JsonNameConverter<PreferenceKind>(
    (PreferenceKind.City, "city"),
    (PreferenceKind.Amenity, "amenity"),
    (PreferenceKind.PropertyType, "property_type"),
    (PreferenceKind.PriceRange, "price_range"),
    (PreferenceKind.Other, "other"));

internal sealed class PreferenceSourceJsonConverter() : JsonNameConverter<PreferenceSource>(
    (PreferenceSource.Bookings, "bookings"),
    (PreferenceSource.Searches, "searches"),
    (PreferenceSource.Stated, "stated"),
    (PreferenceSource.Imported, "imported"),
    (PreferenceSource.Market, "market"));
