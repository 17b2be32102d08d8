using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using HospitalityMemory.Conformance;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Sqlite.Tests;

/// <summary>Sessions and messages as a memory hands them to a store.</summary>
internal static class SampleSessions
{
    public static SessionLimits Limits { get; } = new()
    {
        Lifetime = TimeSpan.FromMinutes(30),
        MaxMessages = 6,
        MaxSessionBytes = 1024 * 1024,
        MaxTotalBytes = 1024 * 1024,
    };

    public static SessionLimits Keeping { get; } = Limits with { KeepsTrimmed = true };

    public static SessionLimits Wide { get; } = Limits with { MaxMessages = 20_000, MaxSessionBytes = 100 * 1024 * 1024 };

    public static SessionInfo New(string id, DateTimeOffset? createdAt = null)
    {
        var now = createdAt ?? ProfileSamples.Now;
        return new() { SessionId = id, CreatedAt = now, UpdatedAt = now, ExpiresAt = now.AddMinutes(30) };
    }

    /// <summary>A user's message, which starts a turn; its id is told apart by any 128 bits.</summary>
    public static NewMessage Says(string content, string? id = null, int index = 0) =>
        new(new() { Role = MessageRole.User, Content = content, Timestamp = ProfileSamples.Now, MessageId = id }, MessageGroup.OfAppend(index))
        {
            StartsTurn = true,
            IdHash = id is null ? null : BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(id))),
        };

    public static MessageAppend Numbered(int first, int count) =>
        new([.. Enumerable.Range(0, count).Select(i => Says($"m{first + i}", index: i))]);

    public static async Task CreateAsync(ISessionStore store, string id, DateTimeOffset? createdAt = null) =>
        Assert.Equal(SessionWriteStatus.Done, (await store.TryCreateAsync(New(id, createdAt), Limits, CancellationToken.None)).Status);

    public static async Task<SessionWriteResult> SayAsync(
        ISessionStore store, string id, MessageAppend append, SessionLimits? limits = null, DateTimeOffset? now = null)
    {
        var result = await store.AppendAsync(id, append, now ?? ProfileSamples.Now, limits ?? Limits, CancellationToken.None);
        Assert.Equal(SessionWriteStatus.Done, result.Status);
        return result;
    }

    public static async Task<Session> PeekAsync(ISessionStore store, string id, DateTimeOffset? now = null)
    {
        var session = await store.PeekAsync(id, now ?? ProfileSamples.Now, CancellationToken.None);
        Assert.NotNull(session);
        return session;
    }

    public static async Task<SessionInfo> PeekInfoAsync(ISessionStore store, string id, DateTimeOffset? now = null)
    {
        var session = await store.PeekInfoAsync(id, now ?? ProfileSamples.Now, CancellationToken.None);
        Assert.NotNull(session);
        return session;
    }
}
