namespace HospitalityMemory.Sqlite;

/// <summary>What a write to a session starts from.</summary>
internal sealed record SessionRow(
    DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, long Version, long LastSequence, long MessageCount, long StateBytes, long SizeBytes)
{
    /// <returns>The row of a live session; null where there is none.</returns>
    public static SessionRow? Find(DatabaseConnection connection, string sessionId, long now)
    {
        using var reader = connection.Query(SessionSchema.GetRow, sessionId);
        return reader.Read() && reader.GetInt64(1) > now
            ? new(
                StoredValues.ToTime(reader.GetInt64(0)),
                StoredValues.ToTime(reader.GetInt64(1)),
                reader.GetInt64(2),
                reader.GetInt64(3),
                reader.GetInt64(4),
                reader.GetInt64(5),
                reader.GetInt64(6))
            : null;
    }
}
