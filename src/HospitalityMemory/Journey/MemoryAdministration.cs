using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <summary>The operator's side of the memory.</summary>
internal sealed class MemoryAdministration(ShortTermMemory shortTerm, LongTermMemory longTerm) : IMemoryAdministration
{
    private readonly GuestMerger _merger = new(shortTerm, longTerm.Merger);

    public IAsyncEnumerable<SessionInfo> ListSessionsAsync(CancellationToken cancellationToken = default) =>
        shortTerm.Reader.ListAsync(userId: null, cancellationToken);

    public ValueTask<SessionPage> ListSessionsAsync(string? after, int max, CancellationToken cancellationToken = default) =>
        shortTerm.Reader.ListAfterAsync(userId: null, after, max, cancellationToken);

    public ValueTask<Session> CopySessionAsync(
        string sessionId, long through, string newSessionId, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        ArgumentOutOfRangeException.ThrowIfNegative(through);
        Identifier.ThrowIfInvalid(newSessionId);
        return shortTerm.Copier.CopyAsync(sessionId, through, newSessionId, cancellationToken);
    }

    public async ValueTask<OriginRemoval> RemoveByOriginAsync(string userId, OriginFilter filter, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(userId);
        OriginFilter.ThrowIfInvalid(filter);
        CallLimit.Lift();
        return await longTerm.RemoveByOriginAsync(userId, filter, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<GuestMerge> PreviewMergeGuestsAsync(string fromUserId, string intoUserId, CancellationToken cancellationToken = default)
    {
        ThrowIfInvalid(fromUserId, intoUserId);
        CallLimit.Lift();
        return await _merger.PreviewAsync(fromUserId, intoUserId, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<GuestMerge> MergeGuestsAsync(string fromUserId, string intoUserId, CancellationToken cancellationToken = default)
    {
        ThrowIfInvalid(fromUserId, intoUserId);
        CallLimit.Lift();
        return await _merger.MergeAsync(fromUserId, intoUserId, cancellationToken).ConfigureAwait(false);
    }

    private static void ThrowIfInvalid(string fromUserId, string intoUserId)
    {
        Identifier.ThrowIfInvalid(fromUserId);
        Identifier.ThrowIfInvalid(intoUserId);
        if (fromUserId == intoUserId)
        {
            throw new ArgumentException("intoUserId is the guest that is to go; it must be another one. Nothing was changed.", nameof(intoUserId));
        }
    }
}
