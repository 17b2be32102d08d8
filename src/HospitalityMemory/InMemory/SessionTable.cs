using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace HospitalityMemory.Stores;

/// <summary>The sessions by id, the bytes that they hold together, and how they end. Thread safe.</summary>
internal sealed class SessionTable
{
    /// <summary>How many readers can page through all sessions at once without a search for where they were.</summary>
    private const int RememberedPlaces = 64;

    private readonly ConcurrentDictionary<string, SessionEntry> _entries = new(StringComparer.Ordinal);

    // The sessions at which pages of all sessions begin. The weak reference lets go of a session that has ended meanwhile.
    private readonly RecentlyUsed<WeakReference<SessionEntry>> _places = new(RememberedPlaces);
    private long _bytes;
    private long _expired;
    private long _evicted;

    public SessionIndex Index { get; } = new();

    /// <summary>
    /// Sessions that expired in a step that reports no ends. The next caller that creates a session or asks which sessions
    /// expired is told of them. There are never more of them than there were sessions at once.
    /// </summary>
    public ConcurrentQueue<string> Untold { get; } = new();

    public SessionStoreUsage Usage => new(Index.Count, Volatile.Read(ref _bytes))
    {
        Expired = Volatile.Read(ref _expired),
        Evicted = Volatile.Read(ref _evicted),
    };

    /// <summary>Finds a session, live or not.</summary>
    public bool TryFind(string sessionId, [NotNullWhen(true)] out SessionEntry? entry) => _entries.TryGetValue(sessionId, out entry);

    /// <summary>Finds a session, live or not, and takes its lock, which the caller must release.</summary>
    public bool TryEnter(string sessionId, [NotNullWhen(true)] out SessionEntry? entry)
    {
        while (_entries.TryGetValue(sessionId, out entry))
        {
            Monitor.Enter(entry);
            if (!entry.Life.HasEnded)
            {
                return true;
            }

            // The session ended while this caller waited for its lock. Another session may have its id by now.
            Monitor.Exit(entry);
        }

        return false;
    }

    /// <summary>Some of all sessions in order of creation, beginning at a place.</summary>
    /// <param name="order">The place; 0 for the beginning.</param>
    /// <param name="max">How many at most.</param>
    public List<SessionEntry> InOrder(long order, int max)
    {
        List<SessionEntry>? entries = null;
        while (entries is null)
        {
            var first = order is 0 ? null : FirstFrom(order);
            if (order > 0 && first is null)
            {
                return [];
            }

            entries = Index.InOrder(first, max);
        }

        return entries;
    }

    /// <summary>Remembers a session with which a page of all sessions begins.</summary>
    public void Remember(SessionEntry entry) => _places.Keep(Key(entry.Order), new(entry), _places.Forgotten);

    /// <summary>Adds a session whose room is taken already, unless its id is in use.</summary>
    public bool TryAdd(SessionEntry entry)
    {
        lock (entry)
        {
            var isAdded = _entries.TryAdd(entry.Info.SessionId, entry);
            if (isAdded)
            {
                Index.Add(entry);
            }

            return isAdded;
        }
    }

    /// <summary>Ends a session. Its lock is held.</summary>
    public SessionEnd End(SessionEntry entry, SessionEndReason reason)
    {
        entry.Life.End();
        var end = Remove(entry, reason);
        GiveBack(entry.Bytes);
        return end;
    }

    /// <summary>Ends a session that has expired.</summary>
    /// <returns>Whether there was one; null where the next call must continue the search.</returns>
    public bool? TryEndExpired(long now, out SessionEnd end)
    {
        end = default;
        var found = Index.TryTakeExpired(now, out var entry);
        if (found is not true)
        {
            return found;
        }

        lock (entry!)
        {
            if (entry.Life.HasEnded)
            {
                return null;
            }

            if (!entry.Life.TryEndExpired(now))
            {
                Index.ReturnToExpiry(entry);
                return null;
            }

            end = End(entry, SessionEndReason.Expired);
            return true;
        }
    }

    /// <summary>Ends the least recently used session, and leaves its room to the caller.</summary>
    /// <returns>Whether there was one; null where the next call must continue the search.</returns>
    public bool? TryEvict(SessionEntry? self, long now, out SessionEnd end, out long bytes)
    {
        (end, bytes) = (default, 0);
        var found = Index.TryTakeLeastRecentlyUsed(self, out var entry, out var lastUse);
        if (found is not true)
        {
            return found;
        }

        lock (entry!)
        {
            if (entry.Life.HasEnded)
            {
                return null;
            }

            if (!entry.Life.TryEndUnused(lastUse, out var expired))
            {
                Index.ReturnToUse(entry);
                return null;
            }

            end = Remove(entry, expired > now ? SessionEndReason.Evicted : SessionEndReason.Expired);
            bytes = entry.Bytes;
            return true;
        }
    }

    /// <summary>Takes room before it is used, all of it or none. The limit is thus never exceeded.</summary>
    public bool TryTakeRoom(long bytes, long max)
    {
        var total = Volatile.Read(ref _bytes);
        while (total + bytes <= max)
        {
            var seen = Interlocked.CompareExchange(ref _bytes, total + bytes, total);
            if (seen == total)
            {
                return true;
            }

            total = seen;
        }

        return false;
    }

    /// <summary>Gives room back after what used it is gone.</summary>
    public void GiveBack(long bytes) => Interlocked.Add(ref _bytes, -bytes);

    private static string Key(long order) => order.ToString(CultureInfo.InvariantCulture);

    private SessionEntry? FirstFrom(long order) =>
        _places.Find(Key(order)) is { } place && place.TryGetTarget(out var entry) && _entries.GetValueOrDefault(entry.Info.SessionId) == entry
            ? entry

            // The session has ended meanwhile. The next one is searched among all sessions, without any lock.
            : _entries.Select(static pair => pair.Value).Where(entry => entry.Order >= order).MinBy(static entry => entry.Order);

    /// <summary>Removes a session that has ended, and leaves its room to the caller. The session's lock is held.</summary>
    private SessionEnd Remove(SessionEntry entry, SessionEndReason reason)
    {
        _entries.TryRemove(KeyValuePair.Create(entry.Info.SessionId, entry));
        Index.Remove(entry);
        if (reason is SessionEndReason.Expired)
        {
            Interlocked.Increment(ref _expired);
        }
        else if (reason is SessionEndReason.Evicted)
        {
            Interlocked.Increment(ref _evicted);
        }

        return new(entry.Info.SessionId, reason);
    }
}
