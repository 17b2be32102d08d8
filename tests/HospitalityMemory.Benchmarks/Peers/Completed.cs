using System.Runtime.CompilerServices;

namespace HospitalityMemory.Benchmarks;

/// <summary>
/// Results of calls that complete at once, as all calls within the process do here. The cost is that of <c>await</c>.
/// </summary>
internal static class Completed
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Now<T>(this ValueTask<T> call) => call.IsCompletedSuccessfully ? call.Result : Later(call);

    public static void Now(this ValueTask call)
    {
        if (!call.IsCompletedSuccessfully)
        {
            call.AsTask().GetAwaiter().GetResult();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T Later<T>(ValueTask<T> call) => call.AsTask().GetAwaiter().GetResult();
}
