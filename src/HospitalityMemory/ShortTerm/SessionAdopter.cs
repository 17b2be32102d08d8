using System.Text;
using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <summary>Takes over a session of another system with its messages. Past dates in it are allowed.</summary>
internal sealed class SessionAdopter(
    ISessionStore store, TimeProvider timeProvider, SessionLimits limits, Conversation conversation, WriteFollowUp followUp)
{
    /// <param name="session">The session. Its lifetime begins now.</param>
    /// <param name="messages">Its messages, oldest first.</param>
    /// <param name="cancellationToken">Cancels the call, which then leaves no session.</param>
    /// <returns>Null where a live session has the id; that session stays as it is.</returns>
    /// <exception cref="ArgumentException">A part of a message is not allowed.</exception>
    /// <exception cref="SessionTooLargeException">The session is too large, even without messages.</exception>
    public async ValueTask<AdoptedMessages?> TryAdoptAsync(SessionInfo session, IReadOnlyList<SessionMessage> messages, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        var begun = session with { CreatedAt = now, UpdatedAt = now, Version = 1 };
        begun = begun with { ExpiresAt = limits.ExpiresAt(begun, now) };
        var created = await store.TryCreateAsync(begun, limits, cancellationToken).ConfigureAwait(false);
        if (created.Status is SessionWriteStatus.AlreadyExists)
        {
            await followUp.TellEndsAsync(created, cancellationToken).ConfigureAwait(false);
            return null;
        }

        await followUp.CompleteAsync(begun.SessionId, created, SessionSize.State(begun), cancellationToken).ConfigureAwait(false);
        try
        {
            return await AddAsync(begun.SessionId, messages, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // A session whose messages were not all offered to it must not stay. The deletion has no token, as the caller may have cancelled.
            await store.DeleteAsync(begun.SessionId, now, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private async ValueTask<AdoptedMessages> AddAsync(string sessionId, IReadOnlyList<SessionMessage> messages, CancellationToken cancellationToken)
    {
        // No store keeps a message that alone is larger than a session. Left in, it would have all those before it trimmed.
        int[] fitting = [.. Enumerable.Range(0, messages.Count).Where(index => Encoding.UTF8.GetByteCount(messages[index].Content) <= limits.MaxSessionBytes)];
        var added = new List<int>(fitting.Length);
        try
        {
            await conversation.AddAsync(sessionId, [.. fitting.Select(index => messages[index])], cancellationToken).ConfigureAwait(false);
            added.AddRange(fitting);
        }
        catch (SessionTooLargeException)
        {
            await AddOneByOneAsync(sessionId, messages, fitting, added, cancellationToken).ConfigureAwait(false);
        }

        var stored = await store.GetMessagesAsync(sessionId, new(1, After: null), timeProvider.GetUtcNow(), limits, cancellationToken).ConfigureAwait(false);
        return new(stored?.Count ?? 0, [.. Enumerable.Range(0, messages.Count).Except(added)]);
    }

    private async ValueTask AddOneByOneAsync(
        string sessionId, IReadOnlyList<SessionMessage> messages, int[] fitting, List<int> added, CancellationToken cancellationToken)
    {
        foreach (var index in fitting)
        {
            try
            {
                await conversation.AddAsync(sessionId, messages[index], cancellationToken).ConfigureAwait(false);
                added.Add(index);
            }
            catch (SessionTooLargeException)
            {
                // It is told as one that was not kept.
            }
        }
    }
}

/// <summary>What became of the messages of a session that was taken over.</summary>
/// <param name="Kept">How many the session has. The others were too large, or trimmed.</param>
/// <param name="TooLarge">The indexes of those that were too large.</param>
internal sealed record AdoptedMessages(int Kept, IReadOnlyList<int> TooLarge);
