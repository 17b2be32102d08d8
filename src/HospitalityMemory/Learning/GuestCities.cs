namespace HospitalityMemory;

/// <summary>
/// How a guest's record spells its cities, each with its country. One thread notes the stays, the latest first, and then calls
/// Settle; afterwards it is only read.
/// </summary>
internal sealed class GuestCities(NameRules rules)
{
    private const int UsualCities = 4;
    private const int MostToScan = 16;

    private readonly SpellingTable<City> _cities = new(UsualCities);

    // The first city of each name; further cities of the name are chained to it. Null while a scan of all cities is faster.
    private Dictionary<string, int>? _byName;
    private bool _hasChains;

    /// <summary>Whether each city has one spelling, and needs no country added.</summary>
    public bool IsPlain { get; private set; } = true;

    public void Note(string city, string? country)
    {
        if (_cities.Find(city, country) >= 0)
        {
            return;
        }

        var key = rules.PlaceOf(city, country);
        var first = key.Name is null ? -1 : FirstOf(key.Name);
        var place = _cities.Add(city, country, new() { Country = country, Key = key, Next = -1, Shown = key.Name is null ? null : city.Trim() });
        IsPlain &= _cities[place].Shown == city;
        if (first >= 0)
        {
            _hasChains = true;
            _cities[LastOf(first)].Next = place;
        }
        else if (_byName is not null && key.Name is not null)
        {
            _byName.Add(key.Name, place);
        }
    }

    /// <summary>Decides which cities are the same, after all were noted.</summary>
    public void Settle()
    {
        for (var i = 0; i < _cities.Count && _hasChains; i++)
        {
            if (_cities[i] is { Next: >= 0, Key.Name: { } name } && FirstOf(name) == i)
            {
                Settle(i);
            }
        }
    }

    /// <summary>The name to show for a city that was noted; null where the name says nothing.</summary>
    public string? ShownFor(string city, string? country) => _cities[_cities.Find(city, country)].Shown;

    /// <summary>The key of a city that was noted.</summary>
    public string? KeyFor(string city, string? country) => KeyAt(_cities.Find(city, country));

    /// <summary>
    /// The name to show for any city. The country is added where the guest knows a city of that name in another country.
    /// </summary>
    public string? Show(string? city, string? country)
    {
        if (city is null)
        {
            return null;
        }

        if (_cities.Find(city, country) is >= 0 and var place)
        {
            return _cities[place].Shown;
        }

        var key = rules.PlaceOf(city, country);
        return key.Name is null ? null
            : Find(key) is >= 0 and var known ? _cities[known].Shown
            : key.Country is not null && FirstOf(key.Name) >= 0 ? WithCountry(city, country, key)
            : city.Trim();
    }

    /// <summary>The key of any city: that of the guest's city where it is the same, else its own.</summary>
    public string? KeyOf(string? city, string? country)
    {
        var key = rules.PlaceOf(city, country);
        return Find(key) is >= 0 and var known ? KeyAt(known) : key.Text;
    }

    /// <summary>The guest's own spelling; null where there is none.</summary>
    public string? ShownOf(string key) => Exactly(CityKey.Parse(key)) is >= 0 and var place ? _cities[place].Shown : null;

    /// <summary>Settles the cities of one name. It depends on how many countries they are in.</summary>
    private void Settle(int first)
    {
        var countries = CountriesOf(first);
        for (var i = first; i >= 0; i = _cities[i].Next)
        {
            ref var city = ref _cities[i];
            city.Key = city.Key with { Country = countries.Count is 1 ? countries[0] : city.Key.Country };
            var latest = Exactly(city.Key);
            city.Shown = latest != i ? _cities[latest].Shown
                : countries.Count > 1 && city.Key.Country is not null ? WithCountry(_cities.TextAt(i), city.Country, city.Key)
                : city.Shown;
            IsPlain &= city.Shown == _cities.TextAt(i);
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

    /// <summary>
    /// The guest's city that this is: in the same country, or the only one of the name where a country is unknown.
    /// </summary>
    private int Find(CityKey key)
    {
        if (Exactly(key) is >= 0 and var exactly)
        {
            return exactly;
        }

        var first = key.Name is null ? -1 : FirstOf(key.Name);
        for (var i = first; i >= 0; i = _cities[i].Next)
        {
            if (_cities[i].Key != _cities[first].Key)
            {
                return -1;
            }
        }

        return first >= 0 && (key.Country is null || _cities[first].Key.Country is null) ? first : -1;
    }

    /// <summary>The latest city with exactly this key.</summary>
    private int Exactly(CityKey key)
    {
        var place = key.Name is null ? -1 : FirstOf(key.Name);
        while (place >= 0 && _cities[place].Key.Country != key.Country)
        {
            place = _cities[place].Next;
        }

        return place;
    }

    private int FirstOf(string name)
    {
        if (_byName is null && _cities.Count > MostToScan)
        {
            // Two threads may do this at once; both get the same result.
            _byName = ByName();
        }

        if (_byName is not null)
        {
            return _byName.GetValueOrDefault(name, -1);
        }

        for (var i = 0; i < _cities.Count; i++)
        {
            if (_cities[i].Key.Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    private Dictionary<string, int> ByName()
    {
        var places = new Dictionary<string, int>(2 * _cities.Count, StringComparer.Ordinal);
        for (var i = 0; i < _cities.Count; i++)
        {
            if (_cities[i].Key.Name is { } name)
            {
                places.TryAdd(name, i);
            }
        }

        return places;
    }

    private int LastOf(int first)
    {
        while (_cities[first].Next is >= 0 and var next)
        {
            first = next;
        }

        return first;
    }

    private string? KeyAt(int place) => _cities[place].KeyText ??= _cities[place].Key.Text;

    /// <summary>The city with its country: the country's code, or its name where it has no code.</summary>
    private string WithCountry(string city, string? country, CityKey key)
    {
        var name = rules.TrySplit(city, out var split, out var named) && named == key.Country ? split : city;
        return $"{name.Trim()} ({(CountryNames.IsCode(key.Country!) ? key.Country : country!.Trim())})";
    }

    private struct City
    {
        public string? Country;
        public CityKey Key;
        public string? KeyText;
        public string? Shown;

        /// <summary>The next city of the same name; below 0 for none.</summary>
        public int Next;
    }
}
