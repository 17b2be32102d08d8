using System.Runtime.CompilerServices;
using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <summary>Reads a guest's sessions for an export: whole ones, and what can be read of broken ones.</summary>
internal sealed class ExportedSessions(IShortTermMemory memory, ISessionStore store, TimeProvider timeProvider)
{
    /// <summary>How many numbers are passed over for messages that cannot be read, before the rest is given up.</summary>
    private const int MostPassed = 1_000;

    /// <summary>The sessions. What cannot be read of them is added to the document as such.</summary>
    public async IAsyncEnumerable<Session> ReadAsync(
        string userId, GuestExport document, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var listed in memory.ListUserSessionsAsync(userId, cancellationToken).ConfigureAwait(false))
        {
            if (listed.Problem is { } problem)
            {
                document.AddUnreadable(StoredDataKind.Session, listed.SessionId, problem);
            }

            // One may have ended since, or have been begun anew as another's.
            else if (await FindAsync(listed.SessionId, document, cancellationToken).ConfigureAwait(false) is { } session && session.UserId == userId)
            {
                yield return session;
            }
        }
    }

    private async ValueTask<Session?> FindAsync(string sessionId, GuestExport document, CancellationToken cancellationToken)
    {
        try
        {
            return await memory.PeekSessionAsync(sessionId, cancellationToken).ConfigureAwait(false);
        }
        catch (UnreadableDataException exception)
        {
            document.AddUnreadable(exception.Kind, sessionId, exception.Message);
            return exception.Kind is StoredDataKind.Message ? await SalvageAsync(sessionId, cancellationToken).ConfigureAwait(false) : null;
        }
    }

    /// <summary>The session with those messages that can be read.</summary>
    private async ValueTask<Session?> SalvageAsync(string sessionId, CancellationToken cancellationToken)
    {
        try
        {
            if (await store.PeekInfoAsync(sessionId, timeProvider.GetUtcNow(), cancellationToken).ConfigureAwait(false) is not { } info)
            {
                return null;
            }

            var messages = await LatestAsync(sessionId, cancellationToken).ConfigureAwait(false);
            await AddOlderAsync(sessionId, messages, cancellationToken).ConfigureAwait(false);
            return new(info, MessageList.From([.. messages.Values]));
        }
        catch (UnreadableDataException)
        {
            return null;
        }
    }

    /// <summary>The latest ones, up to one that cannot be read.</summary>
    private async ValueTask<SortedDictionary<long, SessionMessage>> LatestAsync(string sessionId, CancellationToken cancellationToken)
    {
        var messages = new SortedDictionary<long, SessionMessage>();
        try
        {
            for (var count = 1; ; count++)
            {
                var latest = await memory.GetLatestMessagesAsync(sessionId, count, cancellationToken).ConfigureAwait(false);
                if (latest.Count < count)
                {
                    return messages;
                }

                messages.TryAdd(latest[0].Sequence, latest[0]);
            }
        }
        catch (UnreadableDataException)
        {
            return messages;
        }
    }

    /// <summary>Those before, one by one, past the ones that cannot be read.</summary>
    private async ValueTask AddOlderAsync(string sessionId, SortedDictionary<long, SessionMessage> messages, CancellationToken cancellationToken)
    {
        var end = messages.Count > 0 ? messages.Keys.First() : long.MaxValue;
        var after = end is long.MaxValue ? 0 : Math.Max(0, end - MostPassed);
        for (var passed = 0; after + 1 < end && passed < MostPassed;)
        {
            try
            {
                if (await memory.GetMessagesAsync(sessionId, after, 1, cancellationToken).ConfigureAwait(false) is not [var next])
                {
                    return;
                }

                messages.TryAdd(next.Sequence, next);
                after = next.Sequence;
            }
            catch (UnreadableDataException)
            {
                after++;
                passed++;
            }
        }
    }
}
