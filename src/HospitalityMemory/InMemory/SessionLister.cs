namespace HospitalityMemory.Stores;

/// <summary>Lists sessions by pages, each taken in one short look at the index.</summary>
internal sealed class SessionLister(SessionTable table)
{
    // Every store numbers its sessions anew, also in another process. The name tells their places apart.
    private readonly string _list = $"memory {Guid.NewGuid():n}";

    public SessionPage List(in SessionQuery query, long now)
    {
        var max = Math.Min(query.Max, SessionIndex.LongestHold - 1);
        var place = SessionPlace.Of(query, _list);

        // One session more, with which the next page begins.
        var entries = query.UserId is { } userId
            ? table.Index.OfUser(userId, place is { } at ? Probe(at) : null, max + 1)
            : table.InOrder(place?.First ?? 0, max + 1);
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

        return new(sessions, entries.Count > max ? Next(entries[max], query) : null);
    }

    /// <summary>An entry that is only compared with sessions, to find a place among them.</summary>
    private static SessionEntry Probe(SessionPlace place) =>
        new(new SessionInfo { SessionId = "", CreatedAt = new(Math.Clamp(place.First, 0, DateTime.MaxValue.Ticks), TimeSpan.Zero) }) { Order = place.Second };

    private string Next(SessionEntry entry, in SessionQuery query)
    {
        if (query.UserId is not null)
        {
            return new SessionPlace(entry.Info.CreationTicks, entry.Order).ToNext(query, _list);
        }

        table.Remember(entry);
        return new SessionPlace(entry.Order, 0).ToNext(query, _list);
    }
}
