namespace HospitalityMemory;

/// <summary>The time of long-term memory: moments that every store can keep exactly, and days in UTC.</summary>
internal sealed class MemoryClock(TimeProvider timeProvider)
{
    public TimeProvider TimeProvider => timeProvider;

    /// <summary>
    /// Whole microseconds: not every store keeps more, and a write must return exactly what the next read returns.
    /// </summary>
    public DateTimeOffset Now
    {
        get
        {
            var now = timeProvider.GetUtcNow();
            return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
        }
    }

    public DateOnly Today => DayOf(timeProvider.GetUtcNow());

    public static DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(moment.UtcDateTime);
}
