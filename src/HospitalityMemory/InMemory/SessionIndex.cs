using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace HospitalityMemory.Stores;

/// <summary>
/// The sessions by last use, by expiry, by guest and by creation. Thread safe: it has a lock, which is taken inside that of an
/// entry, never around one, and which no call holds for more than <see cref="LongestHold"/> entries.
/// </summary>
internal sealed class SessionIndex
{
    /// <summary>How many entries one call looks at while it holds the lock, at most.</summary>
    public const int LongestHold = 500;

    private readonly Lock _lock = new();
    private readonly EntryHeap<ByUse> _byUse = new();
    private readonly EntryHeap<ByExpiry> _byExpiry = new();

    // A guest's only session, or a set of them: most guests have one.
    private readonly Dictionary<string, object> _byUser = new(StringComparer.Ordinal);
    private SessionEntry? _first;
    private SessionEntry? _last;
    private long _lastOrder;
    private int _count;

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _count;
            }
        }
    }

    /// <summary>For tests: the most entries that a call has looked at under the lock.</summary>
    public int MostSeen { get; private set; }

    /// <summary>Adds a session that is about to be seen. Its lock is held.</summary>
    public void Add(SessionEntry entry)
    {
        lock (_lock)
        {
            entry.Order = ++_lastOrder;
            (entry.Earlier, entry.Later) = (_last, null);
            _ = _last is null ? _first = entry : _last.Later = entry;
            _last = entry;
            _count++;
            _byUse.Add(entry, entry.Life.LastUse);
            _byExpiry.Add(entry, entry.Life.Expires);
            Link(entry, entry.Info.UserId);
        }
    }

    /// <summary>Removes a session that ends. Its lock is held.</summary>
    public void Remove(SessionEntry entry)
    {
        lock (_lock)
        {
            _byUse.Remove(entry);
            _byExpiry.Remove(entry);
            Unlink(entry, entry.Info.UserId);
            _ = entry.Earlier is null ? _first = entry.Later : entry.Earlier.Later = entry.Later;
            _ = entry.Later is null ? _last = entry.Earlier : entry.Later.Earlier = entry.Earlier;
            entry.Earlier = entry.Later = null;
            _count--;
        }
    }

    /// <summary>Gives an anonymous session its guest. Its lock is held, and its snapshot says so already.</summary>
    public void ChangeUser(SessionEntry entry, string? from)
    {
        lock (_lock)
        {
            Unlink(entry, from);
            Link(entry, entry.Info.UserId);
        }
    }

    /// <summary>Notes that a session expires earlier than before. Its lock is held.</summary>
    public void Hasten(SessionEntry entry)
    {
        lock (_lock)
        {
            _byExpiry.Move(entry, entry.Life.Expires);
        }
    }

    /// <summary>
    /// Takes the session that was not used for longest out of the order of use. What was used since it was looked at last is put in
    /// its new place here, so that a read need not touch the order.
    /// </summary>
    /// <param name="self">A session that is not to be taken; null for none.</param>
    /// <param name="entry">The session.</param>
    /// <param name="lastUse">Its last use, at or before which it must still be when it goes.</param>
    /// <returns>Whether there is one; null where there was too much to put in place and another call goes on with it.</returns>
    public bool? TryTakeLeastRecentlyUsed(SessionEntry? self, [NotNullWhen(true)] out SessionEntry? entry, out long lastUse)
    {
        lock (_lock)
        {
            var isAside = false;
            bool? isFound = null;
            (entry, lastUse) = (null, 0);
            for (var seen = 1; isFound is null && seen <= LongestHold; seen++)
            {
                MostSeen = Math.Max(MostSeen, seen);
                (isFound, lastUse) = LookAtFirst(self, out entry);
                isAside |= isFound is null && entry is not null && entry.UsePlace.Index < 0;
            }

            if (isAside)
            {
                _byUse.Add(self!, self!.Life.LastUse);
            }

            return isFound;
        }
    }

    /// <summary>Takes the first in order of use, or puts it into its place.</summary>
    /// <returns>Whether it was taken, and its last use; null where it was put elsewhere; false where there is none.</returns>
    private (bool? IsTaken, long LastUse) LookAtFirst(SessionEntry? self, out SessionEntry? entry)
    {
        entry = _byUse.First;
        if (entry is null)
        {
            return (false, 0);
        }

        var lastUse = entry.Life.LastUse;
        if (lastUse > entry.UsePlace.Key)
        {
            _byUse.Move(entry, lastUse);
            return (null, lastUse);
        }

        _byUse.Remove(entry);
        return (entry == self ? null : true, lastUse);
    }

    /// <summary>Puts a session back that was used after all. Its lock is held.</summary>
    public void ReturnToUse(SessionEntry entry)
    {
        lock (_lock)
        {
            _byUse.Add(entry, entry.Life.LastUse);
        }
    }

    /// <summary>Takes a session that has expired out of the order of expiry.</summary>
    /// <returns>Whether there is one; null where another call goes on.</returns>
    public bool? TryTakeExpired(long now, [NotNullWhen(true)] out SessionEntry? entry)
    {
        lock (_lock)
        {
            for (var seen = 1; (entry = _byExpiry.First) is not null && entry.ExpiryPlace.Key <= now; seen++)
            {
                MostSeen = Math.Max(MostSeen, seen);
                if (entry.Life.Expires <= now)
                {
                    _byExpiry.Remove(entry);
                    return true;
                }

                _byExpiry.Move(entry, entry.Life.Expires);
                if (seen == LongestHold)
                {
                    return null;
                }
            }

            entry = null;
            return false;
        }
    }

    /// <summary>Puts a session back that lives on. Its lock is held.</summary>
    public void ReturnToExpiry(SessionEntry entry)
    {
        lock (_lock)
        {
            _byExpiry.Add(entry, entry.Life.Expires);
        }
    }

    /// <summary>Some of a guest's sessions in the order of lists.</summary>
    /// <param name="userId">The guest.</param>
    /// <param name="from">Where to begin, at or behind this one, be it there or not; null for the first.</param>
    /// <param name="max">How many at most.</param>
    public List<SessionEntry> OfUser(string userId, SessionEntry? from, int max)
    {
        lock (_lock)
        {
            List<SessionEntry> entries = _byUser.GetValueOrDefault(userId) switch
            {
                SessionEntry only => from is null || ByList.Instance.Compare(from, only) <= 0 ? [only] : [],
                SortedSet<SessionEntry> { Max: { } last } all =>
                    from is null ? [.. all.Take(max)]
                    : ByList.Instance.Compare(from, last) <= 0 ? [.. all.GetViewBetween(from, last).Take(max)]
                    : [],
                _ => [],
            };
            MostSeen = Math.Max(MostSeen, entries.Count);
            return entries;
        }
    }

    /// <summary>Some of all sessions in order of creation.</summary>
    /// <param name="from">The first; null for the first of all.</param>
    /// <param name="max">How many at most.</param>
    /// <returns>The sessions; null where the first has gone meanwhile.</returns>
    public List<SessionEntry>? InOrder(SessionEntry? from, int max)
    {
        lock (_lock)
        {
            if (from is { Earlier: null } && from != _first)
            {
                return null;
            }

            var entries = new List<SessionEntry>();
            for (var entry = from ?? _first; entry is not null && entries.Count < max; entry = entry.Later)
            {
                entries.Add(entry);
            }

            MostSeen = Math.Max(MostSeen, entries.Count);
            return entries;
        }
    }

    private void Link(SessionEntry entry, string? userId)
    {
        if (userId is null)
        {
            return;
        }

        ref var sessions = ref CollectionsMarshal.GetValueRefOrAddDefault(_byUser, userId, out _);
        if (sessions is SessionEntry only)
        {
            sessions = new SortedSet<SessionEntry>(ByList.Instance) { only };
        }

        if (sessions is SortedSet<SessionEntry> all)
        {
            all.Add(entry);
        }
        else
        {
            sessions = entry;
        }
    }

    private void Unlink(SessionEntry entry, string? userId)
    {
        if (userId is null || !_byUser.TryGetValue(userId, out var sessions))
        {
            return;
        }

        if (sessions == entry)
        {
            _byUser.Remove(userId);
        }
        else if (sessions is SortedSet<SessionEntry> all && all.Remove(entry) && all.Count is 1)
        {
            _byUser[userId] = all.Min!;
        }
    }

    private readonly struct ByUse : IHeapOrder
    {
        public static ref HeapPlace PlaceOf(SessionEntry entry) => ref entry.UsePlace;
    }

    private readonly struct ByExpiry : IHeapOrder
    {
        public static ref HeapPlace PlaceOf(SessionEntry entry) => ref entry.ExpiryPlace;
    }

    /// <summary>The order of a guest's sessions in lists: the latest created first.</summary>
    private sealed class ByList : IComparer<SessionEntry>
    {
        public static readonly ByList Instance = new();

        public int Compare(SessionEntry? x, SessionEntry? y) =>
            y!.Info.CreationTicks.CompareTo(x!.Info.CreationTicks) is var order and not 0 ? order : y.Order.CompareTo(x.Order);
    }
}
