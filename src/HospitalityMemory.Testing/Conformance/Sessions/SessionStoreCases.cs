using HospitalityMemory.Stores;
using HospitalityMemory.Testing.Checks;

namespace HospitalityMemory.Testing.Conformance;

/// <summary>What the classes that say how a session store behaves have in common.</summary>
/// <remarks>Time is what is handed to the store; it is in whole seconds, which every store can keep exactly.</remarks>
internal abstract class SessionStoreCases(CaseRun<ISessionStore> run) : StoreCases<ISessionStore>(run)
{
    protected static readonly DateTimeOffset T0 = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    protected static readonly SessionLimits Limits = new()
    {
        Lifetime = TimeSpan.FromMinutes(30),
        MaxMessages = 5,
        MaxSessionBytes = 1024 * 1024,
        MaxTotalBytes = 100L * 1024 * 1024,
        WhenFull = MemoryFullPolicy.Refuse,
    };

    protected static DateTimeOffset At(double minutes) => T0 + TimeSpan.FromMinutes(minutes);

    protected static SessionInfo NewSession(string id, string? userId = null, DateTimeOffset? createdAt = null, SessionLimits? limits = null)
    {
        var now = createdAt ?? T0;
        return Born(new() { SessionId = id, UserId = userId, CreatedAt = now, UpdatedAt = now }, limits);
    }

    /// <summary>The session with the expiry that it has when it is created.</summary>
    protected static SessionInfo Born(SessionInfo session, SessionLimits? limits = null) =>
        session with { ExpiresAt = (limits ?? Limits).ExpiresAt(session, session.CreatedAt) };

    protected static Task<SessionInfo> CreateAsync(
        ISessionStore store, string id, string? userId = null, DateTimeOffset? createdAt = null, SessionLimits? limits = null) =>
        CreateAsync(store, NewSession(id, userId, createdAt, limits), limits);

    protected static async Task<SessionInfo> CreateAsync(ISessionStore store, SessionInfo session, SessionLimits? limits = null)
    {
        var result = await store.TryCreateAsync(session, limits ?? Limits, CaseToken.Current);
        Assert.Equal(SessionWriteStatus.Done, result.Status);
        return session;
    }

    protected static SessionMessage Says(string content) => Says(content, MessageRole.User);

    protected static SessionMessage Says(string content, MessageRole role) => new() { Role = role, Content = content, Timestamp = T0 };

    protected static ValueTask<SessionWriteResult> SayAsync(
        ISessionStore store, string id, string content, DateTimeOffset? now = null, SessionLimits? limits = null) =>
        AppendAsync(store, id, [Says(content)], now, limits);

    /// <summary>Appends messages, each in a group of its own; one alone by the step for one.</summary>
    protected static ValueTask<SessionWriteResult> AppendAsync(
        ISessionStore store, string id, IReadOnlyList<SessionMessage> messages, DateTimeOffset? now = null, SessionLimits? limits = null) =>
        messages is [var only]
            ? store.AppendAsync(id, NewMessages.Of(only), now ?? T0, limits ?? Limits, CaseToken.Current)
            : store.AppendAsync(id, NewMessages.Each(messages), now ?? T0, limits ?? Limits, CaseToken.Current);

    /// <summary>Appends messages that are one group.</summary>
    protected static ValueTask<SessionWriteResult> AppendTogetherAsync(
        ISessionStore store, string id, IReadOnlyList<SessionMessage> messages, SessionLimits? limits = null) =>
        store.AppendAsync(id, NewMessages.Together(messages), T0, limits ?? Limits, CaseToken.Current);

    /// <summary>Says m and each number, from the first one on.</summary>
    protected static async Task SayAllAsync(ISessionStore store, string id, int first, int count, SessionLimits? limits = null)
    {
        foreach (var number in Enumerable.Range(first, count))
        {
            Assert.Equal(SessionWriteStatus.Done, (await SayAsync(store, id, $"m{number}", limits: limits)).Status);
        }
    }

    /// <summary>The next state, as the memory makes it.</summary>
    protected static SessionInfo Next(SessionInfo session, DateTimeOffset now) =>
        session with { Version = session.Version + 1, UpdatedAt = now };

    protected static ValueTask<SessionWriteResult> ReplaceAsync(
        ISessionStore store, SessionInfo session, DateTimeOffset? now = null, SessionLimits? limits = null) =>
        store.TryReplaceAsync(session, taken: null, now ?? T0, limits ?? Limits, CaseToken.Current);

    protected static async Task<Session> PeekAsync(ISessionStore store, string id, DateTimeOffset? now = null)
    {
        var session = await store.PeekAsync(id, now ?? T0, CaseToken.Current);
        Assert.NotNull(session);
        return session;
    }

    protected static async Task<SessionInfo> PeekInfoAsync(ISessionStore store, string id, DateTimeOffset? now = null)
    {
        var session = await store.PeekInfoAsync(id, now ?? T0, CaseToken.Current);
        Assert.NotNull(session);
        return session;
    }

    /// <summary>Reads messages, by default all, with what the store knows of them.</summary>
    protected static async Task<StoredMessages> ReadAsync(
        ISessionStore store, string id, DateTimeOffset? now = null, int max = int.MaxValue, long? after = null)
    {
        var messages = await store.GetMessagesAsync(id, new(max, after), now ?? T0, Limits, CaseToken.Current);
        Assert.NotNull(messages);
        return messages;
    }

    /// <summary>All pages of a guest's sessions, or of all sessions.</summary>
    protected static async Task<IReadOnlyList<SessionInfo>> ListAsync(
        ISessionStore store, string? userId, DateTimeOffset? now = null, int pageSize = 100)
    {
        var sessions = new List<SessionInfo>();
        string? after = null;
        do
        {
            var page = await store.ListAsync(new(userId, after, pageSize), now ?? T0, CaseToken.Current);
            Assert.True(page.Sessions.Count <= pageSize);
            Assert.NotEqual(after ?? "", page.Next);
            sessions.AddRange(page.Sessions);
            after = page.Next;
        }
        while (after is not null);
        return sessions;
    }

    protected static IEnumerable<string> Ids(IEnumerable<SessionInfo> sessions) => sessions.Select(session => session.SessionId);

    protected static IEnumerable<string> Contents(Session session) => Contents(session.Messages);

    protected static IEnumerable<string> Contents(IEnumerable<SessionMessage> messages) => messages.Select(message => message.Content);

    protected static IEnumerable<string> Contents(StoredMessages messages) => Contents(messages.Messages.Select(stored => stored.Message));

    protected static IEnumerable<long> Sequences(IEnumerable<SessionMessage> messages) => messages.Select(message => message.Sequence);

    /// <summary>The session without messages, of one type, so that what comes from different steps can be compared.</summary>
    protected static Session Bare(SessionInfo? session)
    {
        Assert.NotNull(session);
        return new(session, MessageList.Empty);
    }

    /// <summary>A text of so many bytes in UTF-8 and in UTF-16 alike, so that every store counts about the same.</summary>
    protected static string Text(int bytes) => new('é', bytes / 2);
}
