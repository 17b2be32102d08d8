using HospitalityMemory.Stores;
using Microsoft.Extensions.Time.Testing;

namespace HospitalityMemory.Conformance;

/// <summary>
/// A clock that a test sets, on which the short waits between the attempts of a write pass by themselves, and nothing longer:
/// no call's time is up unless the test says so.
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
