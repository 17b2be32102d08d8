using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Benchmarks;

/// <summary>IDistributedCache in memory, with plain objects as JSON through source-generated metadata.</summary>
internal readonly struct DistributedCachePeer(IDistributedCache cache, WriteLocks locks) : ICachePeer<DistributedCachePeer>
{
    private static readonly DistributedCacheEntryOptions Sliding = new() { SlidingExpiration = TimeSpan.FromMinutes(30) };

    public static string Name => "IDistributedCache in memory, JSON";

    public static string Lacks => "expiry in the snapshot";

    public static DistributedCachePeer New()
    {
        var services = new ServiceCollection();
        services.AddDistributedMemoryCache(options => options.SizeLimit = 8L << 30);
        return new(services.BuildServiceProvider().GetRequiredService<IDistributedCache>(), new(isUsed: true));
    }

    public DistributedCachePeer WithoutLocks() => new(cache, new(isUsed: false));

    public void Create(string sessionId, IReadOnlyList<string> contents) =>
        Write(MutableSession.New(sessionId, contents, RealTime.Clock.GetUtcNow()));

    public object Get(string sessionId) => Read(sessionId);

    public void Append(string sessionId, MessageRole role, string content)
    {
        using (locks.Enter(sessionId))
        {
            var session = Read(sessionId);
            session.Append(role, content, RealTime.Clock.GetUtcNow());
            Write(session);
        }
    }

    public void UpdateSlots(string sessionId, BookingSlots changes)
    {
        using (locks.Enter(sessionId))
        {
            var session = Read(sessionId);
            session.UpdateSlots(changes, RealTime.Clock.GetUtcNow());
            Write(session);
        }
    }

    public long CountWrites(string sessionId) => Read(sessionId) is var session ? session.Version + session.LastSequence : 0;

    private MutableSession Read(string sessionId) =>
        JsonSerializer.Deserialize(cache.Get(sessionId), PeerJsonContext.Default.MutableSession)!;

    private void Write(MutableSession session) =>
        cache.Set(session.SessionId, JsonSerializer.SerializeToUtf8Bytes(session, PeerJsonContext.Default.MutableSession), Sliding);
}

[JsonSerializable(typeof(MutableSession))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
internal sealed partial class PeerJsonContext : JsonSerializerContext;
