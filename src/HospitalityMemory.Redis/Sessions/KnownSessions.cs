using Microsoft.Extensions.Caching.Memory;

namespace HospitalityMemory.Redis;

/// <summary>The sessions that this process read or wrote lately. Losing one costs a longer answer, nothing else.</summary>
internal sealed class KnownSessions : IDisposable
{
    /// <summary>The largest total of their JSON. In memory they take two to three times as much.</summary>
    private const long LargestTotalBytes = 32 * 1024 * 1024;

    /// <summary>
    /// About the time between two turns of a conversation. What guests said should not stay longer than it is of use.
    /// </summary>
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(5);

    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = LargestTotalBytes });

    /// <returns>What was kept last; null if nothing is.</returns>
    public KnownSession? Find(string sessionId) => _cache.TryGetValue(sessionId, out KnownSession? known) ? known : null;

    public void Keep(string sessionId, KnownSession session)
    {
        // A session without a stamp was written by another program. One without messages has little to save.
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

    // The cache is cleared but not disposed: a call after this must fail for the closed connection, not for a disposed cache.
    public void Dispose() => _cache.Clear();
}
