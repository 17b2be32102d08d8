using System.Text.Json.Serialization;

namespace HospitalityMemory;

/// <summary>Metadata of what is stored.</summary>
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
        typeof(PreferenceKindJsonConverter),
        typeof(PreferenceSourceJsonConverter),
    ])]
internal sealed partial class MemoryJsonContext : JsonSerializerContext;
