using System.Buffers.Binary;
using HospitalityMemory.Stores;
using Microsoft.Data.Sqlite;

namespace HospitalityMemory.Sqlite;

/// <summary>The sums over all messages of a session.</summary>
internal readonly record struct MessageSums(long Count, long Weight, long Bytes, long SparedBytes)
{
    public static MessageSums operator +(MessageSums sums, in MessageFacts message) => new(
        sums.Count + 1, sums.Weight + message.Weight, sums.Bytes + message.Bytes, sums.SparedBytes + SparedBytesOf(message));

    public static MessageSums operator -(MessageSums sums, in MessageFacts message) => new(
        sums.Count - 1, sums.Weight - message.Weight, sums.Bytes - message.Bytes, sums.SparedBytes - SparedBytesOf(message));

    private static long SparedBytesOf(in MessageFacts message) => message.IsSpared ? message.Bytes : 0;
}

/// <summary>A session's row: what a write reads first and saves last. The state and the messages lie in other tables.</summary>
internal sealed record SessionRow
{
    public required long Key { get; init; }

    public string? UserId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The lifetime that applied at the last use.</summary>
    public TimeSpan UsedLifetime { get; init; }

    public TimeSpan? Lifetime { get; init; }

    public TimeSpan? MaxLifetime { get; init; }

    public long Version { get; init; }

    public long LastSequence { get; init; }

    public long Edits { get; init; }

    public MessageSums Messages { get; init; }

    public long StateBytes { get; init; }

    /// <summary>How many message ids are remembered.</summary>
    public long Ids { get; init; }

    public long WaitingCount { get; init; }

    public long WaitingBytes { get; init; }

    /// <summary>How many messages have been put among the waiting ones so far.</summary>
    public long WaitingTotal { get; init; }

    public UInt128? LeaseToken { get; init; }

    public DateTimeOffset LeaseUntil { get; init; }

    public bool IsIncomplete { get; init; }

    /// <returns>The row of a live session; null if there is none.</returns>
    public static SessionRow? Find(DatabaseConnection connection, string sessionId, DateTimeOffset now)
    {
        using var reader = connection.Query(SessionSchema.GetRow, sessionId);
        return reader.Read() && reader.GetInt64(3) > StoredValues.Time(now) ? Read(reader) : null;
    }

    /// <summary>A hash or token as it is stored.</summary>
    public static byte[] Blob(UInt128 value)
    {
        var blob = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(blob, value);
        return blob;
    }

    public bool IsLeased(UInt128 token, DateTimeOffset now) => LeaseToken == token && LeaseUntil > now;

    /// <summary>The row after a use at this moment, which moves the expiry as <see cref="ISessionStore"/> says.</summary>
    public SessionRow UsedAt(DateTimeOffset now, SessionLimits limits)
    {
        var session = new SessionInfo
        {
            SessionId = "",
            CreatedAt = CreatedAt,
            Lifetime = Lifetime,
            MaxLifetime = MaxLifetime,
        };
        var lifetime = limits.LifetimeOf(session);
        var expiry = limits.ExpiresAt(session, now);
        if (lifetime == UsedLifetime && expiry < ExpiresAt)
        {
            // Another caller's clock is ahead. Its expiry stays, but is cut to the longest lifetime.
            var latest = limits.ExpiresAt(session, ExpiresAt);
            expiry = latest < ExpiresAt ? latest : ExpiresAt;
        }

        return expiry == ExpiresAt && lifetime == UsedLifetime ? this : this with { ExpiresAt = expiry, UsedLifetime = lifetime };
    }

    /// <summary>The row after a write at this moment.</summary>
    public SessionRow WrittenAt(DateTimeOffset now, SessionLimits limits) =>
        UsedAt(now, limits) with { UpdatedAt = now > CreatedAt ? now : CreatedAt };

    /// <summary>The session's info. The row's values take precedence over those in the state.</summary>
    public SessionInfo InfoOf(SessionInfo state) => state with
    {
        UpdatedAt = UpdatedAt,
        ExpiresAt = ExpiresAt,
        Lifetime = Lifetime,
        MaxLifetime = MaxLifetime,
        IsIncomplete = IsIncomplete,
    };

    public void Save(DatabaseConnection connection) => connection.Execute(
        SessionSchema.SaveRow,
        Key,
        StoredValues.Time(UpdatedAt),
        StoredValues.Time(ExpiresAt),
        UsedLifetime.Ticks,
        Version,
        LastSequence,
        Edits,
        Messages.Count,
        Messages.Weight,
        Messages.Bytes,
        StateBytes,
        StateBytes + Messages.Bytes + WaitingBytes,
        Ids,
        WaitingCount,
        WaitingBytes,
        WaitingTotal,
        LeaseToken is { } token ? Blob(token) : null,
        StoredValues.Time(LeaseUntil),
        IsIncomplete ? 1L : 0L,
        Messages.SparedBytes);

    /// <exception cref="CorruptDataException">The library writes no such value.</exception>
    private static SessionRow Read(SqliteDataReader reader)
    {
        try
        {
            return ReadColumns(reader);
        }
        catch (Exception exception) when (StoredValues.AreBroken(exception))
        {
            throw StoredValues.Broken(StoredDataKind.Session, exception);
        }
    }

    private static SessionRow ReadColumns(SqliteDataReader reader) => new()
    {
        Key = reader.GetInt64(0),
        CreatedAt = StoredValues.ToTime(reader.GetInt64(1)),
        UpdatedAt = StoredValues.ToTime(reader.GetInt64(2)),
        ExpiresAt = StoredValues.ToTime(reader.GetInt64(3)),
        UsedLifetime = new(reader.GetInt64(4)),
        Lifetime = StoredValues.LifetimeOrNull(reader, 5),
        MaxLifetime = StoredValues.LifetimeOrNull(reader, 6),
        Version = reader.GetInt64(7),
        LastSequence = reader.GetInt64(8),
        Edits = reader.GetInt64(9),
        Messages = new(reader.GetInt64(10), reader.GetInt64(11), reader.GetInt64(12), reader.GetInt64(22)),
        StateBytes = reader.GetInt64(13),
        Ids = reader.GetInt64(14),
        WaitingCount = reader.GetInt64(15),
        WaitingBytes = reader.GetInt64(16),
        WaitingTotal = reader.GetInt64(17),
        LeaseToken = reader.IsDBNull(18) ? null : BinaryPrimitives.ReadUInt128BigEndian(reader.GetFieldValue<byte[]>(18)),
        LeaseUntil = StoredValues.ToTime(reader.GetInt64(19)),
        IsIncomplete = reader.GetInt64(20) is not 0,
        UserId = StoredValues.TextOrNull(reader, 21),
    };
}
