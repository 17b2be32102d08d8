using HospitalityMemory.Stores;

namespace HospitalityMemory.Sqlite;

/// <summary>Claimed messages as they are stored. The caller parses them, because all callers share the writer.</summary>
internal sealed record ClaimedMessages(SessionRow Row, byte[]? State, IReadOnlyList<(long Sequence, byte[] Data)> Messages);

/// <summary>The trimmed messages of a session that wait for a summary. All calls run within an open transaction.</summary>
internal static class WaitingMessages
{
    /// <summary>Copies messages that are still stored to the waiting ones. If too many wait, the oldest are lost.</summary>
    /// <returns>The row with the new counts, and how many waiting messages were lost.</returns>
    public static (SessionRow Row, int Lost) Add(DatabaseConnection connection, SessionRow row, IReadOnlyList<long> sequences, long bytes)
    {
        for (var i = 0; i < sequences.Count; i++)
        {
            connection.Execute(SessionSchema.InsertWaiting, row.Key, sequences[i], row.WaitingTotal + 1 + i);
        }

        row = row with
        {
            WaitingCount = row.WaitingCount + sequences.Count,
            WaitingBytes = row.WaitingBytes + bytes,
            WaitingTotal = row.WaitingTotal + sequences.Count,
        };
        return row.WaitingCount > SessionLimits.MaxWaitingMessages || row.WaitingBytes > SessionLimits.MaxWaitingBytes
            ? LoseOldest(connection, row)
            : (row, 0);
    }

    /// <summary>Deletes the waiting messages that a summary has taken in, and ends the claim.</summary>
    public static SessionRow Take(DatabaseConnection connection, SessionRow row, long through)
    {
        connection.Execute(SessionSchema.DeleteTaken, row.Key, through);
        return Recount(connection, row) with { LeaseToken = null };
    }

    /// <summary>Deletes all waiting messages, and ends the claim.</summary>
    public static SessionRow Clear(DatabaseConnection connection, SessionRow row)
    {
        if (row.WaitingCount > 0)
        {
            connection.Execute(SessionSchema.DeleteWaiting, row.Key, row.WaitingTotal);
        }

        return row with { WaitingCount = 0, WaitingBytes = 0, LeaseToken = null };
    }

    /// <summary>Claims all waiting messages.</summary>
    /// <returns>The waiting messages; null if there are none, or if another claim is in force.</returns>
    public static ClaimedMessages? Lease(DatabaseConnection connection, string sessionId, TrimmedLease lease, DateTimeOffset now)
    {
        if (SessionRow.Find(connection, sessionId, now) is not { WaitingCount: > 0 } row
            || (row.LeaseToken is { } token && token != lease.Token && row.IsLeased(token, now)))
        {
            return null;
        }

        var messages = new List<(long, byte[])>();
        using (var reader = connection.Query(SessionSchema.GetWaiting, row.Key))
        {
            while (reader.Read())
            {
                messages.Add((reader.GetInt64(0), StoredValues.Utf8(reader, 1)));
            }
        }

        row = row with { LeaseToken = lease.Token, LeaseUntil = lease.Until };
        if (messages.Count != row.WaitingCount)
        {
            row = Recount(connection, row) with { IsIncomplete = row.IsIncomplete || messages.Count < row.WaitingCount };
        }

        row.Save(connection);
        return messages.Count is 0 ? null : new(row, State(connection, row.Key), messages);
    }

    private static byte[]? State(DatabaseConnection connection, long session)
    {
        using var reader = connection.Query(SessionSchema.GetState, session);
        return reader.Read() ? StoredValues.Utf8(reader, 0) : null;
    }

    private static (SessionRow Row, int Lost) LoseOldest(DatabaseConnection connection, SessionRow row)
    {
        var (count, bytes, through) = (row.WaitingCount, row.WaitingBytes, 0L);
        using (var reader = connection.Query(SessionSchema.GetWaitingSizes, row.Key))
        {
            while ((count > SessionLimits.MaxWaitingMessages || bytes > SessionLimits.MaxWaitingBytes) && reader.Read())
            {
                through = reader.GetInt64(0);
                bytes -= reader.GetInt64(1);
                count--;
            }
        }

        connection.Execute(SessionSchema.DeleteWaiting, row.Key, through);
        return (row with { WaitingCount = count, WaitingBytes = bytes, IsIncomplete = true }, (int)(row.WaitingCount - count));
    }

    private static SessionRow Recount(DatabaseConnection connection, SessionRow row)
    {
        var (count, bytes) = (0L, 0L);
        using var reader = connection.Query(SessionSchema.GetWaitingSizes, row.Key);
        while (reader.Read())
        {
            count++;
            bytes += reader.GetInt64(1);
        }

        return row with { WaitingCount = count, WaitingBytes = bytes };
    }
}
