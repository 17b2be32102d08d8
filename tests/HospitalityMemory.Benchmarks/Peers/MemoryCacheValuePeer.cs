using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Benchmarks;

/// <summary>IMemoryCache with immutable values and a sliding expiration.</summary>
internal readonly struct MemoryCacheValuePeer(IMemoryCache cache, WriteLocks locks) : ICachePeer<MemoryCacheValuePeer>
{
    private static readonly MemoryCacheEntryOptions Sliding = new() { SlidingExpiration = TimeSpan.FromMinutes(30) };

    public static string Name => "IMemoryCache, immutable value";

    public static string Lacks => "expiry in the snapshot, limit in bytes";

    public static MemoryCacheValuePeer New()
    {
        var services = new ServiceCollection();
        services.AddMemoryCache();
        return new(services.BuildServiceProvider().GetRequiredService<IMemoryCache>(), new(isUsed: true));
    }

    public MemoryCacheValuePeer WithoutLocks() => new(cache, new(isUsed: false));

    public void Create(string sessionId, IReadOnlyList<string> contents) =>
        cache.Set(sessionId, ValueSession.New(sessionId, contents, RealTime.Clock.GetUtcNow()), Sliding);

    public object Get(string sessionId) => Read(sessionId);

    public void Append(string sessionId, MessageRole role, string content)
    {
        using (locks.Enter(sessionId))
        {
            cache.Set(sessionId, Read(sessionId).Append(role, content, RealTime.Clock.GetUtcNow()), Sliding);
        }
    }

    public void UpdateSlots(string sessionId, BookingSlots changes)
    {
        using (locks.Enter(sessionId))
        {
            cache.Set(sessionId, Read(sessionId).UpdateSlots(changes, RealTime.Clock.GetUtcNow()), Sliding);
        }
    }

    public long CountWrites(string sessionId) => Read(sessionId) is var session ? session.Version + session.LastSequence : 0;

    private ValueSession Read(string sessionId) => cache.Get<ValueSession>(sessionId)!;
}
