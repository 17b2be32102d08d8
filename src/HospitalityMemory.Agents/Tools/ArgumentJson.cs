using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HospitalityMemory.Agents;

/// <summary>Turns any argument into JSON. Models pass JSON, and code passes any object.</summary>
internal static class ArgumentJson
{
    // Not split: it reads as a table with a line for each type.
    public static JsonNode? Node(object? value) => value switch
    {
        null => null,
        JsonElement json => Node(json),
        JsonNode node => node.DeepClone(),
        string text => JsonValue.Create(text),
        bool flag => JsonValue.Create(flag),
        double number => double.IsFinite(number) ? JsonValue.Create(number) : null,
        float number => float.IsFinite(number) ? JsonValue.Create(number) : null,
        int or long or short or byte or sbyte or uint or ulong or ushort or decimal =>
            JsonValue.Create(Convert.ToDecimal(value, CultureInfo.InvariantCulture)),
        DateOnly day => Day(day),
        DateTime time => Day(DateOnly.FromDateTime(time)),
        DateTimeOffset time => Day(DateOnly.FromDateTime(time.DateTime)),
        IEnumerable<KeyValuePair<string, object?>> members => Object(members),
        IEnumerable items => Array(items),
        _ => JsonValue.Create(Convert.ToString(value, CultureInfo.InvariantCulture)),
    };

    private static JsonNode? Node(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.Object => JsonObject.Create(json),
        JsonValueKind.Array => JsonArray.Create(json),
        _ => JsonValue.Create(json),
    };

    private static JsonValue Day(DateOnly day) => JsonValue.Create(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    private static JsonObject Object(IEnumerable<KeyValuePair<string, object?>> members)
    {
        var json = new JsonObject();
        foreach (var (name, value) in members)
        {
            json[name] = Node(value);
        }

        return json;
    }

    private static JsonArray Array(IEnumerable items)
    {
        var json = new JsonArray();
        foreach (var item in items)
        {
            json.Add(Node(item));
        }

        return json;
    }
}
