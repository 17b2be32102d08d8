using HospitalityMemory.Stores;

namespace HospitalityMemory.Benchmarks;

/// <summary>
/// How long others wait while one step has much to do: a creation in a full memory whose million sessions were all read since the
/// last search for room, and a sweep of that million. The table counts the sessions that are looked at under a lock that all
/// share.
/// </summary>
internal static class HoldTable
{
    private const int Sessions = 1_000_000;

    public static void Run(Report report)
    {
        report.Title("While a million sessions are put in order, and while they are swept");
        var start = RealTime.Clock.GetUtcNow();
        var limits = new SessionLimits
        {
            Lifetime = TimeSpan.FromMinutes(30),
            MaxMessages = SampleSessions.MaxMessages,
            MaxSessionBytes = 1024 * 1024,
            MaxTotalBytes = long.MaxValue / 2,
        };
        var store = new InMemorySessionStore();
        var ids = SampleSessions.Ids(Sessions + 1);
        foreach (var id in ids.AsSpan(0, Sessions))
        {
            Create(store, id, start, limits);
        }

        foreach (var id in ids.AsSpan(0, Sessions))
        {
            store.GetAsync(id, start.AddMinutes(1), limits, CancellationToken.None).Now();
        }

        limits = limits with { MaxTotalBytes = store.GetUsageAsync(start, CancellationToken.None).Now().SizeBytes };
        report.Header("", "ms", "most sessions under the lock");
        Measure("a creation that needs room", () => Create(store, ids[Sessions], start.AddMinutes(1), limits));
        Measure("a sweep", () => store.RemoveExpiredAsync(int.MaxValue, start.AddHours(2), CancellationToken.None).Now());
        report.Text("");
        report.FigureTarget("most sessions looked at under the lock", 1_000, store.LongestHold, "sessions");

        void Measure(string name, Action step)
        {
            var begin = RealTime.Clock.GetTimestamp();
            step();
            report.Row(name, Report.Figure(RealTime.Clock.GetElapsedTime(begin).TotalMilliseconds), Report.Figure(store.LongestHold));
        }
    }

    private static void Create(InMemorySessionStore store, string id, DateTimeOffset now, SessionLimits limits)
    {
        var session = new SessionInfo { SessionId = id, CreatedAt = now, UpdatedAt = now, ExpiresAt = now + limits.Lifetime };
        if (store.TryCreateAsync(session, limits, CancellationToken.None).Now().Status is not SessionWriteStatus.Done)
        {
            throw new InvalidOperationException($"{id} was not created.");
        }
    }
}
