using System.Globalization;

namespace HospitalityMemory.Stores;

/// <summary>Lists sessions by pages, each taken in one short look at the index.</summary>
internal static class SessionLister
{
    public static SessionPage List(SessionTable table, in SessionQuery query, long now)
    {
        var max = Math.Min(query.Max, SessionIndex.LongestHold - 1);
        var (number, sessionId) = query.After is { } after ? Parse(after) : (0, "");

        // One more, with which the next page begins.
        var entries = query.UserId is { } userId
            ? table.Index.OfUser(userId, query.After is null ? null : Probe(number, sessionId), max + 1)
            : table.InOrder(number, sessionId, max + 1);
        var sessions = new List<SessionInfo>(entries.Count);
        foreach (var entry in entries.Take(max))
        {
            lock (entry)
            {
                if (entry.Life.Expires > now && (query.UserId is null || entry.Info.UserId == query.UserId))
                {
                    sessions.Add(entry.ShowInfo());
                }
            }
        }

        return new(sessions, entries.Count > max ? Next(entries[max], query.UserId is not null) : null);
    }

    /// <summary>What is compared with sessions to find a place among them.</summary>
    private static SessionEntry Probe(long creationTicks, string sessionId) =>
        new(new SessionInfo { SessionId = sessionId, CreatedAt = new(creationTicks, TimeSpan.Zero) });

    private static string Next(SessionEntry entry, bool isOfUser) => string.Create(
        CultureInfo.InvariantCulture, $"{(isOfUser ? entry.Info.CreationTicks : entry.Order)}:{entry.Info.SessionId}");

    private static (long Number, string SessionId) Parse(string position) =>
        position.IndexOf(':', StringComparison.Ordinal) is var colon and > 0
            && long.TryParse(position.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number <= DateTime.MaxValue.Ticks
            ? (number, position[(colon + 1)..])
            : throw new ArgumentException("This is no page that a list of this store named as the next one.", nameof(position));
}
