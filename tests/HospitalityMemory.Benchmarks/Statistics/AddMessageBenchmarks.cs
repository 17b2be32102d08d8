using BenchmarkDotNet.Attributes;

namespace HospitalityMemory.Benchmarks;

/// <summary>AddMessageAsync to sessions of 50 messages, which let the oldest go.</summary>
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
        _library = SessionBatches.Append(SampleSessions.Fill(HospitalityMemoryPeer.New(), Ids, SampleSessions.MaxMessages), Ids);
        _floor = SessionBatches.Append(SampleSessions.Fill(FloorPeer.New(), Ids, SampleSessions.MaxMessages), Ids);
        _memoryCacheValue = SessionBatches.Append(SampleSessions.Fill(MemoryCacheValuePeer.New(), Ids, SampleSessions.MaxMessages), Ids);
        _memoryCacheCopy = SessionBatches.Append(SampleSessions.Fill(MemoryCacheCopyPeer.New(), Ids, SampleSessions.MaxMessages), Ids);
        _distributedCacheJson = SessionBatches.Append(SampleSessions.Fill(DistributedCachePeer.New(), Ids, SampleSessions.MaxMessages), Ids);
        _hybridCache = SessionBatches.Append(SampleSessions.Fill(HybridCachePeer.New(), Ids, SampleSessions.MaxMessages), Ids);
        _fusionCache = SessionBatches.Append(SampleSessions.Fill(FusionCachePeer.New(), Ids, SampleSessions.MaxMessages), Ids);
        _chatHistory = SessionBatches.Append(SampleSessions.Fill(ChatHistoryPeer.New(), Ids, SampleSessions.MaxMessages), Ids);
        _agentFramework = SessionBatches.Append(SampleSessions.Fill(AgentFrameworkPeer.New(), Ids, SampleSessions.MaxMessages), Ids);
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
}
