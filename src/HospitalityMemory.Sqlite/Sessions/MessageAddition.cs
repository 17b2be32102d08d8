using HospitalityMemory.Stores;

namespace HospitalityMemory.Sqlite;

/// <summary>
/// Messages to be appended to a session. Written out where it is made, which is on the caller's thread.
/// </summary>
internal sealed class MessageAddition
{
    private readonly IReadOnlyList<SessionMessage> _messages;
    private readonly byte[][] _data;

    public MessageAddition(IReadOnlyList<SessionMessage> messages)
    {
        _messages = messages;
        _data = [.. messages.Select(static message => StoredValues.Json(message, MemoryJson.WriteMessage))];
    }

    public int Count => _messages.Count;

    public long SizeBytes => _data.Sum(static data => (long)data.Length);

    /// <summary>Selects what has to go once these are appended, as <see cref="MessageTrimming"/> says.</summary>
    public TrimmedMessages Trim(DatabaseConnection connection, string sessionId, SessionRow row, int keep)
    {
        var excess = row.MessageCount + Count - keep;
        if (excess <= 0)
        {
            return TrimmedMessages.None;
        }

        return TakeOldestPlain(connection, sessionId, excess) is { } plain && plain.Messages.Count == excess
            ? plain
            : TrimAll(connection, sessionId, row, keep);
    }

    /// <summary>Writes the messages, but for those that go at once, and removes those that had been stored.</summary>
    public void Write(DatabaseConnection connection, string sessionId, SessionRow row, TrimmedMessages trimmed)
    {
        foreach (var sequence in trimmed.Sequences)
        {
            if (sequence <= row.LastSequence)
            {
                connection.Execute(SessionSchema.DeleteMessage, sessionId, sequence);
            }
        }

        for (var i = 0; i < _messages.Count; i++)
        {
            var sequence = row.LastSequence + 1 + i;
            if (!trimmed.Sequences.Contains(sequence))
            {
                var isPlain = _messages[i].ToolCallIds.Count is 0;
                connection.Execute(SessionSchema.InsertMessage, sessionId, sequence, isPlain ? 1L : 0L, _data[i]);
            }
        }
    }

    /// <summary>
    /// The oldest messages, where those stand alone: then they are what trimming drops, and no other message need be
    /// read. Null where one is part of a tool call, which takes a look at all.
    /// </summary>
    private static TrimmedMessages? TakeOldestPlain(DatabaseConnection connection, string sessionId, long count)
    {
        var messages = new List<SessionMessage>();
        var size = 0L;
        using var reader = connection.Query(SessionSchema.GetMessages, sessionId);
        while (messages.Count < count && reader.Read())
        {
            if (reader.GetInt64(1) is 0)
            {
                return null;
            }

            var data = StoredValues.Utf8(reader, 2);
            var message = MemoryJson.ReadMessage(data).WithSequence(reader.GetInt64(0));
            if (!message.Pinned)
            {
                messages.Add(message);
                size += data.Length;
            }
        }

        return TrimmedMessages.Of(messages, size);
    }

    private TrimmedMessages TrimAll(DatabaseConnection connection, string sessionId, SessionRow row, int keep)
    {
        var all = new List<SessionMessage>();
        var sizes = new List<int>();
        using (var reader = connection.Query(SessionSchema.GetMessages, sessionId))
        {
            while (reader.Read())
            {
                var data = StoredValues.Utf8(reader, 2);
                all.Add(MemoryJson.ReadMessage(data).WithSequence(reader.GetInt64(0)));
                sizes.Add(data.Length);
            }
        }

        for (var i = 0; i < _messages.Count; i++)
        {
            all.Add(_messages[i].WithSequence(row.LastSequence + 1 + i));
            sizes.Add(_data[i].Length);
        }

        var dropped = MessageTrimming.SelectDropped(all, keep);
        return TrimmedMessages.Of([.. dropped.Select(index => all[index])], dropped.Sum(index => (long)sizes[index]));
    }
}

/// <summary>What trimming drops.</summary>
/// <param name="Messages">The messages, oldest first.</param>
/// <param name="Sequences">Their places.</param>
/// <param name="SizeBytes">What they hold.</param>
internal sealed record TrimmedMessages(IReadOnlyList<SessionMessage> Messages, IReadOnlySet<long> Sequences, long SizeBytes)
{
    public static TrimmedMessages None { get; } = new([], new HashSet<long>(), 0);

    public static TrimmedMessages Of(IReadOnlyList<SessionMessage> messages, long sizeBytes) =>
        new(messages, messages.Select(static message => message.Sequence).ToHashSet(), sizeBytes);
}
