using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents;

/// <summary>Writes contents as JSON that can be read back, whatever their types and whatever values they carry.</summary>
internal sealed class ContentWriter(JsonSerializerOptions options)
{
    /// <summary>How deep a content may nest. A payload has 64 levels, and three of them are around a content.</summary>
    private const int MaxDepth = 60;

    /// <summary>How deep a value within a content may nest. A content with such values can still be packed.</summary>
    private const int MaxValueDepth = ContentNames.MaxDepth - 10;

    private readonly JsonTypeInfo<AIContent> _content = (JsonTypeInfo<AIContent>)options.GetTypeInfo(typeof(AIContent));

    /// <summary>The content as JSON.</summary>
    public JsonNode Write(AIContent content)
    {
        var json = content is UnknownContent unknown ? Node(unknown.Json) ?? new JsonObject() : WriteKnown(content);
        return NestsWithin(json, MaxDepth) ? json : new JsonObject { [ContentNames.Packed] = json.ToJsonString(options) };
    }

    /// <summary>Writes properties of a message as JSON; null if there are none.</summary>
    public JsonObject? Write(AdditionalPropertiesDictionary? properties)
    {
        if (properties is null or { Count: 0 })
        {
            return null;
        }

        var json = new JsonObject();
        foreach (var (name, value) in properties)
        {
            json[name] = Node(Value(value));
        }

        return json;
    }

    /// <summary>The text of a value: a text as it is, anything else as JSON.</summary>
    public string TextOf(object? value) => value as string ?? Value(value)?.ToString() ?? "";

    private JsonNode WriteKnown(AIContent content) => TrySerialize(content) ?? WritePlain(Plain(content));

    private JsonNode WritePlain(AIContent content) => TrySerialize(content) ?? WriteUnregistered(content);

    private JsonNode? TrySerialize(AIContent content)
    {
        try
        {
            return JsonSerializer.SerializeToNode(content, _content);
        }
        catch (Exception exception) when (IsUnwritable(exception))
        {
            return null;
        }
    }

    /// <summary>Writes a content of a type that the options do not know: its full name, and the members that can be written.</summary>
    private JsonObject WriteUnregistered(AIContent content)
    {
        JsonObject? members = null;
        try
        {
            if (options.TryGetTypeInfo(content.GetType(), out var type))
            {
                members = JsonSerializer.SerializeToNode(content, type) as JsonObject;
            }
        }
        catch (Exception exception) when (IsUnwritable(exception))
        {
            // What remains are the members that every content has.
        }

        var json = new JsonObject { [ContentNames.Type] = content.GetType().FullName };
        foreach (var (name, value) in members ?? Common(content))
        {
            if (name != ContentNames.Type)
            {
                json[name] = value?.DeepClone();
            }
        }

        return json;
    }

    private JsonObject Common(AIContent content) =>
        Write(content.AdditionalProperties) is { } properties ? new() { ["additionalProperties"] = properties } : [];

    /// <summary>Copies a content and turns the values of the host and of the model into JSON.</summary>
    private AIContent Plain(AIContent content)
    {
        var copy = (AIContent)Copy(content);
        copy.AdditionalProperties = Plain(content.AdditionalProperties);
        switch (copy)
        {
            case FunctionResultContent result:
                result.Result = Value(result.Result);
                break;
            case FunctionCallContent call:
                call.Arguments = call.Arguments?.ToDictionary(argument => argument.Key, argument => (object?)Value(argument.Value));
                break;
        }

        return copy;
    }

    private AdditionalPropertiesDictionary? Plain(AdditionalPropertiesDictionary? properties) =>
        properties is null ? null : new(properties.Select(property => new KeyValuePair<string, object?>(property.Key, Value(property.Value))));

    /// <summary>A value of the host or of the model: as JSON if it can be JSON, or else as its own text.</summary>
    private JsonElement? Value(object? value)
    {
        try
        {
            return value is null ? null
                : value is JsonElement json ? Bounded(json)
                : options.TryGetTypeInfo(value.GetType(), out var type) ? Bounded(JsonSerializer.SerializeToElement(value, type))
                : Text(value);
        }
        catch (Exception exception) when (IsUnwritable(exception))
        {
            return Text(value!);
        }
    }

    private JsonElement Bounded(JsonElement json) => NestsWithin(json, MaxValueDepth) ? json : Text(json.GetRawText());

    private JsonElement Text(object value) =>
        JsonSerializer.SerializeToElement(value.ToString() ?? "", (JsonTypeInfo<string>)options.GetTypeInfo(typeof(string)));

    private static JsonNode? Node(JsonElement? json) => json is not { } element ? null : element.ValueKind switch
    {
        JsonValueKind.Object => JsonObject.Create(element),
        JsonValueKind.Array => JsonArray.Create(element),
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        _ => JsonValue.Create(element),
    };

    // The serializer throws these for a type that it does not know, for a cycle, and for a number that JSON does not have.
    private static bool IsUnwritable(Exception exception) =>
        exception is NotSupportedException or JsonException or ArgumentException or InvalidOperationException;

    private static bool NestsWithin(JsonNode? json, int levels) => json switch
    {
        JsonObject members => levels > 0 && members.All(member => NestsWithin(member.Value, levels - 1)),
        JsonArray items => levels > 0 && items.All(item => NestsWithin(item, levels - 1)),
        JsonValue value when value.TryGetValue<JsonElement>(out var element) => NestsWithin(element, levels),
        _ => true,
    };

    private static bool NestsWithin(JsonElement json, int levels) => json.ValueKind switch
    {
        JsonValueKind.Object => levels > 0 && json.EnumerateObject().All(member => NestsWithin(member.Value, levels - 1)),
        JsonValueKind.Array => levels > 0 && json.EnumerateArray().All(item => NestsWithin(item, levels - 1)),
        _ => true,
    };

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = nameof(MemberwiseClone))]
    private static extern object Copy(object value);
}
