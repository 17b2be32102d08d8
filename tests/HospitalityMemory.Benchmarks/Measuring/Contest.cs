namespace HospitalityMemory.Benchmarks;

/// <summary>
/// The cost of one operation: nanoseconds in the best batch, and bytes that the calling thread allocated. The bytes are the
/// average of the batches after the last one that was clearly better than those before.
/// </summary>
internal sealed record Measurement(string Name, double Nanoseconds, double Bytes, string Remark);

/// <summary>
/// Several ways to do the same thing, measured in turns: a batch of each, round after round. For each the best batch counts.
/// Other work of the machine affects all of them, and it has disturbed the best batch least.
/// </summary>
internal sealed class Contest
{
    private static readonly TimeSpan BatchTime = TimeSpan.FromMilliseconds(1);

    private readonly List<Contestant> _contestants = [];

    /// <param name="name">The contestant's name.</param>
    /// <param name="batch">Carries out a number of operations.</param>
    /// <param name="remark">What the contestant cannot do.</param>
    public Contest Add(string name, Action<int> batch, string remark = "")
    {
        _contestants.Add(new(name, batch, remark));
        return this;
    }

    /// <summary>Runs rounds until no best batch has got clearly better for some time.</summary>
    public IReadOnlyList<Measurement> Run(TimeSpan time)
    {
        Optimization.Await(() => _contestants.ForEach(contestant => contestant.RunSmallBatch()));
        var lastGain = RealTime.Clock.GetTimestamp();
        while (RealTime.Clock.GetElapsedTime(lastGain) < time)
        {
            foreach (var contestant in _contestants)
            {
                if (contestant.RunBatch())
                {
                    lastGain = RealTime.Clock.GetTimestamp();
                }
            }
        }

        return [.. _contestants.Select(contestant => contestant.Best)];
    }

    private sealed class Contestant(string name, Action<int> batch, string remark)
    {
        private int _operations = 1;
        private double _nanoseconds = double.MaxValue;
        private long _steadyBytes;
        private long _steadyOperations;

        public Measurement Best => new(name, _nanoseconds, (double)_steadyBytes / _steadyOperations, remark);

        public void RunSmallBatch() => batch(4);

        /// <summary>
        /// Runs a batch. Returns whether it was clearly better than all before, or too short to be measured: the clock's unit of
        /// 100 ns is longer than some operations.
        /// </summary>
        public bool RunBatch()
        {
            var bytes = GC.GetAllocatedBytesForCurrentThread();
            var start = RealTime.Clock.GetTimestamp();
            batch(_operations);
            var elapsed = RealTime.Clock.GetElapsedTime(start);
            if (elapsed < BatchTime)
            {
                _operations *= 2;
                return true;
            }

            var nanoseconds = elapsed.TotalNanoseconds / _operations;
            var isGain = nanoseconds < 0.97 * _nanoseconds;
            _nanoseconds = Math.Min(_nanoseconds, nanoseconds);
            if (isGain)
            {
                (_steadyBytes, _steadyOperations) = (0, 0);
            }

            _steadyBytes += GC.GetAllocatedBytesForCurrentThread() - bytes;
            _steadyOperations += _operations;
            return isGain;
        }
    }
}
