using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Benchmarks;

/// <summary>HybridCache without a second level. It holds immutable values.</summary>
internal readonly struct HybridCachePeer(HybridCache cache, WriteLocks locks) : ICachePeer<HybridCachePeer>
{
    private static readonly HybridCacheEntryOptions Lifetime = new()
    {
        Expiration = TimeSpan.FromMinutes(30),
        LocalCacheExpiration = TimeSpan.FromMinutes(30),
    };

    private static readonly HybridCacheEntryOptions ReadOnly = new() { Flags = HybridCacheEntryFlags.DisableUnderlyingData };

    public static string Name => "HybridCache, immutable value";

    public static string Lacks => "sliding lifetime (a read does not extend it), limit in bytes";

    public static HybridCachePeer New()
    {
        var services = new ServiceCollection();
        services.AddHybridCache();
        return new(services.BuildServiceProvider().GetRequiredService<HybridCache>(), new(isUsed: true));
    }

    public HybridCachePeer WithoutLocks() => new(cache, new(isUsed: false));

    public void Create(string sessionId, IReadOnlyList<string> contents) =>
        Write(ValueSession.New(sessionId, contents, RealTime.Clock.GetUtcNow()));

    public object Get(string sessionId) => Read(sessionId);

    public void Append(string sessionId, MessageRole role, string content)
    {
        using (locks.Enter(sessionId))
        {
            Write(Read(sessionId).Append(role, content, RealTime.Clock.GetUtcNow()));
        }
    }

    public void UpdateSlots(string sessionId, BookingSlots changes)
    {
        using (locks.Enter(sessionId))
        {
            Write(Read(sessionId).UpdateSlots(changes, RealTime.Clock.GetUtcNow()));
        }
    }

    public long CountWrites(string sessionId) => Read(sessionId) is var session ? session.Version + session.LastSequence : 0;

    private ValueSession Read(string sessionId) =>
        cache.GetOrCreateAsync(sessionId, static _ => ValueTask.FromResult<ValueSession?>(null), ReadOnly).Now()!;

    private void Write(ValueSession session) => cache.SetAsync(session.SessionId, session, Lifetime).Now();
}
