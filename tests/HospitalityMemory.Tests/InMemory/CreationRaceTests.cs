using HospitalityMemory.Stores;

namespace HospitalityMemory.Tests.InMemory;

/// <summary>A session is used by others from the moment that it can be found, and its creation goes on for a moment more.</summary>
public sealed class CreationRaceTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly SessionLimits Limits = new()
    {
        Lifetime = TimeSpan.FromMinutes(30),
        MaxMessages = 50,
        MaxSessionBytes = 1 << 20,
        MaxTotalBytes = 1 << 30,
    };

    [Fact]
    public async Task What_is_written_while_a_session_is_created_is_counted_once()
    {
        // What goes wrong needs an unlucky moment; so many sessions meet one nearly always.
        for (var round = 0; round < 5; round++)
        {
            await RaceAsync(new SessionWriteResult[30_000]);
        }
    }

    private static async Task RaceAsync(SessionWriteResult[] created)
    {
        var store = new InMemorySessionStore();
        var message = new SessionMessage { Role = MessageRole.User, Content = new('x', 1_000), Timestamp = Now };
        await Task.WhenAll([CreateAllAsync(store, created), .. Enumerable.Range(0, 3).Select(_ => AppendToAllAsync(store, message, created.Length))]);

        foreach (var (i, result) in created.Index())
        {
            Assert.Equal(SessionWriteStatus.Done, result.Status);
            Assert.True(await store.DeleteAsync($"s{i}", Now, CancellationToken.None));
        }

        Assert.Equal(new SessionStoreUsage(0, 0), await store.GetUsageAsync(Now, CancellationToken.None));
    }

    private static Task CreateAllAsync(InMemorySessionStore store, SessionWriteResult[] created) => Task.Run(async () =>
    {
        for (var i = 0; i < created.Length; i++)
        {
            var session = new SessionInfo { SessionId = $"s{i}", CreatedAt = Now, UpdatedAt = Now, ExpiresAt = Now + Limits.Lifetime };
            created[i] = await store.TryCreateAsync(session, Limits, CancellationToken.None);
        }
    });

    /// <summary>One message to each, as soon as it is there.</summary>
    private static Task AppendToAllAsync(InMemorySessionStore store, SessionMessage message, int sessions) => Task.Run(async () =>
    {
        for (var i = 0; i < sessions; i++)
        {
            while ((await AppendAsync(store, $"s{i}", message)).Status is SessionWriteStatus.NotFound)
            {
            }
        }
    });

    private static ValueTask<SessionWriteResult> AppendAsync(InMemorySessionStore store, string sessionId, SessionMessage message) =>
        store.AppendAsync(sessionId, new NewMessage(message, MessageGroup.OfAppend(0)), Now, Limits, CancellationToken.None);
}
