using System.Runtime;

namespace HospitalityMemory.Benchmarks;

/// <summary>
/// The runtime optimizes code that is called often, in the background and in steps, and late on a busy machine. Only fully
/// optimized code is worth measuring.
/// </summary>
internal static class Optimization
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>Runs the code again and again until nothing was compiled for a while.</summary>
    public static void Await(Action run)
    {
        var start = RealTime.Clock.GetTimestamp();
        var (compiled, since) = (JitInfo.GetCompiledMethodCount(), start);
        while (RealTime.Clock.GetElapsedTime(since) < Quiet && RealTime.Clock.GetElapsedTime(start) < Longest)
        {
            run();
            if (JitInfo.GetCompiledMethodCount() != compiled)
            {
                (compiled, since) = (JitInfo.GetCompiledMethodCount(), RealTime.Clock.GetTimestamp());
            }
        }
    }
}
