using System.Globalization;
using HospitalityMemory.Stores;
using StackExchange.Redis;

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

    private static readonly string[] SumNames =
    [
        "sequence", "count", "bytes", "weight", "span", "turn", "waiting", "waiting_bytes", "incomplete", "state", "spared", "orphans", "edits",
    ];

    public static SessionInfo New(string id, string? userId = null, DateTimeOffset? createdAt = null)
    {
        var now = createdAt ?? T0;
        var session = new SessionInfo { SessionId = id, UserId = userId, CreatedAt = now, UpdatedAt = now };
        return session with { ExpiresAt = Limits.ExpiresAt(session, now) };
    }

    public static SessionInfo Next(SessionInfo session) => session with { Version = session.Version + 1 };

    public static SessionMessage Says(string content, MessageRole? role = null) =>
        new() { Role = role ?? MessageRole.User, Content = content, Timestamp = T0 };

    /// <summary>A message in a group of its own, as a memory hands it to a store.</summary>
    public static NewMessage Of(SessionMessage message, int index = 0) => new(message, MessageGroup.OfAppend(index))
    {
        IsSpared = message.Pinned || message.Role == MessageRole.System,
        StartsTurn = message.Role == MessageRole.User,
    };

    public static MessageAppend Each(IEnumerable<SessionMessage> messages) => new([.. messages.Select(Of)]);

    public static async Task CreateAsync(ISessionStore store, string id, string? userId = null) =>
        Assert.Equal(SessionWriteStatus.Done, (await store.TryCreateAsync(New(id, userId), Limits, default)).Status);

    public static async Task<SessionWriteResult> SayAsync(
        ISessionStore store, string id, string content, DateTimeOffset? now = null, CancellationToken cancellationToken = default) =>
        await store.AppendAsync(id, Of(Says(content)), now ?? T0, Limits, cancellationToken);

    public static async Task<SessionWriteStatus> ReplaceAsync(ISessionStore store, SessionInfo session, DateTimeOffset? now = null) =>
        (await store.TryReplaceAsync(session, null, now ?? T0, Limits, default)).Status;

    public static async Task<IReadOnlyList<SessionInfo>> ListAsync(ISessionStore store, string? userId, DateTimeOffset? now = null) =>
        (await store.ListAsync(new(userId, null, 10_000), now ?? T0, default)).Sessions;

    public static async Task<string[]> ContentsAsync(ISessionStore store, string id) =>
        [.. (await store.PeekAsync(id, T0, default))!.Messages.Select(message => message.Content)];

    /// <summary>The sums of a session by their names in docs/redis-layout.md.</summary>
    public static async Task<Dictionary<string, long>> SumsAsync(IDatabase database, RedisKey session) =>
        SumNames.Zip((await database.HashGetAsync(session, "sums")).ToString().Split(' '))
            .ToDictionary(sum => sum.First, sum => long.Parse(sum.Second, CultureInfo.InvariantCulture));

    /// <summary>Waits until a store is in reach of its server again.</summary>
    public static async Task ServesAgainAsync(RedisSessionStore store) => await RealTime.UntilAsync(
        async () =>
        {
            try
            {
                await store.PingAsync(default);
                return true;
            }
            catch (MemoryUnavailableException)
            {
                return false;
            }
        },
        "the store serves again");
}
