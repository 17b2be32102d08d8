using HospitalityMemory.Stores;
using Microsoft.Data.Sqlite;

namespace HospitalityMemory.Sqlite;

/// <summary>A session as read, and whether the file has fewer of its messages than the session counts.</summary>
internal readonly record struct FoundSession(Session Session, bool IsShort);

/// <summary>Messages as read, and whether the file has fewer of them than the session counts.</summary>
internal readonly record struct FoundMessages(StoredMessages Messages, bool IsShort);

/// <summary>Reads live sessions, each as of one moment.</summary>
internal static class SessionReads
{
    private const int InfoColumns = 10;

    public static FoundSession? Read(DatabaseConnection connection, string sessionId, DateTimeOffset now)
    {
        using var reader = connection.Query(SessionSchema.GetSession, sessionId, StoredValues.Time(now));
        if (!reader.Read())
        {
            return null;
        }

        var info = ReadInfo(reader);
        var count = reader.GetInt64(InfoColumns);
        var messages = new List<SessionMessage>();
        do
        {
            if (!reader.IsDBNull(InfoColumns + 1))
            {
                messages.Add(ReadMessage(reader, InfoColumns + 1, InfoColumns + 2));
            }
        }
        while (reader.Read());
        var isShort = messages.Count < count;
        return new(new(isShort ? info with { IsIncomplete = true } : info, MessageList.From(messages)), isShort);
    }

    public static SessionInfo? FindInfo(DatabaseConnection connection, string sessionId, DateTimeOffset now)
    {
        using var reader = connection.Query(SessionSchema.GetInfo, sessionId, StoredValues.Time(now));
        return reader.Read() ? ReadInfo(reader) : null;
    }

    public static FoundMessages? ReadMessages(DatabaseConnection connection, string sessionId, MessageRange range, DateTimeOffset now)
    {
        using var reader = range.After is { } after
            ? connection.Query(SessionSchema.GetMessagesAfter, sessionId, StoredValues.Time(now), (long)range.Max, after)
            : connection.Query(SessionSchema.GetLatestMessages, sessionId, StoredValues.Time(now), (long)range.Max);
        if (!reader.Read())
        {
            return null;
        }

        var (count, last, edits) = (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
        var messages = new List<StoredMessage>();
        do
        {
            if (!reader.IsDBNull(3))
            {
                messages.Add(ReadStored(reader));
            }
        }
        while (reader.Read());
        if (range.After is null)
        {
            messages.Reverse();
        }

        var isShort = range.After is null or 0 && messages.Count < Math.Min(range.Max, count);
        return new(new(messages, checked((int)count), last, edits), isShort);
    }

    /// <summary>Reads a message, whose sequence number is a column of its own.</summary>
    /// <exception cref="CorruptDataException">The library writes no such message.</exception>
    private static SessionMessage ReadMessage(SqliteDataReader reader, int sequence, int data) => reader.GetInt64(sequence) is > 0 and var place
        ? MemoryJson.ReadMessage(StoredValues.Utf8(reader, data)).WithSequence(place)
        : throw new CorruptDataException(StoredDataKind.Message, "The number of a stored message counts from 1.", null);

    /// <summary>Reads a message with the facts that trimming needs.</summary>
    private static StoredMessage ReadStored(SqliteDataReader reader)
    {
        try
        {
            return new(
                ReadMessage(reader, 3, 8),
                reader.GetInt64(4),
                checked((int)reader.GetInt64(5)),
                reader.GetInt64(6) is not 0,
                reader.GetInt64(7) is not 0);
        }
        catch (Exception exception) when (StoredValues.AreBroken(exception))
        {
            throw StoredValues.Broken(StoredDataKind.Message, exception);
        }
    }

    public static SessionPage List(DatabaseConnection connection, SessionQuery query, string list, DateTimeOffset now)
    {
        var place = SessionPlace.Of(query, list);
        using var reader = query.UserId is { } userId
            ? connection.Query(
                SessionSchema.ListOfUser, userId, StoredValues.Time(now), place?.First ?? long.MaxValue, place?.Second ?? 0L, query.Max + 1L)
            : connection.Query(SessionSchema.ListAll, place?.First ?? 0L, StoredValues.Time(now), query.Max + 1L);
        var sessions = new List<SessionInfo>();
        var last = default(SessionPlace);
        while (reader.Read())
        {
            if (sessions.Count == query.Max)
            {
                return new(sessions, last.ToNext(query, list));
            }

            sessions.Add(ReadInfoOrProblem(reader));
            var key = reader.GetInt64(InfoColumns);
            last = query.UserId is null ? new(key, 0) : new(reader.GetInt64(2), key);
        }

        return new(sessions, null);
    }

    /// <summary>Makes a session from the columns of its row and its stored state.</summary>
    /// <exception cref="UnreadableDataException">The state is missing, cannot be read, or is another session's.</exception>
    public static SessionInfo ToInfo(byte[]? data, string sessionId, string? userId)
    {
        if (data is null)
        {
            throw new CorruptDataException(StoredDataKind.Session, "The stored session has no state.", null);
        }

        var state = MemoryJson.ReadSessionState(data);
        return state.SessionId == sessionId && state.UserId == userId
            ? state
            : throw new MisplacedDataException(StoredDataKind.Session);
    }

    private static SessionInfo ReadInfo(SqliteDataReader reader)
    {
        try
        {
            var state = reader.IsDBNull(InfoColumns - 1) ? null : StoredValues.Utf8(reader, InfoColumns - 1);
            return WithRow(ToInfo(state, reader.GetString(0), StoredValues.TextOrNull(reader, 1)), reader);
        }
        catch (Exception exception) when (StoredValues.AreBroken(exception))
        {
            throw StoredValues.Broken(StoredDataKind.Session, exception);
        }
    }

    /// <summary>A session that cannot be read is listed with what its row says. It must not hide the others.</summary>
    private static SessionInfo ReadInfoOrProblem(SqliteDataReader reader)
    {
        try
        {
            return ReadInfo(reader);
        }
        catch (UnreadableDataException exception)
        {
            return new SessionInfo
            {
                SessionId = reader.GetString(0),
                UserId = StoredValues.TextOrNull(reader, 1),
                CreatedAt = StoredValues.ToTimeOrDefault(reader.GetInt64(2)),
                UpdatedAt = StoredValues.ToTimeOrDefault(reader.GetInt64(3)),
                ExpiresAt = StoredValues.ToTimeOrDefault(reader.GetInt64(4)),
                IsIncomplete = reader.GetInt64(8) is not 0,
                Version = reader.GetInt64(7),
                Problem = exception.Message,
            };
        }
    }

    private static SessionInfo WithRow(SessionInfo session, SqliteDataReader reader) => session with
    {
        UpdatedAt = StoredValues.ToTime(reader.GetInt64(3)),
        ExpiresAt = StoredValues.ToTime(reader.GetInt64(4)),
        Lifetime = StoredValues.LifetimeOrNull(reader, 5),
        MaxLifetime = StoredValues.LifetimeOrNull(reader, 6),
        IsIncomplete = reader.GetInt64(8) is not 0,
    };
}
