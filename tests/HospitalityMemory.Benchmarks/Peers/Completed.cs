namespace HospitalityMemory.Benchmarks;

/// <summary>
/// Results of calls that complete at once, as all do here that stay in the process. It costs what <c>await</c> would.
/// </summary>
internal static class Completed
{
    public static T Now<T>(this ValueTask<T> call) => call.IsCompletedSuccessfully ? call.Result : call.AsTask().GetAwaiter().GetResult();

    public static void Now(this ValueTask call)
    {
        if (!call.IsCompletedSuccessfully)
        {
            call.AsTask().GetAwaiter().GetResult();
        }
    }
}
