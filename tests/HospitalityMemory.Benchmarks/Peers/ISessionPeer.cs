namespace HospitalityMemory.Benchmarks;

/// <summary>
/// A way to keep sessions. Structs implement it: the generic loops below are compiled for each, and none pays for an indirect
/// call that others avoid.
/// </summary>
internal interface ISessionPeer
{
    static abstract string Name { get; }

    /// <summary>What this library offers and the peer does not.</summary>
    static abstract string Lacks { get; }

    void Create(string sessionId, IReadOnlyList<string> contents);

    /// <summary>Reads a session that the caller may keep.</summary>
    object Get(string sessionId);

    /// <summary>Appends a message and drops the oldest beyond 50.</summary>
    void Append(string sessionId, MessageRole role, string content);

    void UpdateSlots(string sessionId, BookingSlots changes);

    /// <summary>How many appends and slot updates are visible in the session.</summary>
    long CountWrites(string sessionId);
}

/// <summary>A cache. It loses updates unless writes are locked around it.</summary>
internal interface ICachePeer<out TSelf> : ISessionPeer
    where TSelf : struct, ICachePeer<TSelf>
{
    /// <summary>The same cache, with writes that take no locks.</summary>
    TSelf WithoutLocks();
}

/// <summary>Batches of one operation, over the sessions in turn.</summary>
internal static class SessionBatches
{
    public static Action<int> Get<TPeer>(TPeer peer, string[] ids)
        where TPeer : struct, ISessionPeer
    {
        // Results are kept for a while, as a caller does; otherwise they could be freed at once.
        var next = 0;
        var kept = new object?[1_024];
        return count =>
        {
            for (var i = 0; i < count; i++)
            {
                next = next + 1 < ids.Length ? next + 1 : 0;
                kept[i % kept.Length] = peer.Get(ids[next]) ?? throw new InvalidOperationException($"{TPeer.Name} lost {ids[next]}.");
            }
        };
    }

    public static Action<int> Append<TPeer>(TPeer peer, string[] ids)
        where TPeer : struct, ISessionPeer
    {
        var next = 0;
        var round = 0;
        return count =>
        {
            for (var i = 0; i < count; i++)
            {
                (next, round) = next + 1 < ids.Length ? (next + 1, round) : (0, round + 1);
                peer.Append(ids[next], SampleSessions.Role(round), SampleSessions.Content);
            }
        };
    }

    public static Action<int> UpdateSlots<TPeer>(TPeer peer, string[] ids)
        where TPeer : struct, ISessionPeer
    {
        var next = 0;
        var turn = 0;
        return count =>
        {
            for (var i = 0; i < count; i++)
            {
                next = next + 1 < ids.Length ? next + 1 : 0;
                turn = turn + 1 < SampleSessions.SlotChanges.Length ? turn + 1 : 0;
                peer.UpdateSlots(ids[next], SampleSessions.SlotChanges[turn]);
            }
        };
    }
}
