namespace HospitalityMemory;

/// <summary>
/// The spellings of one kind of name in a record, each with a value. Filled by one thread, then only read.
/// </summary>
/// <remarks>Names mostly follow each other as they did in the stay before, so that place is tried first.</remarks>
/// <typeparam name="T">The value of a spelling.</typeparam>
/// <param name="usual">The usual number of spellings.</param>
internal sealed class SpellingTable<T>(int usual)
    where T : struct
{
    private const int MostToScan = 16;

    private Entry[] _entries = [];
    private Dictionary<(string, string?), int>? _places;
    private int _last = -1;

    public int Count { get; private set; }

    public ref T this[int place] => ref _entries[place].Value;

    public string TextAt(int place) => _entries[place].Text;

    /// <returns>Below 0 where it was not added.</returns>
    public int Find(string text, string? beside = null)
    {
        var next = _last + 1;
        var place = next < Count && _entries[next].Is(text, beside) ? next : Search(text, beside);
        if (place >= 0)
        {
            // Several threads may read and write this at once. A wrong value only makes the next guess worse.
            _last = place;
        }

        return place;
    }

    public int Add(string text, string? beside, T value)
    {
        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, Count is 0 ? usual : 2 * Count);
        }

        _last = Count++;
        _entries[_last] = new() { Text = text, Beside = beside, Value = value };
        if (_places is not null)
        {
            _places.Add((text, beside), _last);
        }
        else if (Count > MostToScan)
        {
            _places = new(2 * MostToScan);
            for (var i = 0; i < Count; i++)
            {
                _places.Add((_entries[i].Text, _entries[i].Beside), i);
            }
        }

        return _last;
    }

    private int Search(string text, string? beside)
    {
        if (_places is not null)
        {
            return _places.GetValueOrDefault((text, beside), -1);
        }

        for (var i = 0; i < Count; i++)
        {
            if (_entries[i].Is(text, beside))
            {
                return i;
            }
        }

        return -1;
    }

    private struct Entry
    {
        public string Text;
        public string? Beside;
        public T Value;

        public readonly bool Is(string text, string? beside) => Text == text && Beside == beside;
    }
}
