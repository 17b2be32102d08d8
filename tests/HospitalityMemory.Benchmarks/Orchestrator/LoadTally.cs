using System.Collections.Concurrent;

namespace HospitalityMemory.Benchmarks.Orchestrator;

/// <summary>The totals of a run. Thread safe.</summary>
internal sealed class LoadTally
{
    private const int MaxProblems = 5;

    private readonly ConcurrentBag<double> _milliseconds = [];
    private readonly ConcurrentQueue<string> _problems = new();
    private int _conversations;
    private int _failed;
    private int _mixedUp;

    public int Conversations => _conversations;

    public int Messages => _milliseconds.Count;

    public int Failed => _failed;

    public int MixedUp => _mixedUp;

    public IEnumerable<string> Problems => _problems.Take(MaxProblems);

    public void Answered(TimeSpan after) => _milliseconds.Add(after.TotalMilliseconds);

    public void Finished() => Interlocked.Increment(ref _conversations);

    public void Fail(string problem)
    {
        Interlocked.Increment(ref _failed);
        _problems.Enqueue(problem);
    }

    public void MixUp(string problem)
    {
        Interlocked.Increment(ref _mixedUp);
        _problems.Enqueue(problem);
    }

    public double Percentile(int percent)
    {
        var sorted = _milliseconds.Order().ToArray();
        return sorted is [] ? 0 : sorted[Math.Min(sorted.Length - 1, sorted.Length * percent / 100)];
    }
}
