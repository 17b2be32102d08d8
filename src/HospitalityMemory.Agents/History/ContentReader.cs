using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents;

/// <summary>Reads stored contents. JSON that cannot be read as a content is kept as it is (<see cref="UnknownContent"/>).</summary>
internal sealed class ContentReader(JsonSerializerOptions options, IContentStore? store)
{
    private readonly JsonTypeInfo<AIContent> _content = (JsonTypeInfo<AIContent>)options.GetTypeInfo(typeof(AIContent));
    private readonly JsonTypeInfo<AdditionalPropertiesDictionary> _properties =
        (JsonTypeInfo<AdditionalPropertiesDictionary>)options.GetTypeInfo(typeof(AdditionalPropertiesDictionary));

    /// <summary>Reads one content.</summary>
    public async ValueTask<AIContent> ReadAsync(GuestConversation conversation, JsonElement json, CancellationToken cancellationToken)
    {
        if (json.ValueKind is JsonValueKind.Object && json.TryGetProperty(ContentNames.Packed, out var packed))
        {
            using var document = JsonDocument.Parse(packed.GetString()!, new() { MaxDepth = ContentNames.MaxDepth });
            return ReadHere(document.RootElement.Clone());
        }

        return json.ValueKind is JsonValueKind.Object && json.TryGetProperty(ContentNames.Stored, out var key)
            ? await ReadStoredAsync(conversation, key.GetString()!, json, cancellationToken).ConfigureAwait(false)
            : ReadHere(json);
    }

    public AdditionalPropertiesDictionary? ReadProperties(JsonElement json) => json.Deserialize(_properties);

    private async ValueTask<AIContent> ReadStoredAsync(
        GuestConversation conversation, string key, JsonElement json, CancellationToken cancellationToken)
    {
        var content = ReadHere(json.GetProperty(ContentNames.Content));
        var bytes = json.GetProperty(ContentNames.Bytes).GetInt64();
        var data = store is null ? null : await store.ReadAsync(conversation, key, cancellationToken).ConfigureAwait(false);
        return (content, data) switch
        {
            (DataContent known, { } found) => new DataContent(found, known.MediaType)
            {
                Name = known.Name,
                Annotations = known.Annotations,
                AdditionalProperties = known.AdditionalProperties,
            },
            _ => new TextContent(Placeholder((content as DataContent)?.MediaType ?? "content", bytes)),
        };
    }

    /// <summary>The text in place of data that is gone.</summary>
    public static string Placeholder(string mediaType, long bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"[{mediaType}, {bytes} bytes, is no longer kept]");

    private AIContent ReadHere(JsonElement json)
    {
        try
        {
            return json.Deserialize(_content) ?? new UnknownContent(json);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or ArgumentException or InvalidOperationException)
        {
            return new UnknownContent(json);
        }
    }
}
