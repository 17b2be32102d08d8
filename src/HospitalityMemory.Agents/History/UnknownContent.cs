using System.Text.Json;
using Microsoft.Extensions.AI;

namespace HospitalityMemory;

/// <summary>
/// A content of a type that is not known here: one that another process stored, or whose type was not registered by
/// <see cref="AIJsonUtilities.AddAIContentType{TContent}"/>. It is kept as it is.
/// </summary>
public sealed class UnknownContent : AIContent
{
    internal UnknownContent(JsonElement json) => Json = json.Clone();

    /// <summary>The content as stored: an object with <c>$type</c>.</summary>
    public JsonElement Json { get; }

    /// <summary>The name of its type; empty where it has none.</summary>
    public string TypeName =>
        Json.ValueKind is JsonValueKind.Object && Json.TryGetProperty("$type", out var type) && type.ValueKind is JsonValueKind.String
            ? type.GetString()!
            : "";
}
