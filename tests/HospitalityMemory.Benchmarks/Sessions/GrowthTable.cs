using System.Globalization;

namespace HospitalityMemory.Benchmarks;

/// <summary>
/// A read and an append with growing numbers of sessions, in random order. Beside them is the floor's read, which shows how much
/// of the growth is the processor waiting for memory outside its caches.
/// </summary>
internal static class GrowthTable
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(0.3);

    public static void ToHundredThousand(Report report) => Run(report, 1_000, 10_000, 100_000);

    public static void ToMillion(Report report) => Run(report, 1_000, 10_000, 100_000, 1_000_000);

    private static void Run(Report report, params int[] counts)
    {
        report.Title("Growth: one call, in random order, as sessions get more");
        report.Header("sessions", "get ns", "append ns", "floor's get ns", "get : floor");
        var (first, last) = (default(Costs), default(Costs));
        foreach (var count in counts)
        {
            var row = Measure(count);
            report.Row(
                count.ToString("#,0", CultureInfo.InvariantCulture),
                Report.Figure(row.Get),
                Report.Figure(row.Append),
                Report.Figure(row.Floor),
                Report.Ratio(row.Get / row.Floor));
            (first, last) = (first == default ? row : first, row);
            GC.Collect();
        }

        report.Text("");
        report.Text(string.Create(
            CultureInfo.InvariantCulture,
            $"From {counts[0]:#,0} to {counts[^1]:#,0} sessions a get takes {last.Get - first.Get:F0} ns more, the floor's {last.Floor - first.Floor:F0} ns more."));
    }

    private static Costs Measure(int count)
    {
        var ids = SampleSessions.Ids(count);
        var ours = SampleSessions.Fill(HospitalityMemoryPeer.New(), ids, messages: 1);
        var floor = SampleSessions.Fill(FloorPeer.New(), ids, messages: 1);
        new Random(1).Shuffle(ids);
        var results = new Contest()
            .Add("get", SessionBatches.Get(ours, ids))
            .Add("append", SessionBatches.Append(ours, ids))
            .Add("floor", SessionBatches.Get(floor, ids))
            .Run(Time);
        return new(results[0].Nanoseconds, results[1].Nanoseconds, results[2].Nanoseconds);
    }

    private readonly record struct Costs(double Get, double Append, double Floor);
}
