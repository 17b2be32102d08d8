using System.Globalization;

namespace HospitalityMemory.Benchmarks;

/// <summary>
/// 70 % reads, 20 % appends, 10 % slots on two threads over sessions drawn from a Zipf distribution. In processor time of
/// the whole process, so that collecting what was allocated counts too.
/// </summary>
internal static class MixedTable
{
    private const int Threads = 2;
    private const int Messages = 10;
    private const int Rounds = 8;
    private const double Exponent = 0.99;

    private static long _lastBudget = 10_000;

    public static void Run(Report report)
    {
        foreach (var sessions in (int[])[10_000, 100_000])
        {
            report.Title(string.Create(
                CultureInfo.InvariantCulture,
                $"70 % get, 20 % append, 10 % slots, two threads, Zipf {Exponent} over {sessions:#,0} sessions"));
            Run(report, sessions);
        }
    }

    private static void Run(Report report, int sessions)
    {
        var ids = SampleSessions.Ids(sessions);
        var traces = Enumerable.Range(0, Threads).Select(thread => Trace(ids, seed: thread)).ToArray();
        Contender[] contenders =
        [
            Contender.Of(HospitalityMemoryPeer.New(), HospitalityMemoryPeer.New(), ids, 40_000),
            Contender.Of(MemoryCacheValuePeer.New(isLocked: true), MemoryCacheValuePeer.New(isLocked: false), ids, 40_000),
            Contender.Of(MemoryCacheCopyPeer.New(isLocked: true), MemoryCacheCopyPeer.New(isLocked: false), ids, 20_000),
            Contender.Of(DistributedCachePeer.New(isLocked: true), DistributedCachePeer.New(isLocked: false), ids, 1_000),
            Contender.Of(HybridCachePeer.New(isLocked: true), HybridCachePeer.New(isLocked: false), ids, 5_000),
            Contender.Of(FusionCachePeer.New(isLocked: true), FusionCachePeer.New(isLocked: false), ids, 20_000),
        ];

        Optimization.Await(() => Array.ForEach(contenders, contender => contender.WarmUp(traces)));
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var contender in contenders)
            {
                contender.RunRound(traces);
            }
        }

        report.Header("", "processor ns per call", "without its locks", "ours takes", "writes lost without locks");
        foreach (var contender in contenders)
        {
            var isOurs = contender == contenders[0];
            report.Row(
                contender.Name,
                Report.Figure(contender.Nanoseconds),
                isOurs ? "" : Report.Figure(contender.UnlockedNanoseconds),
                isOurs ? "" : Report.Ratio(contenders[0].Nanoseconds / contender.Nanoseconds),
                string.Create(CultureInfo.InvariantCulture, $"{contender.Lost:#,0} of {contender.Written:#,0}"));
        }

        report.Text("");
        report.RatioTarget("mixed : IMemoryCache, immutable value", 0.9, contenders[0].Nanoseconds / contenders[1].Nanoseconds);
        report.RatioTarget("mixed : the fastest other peer", 1, contenders[0].Nanoseconds / contenders[2..].Min(contender => contender.Nanoseconds));
        report.FigureTarget("writes that ours lost", 0, contenders[0].Lost, "");
    }

    /// <summary>Which session each call goes to; drawn beforehand, so that drawing is not measured.</summary>
    private static string[] Trace(string[] ids, int seed)
    {
        var zipf = new Zipf(ids.Length, Exponent, seed);
        return [.. Enumerable.Range(0, 65_521).Select(_ => ids[zipf.Next()])];
    }

    private sealed class Contender(string name, Func<string[][], bool, Outcome> locked, Func<string[][], bool, Outcome> unlocked)
    {
        public string Name => name;

        public double Nanoseconds { get; private set; } = double.MaxValue;

        public double UnlockedNanoseconds { get; private set; } = double.MaxValue;

        public long Written { get; private set; }

        public long Lost { get; private set; }

        public static Contender Of<TPeer>(TPeer locked, TPeer unlocked, string[] ids, int calls)
            where TPeer : struct, ISessionPeer
        {
            SampleSessions.Fill(locked, ids, Messages);
            SampleSessions.Fill(unlocked, ids, Messages);
            return new(
                TPeer.Name,
                (traces, isWarmUp) => Play(locked, traces, isWarmUp ? 50 : calls),
                (traces, isWarmUp) => Play(unlocked, traces, isWarmUp ? 50 : calls));
        }

        public void WarmUp(string[][] traces)
        {
            locked(traces, true);
            unlocked(traces, true);
        }

        public void RunRound(string[][] traces)
        {
            var outcome = locked(traces, false);
            if (outcome.Lost is not 0)
            {
                throw new InvalidOperationException($"{name} lost {outcome.Lost} writes under its locks.");
            }

            Nanoseconds = Math.Min(Nanoseconds, outcome.Nanoseconds);
            outcome = unlocked(traces, false);
            UnlockedNanoseconds = Math.Min(UnlockedNanoseconds, outcome.Nanoseconds);
            Written += outcome.Written;
            Lost += outcome.Lost;
        }
    }

    private static Outcome Play<TPeer>(TPeer peer, string[][] traces, int calls)
        where TPeer : struct, ISessionPeer
    {
        // Each sets what no other does: a change to what is there already would leave no trace to be counted.
        var changes = traces.Select(_ => Changes(calls / 10)).ToArray();
        var ids = traces.SelectMany(trace => trace.Take(calls)).ToHashSet(StringComparer.Ordinal);
        var before = ids.Sum(peer.CountWrites);
        var start = Environment.CpuUsage.TotalTime;
        Parallel.For(0, traces.Length, new ParallelOptions { MaxDegreeOfParallelism = Threads }, i => Play(peer, traces[i], changes[i], calls));
        var elapsed = Environment.CpuUsage.TotalTime - start;
        var written = (long)traces.Length * (calls - (calls / 10 * 7));
        return new(elapsed.TotalNanoseconds / ((double)traces.Length * calls), written, written - (ids.Sum(peer.CountWrites) - before));
    }

    private static BookingSlots[] Changes(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new BookingSlots { NumberOfGuests = 1 + (i % 7), Budget = ++_lastBudget / 100m })];

    private static void Play<TPeer>(TPeer peer, string[] trace, BookingSlots[] changes, int calls)
        where TPeer : struct, ISessionPeer
    {
        for (var i = 0; i < calls; i++)
        {
            var id = trace[i % trace.Length];
            switch (i % 10)
            {
                case 0:
                    peer.UpdateSlots(id, changes[i / 10]);
                    break;
                case 3 or 7:
                    peer.Append(id, SampleSessions.Content);
                    break;
                default:
                    peer.Get(id);
                    break;
            }
        }
    }

    private readonly record struct Outcome(double Nanoseconds, long Written, long Lost);
}
