using System.Globalization;

namespace HospitalityMemory.Benchmarks;

/// <summary>
/// 70 % reads, 20 % appends, 10 % slots on two threads, over sessions drawn from a Zipf distribution. Measured is the processor
/// time of the whole process, which includes garbage collection. This library takes turns with one peer after the other, which
/// keeps at most two sets of sessions in memory.
/// </summary>
internal static class MixedTable
{
    private const int Threads = 2;
    private const int Messages = 5;
    private const int Rounds = 5;

    /// <summary>For a peer that takes several times as long: noise cannot change that result.</summary>
    private const int FewRounds = 2;

    private const double Exponent = 0.99;

    private static long _lastBudget = 10_000;

    public static void Run(Report report)
    {
        Run(report, 10_000);
        Run(report, 100_000);
    }

    private static void Run(Report report, int sessions)
    {
        report.Title(string.Create(
            CultureInfo.InvariantCulture,
            $"70 % get, 20 % append, 10 % slots, two threads, Zipf {Exponent} over {sessions:#,0} sessions"));
        var duel = new Duel(SampleSessions.Ids(sessions));
        Row[] rows =
        [
            duel.Fight(MemoryCacheValuePeer.New(), 40_000, Rounds),
            duel.Fight(MemoryCacheCopyPeer.New(), 10_000, FewRounds),
            duel.Fight(DistributedCachePeer.New(), 1_000, FewRounds),
            duel.Fight(HybridCachePeer.New(), 5_000, FewRounds),
            duel.Fight(FusionCachePeer.New(), 30_000, Rounds),
        ];

        report.Header("processor ns per call", "HospitalityMemory", "peer", "peer without its locks", "ours takes", "writes lost without locks");
        foreach (var row in rows)
        {
            report.Row(
                row.Name,
                Report.Figure(row.Ours),
                Report.Figure(row.Peer),
                Report.Figure(row.PeerUnlocked),
                Report.Ratio(row.Ours / row.Peer),
                string.Create(CultureInfo.InvariantCulture, $"{row.Lost:#,0} of {row.Written:#,0}"));
        }

        report.Text("");
        report.RatioTarget("mixed : IMemoryCache, immutable value", 0.9, rows[0].Ours / rows[0].Peer);
        report.RatioTarget("mixed : the other peer that comes closest", 1, rows[1..].Max(row => row.Ours / row.Peer));
        report.FigureTarget($"of {duel.Written:#,0} writes, lost by ours", 0, duel.Lost, "");
    }

    private sealed record Row(string Name, double Ours, double Peer, double PeerUnlocked, long Written, long Lost);

    private readonly record struct Outcome(double Nanoseconds, long Written, long Lost);

    private sealed class Duel(string[] ids)
    {
        private readonly HospitalityMemoryPeer _ours = SampleSessions.Fill(HospitalityMemoryPeer.New(), ids, Messages);
        private readonly string[][] _traces = [.. Enumerable.Range(0, Threads).Select(thread => Trace(ids, seed: thread))];

        public long Written { get; private set; }

        public long Lost { get; private set; }

        public Row Fight<TPeer>(TPeer peer, int calls, int rounds)
            where TPeer : struct, ICachePeer<TPeer>
        {
            SampleSessions.Fill(peer, ids, Messages);
            var unlocked = peer.WithoutLocks();
            Optimization.Await(() =>
            {
                Measure(_ours, 100);
                Measure(peer, 100);
                Measure(unlocked, 100);
            });
            GC.Collect();
            var row = new Row(TPeer.Name, double.MaxValue, double.MaxValue, double.MaxValue, 0, 0);
            for (var round = 0; round < rounds; round++)
            {
                var ours = Measure(_ours, 40_000);
                Written += ours.Written;
                Lost += ours.Lost;
                var withLocks = Measure(peer, calls);
                if (withLocks.Lost is not 0)
                {
                    throw new InvalidOperationException($"{TPeer.Name} lost {withLocks.Lost} writes under its locks.");
                }

                var withoutLocks = Measure(unlocked, calls);
                row = row with
                {
                    Ours = Math.Min(row.Ours, ours.Nanoseconds),
                    Peer = Math.Min(row.Peer, withLocks.Nanoseconds),
                    PeerUnlocked = Math.Min(row.PeerUnlocked, withoutLocks.Nanoseconds),
                    Written = row.Written + withoutLocks.Written,
                    Lost = row.Lost + withoutLocks.Lost,
                };
            }

            return row;
        }

        private Outcome Measure<TPeer>(TPeer peer, int calls)
            where TPeer : struct, ISessionPeer
        {
            // Each change sets something new: a change to an existing value would leave no trace to count.
            var changes = _traces.Select(_ => Changes(calls / 10)).ToArray();
            var touched = _traces.SelectMany(trace => trace.Take(calls)).ToHashSet(StringComparer.Ordinal);
            var before = touched.Sum(peer.CountWrites);
            var start = Environment.CpuUsage.TotalTime;
            Parallel.For(0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, i => Play(peer, _traces[i], changes[i], calls));
            var elapsed = Environment.CpuUsage.TotalTime - start;
            var written = (long)Threads * (calls / 10 * 3);
            return new(elapsed.TotalNanoseconds / ((double)Threads * calls), written, written - (touched.Sum(peer.CountWrites) - before));
        }
    }

    /// <summary>The session of each call, drawn beforehand: drawing must not be measured.</summary>
    private static string[] Trace(string[] ids, int seed)
    {
        var zipf = new Zipf(ids.Length, Exponent, seed);
        return [.. Enumerable.Range(0, 65_521).Select(_ => ids[zipf.Next()])];
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
                    peer.Append(id, SampleSessions.Role(i / 10), SampleSessions.Content);
                    break;
                default:
                    peer.Get(id);
                    break;
            }
        }
    }
}
