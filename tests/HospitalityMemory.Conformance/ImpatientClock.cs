using HospitalityMemory.Stores;
using Microsoft.Extensions.Time.Testing;

namespace HospitalityMemory.Conformance;

/// <summary>
/// A clock that a test sets. The short waits between the attempts of a write end by themselves; longer ones do not. No call's
/// time is up unless the test says so.
/// </summary>
public sealed class ImpatientClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero && dueTime <= TimeSpan.FromMilliseconds(WriteRetry.LongestWait))
        {
            ThreadPool.QueueUserWorkItem(_ => Advance(dueTime));
        }

        return timer;
    }
}
