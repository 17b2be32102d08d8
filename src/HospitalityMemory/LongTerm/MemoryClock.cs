namespace HospitalityMemory;

/// <summary>The time of long-term memory: moments that every store keeps as they are, and days of UTC.</summary>
internal sealed class MemoryClock(TimeProvider timeProvider)
{
    public TimeProvider TimeProvider => timeProvider;

    /// <summary>
    /// Whole microseconds: not every store keeps more, and what a write returns must be what the next read finds.
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
