using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Benchmarks;

/// <summary>IMemoryCache with plain objects, which are copied when read and when written.</summary>
internal readonly struct MemoryCacheCopyPeer(IMemoryCache cache, WriteLocks locks) : ICachePeer<MemoryCacheCopyPeer>
{
    private static readonly MemoryCacheEntryOptions Sliding = new() { SlidingExpiration = TimeSpan.FromMinutes(30) };

    public static string Name => "IMemoryCache, cloned object graph";

    public static string Lacks => "expiry in the snapshot, limit in bytes";

    public static MemoryCacheCopyPeer New()
    {
        var services = new ServiceCollection();
        services.AddMemoryCache();
        return new(services.BuildServiceProvider().GetRequiredService<IMemoryCache>(), new(isUsed: true));
    }

    public MemoryCacheCopyPeer WithoutLocks() => new(cache, new(isUsed: false));

    public void Create(string sessionId, IReadOnlyList<string> contents) =>
        cache.Set(sessionId, MutableSession.New(sessionId, contents, RealTime.Clock.GetUtcNow()), Sliding);

    public object Get(string sessionId) => Read(sessionId);

    public void Append(string sessionId, MessageRole role, string content)
    {
        using (locks.Enter(sessionId))
        {
            var session = Read(sessionId);
            session.Append(role, content, RealTime.Clock.GetUtcNow());
            cache.Set(sessionId, session, Sliding);
        }
    }

    public void UpdateSlots(string sessionId, BookingSlots changes)
    {
        using (locks.Enter(sessionId))
        {
            var session = Read(sessionId);
            session.UpdateSlots(changes, RealTime.Clock.GetUtcNow());
            cache.Set(sessionId, session, Sliding);
        }
    }

    public long CountWrites(string sessionId) => Read(sessionId) is var session ? session.Version + session.LastSequence : 0;

    /// <summary>A copy. Objects in the cache are never changed, so copying one needs no lock.</summary>
    private MutableSession Read(string sessionId) => cache.Get<MutableSession>(sessionId)!.Clone();
}
