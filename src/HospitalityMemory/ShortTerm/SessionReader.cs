using System.Runtime.CompilerServices;
using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <summary>Reads sessions. Where the store answers at once, no async state machine is needed.</summary>
internal sealed class SessionReader(
    ISessionStore store, TimeProvider timeProvider, MemoryMetrics metrics, SessionLimits limits, CallLimit limit)
{
    private const int PageSize = 100;

    /// <summary>Reads a session, extends its lifetime, and counts a hit or a miss.</summary>
    public ValueTask<Session?> GetAsync(string sessionId, CancellationToken cancellationToken)
    {
        var read = store.GetAsync(sessionId, timeProvider.GetUtcNow(), limits, cancellationToken);
        return read.IsCompletedSuccessfully ? new(Counted(read.Result)) : AwaitAsync(read);

        async ValueTask<Session?> AwaitAsync(ValueTask<Session?> pending) => Counted(await pending.ConfigureAwait(false));
    }

    /// <summary>Reads a session without extending its lifetime.</summary>
    public ValueTask<Session?> PeekAsync(string sessionId, CancellationToken cancellationToken) =>
        store.PeekAsync(sessionId, timeProvider.GetUtcNow(), cancellationToken);

    /// <summary>Reads a session without its messages, and without extending its lifetime.</summary>
    public ValueTask<SessionInfo?> PeekInfoAsync(string sessionId, CancellationToken cancellationToken) =>
        store.PeekInfoAsync(sessionId, timeProvider.GetUtcNow(), cancellationToken);

    /// <summary>Reads one page of the live sessions of a guest, or of all sessions, within the time of a call.</summary>
    public ValueTask<SessionPage> ListAsync(SessionQuery query, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        return query.UserId is null
            ? store.ListAsync(query, now, cancellationToken)
            : limit.RunAsync((store, query, now), static (call, token) => call.store.ListAsync(call.query, call.now, token), cancellationToken);
    }

    /// <summary>The same for a caller who passes the end of the page before.</summary>
    /// <exception cref="ArgumentException">No page ended with it.</exception>
    public async ValueTask<SessionPage> ListAfterAsync(string? userId, string? after, int max, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        try
        {
            return await ListAsync(new SessionQuery(userId, after, max), cancellationToken).ConfigureAwait(false);
        }
        catch (ArgumentException exception) when (after is not null)
        {
            // Each store has its own places and error messages. Callers get the same message for all stores.
            throw new ArgumentException(
                $"No page of this list ended with this; it must be the {nameof(SessionPage.Next)} of the page before.", nameof(after), exception);
        }
    }

    /// <summary>Reads the live sessions of a guest, or of all sessions, page by page.</summary>
    public async IAsyncEnumerable<SessionInfo> ListAsync(
        string? userId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? after = null;
        do
        {
            var page = await ListAsync(new SessionQuery(userId, after, PageSize), cancellationToken).ConfigureAwait(false);
            foreach (var session in page.Sessions)
            {
                yield return session;
            }

            after = page.Next;
        }
        while (after is not null);
    }

    private Session? Counted(Session? session)
    {
        metrics.SessionRead(session is not null);
        if (session is { IsIncomplete: true })
        {
            metrics.SessionIncomplete();
        }

        return session;
    }
}
