using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Tests.Readme;

/// <summary>The blocks of docs/conversations.md.</summary>
internal static class Conversations
{
    public static async Task SendAgainAsync()
    {
        await using var provider = Provider();
        var conversation = provider.GetRequiredService<IShortTermMemory>();
        await conversation.CreateSessionAsync("session-1");

        // snippet
        var message = new SessionMessage { Role = MessageRole.Assistant, Content = "Please pay now.", MessageId = "turn-7-answer" };
        await conversation.AddMessageAsync("session-1", message);
        await conversation.AddMessageAsync("session-1", message); // says it no second time, and returns the message that is there
        // end of snippet

        Assert.Single((await conversation.GetSessionAsync("session-1"))!.Messages);
    }

    public static async Task EditAsync()
    {
        await using var provider = Provider();
        var conversation = provider.GetRequiredService<IShortTermMemory>();
        await conversation.CreateSessionAsync("session-1");
        await conversation.AddMessagesAsync(
            "session-1", [.. Enumerable.Range(1, 14).Select(i => new SessionMessage { Role = MessageRole.User, Content = $"card 411{i}" })]);

        // snippet
        await conversation.ReplaceMessageAsync("session-1", 3, message => message with { Content = "card ****" }); // redact
        await conversation.ReplaceMessageAsync("session-1", 4, _ => null);                                         // remove
        var latest = await conversation.GetLatestMessagesAsync("session-1", 20);
        var since = await conversation.GetMessagesAsync("session-1", after: 12, max: 100);
        await conversation.ClearMessagesAsync("session-1");                                                        // remove all
        // end of snippet

        Assert.Equal((13, "card ****", 5), (latest.Count, latest[2].Content, latest[3].Sequence));
        Assert.Equal([13L, 14], since.Select(message => message.Sequence));
        Assert.Empty((await conversation.GetSessionAsync("session-1"))!.Messages);
    }

    public static async Task LiveAsync()
    {
        await using var provider = Provider();
        var conversation = provider.GetRequiredService<IShortTermMemory>();
        await conversation.CreateSessionAsync("session-1", "guest-7");

        // snippet
        await conversation.CreateSessionAsync(new NewSession
        {
            SessionId = "kiosk-3",
            Lifetime = TimeSpan.FromMinutes(5),
            MaxLifetime = TimeSpan.FromHours(1),
            CurrentAgent = "inquiry",
        });
        await foreach (var session in conversation.ListUserSessionsAsync("guest-7"))
        {
            Console.WriteLine(session);
        }
        // end of snippet

        var created = (await conversation.PeekSessionAsync("kiosk-3"))!;
        Assert.Equal((TimeSpan.FromMinutes(5), "inquiry"), (created.ExpiresAt - created.CreatedAt, created.CurrentAgent));
    }

    private static ServiceProvider Provider() => new ServiceCollection().AddHospitalityMemory().Services.BuildServiceProvider();
}
