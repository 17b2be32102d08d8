namespace HospitalityMemory.Benchmarks;

/// <summary>One call at a time on sessions of 50 messages: read, append with trimming, set two slots.</summary>
internal static class CallTables
{
    private const int Messages = SampleSessions.MaxMessages;

    private static readonly TimeSpan Time = TimeSpan.FromSeconds(0.5);

    public static void Get(Report report)
    {
        report.Title("GetSessionAsync, 50 messages, the result kept");
        var ids = SampleSessions.Ids(100);
        var results = new Contest()
            .AddGet(HospitalityMemoryPeer.New(), ids)
            .AddGet(FloorPeer.New(), ids)
            .AddGet(LockedCopyPeer.New(), ids)
            .AddGet(MemoryCacheValuePeer.New(), ids)
            .AddGet(MemoryCacheCopyPeer.New(), ids)
            .AddGet(DistributedCachePeer.New(), ids)
            .AddGet(HybridCachePeer.New(), ids)
            .AddGet(FusionCachePeer.New(), ids)
            .AddGet(ChatHistoryPeer.New(), ids)
            .AddGet(AgentFrameworkPeer.New(), ids)
            .Run(Time);
        report.Table(results);
        report.RatioTarget("get : floor", 1.5, results.Ratio<FloorPeer>());
        report.FigureTarget("get", 160, results[0].Bytes, "bytes");
        report.RatioTarget("get : locked deep copy", 1.0 / 12, results.Ratio<LockedCopyPeer>());
        report.RatioTarget("get : IMemoryCache, immutable value", 1.5, results.Ratio<MemoryCacheValuePeer>());
        report.RatioTarget("get : IDistributedCache, JSON", 1.0 / 200, results.Ratio<DistributedCachePeer>());
    }

    public static void Append(Report report)
    {
        report.Title("AddMessageAsync to a session of 50 messages, guest and agent by turns, the oldest go");
        var ids = SampleSessions.Ids(100);
        var results = new Contest()
            .AddAppend(HospitalityMemoryPeer.New(), ids)
            .AddAppend(FloorPeer.New(), ids)
            .AddAppend(MemoryCacheValuePeer.New(), ids)
            .AddAppend(MemoryCacheCopyPeer.New(), ids)
            .AddAppend(DistributedCachePeer.New(), ids)
            .AddAppend(HybridCachePeer.New(), ids)
            .AddAppend(FusionCachePeer.New(), ids)
            .AddAppend(ChatHistoryPeer.New(), ids)
            .AddAppend(AgentFrameworkPeer.New(), ids)
            .Run(Time);
        report.Table(results);
        report.RatioTarget("append : mutable list under a lock", 1.7, results.Ratio<FloorPeer>());
        report.FigureTarget("append", 256, results[0].Bytes, "bytes");
        report.RatioTarget("append : IMemoryCache, immutable value", 0.8, results.Ratio<MemoryCacheValuePeer>());
        report.RatioTarget("append : HybridCache", 1.0 / 8, results.Ratio<HybridCachePeer>());
        report.RatioTarget("append : IDistributedCache, JSON", 1.0 / 150, results.Ratio<DistributedCachePeer>());
    }

    public static void UpdateSlots(Report report)
    {
        report.Title("UpdateSlotsAsync of 2 of 8 slots, validated");
        var ids = SampleSessions.Ids(100);
        var results = new Contest()
            .AddUpdateSlots(HospitalityMemoryPeer.New(), ids)
            .AddUpdateSlots(FloorPeer.New(), ids)
            .AddUpdateSlots(MemoryCacheValuePeer.New(), ids)
            .AddUpdateSlots(MemoryCacheCopyPeer.New(), ids)
            .AddUpdateSlots(DistributedCachePeer.New(), ids)
            .AddUpdateSlots(HybridCachePeer.New(), ids)
            .AddUpdateSlots(FusionCachePeer.New(), ids)
            .Run(Time);
        report.Table(results);
        report.RatioTarget("slots : plain objects under a lock", 2, results.Ratio<FloorPeer>());
        report.FigureTarget("slots", 320, results[0].Bytes, "bytes");
    }

    private static Contest AddGet<TPeer>(this Contest contest, TPeer peer, string[] ids)
        where TPeer : struct, ISessionPeer =>
        contest.Add(TPeer.Name, SessionBatches.Get(SampleSessions.Fill(peer, ids, Messages), ids), TPeer.Lacks);

    private static Contest AddAppend<TPeer>(this Contest contest, TPeer peer, string[] ids)
        where TPeer : struct, ISessionPeer =>
        contest.Add(TPeer.Name, SessionBatches.Append(SampleSessions.Fill(peer, ids, Messages), ids), TPeer.Lacks);

    private static Contest AddUpdateSlots<TPeer>(this Contest contest, TPeer peer, string[] ids)
        where TPeer : struct, ISessionPeer =>
        contest.Add(TPeer.Name, SessionBatches.UpdateSlots(SampleSessions.Fill(peer, ids, Messages), ids), TPeer.Lacks);

    /// <summary>The ratio of the first row, which is this library's, to a peer's.</summary>
    private static double Ratio<TPeer>(this IReadOnlyList<Measurement> results)
        where TPeer : struct, ISessionPeer =>
        results[0].Nanoseconds / results.Single(result => result.Name == TPeer.Name).Nanoseconds;
}
