namespace HospitalityMemory;

/// <summary>
/// A quarter of the year, named after the meteorological seasons of the northern hemisphere wherever the stay is.
/// </summary>
public enum Season
{
    /// <summary>March to May.</summary>
    Spring,

    /// <summary>June to August.</summary>
    Summer,

    /// <summary>September to November.</summary>
    Autumn,

    /// <summary>December to February.</summary>
    Winter,
}
