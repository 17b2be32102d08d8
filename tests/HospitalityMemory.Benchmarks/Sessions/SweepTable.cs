using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace HospitalityMemory.Benchmarks;

/// <summary>
/// Sweeps for expired sessions among 100,000 live ones. Once each minute, as a host does, while every session is used every ten
/// minutes; and once after all were used since the last sweep and all come up together, which is the worst case.
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

        var (worst, compact) = (Cost.Most, Cost.Most);
        for (var round = 0; round < 5; round++)
        {
            clock.Advance(TimeSpan.FromMinutes(10));
            foreach (var id in ids)
            {
                memory.GetSessionAsync(id).Now();
            }

            clock.Advance(TimeSpan.FromMinutes(19));
            worst = worst.Or(Measure(() => memory.CleanupExpiredAsync().Now()));
            compact = compact.Or(Measure(() => cache.Compact(0)));
        }

        List<Cost> minutes = [];
        for (var minute = 0; minute < 90; minute++)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            foreach (var id in ids.Where((_, i) => i % 10 == minute % 10))
            {
                memory.GetSessionAsync(id).Now();
            }

            minutes.Add(Measure(() => memory.CleanupExpiredAsync().Now()));
        }

        // The mean of the sweeps of a lifetime, and the best of those means. What one sweep leaves to the next is included that
        // way.
        var steady = new Cost(
            minutes.Chunk(30).Min(sweeps => sweeps.Average(sweep => sweep.Nanoseconds)),
            minutes.Average(sweep => sweep.Bytes));

        if (memory.GetMemoryUsageAsync().Now().SessionsCount != Sessions)
        {
            throw new InvalidOperationException("A sweep took live sessions.");
        }

        report.Header("", "microseconds", "bytes", "ours takes");
        report.Row("CleanupExpiredAsync each minute", Report.Figure(steady.Nanoseconds / 1000), Report.Figure(steady.Bytes), "");
        report.Row("CleanupExpiredAsync, all come up at once", Report.Figure(worst.Nanoseconds / 1000), Report.Figure(worst.Bytes), "");
        report.Row(
            "MemoryCache.Compact(0)",
            Report.Figure(compact.Nanoseconds / 1000),
            Report.Figure(compact.Bytes),
            $"{Report.Ratio(steady.Nanoseconds / compact.Nanoseconds)}; at worst {Report.Ratio(worst.Nanoseconds / compact.Nanoseconds)}");
        report.Text("");
        report.RatioTarget("sweep each minute : MemoryCache.Compact(0)", 0.2, steady.Nanoseconds / compact.Nanoseconds);
        report.RatioTarget("sweep, all come up at once : MemoryCache.Compact(0)", 0.2, worst.Nanoseconds / compact.Nanoseconds);
        report.FigureTarget("sweep, per session", 0, Math.Round(worst.Bytes / Sessions, 2), "bytes");
    }

    private static Cost Measure(Action sweep)
    {
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var start = RealTime.Clock.GetTimestamp();
        sweep();
        return new(RealTime.Clock.GetElapsedTime(start).TotalNanoseconds, GC.GetAllocatedBytesForCurrentThread() - bytes);
    }
}
