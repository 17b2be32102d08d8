using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace HospitalityMemory.Stores;

/// <summary>Keeps sessions in this process.</summary>
/// <remarks>
/// A session is an immutable snapshot in an entry. A read looks the entry up, moves its expiry by compare-and-swap and
/// notes the use: it takes no lock and waits for nobody. A write takes the entry's monitor, reserves room and publishes
/// a new snapshot. Every step completes synchronously.
/// </remarks>
internal sealed partial class InMemorySessionStore : ISessionStore
{
    private readonly ConcurrentDictionary<string, SessionEntry> _entries = new(StringComparer.Ordinal);
    private readonly TimeSpan _patience;

    public InMemorySessionStore()
        : this(TimeSpan.FromSeconds(1))
    {
    }

    /// <param name="patience">How long a write that needs room waits for another writer to let go of its session.</param>
    internal InMemorySessionStore(TimeSpan patience) => _patience = patience;

    public string Name => "memory";

    public bool IsRemote => false;

    public ValueTask<SessionWriteResult> TryCreateAsync(
        Session session, SessionLimits limits, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<SessionWriteResult>(cancellationToken)
            : new(Create(session, limits));

    public ValueTask<Session?> GetAsync(
        string sessionId, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<Session?>(cancellationToken);
        }

        if (!_entries.TryGetValue(sessionId, out var entry))
        {
            return default;
        }

        var session = entry.Session;
        var time = now.UtcTicks;
        var expires = entry.Extend(limits.ExpiryTicks(session, time), time);
        if (expires <= time)
        {
            RemoveExpiredUnlessBusy(entry, time);
            return default;
        }

        entry.Use(time);
        return new(Snapshot(entry, expires));
    }

    public ValueTask<Session?> PeekAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<Session?>(cancellationToken);
        }

        if (!_entries.TryGetValue(sessionId, out var entry))
        {
            return default;
        }

        var expires = Volatile.Read(ref entry.Expires);
        if (expires > now.UtcTicks)
        {
            return new(Snapshot(entry, expires));
        }

        RemoveExpiredUnlessBusy(entry, now.UtcTicks);
        return default;
    }

    public ValueTask<SessionWriteResult> TryReplaceAsync(
        Session session, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<SessionWriteResult>(cancellationToken)
            : new(Write(new Replacement(session, now.UtcTicks, limits)));

    public ValueTask<SessionWriteResult> AppendAsync(
        string sessionId,
        IReadOnlyList<SessionMessage> messages,
        DateTimeOffset now,
        SessionLimits limits,
        CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<SessionWriteResult>(cancellationToken)
            : new(Write(new Appending(sessionId, new NewMessages(messages), now.UtcTicks, limits)));

    public ValueTask<SessionWriteResult> AppendAsync(
        string sessionId,
        SessionMessage message,
        DateTimeOffset now,
        SessionLimits limits,
        CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<SessionWriteResult>(cancellationToken)
            : new(Write(new Appending(sessionId, new NewMessages(message), now.UtcTicks, limits)));

    public ValueTask<bool> DeleteAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<bool>(cancellationToken);
        }

        if (!TryEnter(sessionId, now.UtcTicks, out var entry))
        {
            return new(false);
        }

        try
        {
            Volatile.Write(ref entry.Expires, SessionEntry.Absent);
            Detach(entry);
            Release(entry.Size);
            return new(true);
        }
        finally
        {
            Monitor.Exit(entry);
        }
    }

    public ValueTask<IReadOnlyList<Session>> ListAsync(
        string userId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<IReadOnlyList<Session>>(cancellationToken);
        }

        List<SessionEntry> entries;
        lock (_indexLock)
        {
            entries = _index.OfUser(userId);
        }

        var sessions = new List<Session>(entries.Count);
        foreach (var entry in entries)
        {
            var expires = Volatile.Read(ref entry.Expires);
            if (expires > now.UtcTicks && Snapshot(entry, expires) is var session && session.UserId == userId)
            {
                sessions.Add(session);
            }
        }

        sessions.Sort(SessionOrder.NewestFirst);
        return new(sessions);
    }

    public ValueTask<SessionStoreUsage> GetUsageAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<SessionStoreUsage>(cancellationToken);
        }

        Sweep(now.UtcTicks);
        int count;
        lock (_indexLock)
        {
            count = _index.Count;
        }

        return new(new SessionStoreUsage(count, Volatile.Read(ref _totalBytes))
        {
            Expired = Volatile.Read(ref _expired),
            Evicted = Volatile.Read(ref _evicted),
        });
    }

    public ValueTask<int> RemoveExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<int>(cancellationToken)
            : new(Sweep(now.UtcTicks));

    public ValueTask PingAsync(CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled(cancellationToken) : default;

    /// <summary>What a reader gets; a copy only where the lifetime was extended since the snapshot was made.</summary>
    private static Session Snapshot(SessionEntry entry, long expires)
    {
        var session = entry.Session;
        return session.ExpiryTicks == expires ? session : session.WithExpiry(expires);
    }

    /// <summary>
    /// Finds a live session and takes its monitor, which the caller gives back. Only other writers hold it, and
    /// shortly.
    /// </summary>
    private bool TryEnter(string sessionId, long now, [NotNullWhen(true)] out SessionEntry? entry)
    {
        while (_entries.TryGetValue(sessionId, out entry))
        {
            Monitor.Enter(entry);
            if (Volatile.Read(ref entry.Expires) > now)
            {
                return true;
            }

            // Expired, or gone while this writer waited: then another session may have taken its place.
            TryRemoveExpired(entry, now);
            Monitor.Exit(entry);
        }

        return false;
    }
}
