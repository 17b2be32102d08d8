using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace HospitalityMemory.Benchmarks;

/// <summary>
/// All in this process, with what each allocates; the first of a class is what the others are compared with.
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
