namespace HospitalityMemory;

/// <summary>Compares what preferences are about.</summary>
internal static class PreferenceNames
{
    /// <summary>Whether two preferences of a kind are about the same thing. A price range is compared by its currency.</summary>
    public static bool IsSame(this NameRules names, PreferenceKind kind, string x, string? y) => y is not null && (kind is PreferenceKind.City
        ? names.IsSame(NameKind.City, x, y)
        : names.KeyOf(kind, x) == names.KeyOf(kind, y));

    /// <summary>The form in which preferences are compared. The guest's own words are folded, and nothing more.</summary>
    public static string KeyOf(this NameRules names, PreferenceKind kind, string value) => (kind switch
    {
        PreferenceKind.City => names.PlaceOf(value, country: null).Text,
        PreferenceKind.Amenity => names.KeyOf(NameKind.Amenity, value),
        PreferenceKind.PropertyType => names.KeyOf(NameKind.PropertyType, value),
        _ => null,
    }) ?? NameFolding.Fold(value);
}
