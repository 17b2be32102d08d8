using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <summary>The operator's side of the memory.</summary>
internal sealed class MemoryAdministration(ShortTermMemory shortTerm, LongTermMemory longTerm) : IMemoryAdministration
{
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

    public ValueTask<OriginRemoval> RemoveByOriginAsync(string userId, OriginFilter filter, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(userId);
        OriginFilter.ThrowIfInvalid(filter);
        CallLimit.Lift();
        return longTerm.RemoveByOriginAsync(userId, filter, cancellationToken);
    }
}
