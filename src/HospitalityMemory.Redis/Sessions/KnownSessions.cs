using Microsoft.Extensions.Caching.Memory;

namespace HospitalityMemory.Redis;

/// <summary>The sessions that this process read or wrote lately. Losing one costs a longer answer, nothing else.</summary>
internal sealed class KnownSessions : IDisposable
{
    /// <summary>Of their JSON; in memory they take two to three times as much.</summary>
    private const long LargestTotalBytes = 32 * 1024 * 1024;

    /// <summary>
    /// About the time between two turns of a conversation; what guests said should not stay longer than it is of use.
    /// </summary>
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(5);

    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = LargestTotalBytes });

    /// <returns>What was kept last; null for none.</returns>
    public KnownSession? Find(string sessionId) => _cache.TryGetValue(sessionId, out KnownSession? known) ? known : null;

    public void Keep(string sessionId, KnownSession session)
    {
        // Without a stamp another program wrote it; without messages there is little to save.
        if (session.ListStamp.IsNullOrEmpty || session.LastDigest is "")
        {
            _cache.Remove(sessionId);
            return;
        }

        using var entry = _cache.CreateEntry(sessionId);
        entry.Value = session;
        entry.Size = session.SizeBytes;
        entry.SlidingExpiration = Idle;
    }

    public void Forget(string sessionId) => _cache.Remove(sessionId);

    // No more than cleared: a call that comes too late is to hear of the connection, not of this.
    public void Dispose() => _cache.Clear();
}
