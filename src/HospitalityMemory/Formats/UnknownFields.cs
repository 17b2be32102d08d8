using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace HospitalityMemory;

/// <summary>Carries fields that this version does not know from the JSON to the records and back.</summary>
internal static class UnknownFields
{
    public static JsonFields Read(Dictionary<string, JsonElement>? found) => found is null or { Count: 0 }
        ? JsonFields.Empty
        : JsonFields.FromRaw([.. found.Select(field => KeyValuePair.Create(
            field.Key, JsonText.SerializeField(field.Value, FieldJsonContext.Default.JsonElement)))]);

    /// <summary>
    /// Leaves out a name that the level knows. It would be written twice, and readers would have to guess which one counts.
    /// </summary>
    public static Dictionary<string, JsonElement>? Write(JsonFields fields, JsonTypeInfo level)
    {
        if (fields.Count is 0)
        {
            return null;
        }

        var unknown = new Dictionary<string, JsonElement>(fields.Count, StringComparer.Ordinal);
        foreach (var (name, value) in fields)
        {
            if (!IsKnown(name, level))
            {
                unknown.Add(name, value);
            }
        }

        return unknown;
    }

    /// <summary>
    /// The first of these names that the level knows, and that therefore cannot be an unknown field; null for none.
    /// </summary>
    public static string? FirstKnown(JsonFields fields, JsonTypeInfo level)
    {
        foreach (var (name, _) in fields.Raw)
        {
            if (IsKnown(name, level))
            {
                return name;
            }
        }

        return null;
    }

    public static bool IsKnown(string name, JsonTypeInfo level)
    {
        foreach (var property in level.Properties)
        {
            if (property.Name == name && !property.IsExtensionData)
            {
                return true;
            }
        }

        return false;
    }
}
