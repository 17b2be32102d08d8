namespace HospitalityMemory;

/// <summary>The names and ranges of a list of preferences, by kind.</summary>
internal sealed class PreferenceViews
{
    private readonly List<string> _cities = [];
    private readonly List<string> _amenities = [];
    private readonly List<string> _propertyTypes = [];
    private readonly List<string> _avoided = [];
    private readonly List<PriceRange> _otherRanges = [];
    private readonly List<Preference> _market = [];

    public PreferenceViews(IReadOnlyList<Preference> all)
    {
        for (var i = 0; i < all.Count; i++)
        {
            Add(all[i]);
        }
    }

    public IReadOnlyList<string> Cities => _cities.AsReadOnly();

    public PriceRange? MainRange { get; private set; }

    public IReadOnlyList<PriceRange> OtherRanges => _otherRanges.AsReadOnly();

    public IReadOnlyList<string> Amenities => _amenities.AsReadOnly();

    public IReadOnlyList<string> PropertyTypes => _propertyTypes.AsReadOnly();

    public IReadOnlyList<string> Avoided => _avoided.AsReadOnly();

    public IReadOnlyList<Preference> Market => _market.AsReadOnly();

    private void Add(Preference preference)
    {
        switch (preference)
        {
            case { Source: PreferenceSource.Market }:
                _market.Add(preference);
                break;
            case { Avoid: true }:
                _avoided.Add(preference.Value);
                break;
            case { Kind: PreferenceKind.City }:
                _cities.Add(preference.Value);
                break;
            case { Kind: PreferenceKind.Amenity }:
                _amenities.Add(preference.Value);
                break;
            case { Kind: PreferenceKind.PropertyType }:
                _propertyTypes.Add(preference.Value);
                break;
            case { PriceRange: { } range } when MainRange is null:
                MainRange = range;
                break;
            case { PriceRange: { } range }:
                _otherRanges.Add(range);
                break;
        }
    }
}
