using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents;

/// <summary>Turns a message of the framework into one of the memory, and back, without loss.</summary>
/// <remarks>
/// The memory's message has the role, text, author, id, time and call ids, and names the run in an additional field. What the memory has no
/// field for goes into the payload, which most messages do not have.
/// </remarks>
internal sealed class MessageMapper
{
    /// <summary>The longest name, id or call id of the memory, in bytes of UTF-8.</summary>
    private const int MaxNameBytes = 8192;

    private readonly ContentWriter _writer;
    private readonly ContentReader _reader;
    private readonly LargeContents _large;
    private readonly ContentShortener _shortener;

    public MessageMapper(JsonSerializerOptions? options, IContentStore? store, int largeContentBytes)
    {
        // A tool's result may nest deeper than the serializer's default. With that default it would become a text.
        options = new(options ?? AgentAbstractionsJsonUtilities.DefaultOptions) { MaxDepth = ContentNames.MaxDepth };
        _writer = new(options);
        _reader = new(options, store);
        _large = new(_writer, store, largeContentBytes);
        _shortener = new(_writer);
    }

    /// <inheritdoc cref="LargeContents.TryStoreAsync"/>
    public ValueTask<JsonObject?> TryStoreAsync(GuestConversation conversation, AIContent content, CancellationToken cancellationToken) =>
        _large.TryStoreAsync(conversation, content, cancellationToken);

    /// <summary>Shortens contents and properties to a budget of characters each. Returns the same message if nothing was too long.</summary>
    public ChatMessage Shorten(ChatMessage message, StoredContents stored, int budget)
    {
        List<AIContent> contents = [.. message.Contents.Select(content => stored.Has(content) ? content : _shortener.Shorten(content, budget))];
        var hasRoom = PropertiesOf(message) is not { } properties || ContentShortener.IsWithin(_writer.Write(properties), budget);
        if (hasRoom && contents.SequenceEqual(message.Contents))
        {
            return message;
        }

        message = message.Clone();
        message.Contents = contents;
        message.AdditionalProperties = hasRoom ? message.AdditionalProperties : null;
        return message;
    }

    /// <summary>Makes the memory's message.</summary>
    /// <param name="message">The framework's message.</param>
    /// <param name="id">The message's id: its own, or the one that was derived for it.</param>
    /// <param name="runId">The run that says it.</param>
    /// <param name="stored">The contents that the host keeps.</param>
    public SessionMessage ToMemory(ChatMessage message, string id, string runId, StoredContents stored)
    {
        var payload = new JsonObject();
        if (!IsPlain(message))
        {
            var contents = new JsonArray();
            foreach (var content in message.Contents)
            {
                contents.Add(stored.Find(content) ?? _writer.Write(content));
            }

            payload[ContentNames.Contents] = contents;
        }

        if (_writer.Write(PropertiesOf(message)) is { } properties)
        {
            payload[ContentNames.Properties] = properties;
        }

        var author = Name(message.AuthorName, ContentNames.Author, payload);
        var isAssistant = message.Role == ChatRole.Assistant;
        return new()
        {
            Role = Role(message.Role, payload),
            Content = message.Text,
            Timestamp = message.CreatedAt ?? default,
            MessageId = Id(id, payload),
            Agent = isAssistant ? author : null,
            Name = isAssistant ? null : author,
            ToolCallIds = IsPlain(message) ? [] : [.. CallIds.Of(message).Select(Shortened)],
            Payload = payload.Count > 0 ? Element(payload) : null,
            AdditionalFields = Fields(message.CreatedAt, runId),
        };
    }

    /// <summary>Makes the framework's message, with the run that said it; the run is null if another program wrote the message.</summary>
    public ValueTask<StoredChatMessage> ToFrameworkAsync(
        GuestConversation conversation, SessionMessage message, CancellationToken cancellationToken)
    {
        var run = message.AdditionalFields.Count > 0 ? message.AdditionalFields.GetString(ContentNames.Run) : null;

        // A message without the name of a run was not written here. Its payload belongs to another program.
        return run is not null && message.Payload is { ValueKind: JsonValueKind.Object } payload
            ? ReadAsync(conversation, message, run, payload, cancellationToken)
            : new(new StoredChatMessage(Plain(message, run), message.Sequence, run));
    }

    private static ChatMessage Plain(SessionMessage message, string? run) => new(new(message.Role.Name), message.Content)
    {
        MessageId = message.MessageId,
        AuthorName = message.Agent ?? message.Name,
        CreatedAt = run is null ? message.Timestamp : TimeOf(message),
    };

    private async ValueTask<StoredChatMessage> ReadAsync(
        GuestConversation conversation, SessionMessage message, string run, JsonElement payload, CancellationToken cancellationToken)
    {
        var result = Plain(message, run);
        if (Text(payload, ContentNames.Role) is { } role)
        {
            result.Role = new(role);
        }

        result.MessageId = Text(payload, ContentNames.Id) ?? result.MessageId;
        result.AuthorName = Text(payload, ContentNames.Author) ?? result.AuthorName;
        if (Member(payload, ContentNames.Contents) is { ValueKind: JsonValueKind.Array } contents)
        {
            result.Contents = await ContentsAsync(conversation, contents, cancellationToken).ConfigureAwait(false);
        }

        if (Member(payload, ContentNames.Properties) is { } properties)
        {
            result.AdditionalProperties = _reader.ReadProperties(properties);
        }

        return new(result, message.Sequence, run);
    }

    private async ValueTask<IList<AIContent>> ContentsAsync(
        GuestConversation conversation, JsonElement stored, CancellationToken cancellationToken)
    {
        var contents = new List<AIContent>(stored.GetArrayLength());
        foreach (var content in stored.EnumerateArray())
        {
            contents.Add(await _reader.ReadAsync(conversation, content, cancellationToken).ConfigureAwait(false));
        }

        return contents;
    }

    // If the only content is a plain text, the memory's own fields hold everything.
    private static bool IsPlain(ChatMessage message) =>
        message.Contents is [{ AdditionalProperties: null or { Count: 0 }, Annotations: null or { Count: 0 } } only]
        && only.GetType() == typeof(TextContent);

    // The framework's notes on a message belong to the current run and are not stored.
    private static AdditionalPropertiesDictionary? PropertiesOf(ChatMessage message)
    {
        if (message.AdditionalProperties?.ContainsKey(AgentRequestMessageSourceAttribution.AdditionalPropertiesKey) is not true)
        {
            return message.AdditionalProperties;
        }

        var properties = message.AdditionalProperties.Clone();
        properties.Remove(AgentRequestMessageSourceAttribution.AdditionalPropertiesKey);
        return properties;
    }

    private static JsonFields Fields(DateTimeOffset? time, string runId)
    {
        var fields = JsonFields.Empty.Set(ContentNames.Run, runId);
        return time is null ? fields.Set(ContentNames.Time, "")
            : time.Value.Offset == TimeSpan.Zero ? fields
            : fields.Set(ContentNames.Time, time.Value.ToString("O", CultureInfo.InvariantCulture));
    }

    private static DateTimeOffset? TimeOf(SessionMessage message) => message.AdditionalFields.GetString(ContentNames.Time) switch
    {
        null => message.Timestamp,
        "" => null,
        var given => DateTimeOffset.TryParse(given, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time) ? time : message.Timestamp,
    };

    private static MessageRole Role(ChatRole role, JsonObject payload)
    {
        try
        {
            return new(role.Value);
        }
        catch (ArgumentException)
        {
            payload[ContentNames.Role] = role.Value;
            return MessageRole.User;
        }
    }

    private static string? Name(string? name, string member, JsonObject payload)
    {
        if (name is null || Encoding.UTF8.GetByteCount(name) <= MaxNameBytes)
        {
            return name;
        }

        payload[member] = name;
        return null;
    }

    private static string Id(string id, JsonObject payload)
    {
        var shortened = Shortened(id);
        if (shortened != id)
        {
            payload[ContentNames.Id] = id;
        }

        return shortened;
    }

    // A hash replaces an id that is too long for the memory. Ids are only ever compared for equality.
    private static string Shortened(string id) => Encoding.UTF8.GetByteCount(id) <= MaxNameBytes
        ? id
        : $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))}";

    private static JsonElement Element(JsonObject payload)
    {
        using var document = JsonDocument.Parse(payload.ToJsonString());
        return document.RootElement.Clone();
    }

    private static JsonElement? Member(JsonElement payload, string name) =>
        payload.ValueKind is JsonValueKind.Object && payload.TryGetProperty(name, out var member) ? member : null;

    private static string? Text(JsonElement payload, string name) =>
        Member(payload, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
