using Microsoft.Extensions.DependencyInjection;
using ZiggyCreatures.Caching.Fusion;

namespace HospitalityMemory.Benchmarks;

/// <summary>FusionCache without a second level. It holds immutable values.</summary>
internal readonly struct FusionCachePeer(IFusionCache cache, WriteLocks locks) : ICachePeer<FusionCachePeer>
{
    public static string Name => "FusionCache, immutable value";

    public static string Lacks => "sliding lifetime (a read does not extend it), limit in bytes";

    public static FusionCachePeer New()
    {
        var services = new ServiceCollection();
        services.AddFusionCache().WithDefaultEntryOptions(options => options.Duration = TimeSpan.FromMinutes(30));
        return new(services.BuildServiceProvider().GetRequiredService<IFusionCache>(), new(isUsed: true));
    }

    public FusionCachePeer WithoutLocks() => new(cache, new(isUsed: false));

    public void Create(string sessionId, IReadOnlyList<string> contents) =>
        cache.Set(sessionId, ValueSession.New(sessionId, contents, RealTime.Clock.GetUtcNow()));

    public object Get(string sessionId) => Read(sessionId);

    public void Append(string sessionId, MessageRole role, string content)
    {
        using (locks.Enter(sessionId))
        {
            cache.Set(sessionId, Read(sessionId).Append(role, content, RealTime.Clock.GetUtcNow()));
        }
    }

    public void UpdateSlots(string sessionId, BookingSlots changes)
    {
        using (locks.Enter(sessionId))
        {
            cache.Set(sessionId, Read(sessionId).UpdateSlots(changes, RealTime.Clock.GetUtcNow()));
        }
    }

    public long CountWrites(string sessionId) => Read(sessionId) is var session ? session.Version + session.LastSequence : 0;

    private ValueSession Read(string sessionId) => cache.GetOrDefault<ValueSession>(sessionId)!;
}
