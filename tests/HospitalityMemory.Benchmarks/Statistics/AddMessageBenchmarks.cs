using BenchmarkDotNet.Attributes;

namespace HospitalityMemory.Benchmarks;

/// <summary>AddMessageAsync on sessions of 50 messages, which drop the oldest.</summary>
[Config(typeof(SideBySide))]
public class AddMessageBenchmarks
{
    private static readonly string[] Ids = SampleSessions.Ids(100);

    private Action<int> _library = null!;
    private Action<int> _floor = null!;
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
        _library = Batches(HospitalityMemoryPeer.New());
        _floor = Batches(FloorPeer.New());
        _memoryCacheValue = Batches(MemoryCacheValuePeer.New());
        _memoryCacheCopy = Batches(MemoryCacheCopyPeer.New());
        _distributedCacheJson = Batches(DistributedCachePeer.New());
        _hybridCache = Batches(HybridCachePeer.New());
        _fusionCache = Batches(FusionCachePeer.New());
        _chatHistory = Batches(ChatHistoryPeer.New());
        _agentFramework = Batches(AgentFrameworkPeer.New());
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = SampleSessions.BatchSize)]
    public void Library() => _library(SampleSessions.BatchSize);

    [Benchmark(OperationsPerInvoke = SampleSessions.BatchSize)]
    public void Floor() => _floor(SampleSessions.BatchSize);

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

    private static Action<int> Batches<TPeer>(TPeer peer)
        where TPeer : struct, ISessionPeer =>
        SessionBatches.Append(SampleSessions.Fill(peer, Ids, SampleSessions.MaxMessages), Ids);
}
