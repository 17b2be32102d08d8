using BenchmarkDotNet.Attributes;

namespace HospitalityMemory.Benchmarks;

/// <summary>GetSessionAsync of sessions of 50 messages.</summary>
[Config(typeof(SideBySide))]
public class GetSessionBenchmarks
{
    private static readonly string[] Ids = SampleSessions.Ids(100);

    private Action<int> _library = null!;
    private Action<int> _floor = null!;
    private Action<int> _lockedDeepCopy = null!;
    private Action<int> _memoryCacheValue = null!;
    private Action<int> _memoryCacheCopy = null!;
    private Action<int> _distributedCacheJson = null!;
    private Action<int> _hybridCache = null!;
    private Action<int> _fusionCache = null!;
    private Action<int> _chatHistory = null!;
    private Action<int> _agentFramework = null!;

    [GlobalSetup]
    public void Setup()
    {
        _library = SessionBatches.Get(SampleSessions.Fill(HospitalityMemoryPeer.New(), Ids, SampleSessions.MaxMessages), Ids);
        _floor = SessionBatches.Get(SampleSessions.Fill(FloorPeer.New(), Ids, SampleSessions.MaxMessages), Ids);
        _lockedDeepCopy = SessionBatches.Get(SampleSessions.Fill(LockedCopyPeer.New(), Ids, SampleSessions.MaxMessages), Ids);
        _memoryCacheValue = SessionBatches.Get(SampleSessions.Fill(MemoryCacheValuePeer.New(), Ids, SampleSessions.MaxMessages), Ids);
        _memoryCacheCopy = SessionBatches.Get(SampleSessions.Fill(MemoryCacheCopyPeer.New(), Ids, SampleSessions.MaxMessages), Ids);
        _distributedCacheJson = SessionBatches.Get(SampleSessions.Fill(DistributedCachePeer.New(), Ids, SampleSessions.MaxMessages), Ids);
        _hybridCache = SessionBatches.Get(SampleSessions.Fill(HybridCachePeer.New(), Ids, SampleSessions.MaxMessages), Ids);
        _fusionCache = SessionBatches.Get(SampleSessions.Fill(FusionCachePeer.New(), Ids, SampleSessions.MaxMessages), Ids);
        _chatHistory = SessionBatches.Get(SampleSessions.Fill(ChatHistoryPeer.New(), Ids, SampleSessions.MaxMessages), Ids);
        _agentFramework = SessionBatches.Get(SampleSessions.Fill(AgentFrameworkPeer.New(), Ids, SampleSessions.MaxMessages), Ids);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = SampleSessions.BatchSize)]
    public void Library() => _library(SampleSessions.BatchSize);

    [Benchmark(OperationsPerInvoke = SampleSessions.BatchSize)]
    public void Floor() => _floor(SampleSessions.BatchSize);

    [Benchmark(OperationsPerInvoke = SampleSessions.BatchSize)]
    public void LockedDeepCopy() => _lockedDeepCopy(SampleSessions.BatchSize);

    [Benchmark(OperationsPerInvoke = SampleSessions.BatchSize)]
    public void MemoryCacheValue() => _memoryCacheValue(SampleSessions.BatchSize);

    [Benchmark(OperationsPerInvoke = SampleSessions.BatchSize)]
    public void MemoryCacheCopy() => _memoryCacheCopy(SampleSessions.BatchSize);

    [Benchmark(OperationsPerInvoke = SampleSessions.BatchSize)]
    public void DistributedCacheJson() => _distributedCacheJson(SampleSessions.BatchSize);

    [Benchmark(OperationsPerInvoke = SampleSessions.BatchSize)]
    public void HybridCache() => _hybridCache(SampleSessions.BatchSize);

    [Benchmark(OperationsPerInvoke = SampleSessions.BatchSize)]
    public void FusionCache() => _fusionCache(SampleSessions.BatchSize);

    [Benchmark(OperationsPerInvoke = SampleSessions.BatchSize)]
    public void ChatHistory() => _chatHistory(SampleSessions.BatchSize);

    [Benchmark(OperationsPerInvoke = SampleSessions.BatchSize)]
    public void AgentFramework() => _agentFramework(SampleSessions.BatchSize);
}
