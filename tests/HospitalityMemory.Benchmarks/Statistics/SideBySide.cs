using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace HospitalityMemory.Benchmarks;

/// <summary>
/// All run in this process, with their allocations. The first benchmark of a class is the one that the others are compared with.
/// </summary>
internal sealed class SideBySide : ManualConfig
{
    public SideBySide()
    {
        ArtifactsPath = Path.Combine("artifacts", "benchmarks");
        AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance));
        AddDiagnoser(MemoryDiagnoser.Default);
        HideColumns("Error", "RatioSD", "Alloc Ratio");
    }
}
