namespace HospitalityMemory;

/// <summary>The first few of a list in some order.</summary>
internal static class BestOf
{
    public static ReadOnlySpan<T> Best<T>(this IReadOnlyList<T> items, Comparison<T> order, int max)
    {
        T[] ranked = [.. items];
        Array.Sort(ranked, order);
        return ranked.AsSpan(0, Math.Min(max, ranked.Length));
    }
}
