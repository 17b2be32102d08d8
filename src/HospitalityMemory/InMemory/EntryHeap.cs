namespace HospitalityMemory.Stores;

/// <summary>An entry's key in a heap, and its index there; -1 while it is in none.</summary>
internal struct HeapPlace()
{
    public long Key;
    public int Index = -1;
}

/// <summary>Which of an entry's places a heap uses.</summary>
internal interface IHeapOrder
{
    static abstract ref HeapPlace PlaceOf(SessionEntry entry);
}

/// <summary>
/// A binary heap of entries by key; entries with equal keys are ordered by creation. Each entry knows its place, which allows
/// removing any of them: the heap never holds on to a session that has ended. Not thread safe.
/// </summary>
/// <typeparam name="TOrder">Which place of an entry this heap uses.</typeparam>
internal sealed class EntryHeap<TOrder>
    where TOrder : struct, IHeapOrder
{
    private const int SmallestLength = 16;

    private SessionEntry[] _items = new SessionEntry[SmallestLength];
    private int _count;

    public SessionEntry? First => _count > 0 ? _items[0] : null;

    public void Add(SessionEntry entry, long key)
    {
        if (_count == _items.Length)
        {
            Array.Resize(ref _items, 2 * _count);
        }

        TOrder.PlaceOf(entry).Key = key;
        Put(entry, _count++);
        MoveUp(entry);
    }

    /// <summary>Removes an entry. An entry that is not there is no error.</summary>
    public void Remove(SessionEntry entry)
    {
        var index = TOrder.PlaceOf(entry).Index;
        if (index < 0)
        {
            return;
        }

        TOrder.PlaceOf(entry).Index = -1;
        var last = _items[--_count];
        _items[_count] = null!;
        if (last != entry)
        {
            Put(last, index);
            MoveUp(last);
            MoveDown(last);
        }

        if (_items.Length > SmallestLength && _count < _items.Length / 4)
        {
            Array.Resize(ref _items, _items.Length / 2);
        }
    }

    /// <summary>Gives an entry another key. Does nothing where the entry is not there.</summary>
    public void Move(SessionEntry entry, long key)
    {
        if (TOrder.PlaceOf(entry).Index >= 0)
        {
            TOrder.PlaceOf(entry).Key = key;
            MoveUp(entry);
            MoveDown(entry);
        }
    }

    private static bool IsBefore(SessionEntry entry, SessionEntry other)
    {
        var (key, otherKey) = (TOrder.PlaceOf(entry).Key, TOrder.PlaceOf(other).Key);
        return key < otherKey || (key == otherKey && entry.Order < other.Order);
    }

    private void MoveUp(SessionEntry entry)
    {
        var index = TOrder.PlaceOf(entry).Index;
        while (index > 0 && _items[(index - 1) / 2] is var parent && IsBefore(entry, parent))
        {
            Put(parent, index);
            index = (index - 1) / 2;
        }

        Put(entry, index);
    }

    private void MoveDown(SessionEntry entry)
    {
        var index = TOrder.PlaceOf(entry).Index;
        while ((2 * index) + 1 < _count)
        {
            var child = (2 * index) + 1;
            if (child + 1 < _count && IsBefore(_items[child + 1], _items[child]))
            {
                child++;
            }

            if (!IsBefore(_items[child], entry))
            {
                break;
            }

            Put(_items[child], index);
            index = child;
        }

        Put(entry, index);
    }

    private void Put(SessionEntry entry, int index)
    {
        _items[index] = entry;
        TOrder.PlaceOf(entry).Index = index;
    }
}
