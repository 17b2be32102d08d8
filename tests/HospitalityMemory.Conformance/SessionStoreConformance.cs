using HospitalityMemory.Stores;

namespace HospitalityMemory.Conformance;

/// <summary>What the classes that say how a session store behaves have in common.</summary>
/// <remarks>
/// A store's tests derive from each abstract class of this name and supply a fresh, empty store; a store that needs a
/// server overrides <see cref="InitializeAsync"/> and <see cref="DisposeAsync"/>. Time is what is handed to the store;
/// it is in whole seconds, which every store can keep exactly.
/// </remarks>
public abstract class SessionStoreConformance : IAsyncLifetime
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

    protected static CancellationToken None => CancellationToken.None;

    public virtual Task InitializeAsync() => Task.CompletedTask;

    public virtual Task DisposeAsync() => Task.CompletedTask;

    /// <summary>A store without sessions.</summary>
    protected abstract ValueTask<ISessionStore> CreateStoreAsync();

    protected static DateTimeOffset At(double minutes) => T0 + TimeSpan.FromMinutes(minutes);

    protected static Session NewSession(string id, string? userId = null, DateTimeOffset? createdAt = null, SessionLimits? limits = null)
    {
        var now = createdAt ?? T0;
        return new Session
        {
            SessionId = id,
            UserId = userId,
            CreatedAt = now,
            UpdatedAt = now,
            ExpiresAt = (limits ?? Limits).ExpiresAt(now, now),
        };
    }

    protected static async Task<Session> CreateAsync(
        ISessionStore store, string id, string? userId = null, DateTimeOffset? createdAt = null, SessionLimits? limits = null)
    {
        var session = NewSession(id, userId, createdAt, limits);
        var result = await store.TryCreateAsync(session, limits ?? Limits, None);
        Assert.Equal(SessionWriteStatus.Done, result.Status);
        return session;
    }

    protected static SessionMessage Says(string content, MessageRole role = MessageRole.User) =>
        new() { Role = role, Content = content, Timestamp = T0 };

    protected static async Task<SessionWriteResult> SayAsync(
        ISessionStore store, string id, string content, DateTimeOffset? now = null) =>
        await store.AppendAsync(id, Says(content), now ?? T0, Limits, None);

    /// <summary>The next state, as the memory makes it.</summary>
    protected static Session Next(Session session, DateTimeOffset now) =>
        session with { Version = session.Version + 1, UpdatedAt = now, ExpiresAt = Limits.ExpiresAt(session.CreatedAt, now) };

    protected static async Task<Session> PeekAsync(ISessionStore store, string id, DateTimeOffset? now = null)
    {
        var session = await store.PeekAsync(id, now ?? T0, None);
        Assert.NotNull(session);
        return session;
    }

    protected static IEnumerable<string> Contents(Session session) => session.Messages.Select(message => message.Content);
}
