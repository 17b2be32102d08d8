namespace HospitalityMemory;

/// <summary>What a preference is about.</summary>
public enum PreferenceKind
{
    /// <summary>A city.</summary>
    City,

    /// <summary>What a property offers.</summary>
    Amenity,

    /// <summary>A kind of property.</summary>
    PropertyType,

    /// <summary>The price of one night.</summary>
    PriceRange,

    /// <summary>Anything else, in the guest's words.</summary>
    Other,
}
