namespace HospitalityMemory;

/// <summary>What may be called usual.</summary>
internal static class Habit
{
    /// <summary>Two stays may be alike by chance: what fewer stays than this have in common is not called usual.</summary>
    public const int FewestStays = 3;

    /// <summary>A feature is usual where at least this share of the stays had it, of those of which it is known.</summary>
    private const double LeastShare = 0.6;

    public static bool Is(int stays, int known) => stays >= FewestStays && stays >= LeastShare * known;
}
