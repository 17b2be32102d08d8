using System.Text.Json.Serialization;

namespace HospitalityMemory;

/// <summary>Metadata of the stored types.</summary>
/// <remarks>
/// Required members have an attribute in place of the language's <c>required</c>. For a type with <c>required</c> members
/// System.Text.Json collects all values before it makes the object, and takes twice as long to read it.
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
