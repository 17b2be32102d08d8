using System.Collections.Concurrent;
using System.Globalization;

namespace HospitalityMemory.Benchmarks;

/// <summary>The heap size of 100,000 sessions of 20 messages, each with its own texts.</summary>
internal static class HeapTable
{
    private const int Sessions = 100_000;
    private const int Messages = 20;

    public static void Run(Report report)
    {
        report.Title("Heap at 100,000 sessions of 20 messages");
        var mutable = Measure(MutableSessions, appended: _ => Messages);
        var fresh = Measure(OurSessions, appended: _ => Messages);

        // Up to as many more messages as are kept: shared buffers then occur in every state, with what they keep alive.
        var trimmed = Measure(OurSessions, appended: i => Messages + (i % Messages));
        report.Header("", "bytes per session", "ours takes");
        report.Row("HospitalityMemory", Report.Figure(fresh), "");
        report.Row("HospitalityMemory, after trimming", Report.Figure(trimmed), "");
        report.Row("mutable object graph in a dictionary", Report.Figure(mutable), Report.Ratio(trimmed / mutable));
        report.Text("");
        report.RatioTarget("heap : mutable object graph", 0.95, fresh / mutable);
        report.RatioTarget("heap after trimming : mutable object graph", 0.95, trimmed / mutable);
    }

    private static double Measure(Func<Func<int, int>, object> create, Func<int, int> appended)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var sessions = create(appended);
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(sessions);
        return (double)bytes / Sessions;
    }

    private static ConcurrentDictionary<string, MutableSession> MutableSessions(Func<int, int> appended)
    {
        var sessions = new ConcurrentDictionary<string, MutableSession>(StringComparer.Ordinal);
        for (var i = 0; i < Sessions; i++)
        {
            var session = new MutableSession { SessionId = Id(i), UserId = Guest(i), Slots = null! };
            for (var message = 0; message < appended(i); message++)
            {
                session.Append(MessageRole.User, Text(i, message), RealTime.Clock.GetUtcNow());
            }

            sessions[session.SessionId] = session;
        }

        return sessions;
    }

    private static IShortTermMemory OurSessions(Func<int, int> appended)
    {
        var memory = HospitalityMemoryPeer.Resolve(options =>
        {
            options.ShortTerm.MaxSizeMegabytes = 8 * 1024;
            options.ShortTerm.MaxMessages = Messages;
        });
        for (var i = 0; i < Sessions; i++)
        {
            var id = Id(i);
            memory.CreateSessionAsync(id, Guest(i)).Now();
            for (var message = 0; message < appended(i); message++)
            {
                memory.AddMessageAsync(id, MessageRole.User, Text(i, message)).Now();
            }
        }

        return memory;
    }

    private static string Id(int session) => string.Create(CultureInfo.InvariantCulture, $"session-{session:D7}");

    private static string Guest(int session) => string.Create(CultureInfo.InvariantCulture, $"guest-{session:D7}");

    private static string Text(int session, int message) =>
        string.Create(CultureInfo.InvariantCulture, $"{session:D6}/{message:D2}: quiet and central, please");
}
