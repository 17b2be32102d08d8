using System.Diagnostics.Metrics;
using System.Reflection;

namespace HospitalityMemory.Tests.LongTerm;

/// <summary>
/// Adds up a counter of one memory's own meter; other tests run at the same time and have meters of the same name.
/// </summary>
internal sealed class Counted : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _total;

    public Counted(string name, MemoryMetrics metrics)
    {
        var meter = typeof(MemoryMetrics).GetField("_meter", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(metrics);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, meter) && instrument.Name == name)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref _total, value));
        _listener.Start();
    }

    public long Total => Interlocked.Read(ref _total);

    public void Dispose() => _listener.Dispose();
}
