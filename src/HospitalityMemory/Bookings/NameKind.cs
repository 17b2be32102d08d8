namespace HospitalityMemory;

/// <summary>What a name is of: names of different kinds are never compared.</summary>
public enum NameKind
{
    /// <summary>A city.</summary>
    City,

    /// <summary>A country.</summary>
    Country,

    /// <summary>What a property offers.</summary>
    Amenity,

    /// <summary>A kind of property.</summary>
    PropertyType,

    /// <summary>Who runs a property: a host, a brand, a chain.</summary>
    Operator,
}
