using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <summary>Copies a session, up to a message, under another id.</summary>
internal sealed class SessionCopier(
    ISessionStore store, TimeProvider timeProvider, SessionLimits limits, SessionReader reader, WriteFollowUp followUp)
{
    public async ValueTask<Session> CopyAsync(string sessionId, long through, string newSessionId, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        var source = await store.PeekInfoAsync(sessionId, now, cancellationToken).ConfigureAwait(false)
            ?? throw new SessionNotFoundException(sessionId);
        var read = await store.GetMessagesAsync(sessionId, new(int.MaxValue, After: 0), now, limits, cancellationToken).ConfigureAwait(false)
            ?? throw new SessionNotFoundException(sessionId);
        var copy = source with { SessionId = newSessionId, CreatedAt = now, UpdatedAt = now, Version = 1 };
        copy = copy with { ExpiresAt = limits.ExpiresAt(copy, now) };
        var created = await store.TryCreateAsync(copy, limits, cancellationToken).ConfigureAwait(false);
        await followUp.CompleteAsync(newSessionId, created, SessionSize.State(copy), cancellationToken).ConfigureAwait(false);
        try
        {
            await AppendAsync(newSessionId, [.. read.Messages.Where(message => message.Message.Sequence <= through)], now, cancellationToken)
                .ConfigureAwait(false);
            return await reader.PeekAsync(newSessionId, cancellationToken).ConfigureAwait(false)
                ?? throw new SessionNotFoundException(newSessionId);
        }
        catch
        {
            // Half a copy is none: also where the caller cancelled, and so without a token.
            await store.DeleteAsync(newSessionId, now, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private async ValueTask AppendAsync(
        string newSessionId, StoredMessage[] messages, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (messages is [])
        {
            return;
        }

        var first = new Dictionary<long, int>();
        var copies = new NewMessage[messages.Length];
        for (var i = 0; i < messages.Length; i++)
        {
            var stored = messages[i];
            if (stored.Group > 0)
            {
                first.TryAdd(stored.Group, i);
            }

            copies[i] = new(
                stored.Message.WithSequence(0), stored.Group > 0 ? MessageGroup.OfAppend(first[stored.Group]) : MessageGroup.Orphaned)
            {
                Weight = stored.Weight,
                IsSpared = stored.IsSpared,
                StartsTurn = stored.StartsTurn,
                IdHash = MessageJudge.HashOfId(stored.Message),
            };
        }

        var appended = await store.AppendAsync(newSessionId, new MessageAppend(copies), now, limits, cancellationToken).ConfigureAwait(false);
        await followUp.CompleteAsync(newSessionId, appended, 0, cancellationToken).ConfigureAwait(false);
    }
}
