namespace HospitalityMemory.Adaptive;

/// <summary>
/// The names that are shown for keys: the guest's own spelling, or else the spelling of most guests. If two cities have the same name,
/// their countries are added.
/// </summary>
internal sealed class ShownNames(GuestNames guest, MarketSpellings market)
{
    /// <summary>The names that are shown for the keys, one for each.</summary>
    public IReadOnlyList<string> Of(PreferenceKind kind, IReadOnlyList<string> keys)
    {
        if (kind is not PreferenceKind.City)
        {
            return [.. keys.Select(key => kind is PreferenceKind.Amenity
                ? guest.ShownOf(NameKind.Amenity, key) ?? market.Of(MarketFact.AmenitySpelling, key) ?? key
                : guest.ShownOf(NameKind.PropertyType, key) ?? market.Of(MarketFact.PropertyTypeSpelling, key) ?? key)];
        }

        string[] names = [.. keys.Select(CityOf)];
        var several = names.CountBy(name => name, StringComparer.Ordinal).Where(name => name.Value > 1).Select(name => name.Key).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < names.Length && several.Count > 0; i++)
        {
            names[i] = several.Contains(names[i]) && CityKey.Parse(keys[i]).Country is { } country ? $"{names[i]} ({country})" : names[i];
        }

        return names;
    }

    private string CityOf(string key)
    {
        if (guest.ShownOf(NameKind.City, key) is { } own)
        {
            return own;
        }

        var (name, country) = CityKey.Parse(key);
        return guest.ShowCity(market.Of(MarketFact.CitySpelling, key) ?? name!, country);
    }
}
