using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <summary>Takes over a session of another system with its messages. Past dates in it are allowed.</summary>
internal sealed class SessionAdopter(
    ISessionStore store, TimeProvider timeProvider, SessionLimits limits, Conversation conversation, WriteFollowUp followUp)
{
    /// <param name="session">The session. Its lifetime begins now.</param>
    /// <param name="messages">Its messages, oldest first.</param>
    /// <param name="cancellationToken">Cancels the call, which then leaves no session.</param>
    /// <returns>False where a live session has the id; that session stays as it is.</returns>
    /// <exception cref="ArgumentException">A part of a message is not allowed.</exception>
    /// <exception cref="SessionTooLargeException">The session is too large.</exception>
    public async ValueTask<bool> TryAdoptAsync(SessionInfo session, IReadOnlyList<SessionMessage> messages, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        var begun = session with { CreatedAt = now, UpdatedAt = now, Version = 1 };
        begun = begun with { ExpiresAt = limits.ExpiresAt(begun, now) };
        var created = await store.TryCreateAsync(begun, limits, cancellationToken).ConfigureAwait(false);
        if (created.Status is SessionWriteStatus.AlreadyExists)
        {
            await followUp.TellEndsAsync(created, cancellationToken).ConfigureAwait(false);
            return false;
        }

        await followUp.CompleteAsync(begun.SessionId, created, SessionSize.State(begun), cancellationToken).ConfigureAwait(false);
        try
        {
            await conversation.AddAsync(begun.SessionId, messages, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch
        {
            // A session without all of its messages must not stay. The deletion has no token, as the caller may have cancelled.
            await store.DeleteAsync(begun.SessionId, now, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }
}
