namespace HospitalityMemory;

/// <summary>
/// How a guest's record spells the names of one kind. One thread notes them, the latest stay first; afterwards it is only read.
/// </summary>
internal sealed class Spellings(NameRules rules, NameKind kind, int usual)
{
    private const int MostToScan = 16;

    private readonly SpellingTable<Spelling> _spellings = new(usual);
    private Dictionary<string, string>? _shown;

    /// <summary>Whether each name has one spelling, without blanks around it.</summary>
    public bool IsPlain { get; private set; } = true;

    public void Note(string text)
    {
        if (_spellings.Find(text) >= 0)
        {
            return;
        }

        var key = rules.KeyOf(kind, text);
        var shown = key is null ? null : ShownOf(key) ?? text.Trim();
        IsPlain &= shown == text;
        _spellings.Add(text, null, new(key, shown));
        if (_shown is not null && key is not null)
        {
            _shown.TryAdd(key, shown!);
        }
    }

    /// <summary>The key of a name that was noted.</summary>
    public string? KeyFor(string? text) => text is null ? null : _spellings[_spellings.Find(text)].Key;

    /// <summary>
    /// The name to show for any name: the guest's own spelling where there is one; null where the name says nothing.
    /// </summary>
    public string? Show(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var place = _spellings.Find(text);
        return place >= 0 ? _spellings[place].Shown : rules.KeyOf(kind, text) is { } key ? ShownOf(key) ?? text.Trim() : null;
    }

    /// <summary>The guest's own spelling; null where there is none.</summary>
    public string? ShownOf(string key)
    {
        if (_shown is null && _spellings.Count <= MostToScan)
        {
            for (var i = 0; i < _spellings.Count; i++)
            {
                if (_spellings[i].Key == key)
                {
                    return _spellings[i].Shown;
                }
            }

            return null;
        }

        // Two threads may do this at once; both get the same result.
        return (_shown ??= ByKey()).GetValueOrDefault(key);
    }

    private Dictionary<string, string> ByKey()
    {
        var shown = new Dictionary<string, string>(2 * _spellings.Count, StringComparer.Ordinal);
        for (var i = 0; i < _spellings.Count; i++)
        {
            if (_spellings[i] is { Key: { } key, Shown: { } name })
            {
                shown.TryAdd(key, name);
            }
        }

        return shown;
    }

    private readonly record struct Spelling(string? Key, string? Shown);
}
