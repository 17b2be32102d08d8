using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace HospitalityMemory.Stores;

/// <summary>
/// The sessions by last use, by expiry, by guest and by creation. Thread safe. Its lock may be taken while an entry's lock is
/// held, never the other way round, and no call looks at more than <see cref="LongestHold"/> entries under it.
/// </summary>
internal sealed class SessionIndex
{
    /// <summary>The most entries that one call looks at under the lock.</summary>
    public const int LongestHold = 500;

    private readonly Lock _lock = new();
    private readonly EntryHeap<ByUse> _byUse = new();
    private readonly EntryHeap<ByExpiry> _byExpiry = new();

    // Either a guest's only session or a set of them: most guests have one.
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

    /// <summary>For tests: the most entries that any call has looked at under the lock.</summary>
    public int MostSeen { get; private set; }

    /// <summary>Adds a session that is about to become visible. The session's lock is held.</summary>
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

    /// <summary>Removes a session that ends. The session's lock is held.</summary>
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

    /// <summary>
    /// Gives an anonymous session its guest. The session's lock is held, and its state names the guest already.
    /// </summary>
    public void ChangeUser(SessionEntry entry, string? from)
    {
        lock (_lock)
        {
            Unlink(entry, from);
            Link(entry, entry.Info.UserId);
        }
    }

    /// <summary>Notes that a session expires earlier than before. The session's lock is held.</summary>
    public void Hasten(SessionEntry entry)
    {
        lock (_lock)
        {
            _byExpiry.Move(entry, entry.Life.Expires);
        }
    }

    /// <summary>
    /// Takes the least recently used session out of the order of use. Reads do not touch that order: a session that was used
    /// since it was last looked at is moved to its new place here.
    /// </summary>
    /// <param name="self">A session that must not be taken; null for none.</param>
    /// <param name="entry">The session.</param>
    /// <param name="lastUse">Its last use. It must not have been used later when it is ended.</param>
    /// <returns>Whether there is one; null where the limit per call was reached and the next call continues.</returns>
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

    /// <summary>Takes the first session in order of use, or moves it to its right place.</summary>
    /// <returns>
    /// Whether a session was taken, and its last use; null where it was moved or set aside; false where there is none.
    /// </returns>
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

    /// <summary>Puts back a session that was used after all. The session's lock is held.</summary>
    public void ReturnToUse(SessionEntry entry)
    {
        lock (_lock)
        {
            _byUse.Add(entry, entry.Life.LastUse);
        }
    }

    /// <summary>Takes an expired session out of the order of expiry.</summary>
    /// <returns>Whether there is one; null where the limit per call was reached and the next call continues.</returns>
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

    /// <summary>Puts back a session that lives on. The session's lock is held.</summary>
    public void ReturnToExpiry(SessionEntry entry)
    {
        lock (_lock)
        {
            _byExpiry.Add(entry, entry.Life.Expires);
        }
    }

    /// <summary>Some of a guest's sessions in the order of lists.</summary>
    /// <param name="userId">The guest.</param>
    /// <param name="from">The session to begin at, or its place where it is gone; null for the first.</param>
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
    /// <returns>The sessions; null where the first of them has ended meanwhile.</returns>
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

    /// <summary>The order of a guest's sessions in lists: the latest one created comes first.</summary>
    private sealed class ByList : IComparer<SessionEntry>
    {
        public static readonly ByList Instance = new();

        public int Compare(SessionEntry? x, SessionEntry? y) =>
            y!.Info.CreationTicks.CompareTo(x!.Info.CreationTicks) is var order and not 0 ? order : y.Order.CompareTo(x.Order);
    }
}
