namespace HospitalityMemory;

/// <summary>
/// How a guest's record spells its cities, each a city of its country. Filled by one thread, the latest stay first, settled, then
/// only read.
/// </summary>
internal sealed class GuestCities(NameRules rules)
{
    private readonly SpellingTable _table = new();
    private readonly List<City> _cities = [];

    // The first and the last city of a name; those of a name are chained.
    private readonly Dictionary<string, (int First, int Last)> _byName = new(StringComparer.Ordinal);
    private Dictionary<string, string>? _shown;

    /// <summary>Whether each is spelled in one way that needs nothing added.</summary>
    public bool IsPlain { get; private set; } = true;

    public void Note(string? city, string? country)
    {
        if (city is null || _table.Find(city, country) >= 0)
        {
            return;
        }

        var place = _cities.Count;
        var key = rules.PlaceOf(city, country);
        _table.Add(city, country);
        _cities.Add(new(city, country, key));
        if (key.Name is null)
        {
            IsPlain = false;
        }
        else if (_byName.TryGetValue(key.Name, out var same))
        {
            _cities[same.Last].Next = place;
            _byName[key.Name] = (same.First, place);
        }
        else
        {
            _byName.Add(key.Name, (place, place));
        }
    }

    /// <summary>Decides which are the same, once all are noted.</summary>
    public void Settle()
    {
        foreach (var (first, last) in _byName.Values)
        {
            if (first == last)
            {
                _cities[first].Shown = _cities[first].Text.Trim();
            }
            else
            {
                Settle(first);
            }
        }

        foreach (var city in _cities)
        {
            IsPlain &= city.Shown == city.Text;
        }
    }

    /// <summary>What is shown for a city that was noted; null where it says nothing.</summary>
    public string? ShownFor(string city, string? country) => _cities[_table.Find(city, country)].Shown;

    /// <summary>The key of a city that was noted.</summary>
    public string? KeyFor(string city, string? country) => _cities[_table.Find(city, country)].KeyText;

    /// <summary>What is shown for any city: one of a name that the guest knows elsewhere with its country.</summary>
    public string? Show(string? city, string? country)
    {
        if (city is null)
        {
            return null;
        }

        if (_table.Find(city, country) is >= 0 and var place)
        {
            return _cities[place].Shown;
        }

        var key = rules.PlaceOf(city, country);
        return key.Name is null ? null
            : Find(key) is { } known ? known.Shown
            : _byName.ContainsKey(key.Name) && key.Country is not null ? new City(city, country, key).WithCountry(rules)
            : city.Trim();
    }

    /// <summary>The key of any city, which may be one that the guest knows.</summary>
    public string? KeyOf(string? city, string? country)
    {
        var key = rules.PlaceOf(city, country);
        return Find(key)?.KeyText ?? key.Text;
    }

    /// <summary>The guest's own spelling; null where there is none.</summary>
    public string? ShownOf(string key)
    {
        if (_shown is not { } shown)
        {
            shown = new(_cities.Count, StringComparer.Ordinal);
            foreach (var city in _cities)
            {
                if (city.KeyText is { } text)
                {
                    shown.TryAdd(text, city.Shown!);
                }
            }

            // Whoever comes at the same moment makes the same.
            _shown = shown;
        }

        return shown.GetValueOrDefault(key);
    }

    /// <summary>Those of one name: how many countries they are in decides.</summary>
    private void Settle(int first)
    {
        var countries = CountriesOf(first);
        for (var i = first; i >= 0; i = _cities[i].Next)
        {
            var city = _cities[i];
            city.Key = city.Key with { Country = countries.Count is 1 ? countries[0] : city.Key.Country };
            var latest = first;
            while (latest != i && _cities[latest].Key != city.Key)
            {
                latest = _cities[latest].Next;
            }

            city.Shown = latest != i ? _cities[latest].Shown
                : countries.Count > 1 && city.Key.Country is not null ? city.WithCountry(rules)
                : city.Text.Trim();
        }
    }

    private List<string> CountriesOf(int first)
    {
        var countries = new List<string>();
        for (var i = first; i >= 0; i = _cities[i].Next)
        {
            if (_cities[i].Key.Country is { } country && !countries.Contains(country))
            {
                countries.Add(country);
            }
        }

        return countries;
    }

    /// <summary>The guest's city that one is: of its country, or the only one where one of the two countries is not known.</summary>
    private City? Find(CityKey key)
    {
        if (key.Name is null || !_byName.TryGetValue(key.Name, out var same))
        {
            return null;
        }

        var first = _cities[same.First];
        var isOnly = true;
        for (var i = same.First; i >= 0; i = _cities[i].Next)
        {
            if (_cities[i].Key == key)
            {
                return _cities[i];
            }

            isOnly &= _cities[i].Key == first.Key;
        }

        return isOnly && (key.Country is null || first.Key.Country is null) ? first : null;
    }

    private sealed class City(string text, string? country, CityKey key)
    {
        private string? _keyText;

        public string Text => text;

        public CityKey Key { get; set; } = key;

        /// <summary>Another one of the same name; below 0 for none.</summary>
        public int Next { get; set; } = -1;

        public string? Shown { get; set; }

        public string? KeyText => _keyText ??= Key.Text;

        /// <summary>The city with the code of its country, or what that is called where it has no code.</summary>
        public string WithCountry(NameRules rules)
        {
            var name = rules.TrySplit(text, out var split, out var named) && named == Key.Country ? split : text;
            return $"{name.Trim()} ({(CountryNames.IsCode(Key.Country!) ? Key.Country : country!.Trim())})";
        }
    }
}
