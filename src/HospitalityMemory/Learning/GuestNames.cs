namespace HospitalityMemory;

/// <summary>
/// The names in one guest's record, and which of them are the same. Where the guest's bookings spell a thing in several ways, the
/// latest spelling is shown. Where the guest knows cities of one name in two countries, the country is shown too. Thread safe.
/// </summary>
/// <remarks>
/// A city without a country is the guest's city of that name where there is only one. Each spelling is looked up in the rules
/// once, however many stays have it.
/// </remarks>
internal sealed class GuestNames
{
    private readonly TravelRecord _record;
    private readonly GuestCities _cities;
    private readonly Spellings _countries;
    private readonly Spellings _propertyTypes;
    private readonly Spellings _amenities;
    private readonly Spellings _operators;
    private TravelRecord? _keyed;

    public GuestNames(TravelRecord record, NameRules rules)
    {
        _record = record;
        Rules = rules;
        _cities = new(rules);
        _countries = new(rules, NameKind.Country, usual: 2);
        _propertyTypes = new(rules, NameKind.PropertyType, usual: 4);
        _amenities = new(rules, NameKind.Amenity, usual: 16);
        _operators = new(rules, NameKind.Operator, usual: 4);
        for (var i = 0; i < record.Bookings.Count; i++)
        {
            Note(record.Bookings[i]);
        }

        for (var i = 0; i < record.Searches.Count; i++)
        {
            _cities.Note(record.Searches[i].City, country: null);
        }

        _cities.Settle();
        Shown = _cities.IsPlain && _countries.IsPlain && _propertyTypes.IsPlain && _amenities.IsPlain && _operators.IsPlain
            ? record
            : Rewrite(Show, city => _cities.ShownFor(city, country: null));
    }

    public NameRules Rules { get; }

    /// <summary>
    /// The record with one name for each thing, the one that is shown. Such names can be counted by ordinal comparison. A name
    /// that says nothing becomes null; a city that says nothing becomes empty. The record itself where nothing changes.
    /// </summary>
    public TravelRecord Shown { get; }

    /// <summary>The record with keys in place of names.</summary>
    public TravelRecord Keyed => _keyed ??= Rewrite(Key, city => _cities.KeyFor(city, country: null));

    /// <summary>The name to show for a key; null where the guest's record does not have it.</summary>
    public string? ShownOf(NameKind kind, string key) => kind switch
    {
        NameKind.City => _cities.ShownOf(key),
        NameKind.Country => _countries.ShownOf(key),
        NameKind.PropertyType => _propertyTypes.ShownOf(key),
        NameKind.Operator => _operators.ShownOf(key),
        _ => _amenities.ShownOf(key),
    };

    /// <summary>
    /// The name to show for a city that the guest may not know. The country is added where the guest knows another one of that
    /// name.
    /// </summary>
    public string ShowCity(string city, string? country) => _cities.Show(city, country) ?? city;

    /// <summary>A property with the names that are shown to this guest.</summary>
    public PropertyCandidate Show(PropertyCandidate property)
    {
        var city = _cities.Show(property.City, property.Country);
        var country = _countries.Show(property.Country);
        var type = _propertyTypes.Show(property.PropertyType);
        var runBy = _operators.Show(property.Operator);
        var amenities = Each(property.Amenities, _amenities.Show);
        return (city, country, type, runBy) == (property.City, property.Country, property.PropertyType, property.Operator)
            && ReferenceEquals(amenities, property.Amenities)
            ? property
            : property with { City = city, Country = country, PropertyType = type, Operator = runBy, Amenities = amenities };
    }

    /// <summary>A property with keys in place of names. Amenities that are the same stay as often as they are given.</summary>
    public PropertyCandidate Key(PropertyCandidate property) => property with
    {
        City = _cities.KeyOf(property.City, property.Country),
        Country = Rules.KeyOf(NameKind.Country, property.Country),
        PropertyType = Rules.KeyOf(NameKind.PropertyType, property.PropertyType),
        Operator = Rules.KeyOf(NameKind.Operator, property.Operator),
        Amenities = AmenityKeys(property.Amenities),
    };

    // A ranking has thousands of these. Looking for repetitions in each list would take longer than the ranking.
    private string[] AmenityKeys(IReadOnlyList<string> amenities)
    {
        var keys = new string[amenities.Count];
        var count = 0;
        for (var i = 0; i < keys.Length; i++)
        {
            if (Rules.KeyOf(NameKind.Amenity, amenities[i]) is { } key)
            {
                keys[count++] = key;
            }
        }

        return count == keys.Length ? keys : keys[..count];
    }

    private void Note(Booking stay)
    {
        _cities.Note(stay.City, stay.Country);
        Note(_countries, stay.Country);
        Note(_propertyTypes, stay.PropertyType);
        Note(_operators, stay.Operator);
        var amenities = stay.Amenities;
        for (var i = 0; i < amenities.Count; i++)
        {
            _amenities.Note(amenities[i]);
        }
    }

    private static void Note(Spellings spellings, string? name)
    {
        if (name is not null)
        {
            spellings.Note(name);
        }
    }

    private TravelRecord Rewrite(Func<Booking, Booking> rewrite, Func<string, string?> cityOf)
    {
        var searches = new List<SearchedStay>(_record.Searches.Count);
        foreach (var search in _record.Searches)
        {
            if (cityOf(search.City) is { } city)
            {
                searches.Add(city == search.City ? search : search with { City = city });
            }
        }

        return new TravelRecord([.. _record.Bookings.Select(rewrite)], searches) { Names = this };
    }

    private Booking Show(Booking stay)
    {
        var city = _cities.ShownFor(stay.City, stay.Country) ?? string.Empty;
        var country = _countries.Show(stay.Country);
        var type = _propertyTypes.Show(stay.PropertyType);
        var runBy = _operators.Show(stay.Operator);
        var amenities = Each(stay.Amenities, _amenities.Show);
        return (city, country, type, runBy) == (stay.City, stay.Country, stay.PropertyType, stay.Operator) && ReferenceEquals(amenities, stay.Amenities)
            ? stay
            : stay with { City = city, Country = country, PropertyType = type, Operator = runBy, Amenities = amenities };
    }

    private Booking Key(Booking stay) => stay with
    {
        City = _cities.KeyFor(stay.City, stay.Country) ?? string.Empty,
        Country = _countries.KeyFor(stay.Country),
        PropertyType = _propertyTypes.KeyFor(stay.PropertyType),
        Operator = _operators.KeyFor(stay.Operator),
        Amenities = Each(stay.Amenities, _amenities.KeyFor),
    };

    /// <summary>The mapped names without repetitions; the same list where nothing changes.</summary>
    private static IReadOnlyList<string> Each(IReadOnlyList<string> names, Func<string, string?> nameOf)
    {
        List<string>? changed = null;
        for (var i = 0; i < names.Count; i++)
        {
            var name = nameOf(names[i]);
            if (changed is null && name != names[i])
            {
                changed = [.. names.Take(i)];
            }

            if (changed is not null && name is not null && !changed.Contains(name))
            {
                changed.Add(name);
            }
        }

        return changed ?? names;
    }
}
