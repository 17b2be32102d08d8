namespace HospitalityMemory.Firestore;

/// <summary>How long to wait before the next attempt: doubling with jitter, and never less than Firestore asks for.</summary>
internal sealed class RetrySchedule(TimeSpan initialDelay, TimeSpan maxDelay, Func<double> random)
{
    /// <param name="failures">How many attempts have failed, from 1.</param>
    /// <param name="asked">The wait that Firestore asks for, if it does.</param>
    /// <returns>
    /// Between half of the doubled delay and all of it. If Firestore asks for more, that and up to a tenth more: clients that were turned
    /// away together do not come back together.
    /// </returns>
    public TimeSpan DelayAfter(int failures, TimeSpan? asked)
    {
        var doubled = Math.Min(initialDelay.TotalMilliseconds * Math.Pow(2, failures - 1), maxDelay.TotalMilliseconds);
        var delay = TimeSpan.FromMilliseconds(doubled * (0.5 + (random() / 2)));
        var least = (asked ?? TimeSpan.Zero) * (1 + (random() / 10));
        return delay > least ? delay : least;
    }
}
