namespace HospitalityMemory.Benchmarks;

/// <summary>What one operation of a batch took on average, and the bytes that the calling thread allocated for it.</summary>
internal readonly record struct Cost(double Nanoseconds, double Bytes)
{
    public static Cost Most => new(double.MaxValue, double.MaxValue);

    /// <summary>Carries out an operation for each booking and, within it, each guest.</summary>
    public static Cost Of(string[] ids, ReadOnlySpan<Booking> bookings, Action<string, Booking> operation)
    {
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var start = RealTime.Clock.GetTimestamp();
        foreach (var booking in bookings)
        {
            foreach (var id in ids)
            {
                operation(id, booking);
            }
        }

        var operations = (double)ids.Length * bookings.Length;
        return new(
            RealTime.Clock.GetElapsedTime(start).TotalNanoseconds / operations,
            (GC.GetAllocatedBytesForCurrentThread() - bytes) / operations);
    }

    public static Cost MedianOf(IReadOnlyCollection<Cost> costs) =>
        new(Median.Of(costs.Select(cost => cost.Nanoseconds)), Median.Of(costs.Select(cost => cost.Bytes)));

    public Cost Or(Cost other) => new(Math.Min(Nanoseconds, other.Nanoseconds), Math.Min(Bytes, other.Bytes));
}
