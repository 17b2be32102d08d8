using System.Diagnostics;
using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <summary>The measurements of one memory. Each is tagged with the name of its application.</summary>
internal sealed class MemoryMetrics
{
    private Func<SessionStoreUsage?>? _usage;

    public MemoryMetrics(MemoryInstruments instruments, string application)
    {
        Instruments = instruments;
        Application = new("application", application);
        instruments.Observe(this);
    }

    public MemoryInstruments Instruments { get; }

    public KeyValuePair<string, object?> Application { get; }

    /// <summary>What the observed instruments report; null while it is not known. They then report nothing.</summary>
    public SessionStoreUsage? Usage => _usage?.Invoke();

    public bool ObservesStores => Instruments.StoreDuration.Enabled || Instruments.Activities.HasListeners();

    public Activity? StartActivity(string name, ActivityKind kind = ActivityKind.Internal) =>
        Instruments.Activities.StartActivity(name, kind)?.SetTag(Application.Key, Application.Value);

    /// <summary>Sets the source of <see cref="Usage"/>.</summary>
    public void ObserveUsage(Func<SessionStoreUsage?> usage) => _usage = usage;

    public void SessionRead(bool hit)
    {
        var counter = hit ? Instruments.Hits : Instruments.Misses;

        // Checked first, as building the tag takes longer than the check.
        if (counter.Enabled)
        {
            counter.Add(1, Application);
        }
    }

    public void SessionsEvicted(int sessions) => Instruments.Evicted.Add(sessions, Application);

    public void SessionIncomplete() => Instruments.Incomplete.Add(1, Application);

    public void MessagesUnsummarized(int messages) => Instruments.Unsummarized.Add(messages, Application);

    public void ShortTermConflict() => Instruments.Conflicts.Add(1, Application, new("memory", "short_term"));

    public void LongTermConflict() => Instruments.Conflicts.Add(1, Application, new("memory", "long_term"));

    public void BookingLearned() => Instruments.Learned.Add(1, Application);

    public void DataUnreadable(string store, string kind, string reason) =>
        Instruments.Unreadable.Add(1, Application, new("store", store), new("kind", kind), new("reason", reason));

    public void SumsLost(int sums) => Instruments.SumsLost.Add(sums, Application);

    public void StoreCalled(string store, string operation, string outcome, TimeSpan duration) => Instruments.StoreDuration.Record(
        duration.TotalSeconds,
        Application,
        new("store", store),
        new("operation", operation),
        new("outcome", outcome));
}
