using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace HospitalityMemory.Benchmarks.Contention;

/// <summary>The results of the tasks of one process.</summary>
internal sealed record ContentionResult
{
    public long Calls { get; init; }

    /// <summary>Acknowledged changes of the one session or guest.</summary>
    public long Changes { get; init; }

    /// <summary>Errors, counted by their kind and first words.</summary>
    public required Dictionary<string, int> Refusals { get; init; }

    public double Seconds { get; init; }

    /// <summary>The slowest call, in milliseconds.</summary>
    public double Slowest { get; init; }
}

/// <summary>Tasks that call in a loop.</summary>
[SuppressMessage("ApiDesign", "RS0030", Justification = "Measures real time.")]
internal static class ContentionWorker
{
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Errors are what is counted.")]
    public static async Task<ContentionResult> RunAsync(ContentionMemory memory, int worker, int tasks, TimeSpan duration)
    {
        var refusals = new ConcurrentDictionary<string, int>();
        var (calls, changes, slowest) = (0L, 0L, 0L);
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, tasks).Select(task => Task.Run(async () =>
        {
            var turnCalls = memory.Turn($"t{worker}_{task}");
            for (var turn = 1; Stopwatch.GetElapsedTime(start) < duration; turn++)
            {
                for (var i = 0; i < turnCalls.Count; i++)
                {
                    var begin = Stopwatch.GetTimestamp();
                    try
                    {
                        await turnCalls[i](turn);
                        Interlocked.Increment(ref calls);
                        Interlocked.Add(ref changes, i is 0 ? 1 : 0);
                    }
                    catch (Exception exception)
                    {
                        refusals.AddOrUpdate($"{exception.GetType().Name}: {exception.Message}", 1, (_, count) => count + 1);
                    }

                    Raise(ref slowest, Stopwatch.GetTimestamp() - begin);
                }
            }
        })));
        return new()
        {
            Calls = calls,
            Changes = changes,
            Refusals = new(refusals),
            Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds,
            Slowest = Stopwatch.GetElapsedTime(0, slowest).TotalMilliseconds,
        };
    }

    private static void Raise(ref long most, long value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }
}
