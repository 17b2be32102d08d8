namespace HospitalityMemory.Benchmarks;

/// <summary>What one operation took at best, in nanoseconds and in bytes allocated by the calling thread.</summary>
internal sealed record Measurement(string Name, double Nanoseconds, double Bytes, string Remark);

/// <summary>
/// Several ways to do the same thing, measured in turns: a batch of each, round after round, and of each the best batch.
/// What else the machine does falls on all of them, and the best batch is the one that it disturbed least.
/// </summary>
internal sealed class Contest
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan BatchTime = TimeSpan.FromMilliseconds(3);

    private readonly List<Contestant> _contestants = [];

    /// <param name="name">Who it is.</param>
    /// <param name="batch">Carries out as many operations as it is told.</param>
    /// <param name="remark">What it cannot give.</param>
    public Contest Add(string name, Action<int> batch, string remark = "")
    {
        _contestants.Add(new(name, batch, remark));
        return this;
    }

    /// <summary>Runs the rounds that fit into the time, at least five.</summary>
    public IReadOnlyList<Measurement> Run(TimeSpan time)
    {
        foreach (var contestant in _contestants)
        {
            contestant.WarmUp();
        }

        var start = RealTime.Clock.GetTimestamp();
        for (var round = 0; round < 5 || RealTime.Clock.GetElapsedTime(start) < time; round++)
        {
            foreach (var contestant in _contestants)
            {
                contestant.RunBatch();
            }
        }

        return [.. _contestants.Select(contestant => contestant.Best)];
    }

    private sealed class Contestant(string name, Action<int> batch, string remark)
    {
        private int _operations = 1;
        private double _nanoseconds = double.MaxValue;
        private double _bytes = double.MaxValue;

        public Measurement Best => new(name, _nanoseconds, _bytes, remark);

        /// <summary>
        /// Until the runtime has had the time to optimize, and the batch is so long that the clock is exact enough.
        /// </summary>
        public void WarmUp()
        {
            var start = RealTime.Clock.GetTimestamp();
            while (RealTime.Clock.GetElapsedTime(start) < Contest.WarmUp)
            {
                var batchStart = RealTime.Clock.GetTimestamp();
                batch(_operations);
                if (RealTime.Clock.GetElapsedTime(batchStart) < BatchTime)
                {
                    _operations *= 2;
                }
            }
        }

        public void RunBatch()
        {
            var bytes = GC.GetAllocatedBytesForCurrentThread();
            var start = RealTime.Clock.GetTimestamp();
            batch(_operations);
            var elapsed = RealTime.Clock.GetElapsedTime(start);
            _nanoseconds = Math.Min(_nanoseconds, elapsed.TotalNanoseconds / _operations);
            _bytes = Math.Min(_bytes, (double)(GC.GetAllocatedBytesForCurrentThread() - bytes) / _operations);
        }
    }
}
