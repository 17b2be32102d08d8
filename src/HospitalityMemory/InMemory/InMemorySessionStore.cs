using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace HospitalityMemory.Stores;

/// <summary>Keeps sessions in this process.</summary>
/// <remarks>
/// Each step takes the lock of its one session, for as long as it takes to look at it or to change it, and completes at once. A
/// write that finds no room lets go of that lock, makes room, and tries again.
/// </remarks>
internal sealed class InMemorySessionStore : ISessionStore, IAnswersAtOnce
{
    private readonly SessionTable _table = new();
    private readonly SessionWriter _writer;
    private readonly SessionLister _lister;
    private readonly SessionEraser _eraser;

    public InMemorySessionStore() => (_writer, _lister, _eraser) = (new(_table), new(_table), new(_table));

    public string Name => "memory";

    public bool IsRemote => false;

    public bool AnswersAtOnce => true;

    /// <summary>For tests: the most sessions that a step has looked at under a lock that all share.</summary>
    internal int LongestHold => _table.Index.MostSeen;

    public ValueTask<SessionWriteResult> TryCreateAsync(
        SessionInfo session, SessionLimits limits, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<SessionWriteResult>(cancellationToken)
            : new(_writer.Create(session, limits));

    public ValueTask<Session?> GetAsync(
        string sessionId, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<Session?>(cancellationToken);
        }

        return TryUse(sessionId, now.UtcTicks, limits, out var entry, out var expires) ? new(entry.Show(expires)) : default;
    }

    public ValueTask<Session?> PeekAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<Session?>(cancellationToken)
            : new(Peek(sessionId, now.UtcTicks, static entry => entry.Show(entry.Life.Expires)));

    public ValueTask<SessionInfo?> PeekInfoAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<SessionInfo?>(cancellationToken)
            : new(Peek(sessionId, now.UtcTicks, static entry => entry.ShowInfo()));

    public ValueTask<StoredMessages?> GetMessagesAsync(
        string sessionId, MessageRange range, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<StoredMessages?>(cancellationToken);
        }

        if (!TryUse(sessionId, now.UtcTicks, limits, out var entry, out _))
        {
            return default;
        }

        lock (entry)
        {
            return new(entry.Read(range));
        }
    }

    public ValueTask<SessionWriteResult> TryReplaceAsync(
        SessionInfo session, TrimmedTaken? taken, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<SessionWriteResult>(cancellationToken)
            : new(_writer.Write(session.SessionId, new ReplaceState(session, taken), now.UtcTicks, limits));

    public ValueTask<SessionWriteResult> AppendAsync(
        string sessionId, MessageAppend append, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<SessionWriteResult>(cancellationToken)
            : new(_writer.Write(sessionId, new AppendMany([.. append.Messages], append.Merges), now.UtcTicks, limits));

    // Compiled for itself: where it is drawn into its caller, the compiler's patience ends somewhere in the middle of it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public ValueTask<SessionWriteResult> AppendAsync(
        string sessionId, in NewMessage message, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<SessionWriteResult>(cancellationToken)
            : new(_writer.Write(sessionId, new AppendOne(in message), now.UtcTicks, limits));

    public ValueTask<SessionWriteResult> TryReplaceMessageAsync(
        string sessionId, MessageReplacement replacement, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<SessionWriteResult>(cancellationToken)
            : new(_writer.Write(sessionId, new ReplaceMessage(replacement), now.UtcTicks, limits));

    public ValueTask<SessionWriteResult> ClearMessagesAsync(
        string sessionId, DateTimeOffset now, SessionLimits limits, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<SessionWriteResult>(cancellationToken)
            : new(_writer.Write(sessionId, default(ClearMessages), now.UtcTicks, limits));

    public ValueTask<TrimmedMessages?> LeaseTrimmedAsync(
        string sessionId, TrimmedLease lease, DateTimeOffset now, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<TrimmedMessages?>(cancellationToken)
            : new(Peek(sessionId, now.UtcTicks, entry =>
                entry.Waiting?.TryClaim(lease, now) is { } messages ? new TrimmedMessages(entry.ShowInfo(), messages) : null));

    public ValueTask ReleaseTrimmedAsync(string sessionId, UInt128 token, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        Peek(sessionId, long.MinValue, entry =>
        {
            entry.Waiting?.Release(token);
            return entry;
        });
        return default;
    }

    public ValueTask<bool> DeleteAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<bool>(cancellationToken);
        }

        if (!_table.TryEnter(sessionId, out var entry))
        {
            return new(false);
        }

        try
        {
            if (entry.Life.Expires <= now.UtcTicks)
            {
                _table.Untold.Enqueue(_table.End(entry, SessionEndReason.Expired).SessionId);
                return new(false);
            }

            _table.End(entry, SessionEndReason.Deleted);
            return new(true);
        }
        finally
        {
            Monitor.Exit(entry);
        }
    }

    public ValueTask<ErasedSessions> EraseAsync(string userId, DateTimeOffset now, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<ErasedSessions>(cancellationToken)
            : new(_eraser.Erase(userId, now.UtcTicks));

    public ValueTask<SessionPage> ListAsync(SessionQuery query, DateTimeOffset now, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<SessionPage>(cancellationToken)
            : new(_lister.List(query, now.UtcTicks));

    public ValueTask<SessionStoreUsage> GetUsageAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<SessionStoreUsage>(cancellationToken);
        }

        // What has expired is not to be counted, and goes. Those whose part it is to tell it hear of it when they ask.
        bool? isEnded;
        while ((isEnded = _table.TryEndExpired(now.UtcTicks, out var end)) is not false)
        {
            if (isEnded is true)
            {
                _table.Untold.Enqueue(end.SessionId);
            }
        }

        return new(_table.Usage);
    }

    public ValueTask<IReadOnlyList<string>> RemoveExpiredAsync(int max, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<IReadOnlyList<string>>(cancellationToken);
        }

        var removed = new List<string>();
        while (removed.Count < max && _table.Untold.TryDequeue(out var sessionId))
        {
            removed.Add(sessionId);
        }

        bool? isEnded = null;
        while (removed.Count < max && isEnded is not false)
        {
            isEnded = _table.TryEndExpired(now.UtcTicks, out var end);
            if (isEnded is true)
            {
                removed.Add(end.SessionId);
            }
        }

        return new(removed);
    }

    public ValueTask PingAsync(CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled(cancellationToken) : default;

    /// <summary>Finds a session that is there for a use, and notes that. Takes no lock, save where the session is about to end.</summary>
    private bool TryUse(
        string sessionId, long now, SessionLimits limits, [NotNullWhen(true)] out SessionEntry? entry, out long expires)
    {
        expires = 0;
        while (_table.TryFind(sessionId, out entry))
        {
            if (entry.Life.TryUse(entry.Info, now, limits, out expires, out var isShorter))
            {
                if (isShorter)
                {
                    _table.Index.Hasten(entry);
                }

                return true;
            }

            if (expires is not SessionLife.Ended || !_table.TryEnter(sessionId, out entry))
            {
                return false;
            }

            // It has ended, or was about to and is not after all: who holds its lock knows.
            Monitor.Exit(entry);
        }

        return false;
    }

    private T? Peek<T>(string sessionId, long now, Func<SessionEntry, T?> read)
        where T : class
    {
        if (!_table.TryEnter(sessionId, out var entry))
        {
            return null;
        }

        try
        {
            return entry.Life.Expires > now ? read(entry) : null;
        }
        finally
        {
            Monitor.Exit(entry);
        }
    }
}
