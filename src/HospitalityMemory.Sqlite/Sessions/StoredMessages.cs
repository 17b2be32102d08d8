using HospitalityMemory.Stores;

namespace HospitalityMemory.Sqlite;

/// <summary>
/// The messages that are stored, read as far as a caller does not have them from an earlier read. As a rule that is one
/// row: the last message that the caller has, which tells whether the others are of this session.
/// </summary>
/// <remarks>
/// Sound because a stored message never changes: it is there, or it was trimmed. A caller who kept the last one and made
/// up others before it is told so as well, and nothing of them is stored.
/// </remarks>
internal static class StoredMessages
{
    /// <param name="connection">Within a transaction.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="count">How many messages are stored.</param>
    /// <param name="known">What the caller has.</param>
    public static MessageList Read(DatabaseConnection connection, string sessionId, long count, MessageList known)
    {
        if (count is 0)
        {
            return MessageList.Empty;
        }

        if (known.Count is 0 || ReadAfter(connection, sessionId, known[^1]) is not { } latest)
        {
            return ReadAll(connection, sessionId);
        }

        var older = count - latest.Count;
        if (older == known.Count)
        {
            return latest.Count is 0 ? known : MessageList.From([.. known, .. latest]);
        }

        var left = ReadSequences(connection, sessionId, known[^1].Sequence);
        List<SessionMessage> kept = [.. known.Where(message => left.Contains(message.Sequence))];
        return kept.Count == older ? MessageList.From([.. kept, .. latest]) : ReadAll(connection, sessionId);
    }

    /// <returns>The messages after one; null where that one is not stored.</returns>
    private static List<SessionMessage>? ReadAfter(DatabaseConnection connection, string sessionId, SessionMessage last)
    {
        using var reader = connection.Query(SessionSchema.GetMessagesFrom, sessionId, last.Sequence);
        if (!reader.Read() || reader.GetInt64(0) != last.Sequence || !IsStoredAs(StoredValues.Utf8(reader, 1), last))
        {
            return null;
        }

        var latest = new List<SessionMessage>();
        while (reader.Read())
        {
            latest.Add(MemoryJson.ReadMessage(StoredValues.Utf8(reader, 1)).WithSequence(reader.GetInt64(0)));
        }

        return latest;
    }

    private static bool IsStoredAs(byte[] stored, SessionMessage message) =>
        stored.AsSpan().SequenceEqual(StoredValues.Json(message.WithSequence(0), MemoryJson.WriteMessage));

    private static HashSet<long> ReadSequences(DatabaseConnection connection, string sessionId, long last)
    {
        var sequences = new HashSet<long>();
        using var reader = connection.Query(SessionSchema.GetSequences, sessionId, last);
        while (reader.Read())
        {
            sequences.Add(reader.GetInt64(0));
        }

        return sequences;
    }

    private static MessageList ReadAll(DatabaseConnection connection, string sessionId)
    {
        var messages = new List<SessionMessage>();
        using var reader = connection.Query(SessionSchema.GetMessages, sessionId);
        while (reader.Read())
        {
            messages.Add(MemoryJson.ReadMessage(StoredValues.Utf8(reader, 2)).WithSequence(reader.GetInt64(0)));
        }

        return MessageList.From(messages);
    }
}
