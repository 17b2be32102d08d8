using System.Collections.Concurrent;

namespace HospitalityMemory.Benchmarks;

/// <summary>Plain objects in a dictionary; a reader gets a deep copy, made under the session's lock.</summary>
internal readonly struct LockedCopyPeer(ConcurrentDictionary<string, MutableSession> sessions, TimeProvider timeProvider) : ISessionPeer
{
    public static string Name => "dictionary, deep copy under a lock";

    public static string Lacks => "limits";

    public static LockedCopyPeer New() => new(new(StringComparer.Ordinal), RealTime.Clock);

    public void Create(string sessionId, IReadOnlyList<string> contents) =>
        sessions[sessionId] = MutableSession.New(sessionId, contents, timeProvider.GetUtcNow());

    public object Get(string sessionId)
    {
        var session = sessions[sessionId];
        var now = timeProvider.GetUtcNow();
        lock (session)
        {
            session.ExpiresAt = now.AddMinutes(30);
            return session.Clone();
        }
    }

    public void Append(string sessionId, MessageRole role, string content)
    {
        var session = sessions[sessionId];
        var now = timeProvider.GetUtcNow();
        lock (session)
        {
            session.Append(role, content, now);
            session.ExpiresAt = now.AddMinutes(30);
        }
    }

    public void UpdateSlots(string sessionId, BookingSlots changes)
    {
        var session = sessions[sessionId];
        var now = timeProvider.GetUtcNow();
        lock (session)
        {
            session.UpdateSlots(changes, now);
            session.ExpiresAt = now.AddMinutes(30);
        }
    }

    public long CountWrites(string sessionId) => sessions[sessionId] is var session ? session.Version + session.LastSequence : 0;
}
