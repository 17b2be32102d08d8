using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents;

/// <summary>Writes contents as JSON so that each can be read back, whatever its type and whatever values it carries.</summary>
internal sealed class ContentWriter(JsonSerializerOptions options)
{
    /// <summary>How deep a content may nest: a payload has 64 levels, three of which are around a content.</summary>
    private const int MaxDepth = 60;

    private readonly JsonTypeInfo<AIContent> _content = (JsonTypeInfo<AIContent>)options.GetTypeInfo(typeof(AIContent));

    /// <summary>The content as JSON.</summary>
    public JsonNode Write(AIContent content)
    {
        var json = content is UnknownContent unknown ? JsonObject.Create(unknown.Json) ?? [] : WriteKnown(content);
        return Depth(json) <= MaxDepth ? json : new JsonObject { [ContentNames.Packed] = json.ToJsonString(options) };
    }

    /// <summary>Properties of a message as JSON; null where there are none.</summary>
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

    private JsonNode WriteKnown(AIContent content)
    {
        try
        {
            return Serialize(content);
        }
        catch (Exception exception) when (IsUnwritable(exception))
        {
            return content switch
            {
                FunctionResultContent result => Serialize(Plain(result)),
                FunctionCallContent call => Serialize(Plain(call)),
                _ => WriteUnregistered(content),
            };
        }
    }

    /// <summary>A type that the options do not know as a content: under its full name, with what can be written of it.</summary>
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
            // What is left are the members that every content has.
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

    private JsonNode Serialize(AIContent content) => JsonSerializer.SerializeToNode(content, _content)!;

    private FunctionResultContent Plain(FunctionResultContent result) => new(result.CallId, Value(result.Result))
    {
        AdditionalProperties = Plain(result.AdditionalProperties),
        Annotations = result.Annotations,
    };

    private FunctionCallContent Plain(FunctionCallContent call) => new(
        call.CallId, call.Name, call.Arguments?.ToDictionary(argument => argument.Key, argument => (object?)Value(argument.Value)))
    {
        AdditionalProperties = Plain(call.AdditionalProperties),
        Annotations = call.Annotations,
        InformationalOnly = call.InformationalOnly,
    };

    private AdditionalPropertiesDictionary? Plain(AdditionalPropertiesDictionary? properties) =>
        properties is null ? null : new(properties.Select(property => new KeyValuePair<string, object?>(property.Key, Value(property.Value))));

    /// <summary>A value of the host's or the model's: as JSON where it can be that, else what it says of itself.</summary>
    private JsonElement? Value(object? value)
    {
        try
        {
            return value is null ? null
                : value is JsonElement json ? json
                : options.TryGetTypeInfo(value.GetType(), out var type) ? JsonSerializer.SerializeToElement(value, type)
                : Text(value);
        }
        catch (Exception exception) when (IsUnwritable(exception))
        {
            return Text(value!);
        }
    }

    private JsonElement Text(object value) =>
        JsonSerializer.SerializeToElement(value.ToString() ?? "", (JsonTypeInfo<string>)options.GetTypeInfo(typeof(string)));

    private static JsonNode? Node(JsonElement? json) => json is not { } element ? null : element.ValueKind switch
    {
        JsonValueKind.Object => JsonObject.Create(element),
        JsonValueKind.Array => JsonArray.Create(element),
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        _ => JsonValue.Create(element),
    };

    // What the serializer throws of a type that it does not know, of a circle, and of a number that JSON does not have.
    private static bool IsUnwritable(Exception exception) =>
        exception is NotSupportedException or JsonException or ArgumentException or InvalidOperationException;

    private static int Depth(JsonNode? json) => json switch
    {
        JsonObject members => 1 + members.Select(member => Depth(member.Value)).DefaultIfEmpty().Max(),
        JsonArray items => 1 + items.Select(Depth).DefaultIfEmpty().Max(),
        JsonValue value when value.TryGetValue<JsonElement>(out var element) => Depth(element),
        _ => 0,
    };

    private static int Depth(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => 1 + json.EnumerateObject().Select(member => Depth(member.Value)).DefaultIfEmpty().Max(),
        JsonValueKind.Array => 1 + json.EnumerateArray().Select(Depth).DefaultIfEmpty().Max(),
        _ => 0,
    };
}
