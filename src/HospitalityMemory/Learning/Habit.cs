namespace HospitalityMemory;

/// <summary>When something may be called usual.</summary>
internal static class Habit
{
    /// <summary>The fewest stays that show a habit: two stays may be alike by chance.</summary>
    public const int FewestStays = 3;

    /// <summary>
    /// The share of the stays with a feature from which it is usual. Only stays where the feature is known are counted.
    /// </summary>
    private const double LeastShare = 0.6;

    public static bool Is(int stays, int known) => stays >= FewestStays && stays >= LeastShare * known;
}
