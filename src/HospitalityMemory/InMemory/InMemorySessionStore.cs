using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace HospitalityMemory.Stores;

/// <summary>Keeps sessions in this process.</summary>
/// <remarks>
/// Each step takes the lock of its one session while it looks at it or changes it, and completes at once. A write that finds no
/// room releases that lock, makes room, and tries again.
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

    // Not inlined: within its caller, the compiler's budget for inlining would run out in the middle of this method.
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

        // Expired sessions must not be counted, so they end here. The next caller that asks which sessions expired is told of
        // them.
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

    /// <summary>Finds a live session and notes its use. Takes no lock, except where the session is about to end.</summary>
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

            // The session has ended, or another thread was ending it and let it live. That thread held the lock, so the state is
            // settled now.
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
