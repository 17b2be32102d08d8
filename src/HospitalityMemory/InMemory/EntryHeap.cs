using System.Diagnostics.CodeAnalysis;

namespace HospitalityMemory.Stores;

/// <summary>Where a heap keeps an entry's key and place.</summary>
internal interface IHeapSlot
{
    /// <summary>The key: the heap's order, smallest first.</summary>
    static abstract ref long Key(SessionEntry entry);

    /// <summary>The entry's place in the heap; -1 while it is in none.</summary>
    static abstract ref int Index(SessionEntry entry);
}

/// <summary>
/// A binary heap of entries that know their own place, so that any of them can be removed. Not thread safe.
/// </summary>
/// <typeparam name="TSlot">Which key and place of an entry this heap uses.</typeparam>
internal sealed class EntryHeap<TSlot>
    where TSlot : struct, IHeapSlot
{
    private SessionEntry[] _items = new SessionEntry[16];

    public int Count { get; private set; }

    public bool TryPeek([NotNullWhen(true)] out SessionEntry? entry)
    {
        entry = Count > 0 ? _items[0] : null;
        return entry is not null;
    }

    public void Add(SessionEntry entry)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, 2 * Count);
        }

        Place(entry, Count++);
        MoveUp(entry);
    }

    /// <summary>Removes an entry; one that is not there is no error.</summary>
    public void Remove(SessionEntry entry)
    {
        var index = TSlot.Index(entry);
        if (index < 0)
        {
            return;
        }

        TSlot.Index(entry) = -1;
        var last = _items[--Count];
        _items[Count] = null!;
        if (last != entry)
        {
            Place(last, index);
            MoveUp(last);
            MoveDown(last);
        }

        if (_items.Length > 16 && Count < _items.Length / 4)
        {
            Array.Resize(ref _items, _items.Length / 2);
        }
    }

    /// <summary>Gives an entry a later key.</summary>
    public void Postpone(SessionEntry entry, long key)
    {
        TSlot.Key(entry) = key;
        MoveDown(entry);
    }

    private void MoveUp(SessionEntry entry)
    {
        var index = TSlot.Index(entry);
        while (index > 0 && _items[(index - 1) / 2] is var parent && TSlot.Key(entry) < TSlot.Key(parent))
        {
            Place(parent, index);
            index = (index - 1) / 2;
        }

        Place(entry, index);
    }

    private void MoveDown(SessionEntry entry)
    {
        var index = TSlot.Index(entry);
        while ((2 * index) + 1 < Count)
        {
            var child = (2 * index) + 1;
            if (child + 1 < Count && TSlot.Key(_items[child + 1]) < TSlot.Key(_items[child]))
            {
                child++;
            }

            if (TSlot.Key(entry) <= TSlot.Key(_items[child]))
            {
                break;
            }

            Place(_items[child], index);
            index = child;
        }

        Place(entry, index);
    }

    private void Place(SessionEntry entry, int index)
    {
        _items[index] = entry;
        TSlot.Index(entry) = index;
    }
}
