using System.Text.Json.Serialization;

namespace HospitalityMemory;

/// <summary>An origin as stored.</summary>
internal sealed class OriginJson
{
    [JsonRequired]
    public OriginKind Kind { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SessionId { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; set; }

    public static OriginJson? From(Origin? origin) => origin is null
        ? null
        : new() { Kind = origin.Kind, SessionId = origin.SessionId, Name = origin.Name };

    public Origin ToRecord() => new() { Kind = Kind, SessionId = SessionId, Name = Name };
}
