namespace HospitalityMemory;

/// <summary>
/// How a guest's record spells the names of one kind. Filled by one thread, the latest stay first, then only read.
/// </summary>
internal sealed class Spellings(NameRules rules, NameKind kind)
{
    private readonly SpellingTable _table = new();
    private readonly List<Spelling> _spellings = [];
    private Dictionary<string, string>? _shown;

    /// <summary>Whether everything is spelled in one way, and without anything around it.</summary>
    public bool IsPlain { get; private set; } = true;

    public void Note(string? text)
    {
        if (text is null || _table.Find(text, null) >= 0)
        {
            return;
        }

        var key = rules.KeyOf(kind, text);
        var shown = key is null ? null : FirstOf(key) ?? text.Trim();
        IsPlain &= shown == text;
        _table.Add(text, null);
        _spellings.Add(new(key, shown));
    }

    /// <summary>The key of a name that was noted.</summary>
    public string? KeyFor(string? text) => text is null ? null : _spellings[_table.Find(text, null)].Key;

    /// <summary>What is shown for any name: the guest's own spelling where there is one; null where it says nothing.</summary>
    public string? Show(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var place = _table.Find(text, null);
        return place >= 0 ? _spellings[place].Shown : rules.KeyOf(kind, text) is { } key ? ShownOf(key) ?? text.Trim() : null;
    }

    /// <summary>The guest's own spelling; null where there is none.</summary>
    public string? ShownOf(string key)
    {
        if (_shown is not { } shown)
        {
            shown = new(_spellings.Count, StringComparer.Ordinal);
            foreach (var spelling in _spellings)
            {
                if (spelling.Key is not null)
                {
                    shown.TryAdd(spelling.Key, spelling.Shown!);
                }
            }

            // Whoever comes at the same moment makes the same.
            _shown = shown;
        }

        return shown.GetValueOrDefault(key);
    }

    private string? FirstOf(string key)
    {
        foreach (var spelling in _spellings)
        {
            if (spelling.Key == key)
            {
                return spelling.Shown;
            }
        }

        return null;
    }

    private readonly record struct Spelling(string? Key, string? Shown);
}

/// <summary>Finds the spellings of a record, most of which follow on each other as they did in the stay before.</summary>
internal sealed class SpellingTable
{
    private const int MostToScan = 16;

    private readonly List<(string Text, string? Beside)> _texts = [];
    private Dictionary<(string, string?), int>? _places;
    private int _last = -1;

    /// <returns>Below 0 where it was not added.</returns>
    public int Find(string text, string? beside)
    {
        var next = _last + 1;
        var place = next < _texts.Count && Is(next, text, beside) ? next : Search(text, beside);
        if (place >= 0)
        {
            // Of several threads that read, each only guesses worse.
            _last = place;
        }

        return place;
    }

    public void Add(string text, string? beside)
    {
        _last = _texts.Count;
        _texts.Add((text, beside));
        if (_places is not null)
        {
            _places.Add((text, beside), _last);
        }
        else if (_texts.Count > MostToScan)
        {
            _places = new(4 * MostToScan);
            for (var i = 0; i < _texts.Count; i++)
            {
                _places.Add(_texts[i], i);
            }
        }
    }

    private int Search(string text, string? beside)
    {
        if (_places is not null)
        {
            return _places.GetValueOrDefault((text, beside), -1);
        }

        for (var i = 0; i < _texts.Count; i++)
        {
            if (Is(i, text, beside))
            {
                return i;
            }
        }

        return -1;
    }

    private bool Is(int place, string text, string? beside) => _texts[place].Text == text && _texts[place].Beside == beside;
}
