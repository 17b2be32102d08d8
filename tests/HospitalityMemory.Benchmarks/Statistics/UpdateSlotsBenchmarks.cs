using BenchmarkDotNet.Attributes;

namespace HospitalityMemory.Benchmarks;

/// <summary>UpdateSlotsAsync of 2 of 8 slots.</summary>
[Config(typeof(SideBySide))]
public class UpdateSlotsBenchmarks
{
    private static readonly string[] Ids = SampleSessions.Ids(100);

    private Action<int> _library = null!;
    private Action<int> _floor = null!;
    private Action<int> _memoryCacheValue = null!;
    private Action<int> _memoryCacheCopy = null!;
    private Action<int> _distributedCacheJson = null!;
    private Action<int> _hybridCache = null!;
    private Action<int> _fusionCache = null!;

    [GlobalSetup]
    public void Setup()
    {
        _library = SessionBatches.UpdateSlots(SampleSessions.Fill(HospitalityMemoryPeer.New(), Ids, SampleSessions.MaxMessages), Ids);
        _floor = SessionBatches.UpdateSlots(SampleSessions.Fill(FloorPeer.New(), Ids, SampleSessions.MaxMessages), Ids);
        _memoryCacheValue = SessionBatches.UpdateSlots(SampleSessions.Fill(MemoryCacheValuePeer.New(), Ids, SampleSessions.MaxMessages), Ids);
        _memoryCacheCopy = SessionBatches.UpdateSlots(SampleSessions.Fill(MemoryCacheCopyPeer.New(), Ids, SampleSessions.MaxMessages), Ids);
        _distributedCacheJson = SessionBatches.UpdateSlots(SampleSessions.Fill(DistributedCachePeer.New(), Ids, SampleSessions.MaxMessages), Ids);
        _hybridCache = SessionBatches.UpdateSlots(SampleSessions.Fill(HybridCachePeer.New(), Ids, SampleSessions.MaxMessages), Ids);
        _fusionCache = SessionBatches.UpdateSlots(SampleSessions.Fill(FusionCachePeer.New(), Ids, SampleSessions.MaxMessages), Ids);
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
}
