using HospitalityMemory.Orchestrator.Errors;
using HospitalityMemory.Orchestrator.Guests;

namespace HospitalityMemory.Orchestrator.Sessions;

/// <summary>A guest's own conversations. Those of other guests are never returned, and a guessed id never creates one.</summary>
internal sealed class GuestSessions(IShortTermMemory memory)
{
    private const int MaxListed = 50;

    /// <summary>Begins a new conversation of the guest, under an id that nobody can guess.</summary>
    public async ValueTask<Session> BeginAsync(Guest guest, CancellationToken cancellationToken) =>
        await memory.CreateSessionAsync(RandomIds.Session(), guest.Id, cancellationToken);

    /// <exception cref="RefusedException">The conversation is missing, or another guest's. The caller does not learn which.</exception>
    public async ValueTask<Session> GetAsync(Guest guest, string? sessionId, CancellationToken cancellationToken) =>
        RandomIds.IsSession(sessionId)
        && await memory.PeekSessionAsync(sessionId!, cancellationToken) is { } session
        && string.Equals(session.UserId, guest.Id, StringComparison.Ordinal)
            ? session
            : throw RefusedException.NotFound();

    /// <summary>Lists the conversations, the latest first.</summary>
    public async ValueTask<IReadOnlyList<SessionInfo>> ListAsync(Guest guest, CancellationToken cancellationToken)
    {
        var all = new List<SessionInfo>();
        await foreach (var session in memory.ListUserSessionsAsync(guest.Id, cancellationToken))
        {
            all.Add(session);
        }

        return [.. all.OrderByDescending(session => session.UpdatedAt).Take(MaxListed)];
    }

    public async ValueTask DeleteAsync(Guest guest, string? sessionId, CancellationToken cancellationToken)
    {
        var session = await GetAsync(guest, sessionId, cancellationToken);
        await memory.DeleteSessionAsync(session.SessionId, cancellationToken);
    }
}
