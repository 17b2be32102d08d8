using System.Text.Json.Serialization;

namespace HospitalityMemory;

/// <summary>Metadata of what is stored.</summary>
/// <remarks>
/// What must be there is marked by an attribute, not by the language's <c>required</c>: of a type with such members
/// System.Text.Json gathers all values before it makes the object, and takes twice as long to read it.
/// </remarks>
[JsonSerializable(typeof(SessionJson))]
[JsonSerializable(typeof(MessageJson))]
[JsonSerializable(typeof(BookingJson))]
[JsonSerializable(typeof(ProfileJson))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    MaxDepth = JsonText.MaxDocumentDepth,
    Converters =
    [
        typeof(JsonFieldsConverter),
        typeof(JsonTimeConverter),
        typeof(MessageRoleJsonConverter),
        typeof(ConsentStatusJsonConverter),
        typeof(BookingStatusJsonConverter),
        typeof(OriginKindJsonConverter),
        typeof(PreferenceKindJsonConverter),
        typeof(PreferenceSourceJsonConverter),
    ])]
internal sealed partial class MemoryJsonContext : JsonSerializerContext;
