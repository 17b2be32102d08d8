using System.Diagnostics.CodeAnalysis;
using HospitalityMemory.Stores;
using Microsoft.Data.Sqlite;

namespace HospitalityMemory.Sqlite;

/// <summary>
/// Erases a guest's sessions by their keys. A trigger deletes everything that belongs to a session with its row, and nothing is left over.
/// </summary>
internal static class SessionEraser
{
    /// <summary>How many sessions one transaction erases. Other writes have their turn in between.</summary>
    private const int AtOnce = 32;

    public static async ValueTask<ErasedSessions> EraseAsync(
        DatabaseRole database, string userId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var found = await database.ReadAsync(connection => Find(connection, userId), cancellationToken).ConfigureAwait(false);
        var unreadable = new HashSet<string>(StringComparer.Ordinal);
        foreach (var sessionId in found)
        {
            if (!await database.ReadAsync(connection => CanRead(connection, sessionId), cancellationToken).ConfigureAwait(false))
            {
                unreadable.Add(sessionId);
            }
        }

        var ended = new List<SessionEnd>();
        foreach (var some in found.Chunk(AtOnce))
        {
            ended.AddRange(await database.WriteAsync(connection => Delete(connection, some, userId, now), cancellationToken).ConfigureAwait(false));
        }

        return new()
        {
            Found = found.Count,
            Erased = ended.Count,
            Ended = ended,
            Unreadable = ended.Count(end => unreadable.Contains(end.SessionId)),
            Left = await database.ReadAsync(
                connection => (int)(long)connection.Scalar(SessionSchema.CountOfUser, userId)!, cancellationToken).ConfigureAwait(false),
        };
    }

    private static List<string> Find(DatabaseConnection connection, string userId)
    {
        using var reader = connection.Query(SessionSchema.FindOfUser, userId);
        var found = new List<string>();
        while (reader.Read())
        {
            found.Add(reader.GetString(0));
        }

        return found;
    }

    /// <summary>Whether a session, live or expired, can be read whole. It is erased in both cases.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever is wrong with it, it cannot be read.")]
    private static bool CanRead(DatabaseConnection connection, string sessionId)
    {
        try
        {
            SessionReads.Read(connection, sessionId, DateTimeOffset.MinValue);
            return true;
        }
        catch (Exception exception) when (exception is not SqliteException)
        {
            return false;
        }
    }

    private static List<SessionEnd> Delete(DatabaseConnection connection, string[] sessionIds, string userId, DateTimeOffset now)
    {
        var ended = new List<SessionEnd>();
        foreach (var sessionId in sessionIds)
        {
            if (connection.Scalar(SessionSchema.EraseSession, sessionId, userId) is long expiresAt)
            {
                var isLive = expiresAt > StoredValues.Time(now);
                ended.Add(new(sessionId, isLive ? SessionEndReason.Deleted : SessionEndReason.Expired));
            }
        }

        return ended;
    }
}
