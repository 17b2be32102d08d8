namespace HospitalityMemory.Stores;

/// <content>The writes.</content>
internal sealed partial class InMemorySessionStore
{
    private static readonly SessionWriteResult NotFound = new(SessionWriteStatus.NotFound);
    private static readonly SessionWriteResult Full = new(SessionWriteStatus.Full);

    private SessionWriteResult Create(Session session, SessionLimits limits)
    {
        var size = SessionSize.State(session);
        if (size > limits.MaxSessionBytes)
        {
            return TooLarge(size);
        }

        return Write(new Creation(session, size, limits));
    }

    private SessionWriteResult Create(Session session, long size, SessionLimits limits, ref RoomSearch search)
    {
        var now = session.CreatedAt.UtcTicks;
        while (true)
        {
            var entry = new SessionEntry(session);
            lock (entry)
            {
                if (_entries.TryAdd(session.SessionId, entry))
                {
                    return GoLive(entry, size, now, limits, ref search);
                }
            }

            if (TryEnter(session.SessionId, now, out var existing))
            {
                Monitor.Exit(existing);
                return new(SessionWriteStatus.AlreadyExists);
            }
        }
    }

    /// <summary>
    /// Makes a session visible that has its place in the dictionary, where other writers of its id wait for the
    /// outcome.
    /// </summary>
    private SessionWriteResult GoLive(SessionEntry entry, long size, long now, SessionLimits limits, ref RoomSearch search)
    {
        var session = entry.Session;
        if (!TryReserve(entry, size, now, limits, ref search))
        {
            _entries.TryRemove(KeyValuePair.Create(session.SessionId, entry));
            return Full;
        }

        entry.Size = size;
        var expires = session.ExpiresAt.UtcTicks;
        lock (_indexLock)
        {
            _index.Add(entry, now, expires);
        }

        Volatile.Write(ref entry.Expires, expires);
        return new(SessionWriteStatus.Done) { Session = session, EvictedSessions = search.Evicted };
    }

    private SessionWriteResult Replace(Session session, long now, SessionLimits limits, ref RoomSearch search)
    {
        if (!TryEnter(session.SessionId, now, out var entry))
        {
            return NotFound;
        }

        try
        {
            var current = entry.Session;
            if (current.Version != session.Version - 1
                || current.CreationTicks != session.CreationTicks
                || (current.UserId is not null && current.UserId != session.UserId))
            {
                return new(SessionWriteStatus.Conflict);
            }

            var messages = current.Messages;
            var growth = SessionSize.State(session) - entry.StateBytes;
            var dead = entry.DeadMessageBytes;
            if (entry.Size + growth > limits.MaxSessionBytes && dead > 0)
            {
                messages = messages.Compact();
                growth += SessionSize.Structure(messages) - SessionSize.Structure(current.Messages) - dead;
                dead = 0;
            }

            var size = entry.Size + growth;
            if (size > limits.MaxSessionBytes)
            {
                return TooLarge(size);
            }

            if (!TryReserve(entry, growth, now, limits, ref search))
            {
                return Full;
            }

            if (current.UserId != session.UserId)
            {
                lock (_indexLock)
                {
                    _index.ChangeUser(entry, current.UserId, session.UserId);
                }
            }

            entry.DeadMessageBytes = dead;
            var next = Complete(session, messages, entry.Extend(limits.ExpiryTicks(session, now), now));
            Publish(entry, next, growth, now);
            return new(SessionWriteStatus.Done) { Session = next, EvictedSessions = search.Evicted };
        }
        finally
        {
            Monitor.Exit(entry);
        }
    }

    private SessionWriteResult Append(
        string sessionId, NewMessages messages, long now, SessionLimits limits, ref RoomSearch search)
    {
        if (!TryEnter(sessionId, now, out var entry))
        {
            return NotFound;
        }

        try
        {
            return Append(entry, messages.AddTo(entry.Session.Messages, limits.MaxMessages), now, limits, ref search);
        }
        finally
        {
            Monitor.Exit(entry);
        }
    }

    private SessionWriteResult Append(
        SessionEntry entry, in MessageAddition addition, long now, SessionLimits limits, ref RoomSearch search)
    {
        var session = entry.Session;
        var live = entry.LiveMessageBytes + addition.AddedBytes - addition.DroppedBytes;
        var rest = entry.StateBytes;
        if (rest + live > limits.MaxSessionBytes)
        {
            return TooLarge(rest + live);
        }

        // Dropped messages stay alive in the shared buffer until it is copied: at most half as much as what is kept.
        var dead = entry.DeadMessageBytes + addition.DroppedBytes;
        var messages = addition.AppendTo(session.Messages, compact: dead > live / 2);
        if (!messages.SharesBufferWith(session.Messages))
        {
            dead = 0;
        }

        var size = rest + live + dead + SessionSize.Structure(messages);
        if (size > limits.MaxSessionBytes && dead > 0)
        {
            messages.Abandon(session.Messages);
            messages = addition.AppendTo(session.Messages, compact: true);
            dead = 0;
            size = rest + live + SessionSize.Structure(messages);
        }

        if (size > limits.MaxSessionBytes)
        {
            messages.Abandon(session.Messages);
            return TooLarge(size);
        }

        var growth = size - entry.Size;
        if (!TryReserve(entry, growth, now, limits, ref search))
        {
            messages.Abandon(session.Messages);
            return Full;
        }

        var first = entry.LastSequence + 1;
        addition.Number(first);
        entry.LastSequence += addition.Count;
        entry.LiveMessageBytes = live;
        entry.DeadMessageBytes = dead;
        var expires = entry.Extend(limits.ExpiryTicks(session, now), now);
        var next = session.WithMessages(messages, now, expires);
        Publish(entry, next, growth, now);
        var result = new SessionWriteResult(SessionWriteStatus.Done)
        {
            Session = next,
            FirstSequence = first,
            DroppedMessages = addition.DroppedMessages,
            EvictedSessions = search.Evicted,
        };
        return addition.DroppedMessage is { } dropped ? result with { DroppedMessage = dropped } : result;
    }

    /// <summary>
    /// The state as it is stored; the argument itself where it has the messages and the expiry already.
    /// </summary>
    private static Session Complete(Session session, MessageList messages, long expires) =>
        ReferenceEquals(session.Messages, messages) && session.ExpiryTicks == expires
            ? session
            : session with { Messages = messages, ExpiresAt = new(expires, TimeSpan.Zero) };

    /// <summary>Shows a new snapshot to readers. Its growth is reserved; what shrank is given back now.</summary>
    private void Publish(SessionEntry entry, Session session, long growth, long now)
    {
        entry.Size += growth;
        entry.Session = session;
        entry.Use(now);
        if (growth < 0)
        {
            Release(-growth);
        }
    }

    /// <summary>Carries out a write, and again where it found no room and may find some.</summary>
    private SessionWriteResult Write<TWrite>(in TWrite write)
        where TWrite : struct, IWrite
    {
        RoomSearch search = default;
        try
        {
            SessionWriteResult result;
            do
            {
                result = write.Try(this, ref search);
            }
            while (WaitsForRoom(result.Status, ref search));
            return result;
        }
        finally
        {
            EndSearch(search);
        }
    }

    private static SessionWriteResult TooLarge(long size) => new(SessionWriteStatus.TooLarge) { SizeBytes = size };

    /// <summary>A write that may have to be tried again, with all that it takes.</summary>
    private interface IWrite
    {
        SessionWriteResult Try(InMemorySessionStore store, ref RoomSearch search);
    }

    private readonly struct Creation(Session session, long size, SessionLimits limits) : IWrite
    {
        public SessionWriteResult Try(InMemorySessionStore store, ref RoomSearch search) =>
            store.Create(session, size, limits, ref search);
    }

    private readonly struct Replacement(Session session, long now, SessionLimits limits) : IWrite
    {
        public SessionWriteResult Try(InMemorySessionStore store, ref RoomSearch search) =>
            store.Replace(session, now, limits, ref search);
    }

    private readonly struct Appending(string sessionId, NewMessages messages, long now, SessionLimits limits) : IWrite
    {
        public SessionWriteResult Try(InMemorySessionStore store, ref RoomSearch search) =>
            store.Append(sessionId, messages, now, limits, ref search);
    }
}
