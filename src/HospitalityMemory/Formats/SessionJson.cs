using System.Text.Json;
using System.Text.Json.Serialization;
using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <summary>A session as stored: first the fields that are always there, then those that are written only where set.</summary>
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

    /// <summary>In seconds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Lifetime { get; set; }

    /// <summary>In seconds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MaximumLifetime { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsIncomplete { get; set; }

    public int? SchemaVersion { get; set; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }

    public static SessionJson FromWhole(Session session)
    {
        var whole = From(session);
        whole.Messages = [.. session.Messages.Select(MessageJson.From)];
        return whole;
    }

    public static SessionJson From(SessionInfo session) => new()
    {
        SessionId = session.SessionId,
        UserId = session.UserId,
        CreatedAt = session.CreatedAt,
        UpdatedAt = session.UpdatedAt,
        ExpiresAt = session.ExpiresAt,
        CurrentAgent = session.CurrentAgent,
        Slots = SlotsJson.From(session.Slots),
        Context = session.Context,
        BookingData = session.BookingData,
        Version = session.Version,
        Lifetime = session.Lifetime?.TotalSeconds,
        MaximumLifetime = session.MaxLifetime?.TotalSeconds,
        IsIncomplete = session.IsIncomplete,
        SchemaVersion = MemoryJson.SchemaVersion,
        Unknown = UnknownFields.Write(session.AdditionalFields, MemoryJsonContext.Default.SessionJson),
    };

    public Session ToRecord() => new(ToInfo(), ReadMessages());

    public SessionInfo ToInfo()
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

        return new()
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
            Lifetime = ReadLifetime(Lifetime, "$.lifetime"),
            MaxLifetime = ReadLifetime(MaximumLifetime, "$.maximum_lifetime"),
            IsIncomplete = IsIncomplete,
            Version = Version,
        };
    }

    private static TimeSpan? ReadLifetime(double? seconds, string path) =>
        seconds is not { } value ? null
        : value is > 0 and <= 1e9 ? TimeSpan.FromTicks((long)Math.Round(value * TimeSpan.TicksPerSecond))
        : throw new JsonSchemaException("A lifetime is a number of seconds above 0.", path);

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

            // The default, which is the first instant of the year 1, means that there is no timestamp.
            var timestamp = stored.Timestamp is { } stated && stated != default ? stated : CreatedAt;
            messages.Add(stored.ToRecord(timestamp, sequence));
            last = sequence;
        }

        return MessageList.From(messages);
    }
}
