using System.Diagnostics.CodeAnalysis;

namespace HospitalityMemory.Evaluation;

/// <summary>Reports the progress and the speed of a replay on the error output.</summary>
internal sealed class ReplayProgress
{
    private const int Every = 2_000;

    private readonly TimeProvider _clock = SystemClock;
    private readonly long _start;
    private readonly int _total;
    private int _done;

    public ReplayProgress(int total)
    {
        _total = total;
        _start = _clock.GetTimestamp();
    }

    [SuppressMessage("ApiDesign", "RS0030", Justification = "How long the program itself takes; the memory has the replay's clock.")]
    private static TimeProvider SystemClock => TimeProvider.System;

    public void Step()
    {
        if (++_done % Every is 0 && !Console.IsErrorRedirected)
        {
            Console.Error.Write($"\r{_done:N0} of {_total:N0} stays");
        }
    }

    public void End()
    {
        var seconds = _clock.GetElapsedTime(_start).TotalSeconds;
        Console.Error.WriteLine($"{(Console.IsErrorRedirected ? "" : "\r")}{_done:N0} stays in {seconds:0.0} s, {_done / seconds:N0} a second");
    }
}
