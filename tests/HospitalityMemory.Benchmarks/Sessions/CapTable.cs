using System.Globalization;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace HospitalityMemory.Benchmarks;

/// <summary>
/// Creates sessions in a full memory. At the same moments a MemoryCache without a limit takes an entry, which shows how much of
/// the slowest calls is due to the machine. All runs do the same. For each call the best time over the runs is what the call
/// itself takes: a call that is slow there is slow in every run.
/// </summary>
internal static class CapTable
{
    private const int Megabytes = 100;
    private const int NewSessions = 40_000;
    private const int Repetitions = 3;

    public static void Run(Report report)
    {
        report.Title("40,000 new sessions through a full 100 MB");
        var runs = Enumerable.Range(0, Repetitions).Select(_ => Create()).ToArray();
        report.Header("run", "median ns", "p99 ns", "p99.9 ns", "p99.9 : median", "evicted");
        for (var i = 0; i < runs.Length; i++)
        {
            report.Row([string.Create(CultureInfo.InvariantCulture, $"{i + 1}"), .. runs[i].Ours.Cells, Report.Figure(runs[i].Evicted)]);
            report.Row(["MemoryCache.Set", .. runs[i].Control.Cells, ""]);
        }

        var best = new Times([.. Enumerable.Range(0, NewSessions).Select(i => runs.Min(run => run.Ours.InOrder[i]))]);
        report.Row(["each create's best", .. best.Cells, ""]);

        report.Text("");
        report.FigureTarget("sessions lost on arrival", 0, runs.Sum(run => run.LostOnArrival), "");
        report.FigureTarget("most that was held, of a cap of 100", Megabytes, runs.Max(run => run.MostMegabytes), "MB");
        report.RatioTarget("create, p99.9 : median (the best of each)", 10, best.Spread);
    }

    private static Outcome Create()
    {
        var memory = HospitalityMemoryPeer.Resolve(options => options.ShortTerm.MaxSizeMegabytes = Megabytes);
        var number = 0;
        while (memory.GetMemoryUsageAsync().Now().EvictedCount is 0)
        {
            for (var i = 0; i < 100; i++)
            {
                var id = string.Create(CultureInfo.InvariantCulture, $"old-{number++:D7}");
                memory.CreateSessionAsync(id, "guest").Now();
                for (var message = 0; message < 10; message++)
                {
                    memory.AddMessageAsync(id, MessageRole.User, SampleSessions.Content).Now();
                }
            }
        }

        var evictedBefore = memory.GetMemoryUsageAsync().Now().EvictedCount;
        using var cache = new MemoryCache(Options.Create(new MemoryCacheOptions()));
        var (times, controls) = (new double[NewSessions], new double[NewSessions]);
        var (lost, most) = (0, 0.0);
        var ids = SampleSessions.Ids(NewSessions);
        for (var i = 0; i < ids.Length; i++)
        {
            var start = RealTime.Clock.GetTimestamp();
            memory.CreateSessionAsync(ids[i], "guest").Now();
            times[i] = RealTime.Clock.GetElapsedTime(start).TotalNanoseconds;
            start = RealTime.Clock.GetTimestamp();
            cache.Set(ids[i], ids[i], TimeSpan.FromMinutes(30));
            controls[i] = RealTime.Clock.GetElapsedTime(start).TotalNanoseconds;
            lost += memory.PeekSessionAsync(ids[i]).Now() is null ? 1 : 0;

            // Ten messages each keep the memory full: sessions are evicted to make room for them.
            for (var message = 0; message < 10; message++)
            {
                memory.AddMessageAsync(ids[i], MessageRole.User, SampleSessions.Content).Now();
            }

            most = Math.Max(most, memory.GetMemoryUsageAsync().Now().SizeMb);
        }

        return new(
            new Times(times),
            new Times(controls),
            lost,
            most,
            memory.GetMemoryUsageAsync().Now().EvictedCount - evictedBefore);
    }

    private sealed record Outcome(Times Ours, Times Control, int LostOnArrival, double MostMegabytes, long Evicted);

    private sealed class Times(double[] times)
    {
        private readonly double[] _sorted = [.. times.Order()];

        public double[] InOrder => times;

        public double Spread => At(0.999) / At(0.5);

        public string[] Cells => [Report.Figure(At(0.5)), Report.Figure(At(0.99)), Report.Figure(At(0.999)), Report.Ratio(Spread)];

        private double At(double share) => _sorted[(int)(share * _sorted.Length)];
    }
}
