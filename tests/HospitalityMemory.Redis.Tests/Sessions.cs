using HospitalityMemory.Stores;

namespace HospitalityMemory.Redis.Tests;

/// <summary>Sessions, messages and limits for the tests.</summary>
internal static class Sessions
{
    public static DateTimeOffset T0 { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static SessionLimits Limits { get; } = new()
    {
        Lifetime = TimeSpan.FromMinutes(30),
        MaxMessages = 5,
        MaxSessionBytes = 1024 * 1024,
        MaxTotalBytes = 100L * 1024 * 1024,
        WhenFull = MemoryFullPolicy.Refuse,
    };

    public static Session New(string id, string? userId = null, DateTimeOffset? createdAt = null)
    {
        var now = createdAt ?? T0;
        return new() { SessionId = id, UserId = userId, CreatedAt = now, UpdatedAt = now, ExpiresAt = Limits.ExpiresAt(now, now) };
    }

    public static Session Next(Session session) => session with { Version = session.Version + 1 };

    public static SessionMessage Says(string content) => new() { Role = MessageRole.User, Content = content, Timestamp = T0 };

    public static async Task CreateAsync(ISessionStore store, string id, string? userId = null) =>
        Assert.Equal(SessionWriteStatus.Done, (await store.TryCreateAsync(New(id, userId), Limits, default)).Status);

    public static async Task<SessionWriteResult> SayAsync(ISessionStore store, string id, string content, CancellationToken cancellationToken = default) =>
        await store.AppendAsync(id, Says(content), T0, Limits, cancellationToken);

    public static async Task<string[]> ContentsAsync(ISessionStore store, string id) =>
        [.. (await store.PeekAsync(id, T0, default))!.Messages.Select(message => message.Content)];
}
