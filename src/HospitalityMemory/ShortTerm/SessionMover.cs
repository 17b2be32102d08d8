using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <summary>Hands a guest's live sessions over to another, each in one step: its messages and all else stay as they are.</summary>
internal sealed class SessionMover(
    ISessionStore store, TimeProvider timeProvider, SessionLimits limits, SessionReader reader, ChangeQueue queue, WriteRetry retry, WriteFollowUp followUp)
{
    /// <summary>Hands over the sessions that are there.</summary>
    /// <returns>Those that were, and how many were not, as they cannot be read or have no room for the other id.</returns>
    public async ValueTask<(IReadOnlyList<string> Moved, int Left)> MoveAsync(string from, string into, CancellationToken cancellationToken)
    {
        var (moved, left) = (new List<string>(), 0);
        await foreach (var session in reader.ListAsync(from, cancellationToken).ConfigureAwait(false))
        {
            switch (session.Problem is null ? await TryMoveAsync(session.SessionId, from, into, cancellationToken).ConfigureAwait(false) : false)
            {
                case true:
                    moved.Add(session.SessionId);
                    break;
                case false:
                    left++;
                    break;
            }
        }

        return (moved, left);
    }

    /// <summary>Gives sessions back that are there still.</summary>
    public async ValueTask MoveBackAsync(IReadOnlyList<string> sessionIds, string from, string into, CancellationToken cancellationToken)
    {
        foreach (var sessionId in sessionIds)
        {
            await TryMoveAsync(sessionId, from, into, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>How many sessions would be handed over, and how many not.</summary>
    public async ValueTask<(int Movable, int Left)> CountAsync(string from, CancellationToken cancellationToken)
    {
        var (movable, left) = (0, 0);
        await foreach (var session in reader.ListAsync(from, cancellationToken).ConfigureAwait(false))
        {
            _ = session.Problem is null ? movable++ : left++;
        }

        return (movable, left);
    }

    /// <returns>Whether it was handed over; null where there is none of that guest any more.</returns>
    private async ValueTask<bool?> TryMoveAsync(string sessionId, string from, string into, CancellationToken cancellationToken)
    {
        try
        {
            var result = await retry.RunAsync<Move, SessionWriteResult>(queue, sessionId, new(this, sessionId, from, into), cancellationToken).ConfigureAwait(false);
            if (result.Status is SessionWriteStatus.NotFound)
            {
                await followUp.TellEndsAsync(result, cancellationToken).ConfigureAwait(false);
                return null;
            }

            await followUp.CompleteAsync(sessionId, result, 0, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (exception is UnreadableDataException or SessionTooLargeException)
        {
            return false;
        }
    }

    private async ValueTask<WriteAttempt<SessionWriteResult>> TryOnceAsync(string sessionId, string from, string into, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        var session = await store.PeekInfoAsync(sessionId, now, cancellationToken).ConfigureAwait(false);
        if (session is null || session.UserId != from)
        {
            return new(new SessionWriteResult(SessionWriteStatus.NotFound));
        }

        var next = new ChangedSession(session.State, into).ToNext(session, now.UtcTicks);
        var result = await store.TryReplaceAsync(next, taken: null, now, limits with { TakenFrom = from }, cancellationToken).ConfigureAwait(false);
        return result.Status is SessionWriteStatus.Conflict ? WriteAttempt<SessionWriteResult>.Lost : new(result);
    }

    private readonly struct Move(SessionMover mover, string sessionId, string from, string into) : IRetriedWrite<SessionWriteResult>
    {
        public ValueTask<WriteAttempt<SessionWriteResult>> TryAsync(CancellationToken cancellationToken) =>
            mover.TryOnceAsync(sessionId, from, into, cancellationToken);

        public void OnLost()
        {
        }
    }
}
