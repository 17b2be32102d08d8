using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace HospitalityMemory.Benchmarks;

/// <summary>
/// Looking for expired sessions among 100,000 that all live. Every one was used since it was created, so that none is where
/// its first expiry had put it.
/// </summary>
internal static class SweepTable
{
    private const int Sessions = 100_000;

    public static void Run(Report report)
    {
        report.Title("A sweep of 100,000 live sessions, all of them used since the last one");
        var ids = SampleSessions.Ids(Sessions);
        var clock = new SettableClock();
        var memory = HospitalityMemoryPeer.Resolve(options => options.ShortTerm.MaxSizeMegabytes = 4 * 1024, clock);
        foreach (var id in ids)
        {
            memory.CreateSessionAsync(id, id).Now();
        }

        using var cache = new MemoryCache(Options.Create(new MemoryCacheOptions()));
        foreach (var id in ids)
        {
            cache.Set(id, id, new MemoryCacheEntryOptions { SlidingExpiration = TimeSpan.FromMinutes(30) });
        }

        // In between nothing is used: what a sweep each minute finds most of the time.
        var (usedTime, usedBytes, idleTime, compactTime, compactBytes) =
            (double.MaxValue, double.MaxValue, double.MaxValue, double.MaxValue, double.MaxValue);
        for (var round = 0; round < 5; round++)
        {
            clock.Advance(TimeSpan.FromMinutes(10));
            foreach (var id in ids)
            {
                memory.GetSessionAsync(id).Now();
            }

            clock.Advance(TimeSpan.FromMinutes(19));
            var (time, bytes) = Measure(() => memory.CleanupExpiredAsync().Now());
            usedTime = Math.Min(usedTime, time);
            usedBytes = Math.Min(usedBytes, bytes);
            idleTime = Math.Min(idleTime, Measure(() => memory.CleanupExpiredAsync().Now()).Nanoseconds);
            (time, bytes) = Measure(() => cache.Compact(0));
            compactTime = Math.Min(compactTime, time);
            compactBytes = Math.Min(compactBytes, bytes);
        }

        if (memory.GetMemoryUsageAsync().Now().SessionsCount != Sessions)
        {
            throw new InvalidOperationException("A sweep took live sessions.");
        }

        report.Header("", "microseconds", "bytes", "ours takes");
        report.Row("CleanupExpiredAsync, all used since", Report.Figure(usedTime / 1000), Report.Figure(usedBytes), "");
        report.Row("CleanupExpiredAsync, a minute later", Report.Figure(idleTime / 1000), "", "");
        report.Row("MemoryCache.Compact(0)", Report.Figure(compactTime / 1000), Report.Figure(compactBytes), Report.Ratio(usedTime / compactTime));
        report.Text("");
        report.RatioTarget("sweep, all used since : MemoryCache.Compact(0)", 0.2, usedTime / compactTime);
        report.FigureTarget("sweep, per session", 0, Math.Round(usedBytes / Sessions, 2), "bytes");
    }

    private static (double Nanoseconds, double Bytes) Measure(Action sweep)
    {
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var start = RealTime.Clock.GetTimestamp();
        sweep();
        return (RealTime.Clock.GetElapsedTime(start).TotalNanoseconds, GC.GetAllocatedBytesForCurrentThread() - bytes);
    }
}
