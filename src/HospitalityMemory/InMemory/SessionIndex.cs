using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace HospitalityMemory.Stores;

/// <summary>The sessions by last use, by expiry and by guest. Not thread safe: its owner locks.</summary>
internal sealed class SessionIndex
{
    private readonly EntryHeap<UseSlot> _byUse = new();
    private readonly EntryHeap<ExpirySlot> _byExpiry = new();
    private readonly Dictionary<string, SessionEntry> _byUser = new(StringComparer.Ordinal);

    public int Count => _byExpiry.Count;

    /// <summary>Adds a session that is about to go live.</summary>
    public void Add(SessionEntry entry, long now, long expires)
    {
        entry.UseKey = entry.LastUse = now;
        entry.ExpiryKey = expires;
        _byUse.Add(entry);
        _byExpiry.Add(entry);
        Link(entry, entry.Session.UserId);
    }

    public void Remove(SessionEntry entry)
    {
        _byUse.Remove(entry);
        _byExpiry.Remove(entry);
        Unlink(entry, entry.Session.UserId);
    }

    /// <summary>Moves a session from one guest to another; before the snapshot says so.</summary>
    public void ChangeUser(SessionEntry entry, string? from, string? to)
    {
        Unlink(entry, from);
        Link(entry, to);
    }

    public List<SessionEntry> OfUser(string userId)
    {
        var entries = new List<SessionEntry>();
        for (var entry = _byUser.GetValueOrDefault(userId); entry is not null; entry = entry.NextOfUser)
        {
            entries.Add(entry);
        }

        return entries;
    }

    /// <summary>
    /// Takes the session that was not used for longest out of the order of use. Uses since the last time are noted
    /// here, so that a read need not touch the heap.
    /// </summary>
    public bool TryTakeLeastRecentlyUsed([NotNullWhen(true)] out SessionEntry? entry)
    {
        while (_byUse.TryPeek(out entry))
        {
            var used = Volatile.Read(ref entry.LastUse);
            if (used <= entry.UseKey)
            {
                _byUse.Remove(entry);
                return true;
            }

            _byUse.Postpone(entry, used);
        }

        return false;
    }

    public void ReturnToUse(SessionEntry entry) => _byUse.Add(entry);

    /// <summary>Takes a session that has expired out of the order of expiry.</summary>
    public bool TryTakeExpired(long now, [NotNullWhen(true)] out SessionEntry? entry)
    {
        while (_byExpiry.TryPeek(out entry) && entry.ExpiryKey <= now)
        {
            var expires = Volatile.Read(ref entry.Expires);
            if (expires <= entry.ExpiryKey)
            {
                _byExpiry.Remove(entry);
                return true;
            }

            _byExpiry.Postpone(entry, expires);
        }

        entry = null;
        return false;
    }

    public void ReturnToExpiry(SessionEntry entry) => _byExpiry.Add(entry);

    private void Link(SessionEntry entry, string? userId)
    {
        if (userId is null)
        {
            return;
        }

        ref var first = ref CollectionsMarshal.GetValueRefOrAddDefault(_byUser, userId, out _);
        entry.NextOfUser = first;
        first?.PreviousOfUser = entry;
        first = entry;
    }

    private void Unlink(SessionEntry entry, string? userId)
    {
        if (userId is null)
        {
            return;
        }

        if (entry.PreviousOfUser is { } previous)
        {
            previous.NextOfUser = entry.NextOfUser;
        }
        else if (entry.NextOfUser is { } next)
        {
            _byUser[userId] = next;
        }
        else
        {
            _byUser.Remove(userId);
        }

        entry.NextOfUser?.PreviousOfUser = entry.PreviousOfUser;
        entry.NextOfUser = entry.PreviousOfUser = null;
    }

    private readonly struct UseSlot : IHeapSlot
    {
        public static ref long Key(SessionEntry entry) => ref entry.UseKey;

        public static ref int Index(SessionEntry entry) => ref entry.UseIndex;
    }

    private readonly struct ExpirySlot : IHeapSlot
    {
        public static ref long Key(SessionEntry entry) => ref entry.ExpiryKey;

        public static ref int Index(SessionEntry entry) => ref entry.ExpiryIndex;
    }
}
