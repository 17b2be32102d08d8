namespace HospitalityMemory.Benchmarks;

/// <summary>The figure in the middle of several rounds: a round that something else disturbed does not move it.</summary>
internal static class Median
{
    public static double Of(IEnumerable<double> figures)
    {
        double[] sorted = [.. figures.Order()];
        var middle = sorted.Length / 2;
        return sorted.Length % 2 is 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
