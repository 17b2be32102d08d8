using System.Collections.Concurrent;

namespace HospitalityMemory.Benchmarks;

/// <summary>
/// The floor: the least that a session can cost. A read looks the session up, reads the clock and notes the use. A write changes
/// plain objects under a lock.
/// </summary>
internal readonly struct FloorPeer(ConcurrentDictionary<string, FloorPeer.Entry> entries, TimeProvider timeProvider) : ISessionPeer
{
    public static string Name => "floor: look-up, clock, plain objects under a lock";

    public static string Lacks => "snapshot, expiry, limits: a reader sees later changes, and half of one";

    public static FloorPeer New() => new(new(StringComparer.Ordinal), RealTime.Clock);

    public void Create(string sessionId, IReadOnlyList<string> contents) =>
        entries[sessionId] = new Entry(MutableSession.New(sessionId, contents, timeProvider.GetUtcNow()));

    public object Get(string sessionId)
    {
        var entry = entries[sessionId];
        Volatile.Write(ref entry.LastUse, timeProvider.GetUtcNow().UtcTicks);
        return entry.Session;
    }

    public void Append(string sessionId, MessageRole role, string content)
    {
        var entry = entries[sessionId];
        var now = timeProvider.GetUtcNow();
        lock (entry)
        {
            entry.Session.Append(role, content, now);
            entry.LastUse = now.UtcTicks;
        }
    }

    public void UpdateSlots(string sessionId, BookingSlots changes)
    {
        var entry = entries[sessionId];
        var now = timeProvider.GetUtcNow();
        lock (entry)
        {
            entry.Session.UpdateSlots(changes, now);
            entry.LastUse = now.UtcTicks;
        }
    }

    public long CountWrites(string sessionId) => entries[sessionId].Session is var session ? session.Version + session.LastSequence : 0;

    internal sealed class Entry(MutableSession session)
    {
        public MutableSession Session => session;

        public long LastUse;
    }
}
