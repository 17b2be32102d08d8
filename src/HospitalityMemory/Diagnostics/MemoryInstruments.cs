using System.Diagnostics;
using System.Diagnostics.Metrics;
using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <summary>
/// The instruments of <see cref="HospitalityMemoryTelemetry"/>. One set per container, which its memories share: an
/// instrument is there once, and two hosts in one process do not mix.
/// </summary>
internal sealed class MemoryInstruments : IDisposable
{
    /// <summary>
    /// 0.1 milliseconds to 10 seconds: a call of the in-memory store falls below all of them, one that a time limit ended
    /// among the last. A listener's own bounds, as a rule milliseconds, would put nearly all calls into one bucket.
    /// </summary>
    private static readonly InstrumentAdvice<double> CallDurations = new()
    {
        HistogramBucketBoundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    };

    private readonly Meter _meter;
    private readonly Lock _gate = new();
    private MemoryMetrics[] _observed = [];

    /// <param name="meterFactory">The host's, which then owns the meter; null where it has none.</param>
    public MemoryInstruments(IMeterFactory? meterFactory)
    {
        var options = new MeterOptions(HospitalityMemoryTelemetry.MeterName);
        _meter = meterFactory?.Create(options) ?? new Meter(options);
        Hits = _meter.CreateCounter<long>(HospitalityMemoryTelemetry.SessionHits, "{read}");
        Misses = _meter.CreateCounter<long>(HospitalityMemoryTelemetry.SessionMisses, "{read}");
        Evicted = _meter.CreateCounter<long>(HospitalityMemoryTelemetry.SessionsEvicted, "{session}");
        Incomplete = _meter.CreateCounter<long>(HospitalityMemoryTelemetry.SessionsIncomplete, "{read}");
        Unsummarized = _meter.CreateCounter<long>(HospitalityMemoryTelemetry.MessagesUnsummarized, "{message}");
        Conflicts = _meter.CreateCounter<long>(HospitalityMemoryTelemetry.ConflictsRetried, "{retry}");
        Learned = _meter.CreateCounter<long>(HospitalityMemoryTelemetry.BookingsLearned, "{booking}");
        Unreadable = _meter.CreateCounter<long>(HospitalityMemoryTelemetry.DataUnreadable, "{error}");
        SumsLost = _meter.CreateCounter<long>(HospitalityMemoryTelemetry.SumsLost, "{sum}");
        StoreDuration = _meter.CreateHistogram(HospitalityMemoryTelemetry.StoreDuration, "s", description: null, tags: null, CallDurations);

        // Observed, because a store also removes expired sessions on its own, when a call comes upon one.
        _meter.CreateObservableCounter(HospitalityMemoryTelemetry.SessionsExpired, () => Report(usage => usage.Expired), "{session}");
        _meter.CreateObservableGauge(HospitalityMemoryTelemetry.SessionsLive, () => Report(usage => usage.LiveSessions), "{session}");
        _meter.CreateObservableGauge(HospitalityMemoryTelemetry.SessionsSize, () => Report(usage => usage.SizeBytes), "By");
    }

    public ActivitySource Activities { get; } = new(HospitalityMemoryTelemetry.ActivitySourceName);

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
