using HospitalityMemory.Stores;

namespace HospitalityMemory.Sqlite;

/// <summary>Reads sessions that are live.</summary>
internal static class SessionReads
{
    /// <returns>The session as of one moment; null where there is none.</returns>
    public static Session? Read(DatabaseConnection connection, string sessionId, long now)
    {
        using var reader = connection.Query(SessionSchema.GetSession, sessionId, now);
        if (!reader.Read())
        {
            return null;
        }

        var state = MemoryJson.ReadSession(StoredValues.Utf8(reader, 2));
        var updatedAt = StoredValues.ToTime(reader.GetInt64(0));
        var expiresAt = StoredValues.ToTime(reader.GetInt64(1));
        var messages = new List<SessionMessage>();
        do
        {
            if (!reader.IsDBNull(3))
            {
                messages.Add(MemoryJson.ReadMessage(StoredValues.Utf8(reader, 4)).WithSequence(reader.GetInt64(3)));
            }
        }
        while (reader.Read());
        return state with { UpdatedAt = updatedAt, ExpiresAt = expiresAt, Messages = MessageList.From(messages) };
    }

    /// <returns>The sessions of a guest in the order of the contract, as of one moment.</returns>
    public static List<Session> ReadOfUser(DatabaseConnection connection, string userId, long now)
    {
        connection.Run("BEGIN");
        var ids = new List<string>();
        using (var reader = connection.Query(SessionSchema.GetIdsOfUser, userId, now))
        {
            while (reader.Read())
            {
                ids.Add(reader.GetString(0));
            }
        }

        var sessions = ids.ConvertAll(id => Read(connection, id, now)!);
        connection.Run("COMMIT");
        sessions.Sort(StoreOrder.OfSessions);
        return sessions;
    }
}
