namespace HospitalityMemory;

/// <summary>The meteorological seasons of the northern hemisphere.</summary>
internal static class Seasons
{
    public static Season Of(DateOnly day) => day.Month switch
    {
        >= 3 and <= 5 => Season.Spring,
        >= 6 and <= 8 => Season.Summer,
        >= 9 and <= 11 => Season.Autumn,
        _ => Season.Winter,
    };
}
