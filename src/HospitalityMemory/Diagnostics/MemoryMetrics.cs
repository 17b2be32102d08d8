using System.Diagnostics;
using System.Diagnostics.Metrics;
using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <summary>
/// The instruments of <see cref="HospitalityMemoryDiagnostics"/>. One per container, so that two hosts in one process
/// do not mix.
/// </summary>
internal sealed class MemoryMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _hits;
    private readonly Counter<long> _misses;
    private readonly Counter<long> _evicted;
    private readonly Counter<long> _conflicts;
    private readonly Counter<long> _incomplete;
    private readonly Counter<long> _unsummarized;
    private readonly Counter<long> _learned;
    private readonly Counter<long> _sumsLost;
    private readonly Histogram<double> _storeDuration;
    private Func<SessionStoreUsage?>? _usage;

    /// <param name="meterFactory">The host's, which then owns the meter; null where it has none.</param>
    public MemoryMetrics(IMeterFactory? meterFactory)
    {
        var options = new MeterOptions(HospitalityMemoryDiagnostics.MeterName);
        _meter = meterFactory?.Create(options) ?? new Meter(options);
        _hits = _meter.CreateCounter<long>(HospitalityMemoryDiagnostics.SessionHits, "{read}");
        _misses = _meter.CreateCounter<long>(HospitalityMemoryDiagnostics.SessionMisses, "{read}");
        _evicted = _meter.CreateCounter<long>(HospitalityMemoryDiagnostics.SessionsEvicted, "{session}");
        _incomplete = _meter.CreateCounter<long>(HospitalityMemoryDiagnostics.SessionsIncomplete, "{read}");
        _unsummarized = _meter.CreateCounter<long>(HospitalityMemoryDiagnostics.MessagesUnsummarized, "{message}");
        _conflicts = _meter.CreateCounter<long>(HospitalityMemoryDiagnostics.ConflictsRetried, "{retry}");
        _learned = _meter.CreateCounter<long>(HospitalityMemoryDiagnostics.BookingsLearned, "{booking}");
        _sumsLost = _meter.CreateCounter<long>(HospitalityMemoryDiagnostics.SumsLost, "{sum}");
        _storeDuration = _meter.CreateHistogram<double>(HospitalityMemoryDiagnostics.StoreDuration, "s");
        // Observed, because a store also removes expired sessions on its own, when a call comes upon one.
        _meter.CreateObservableCounter(HospitalityMemoryDiagnostics.SessionsExpired, () => Observe(usage => usage.Expired), "{session}");
        _meter.CreateObservableGauge(HospitalityMemoryDiagnostics.SessionsLive, () => Observe(usage => usage.LiveSessions), "{session}");
        _meter.CreateObservableGauge(HospitalityMemoryDiagnostics.SessionsSize, () => Observe(usage => usage.SizeBytes), "By");
    }

    public ActivitySource Activities { get; } = new(HospitalityMemoryDiagnostics.ActivitySourceName);

    public bool ObservesStores => _storeDuration.Enabled || Activities.HasListeners();

    /// <summary>
    /// Where the observed instruments read; null from it means not known yet, and nothing is reported.
    /// </summary>
    public void ObserveUsage(Func<SessionStoreUsage?> usage) => _usage = usage;

    public void SessionRead(bool hit) => (hit ? _hits : _misses).Add(1);

    public void SessionEvicted() => _evicted.Add(1);

    public void SessionIncomplete() => _incomplete.Add(1);

    public void MessagesUnsummarized(int messages) => _unsummarized.Add(messages);

    public void ShortTermConflict() => _conflicts.Add(1, new KeyValuePair<string, object?>("memory", "short_term"));

    public void LongTermConflict() => _conflicts.Add(1, new KeyValuePair<string, object?>("memory", "long_term"));

    public void BookingLearned() => _learned.Add(1);

    public void SumsLost(int sums) => _sumsLost.Add(sums);

    public void StoreCalled(string store, string operation, string outcome, TimeSpan duration) => _storeDuration.Record(
        duration.TotalSeconds,
        new("store", store),
        new("operation", operation),
        new("outcome", outcome));

    public void Dispose()
    {
        _meter.Dispose();
        Activities.Dispose();
    }

    private IEnumerable<Measurement<long>> Observe(Func<SessionStoreUsage, long> value) =>
        _usage?.Invoke() is { } usage ? [new(value(usage))] : [];
}
