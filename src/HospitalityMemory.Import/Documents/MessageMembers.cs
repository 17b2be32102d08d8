using System.Text;
using System.Text.Json;

namespace HospitalityMemory.Import;

/// <summary>A message of a record.</summary>
/// <param name="Path">Its place in the record.</param>
/// <param name="Message">The message.</param>
internal readonly record struct PlacedMessage(string Path, SessionMessage Message);

/// <summary>Reads the messages of a session, in the forms in which chat histories are kept.</summary>
internal static class MessageMembers
{
    public const string Path = "$.messages";

    // LangChain's names of the speakers. Every other role is kept as it is.
    private static readonly Dictionary<string, string> Roles = new(StringComparer.OrdinalIgnoreCase)
    {
        ["human"] = "user",
        ["ai"] = "assistant",
    };

    public static IReadOnlyList<PlacedMessage> Read(JsonElement list, DateTimeOffset earliest, List<RecordProblem> problems)
    {
        if (list.ValueKind is not JsonValueKind.Array)
        {
            problems.Add(new(Path, $"{Path} is no list"));
            return [];
        }

        var messages = new List<PlacedMessage>(list.GetArrayLength());
        var known = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            var path = FormattableString.Invariant($"{Path}[{index++}]");
            var unwrapped = Unwrapped(item);
            if (Read(unwrapped, earliest, path, problems) is { } message && WithOwnId(message, unwrapped, known) is { } own)
            {
                messages.Add(new(path, own));
            }
        }

        return messages;
    }

    /// <summary>A session keeps one message of an id. Another message with the same id gets one of its own, and so is not lost.</summary>
    /// <returns>Null for a message that is there already.</returns>
    private static SessionMessage? WithOwnId(SessionMessage message, JsonElement item, Dictionary<string, HashSet<string>> known)
    {
        var said = item.GetRawText();
        if (message.MessageId is not { Length: > 0 } id || known.TryAdd(id, [said]))
        {
            return message;
        }

        var same = known[id];
        if (!same.Add(said))
        {
            return null;
        }

        string derived;
        var number = same.Count;
        do
        {
            derived = FormattableString.Invariant($"{id}-{number++}");
        }
        while (!known.TryAdd(derived, [said]));

        return message with { MessageId = Encoding.UTF8.GetByteCount(derived) > MessageRules.MaxNameBytes ? null : derived };
    }

    /// <summary>A message may be JSON within a text, as in a list of Redis, or a pair of a role and a content.</summary>
    private static JsonElement Unwrapped(JsonElement item)
    {
        if (item.ValueKind is JsonValueKind.Array && item.GetArrayLength() is 2)
        {
            return JsonElement.Parse($"{{\"role\":{item[0].GetRawText()},\"content\":{item[1].GetRawText()}}}");
        }

        if (item.ValueKind is JsonValueKind.String && item.GetString()!.TrimStart().StartsWith('{'))
        {
            try
            {
                return JsonText.Repaired(JsonElement.Parse(item.GetString()!));
            }
            catch (JsonException)
            {
                return item;
            }
        }

        return item;
    }

    private static SessionMessage? Read(JsonElement item, DateTimeOffset earliest, string path, List<RecordProblem> problems)
    {
        if (item.ValueKind is not JsonValueKind.Object)
        {
            problems.Add(new(path, $"{path} is no message"));
            return null;
        }

        var members = new RecordMembers(item, path, problems);
        var data = new RecordMembers(members.TakeObject("data") ?? default, path, problems);
        var content = members.Take("content", "text", "message") ?? data.Take("content");
        var role = members.Text("role", "type", "sender") ?? data.Text("role", "type");
        if (role is null || MessageRole.ProblemOf(role) is not null)
        {
            members.Note("role", role is null ? "is missing" : "is no role");
            return null;
        }

        var message = new SessionMessage
        {
            Role = new(Roles.GetValueOrDefault(role, role)),
            Content = content is { } said ? ContentOf(said) : "",
            Timestamp = members.Moment("timestamp", "created_at", "time", "sent_at") ?? earliest,
            Payload = content is { ValueKind: not JsonValueKind.String } parts ? parts : members.Take("payload"),
            Agent = members.Text("agent"),
            Name = members.Text("name") ?? data.Text("name"),
            MessageId = members.Text("message_id", "id") ?? data.Text("id"),
            Pinned = members.Take("pinned") is { ValueKind: JsonValueKind.True },
            ToolCallIds = [.. members.Names("tool_call_ids"), .. members.Text("tool_call_id") is { } callId ? (string[])[callId] : []],
        };
        members.Take("sequence", "schema_version");
        return message with { AdditionalFields = WithData(members.Rest(IsKnown), data.Rest(IsKnown)) };
    }

    /// <summary>What stands beside the text, with what stands in <c>data</c>. No field takes the place of another.</summary>
    private static JsonFields WithData(JsonFields fields, JsonFields data)
    {
        foreach (var (name, value) in data)
        {
            fields = fields.Set(fields.Contains(name) ? $"data_{name}" : name, value);
        }

        return fields;
    }

    private static bool IsKnown(string name) => UnknownFields.IsKnown(name, MemoryJsonContext.Default.MessageJson);

    /// <summary>The text of a content. If it is a list of parts, as models take them, the texts among them.</summary>
    private static string ContentOf(JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.String => content.GetString()!,
        JsonValueKind.Array => string.Join('\n', content.EnumerateArray().Select(static part => part.ValueKind switch
        {
            JsonValueKind.String => part.GetString(),
            JsonValueKind.Object when part.TryGetProperty("text", out var text) && text.ValueKind is JsonValueKind.String => text.GetString(),
            _ => null,
        }).OfType<string>()),
        _ => content.GetRawText(),
    };
}
