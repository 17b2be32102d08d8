namespace HospitalityMemory.Benchmarks;

/// <summary>The average duration of an operation in a batch, and the bytes that the calling thread allocated for it.</summary>
internal readonly record struct Cost(double Nanoseconds, double Bytes)
{
    public static Cost Most => new(double.MaxValue, double.MaxValue);

    /// <summary>Carries out an operation for each item.</summary>
    public static Cost Of<T>(T[] items, Action<T> operation)
    {
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var start = RealTime.Clock.GetTimestamp();
        foreach (var item in items)
        {
            operation(item);
        }

        return new(
            RealTime.Clock.GetElapsedTime(start).TotalNanoseconds / items.Length,
            (double)(GC.GetAllocatedBytesForCurrentThread() - bytes) / items.Length);
    }

    public static Cost MedianOf(IReadOnlyCollection<Cost> costs) =>
        new(Median.Of(costs.Select(cost => cost.Nanoseconds)), Median.Of(costs.Select(cost => cost.Bytes)));

    public Cost Or(Cost other) => new(Math.Min(Nanoseconds, other.Nanoseconds), Math.Min(Bytes, other.Bytes));
}
