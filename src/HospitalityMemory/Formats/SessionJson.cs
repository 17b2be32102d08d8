using System.Text.Json;
using System.Text.Json.Serialization;
using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <summary>A session as stored: the seed's structure, its fields always there, then what this library adds.</summary>
internal sealed class SessionJson : IVersionedJson
{
    [JsonRequired]
    public string SessionId { get; set; } = "";

    public string? UserId { get; set; }

    [JsonRequired]
    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? UpdatedAt { get; set; }

    [JsonRequired]
    public DateTimeOffset ExpiresAt { get; set; }

    public string? CurrentAgent { get; set; }

    public SlotsJson? Slots { get; set; }

    public JsonFields? Context { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public List<MessageJson>? Messages { get; set; }

    public JsonFields? BookingData { get; set; }

    public long Version { get; set; } = 1;

    public int? SchemaVersion { get; set; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }

    public static SessionJson From(Session session, bool withMessages) => new()
    {
        SessionId = session.SessionId,
        UserId = session.UserId,
        CreatedAt = session.CreatedAt,
        UpdatedAt = session.UpdatedAt,
        ExpiresAt = session.ExpiresAt,
        CurrentAgent = session.CurrentAgent,
        Slots = SlotsJson.From(session.Slots),
        Context = session.Context,
        Messages = withMessages ? [.. session.Messages.Select(MessageJson.From)] : null,
        BookingData = session.BookingData,
        Version = session.Version,
        SchemaVersion = MemoryJson.SchemaVersion,
        Unknown = UnknownFields.Write(session.AdditionalFields, MemoryJsonContext.Default.SessionJson),
    };

    public Session ToRecord()
    {
        StoredList.ThrowIfNoId(SessionId, "$.session_id");
        if (UserId is not null)
        {
            StoredList.ThrowIfNoId(UserId, "$.user_id");
        }

        if (Version < 1)
        {
            throw new JsonSchemaException("A version counts from 1.", "$.version");
        }

        return new Session
        {
            SessionId = SessionId,
            UserId = UserId,
            CreatedAt = CreatedAt,
            UpdatedAt = UpdatedAt ?? CreatedAt,
            ExpiresAt = ExpiresAt,
            State = new()
            {
                CurrentAgent = CurrentAgent,
                Slots = Slots?.ToRecord() ?? BookingSlots.Empty,
                Context = Context ?? JsonFields.Empty,
                BookingData = BookingData ?? JsonFields.Empty,
                AdditionalFields = UnknownFields.Read(Unknown),
            },
            Messages = ReadMessages(),
            Version = Version,
        };
    }

    private MessageList ReadMessages()
    {
        if (Messages is null or { Count: 0 })
        {
            return MessageList.Empty;
        }

        StoredList.ThrowIfNullWithin(Messages, "$.messages");
        var messages = new List<SessionMessage>(Messages.Count);
        var last = 0L;
        foreach (var stored in Messages)
        {
            var sequence = stored.Sequence ?? last + 1;
            if (sequence <= last)
            {
                throw new JsonSchemaException("A sequence number is greater than the one before it, and counts from 1.", $"$.messages[{messages.Count}].sequence");
            }

            if (stored.ToolCallIds is { } callIds)
            {
                StoredList.ThrowIfNullWithin(callIds, $"$.messages[{messages.Count}].tool_call_ids");
            }

            messages.Add(stored.ToRecord(stored.Timestamp ?? CreatedAt, sequence));
            last = sequence;
        }

        return MessageList.From(messages);
    }
}
