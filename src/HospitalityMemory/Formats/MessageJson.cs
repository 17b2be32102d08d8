using System.Text.Json;
using System.Text.Json.Serialization;

namespace HospitalityMemory;

/// <summary>
/// A message as stored. A message that is stored alone has no schema version; its session's state has it.
/// </summary>
internal sealed class MessageJson : IVersionedJson
{
    // Reading a session makes one of these for each message. A nullable takes twice the bytes of its value.
    private DateTimeOffset _timestamp;
    private long _sequence;
    private int _schemaVersion;
    private OriginKind _origin;
    private Given _given;

    [Flags]
    private enum Given : byte
    {
        None = 0,
        Timestamp = 1,
        Sequence = 2,
        SchemaVersion = 4,
        Origin = 8,
    }

    [JsonRequired]
    public MessageRole Role { get; set; }

    [JsonRequired]
    public string Content { get; set; } = "";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Timestamp
    {
        get => Get(Given.Timestamp, _timestamp);
        set => _timestamp = Set(Given.Timestamp, value);
    }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Sequence
    {
        get => Get(Given.Sequence, _sequence);
        set => _sequence = Set(Given.Sequence, value);
    }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Pinned { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OriginKind? Origin
    {
        get => Get(Given.Origin, _origin);
        set => _origin = Set(Given.Origin, value);
    }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Agent { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public List<string>? ToolCallIds { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? MessageId { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Payload { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? SchemaVersion
    {
        get => Get(Given.SchemaVersion, _schemaVersion);
        set => _schemaVersion = Set(Given.SchemaVersion, value);
    }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }

    public static MessageJson From(SessionMessage message) => new()
    {
        Role = message.Role,
        Content = message.Content,
        Timestamp = message.HasTimestamp ? message.Timestamp : null,
        Sequence = message.Sequence is 0 ? null : message.Sequence,
        Pinned = message.Pinned,
        Origin = message.StatedOrigin,
        Agent = message.Agent,
        Name = message.Name,
        ToolCallIds = message.ToolCallIds is { Count: > 0 } ids ? [.. ids] : null,
        MessageId = message.MessageId,
        Payload = message.Payload,
        Unknown = UnknownFields.Write(message.AdditionalFields, MemoryJsonContext.Default.MessageJson),
    };

    public SessionMessage ToRecord()
    {
        if (Sequence < 0)
        {
            throw new JsonSchemaException("A sequence number counts from 1.", "$.sequence");
        }

        StoredList.ThrowIfNullWithin(ToolCallIds, "$.tool_call_ids");
        return ToRecord(Timestamp, Sequence ?? 0);
    }

    /// <summary>A message from elsewhere may have no time and no number. Its session, which checks it, supplies both.</summary>
    public SessionMessage ToRecord(DateTimeOffset? timestamp, long sequence)
    {
        var message = new SessionMessage
        {
            Role = Role,
            Content = Content,
            Timestamp = timestamp ?? default,
            Pinned = Pinned,
            Place = sequence,
        };

        // Any of these costs the message another object, which most messages do without.
        if (Agent is not null || Origin is not null || Name is not null || ToolCallIds is { Count: > 0 } || MessageId is not null || Payload is not null
            || Unknown is { Count: > 0 })
        {
            message = message with
            {
                StatedOrigin = Origin,
                Agent = Agent,
                Name = Name,
                ToolCallIds = ToolCallIds ?? [],
                MessageId = MessageId,
                Payload = Payload,
                AdditionalFields = UnknownFields.Read(Unknown),
            };
        }

        return message;
    }

    private T? Get<T>(Given what, T value)
        where T : struct => (_given & what) is Given.None ? null : value;

    private T Set<T>(Given what, T? value)
        where T : struct
    {
        _given = value is null ? _given & ~what : _given | what;
        return value.GetValueOrDefault();
    }
}
