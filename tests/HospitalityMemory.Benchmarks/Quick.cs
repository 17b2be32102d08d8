using HospitalityMemory.Benchmarks.Agents;

namespace HospitalityMemory.Benchmarks;

/// <summary>The tables of docs/performance.md and their targets, in under a minute.</summary>
internal static class Quick
{
    private static readonly Dictionary<string, Action<Report>> Tables = new(StringComparer.Ordinal)
    {
        ["get"] = CallTables.Get,
        ["append"] = CallTables.Append,
        ["slots"] = CallTables.UpdateSlots,
        ["mixed"] = MixedTable.Run,
        ["heap"] = HeapTable.Run,
        ["cap"] = CapTable.Run,
        ["sweep"] = SweepTable.Run,
        ["holds"] = HoldTable.Run,
        ["booking"] = BookingTable.Run,
        ["preferences"] = LearningTable.Run,
        ["history"] = HistoryTable.Run,
        ["context"] = ContextTable.Run,
        ["ranking"] = RankingTable.Run,
        ["market"] = MarketTable.Run,
        ["turn"] = TurnTable.Run,
        ["json"] = JsonTable.Run,
        ["redis"] = RedisWireTable.Run,
        ["growth"] = GrowthTable.ToHundredThousand,
        ["growth-million"] = GrowthTable.ToMillion,
    };

    private static readonly HashSet<string> OnRequest = ["growth-million", "holds"];

    /// <param name="names">The tables to print; none for all.</param>
    public static int Run(string[] names)
    {
        if (names.FirstOrDefault(name => !Tables.ContainsKey(name)) is { } unknown)
        {
            Console.Error.WriteLine($"There is no table '{unknown}'. There are: {string.Join(", ", Tables.Keys)}.");
            return 2;
        }

        var start = RealTime.Clock.GetTimestamp();
        var report = new Report(Console.Out);
        report.Text($".NET {Environment.Version}, {Environment.OSVersion.Platform}, {Environment.ProcessorCount} processors");
        foreach (var name in names.Length > 0 ? names : [.. Tables.Keys.Where(name => !OnRequest.Contains(name))])
        {
            Tables[name](report);
            GC.Collect();
        }

        report.Summary();
        report.Text($"It took {RealTime.Clock.GetElapsedTime(start).TotalSeconds:F0} s.");
        return 0;
    }
}
