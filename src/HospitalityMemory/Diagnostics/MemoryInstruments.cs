using System.Diagnostics;
using System.Diagnostics.Metrics;
using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <summary>
/// The instruments of <see cref="HospitalityMemoryDiagnostics"/>. One set per container, which its memories share: an
/// instrument is there once, and two hosts in one process do not mix.
/// </summary>
internal sealed class MemoryInstruments : IDisposable
{
    private readonly Meter _meter;
    private readonly Lock _gate = new();
    private MemoryMetrics[] _observed = [];

    /// <param name="meterFactory">The host's, which then owns the meter; null where it has none.</param>
    public MemoryInstruments(IMeterFactory? meterFactory)
    {
        var options = new MeterOptions(HospitalityMemoryDiagnostics.MeterName);
        _meter = meterFactory?.Create(options) ?? new Meter(options);
        Hits = _meter.CreateCounter<long>(HospitalityMemoryDiagnostics.SessionHits, "{read}");
        Misses = _meter.CreateCounter<long>(HospitalityMemoryDiagnostics.SessionMisses, "{read}");
        Evicted = _meter.CreateCounter<long>(HospitalityMemoryDiagnostics.SessionsEvicted, "{session}");
        Incomplete = _meter.CreateCounter<long>(HospitalityMemoryDiagnostics.SessionsIncomplete, "{read}");
        Unsummarized = _meter.CreateCounter<long>(HospitalityMemoryDiagnostics.MessagesUnsummarized, "{message}");
        Conflicts = _meter.CreateCounter<long>(HospitalityMemoryDiagnostics.ConflictsRetried, "{retry}");
        Learned = _meter.CreateCounter<long>(HospitalityMemoryDiagnostics.BookingsLearned, "{booking}");
        Unreadable = _meter.CreateCounter<long>(HospitalityMemoryDiagnostics.DataUnreadable, "{error}");
        SumsLost = _meter.CreateCounter<long>(HospitalityMemoryDiagnostics.SumsLost, "{sum}");
        StoreDuration = _meter.CreateHistogram<double>(HospitalityMemoryDiagnostics.StoreDuration, "s");

        // Observed, because a store also removes expired sessions on its own, when a call comes upon one.
        _meter.CreateObservableCounter(HospitalityMemoryDiagnostics.SessionsExpired, () => Report(usage => usage.Expired), "{session}");
        _meter.CreateObservableGauge(HospitalityMemoryDiagnostics.SessionsLive, () => Report(usage => usage.LiveSessions), "{session}");
        _meter.CreateObservableGauge(HospitalityMemoryDiagnostics.SessionsSize, () => Report(usage => usage.SizeBytes), "By");
    }

    public ActivitySource Activities { get; } = new(HospitalityMemoryDiagnostics.ActivitySourceName);

    public Counter<long> Hits { get; }

    public Counter<long> Misses { get; }

    public Counter<long> Evicted { get; }

    public Counter<long> Incomplete { get; }

    public Counter<long> Unsummarized { get; }

    public Counter<long> Conflicts { get; }

    public Counter<long> Learned { get; }

    public Counter<long> Unreadable { get; }

    public Counter<long> SumsLost { get; }

    public Histogram<double> StoreDuration { get; }

    /// <summary>Has the observed instruments report on a memory too.</summary>
    public void Observe(MemoryMetrics memory)
    {
        lock (_gate)
        {
            _observed = [.. _observed, memory];
        }
    }

    public void Dispose()
    {
        _meter.Dispose();
        Activities.Dispose();
    }

    private List<Measurement<long>> Report(Func<SessionStoreUsage, long> value)
    {
        var measurements = new List<Measurement<long>>();
        foreach (var memory in _observed)
        {
            if (memory.Usage is { } usage)
            {
                measurements.Add(new(value(usage), memory.Application));
            }
        }

        return measurements;
    }
}
