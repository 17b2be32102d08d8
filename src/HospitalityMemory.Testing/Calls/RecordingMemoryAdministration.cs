namespace HospitalityMemory.Testing;

/// <summary>A memory whose calls are written down before they are made.</summary>
internal sealed class RecordingMemoryAdministration(IMemoryAdministration inner, CallLog log) : IMemoryAdministration
{
    public IAsyncEnumerable<SessionInfo> ListSessionsAsync(CancellationToken cancellationToken = default)
    {
        log.Add(nameof(IMemoryAdministration), nameof(ListSessionsAsync), (nameof(cancellationToken), cancellationToken));
        return inner.ListSessionsAsync(cancellationToken);
    }

    public ValueTask<SessionPage> ListSessionsAsync(string? after, int max, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(IMemoryAdministration), nameof(ListSessionsAsync),
            (nameof(after), after), (nameof(max), max), (nameof(cancellationToken), cancellationToken));
        return inner.ListSessionsAsync(after, max, cancellationToken);
    }

    public ValueTask<Session> CopySessionAsync(string sessionId, long through, string newSessionId, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(IMemoryAdministration), nameof(CopySessionAsync),
            (nameof(sessionId), sessionId), (nameof(through), through), (nameof(newSessionId), newSessionId), (nameof(cancellationToken), cancellationToken));
        return inner.CopySessionAsync(sessionId, through, newSessionId, cancellationToken);
    }

    public ValueTask<OriginRemoval> RemoveByOriginAsync(string userId, OriginFilter filter, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(IMemoryAdministration), nameof(RemoveByOriginAsync),
            (nameof(userId), userId), (nameof(filter), filter), (nameof(cancellationToken), cancellationToken));
        return inner.RemoveByOriginAsync(userId, filter, cancellationToken);
    }

    public ValueTask<GuestMerge> PreviewMergeGuestsAsync(string fromUserId, string intoUserId, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(IMemoryAdministration), nameof(PreviewMergeGuestsAsync),
            (nameof(fromUserId), fromUserId), (nameof(intoUserId), intoUserId), (nameof(cancellationToken), cancellationToken));
        return inner.PreviewMergeGuestsAsync(fromUserId, intoUserId, cancellationToken);
    }

    public ValueTask<GuestMerge> MergeGuestsAsync(string fromUserId, string intoUserId, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(IMemoryAdministration), nameof(MergeGuestsAsync),
            (nameof(fromUserId), fromUserId), (nameof(intoUserId), intoUserId), (nameof(cancellationToken), cancellationToken));
        return inner.MergeGuestsAsync(fromUserId, intoUserId, cancellationToken);
    }
}
