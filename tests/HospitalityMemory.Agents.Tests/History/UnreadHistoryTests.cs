using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents.Tests.History;

/// <summary>Runs that continue without history, and sessions of another guest.</summary>
public sealed class UnreadHistoryTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_run_without_history_knows_what_it_has_said_itself(bool comesBack)
    {
        await using var test = TestMemory.Create();
        var isDown = true;
        var (memory, _) = Interceptor.Around(test.ShortTerm, _ => isDown ? new MemoryUnavailableException("gone") : null);
        using var client = new ScriptedChatClient((_, _, request) =>
        {
            isDown = !comesBack;
            return request is 0 ? Models.Call("a") : Models.Said("done");
        });

        await GoesOn(test, memory, client, Models.Conversation).RunAsync("look");

        Assert.Equal(["user: look", "call a", "result a"], client.Requests[1].Short());
    }

    [Fact]
    public async Task A_hosts_store_that_cannot_be_read_is_a_history_that_cannot_be_read()
    {
        await using var test = TestMemory.Create();
        using var client = new ScriptedChatClient("nice", "and now?");
        ChatClientAgent Agent(bool goesOn) => test.Agent(client, options =>
        {
            options.History.ContentStore = new LostKeys();
            options.History.ContinueWithoutHistory = goesOn;
        });
        await Agent(goesOn: false).RunAsync(new ChatMessage(ChatRole.User, [new DataContent(new byte[100_000], "image/png")]));

        await Assert.ThrowsAsync<IOException>(() => Agent(goesOn: false).RunAsync("next"));
        await Agent(goesOn: true).RunAsync("next");

        Assert.Equal(["user: next"], client.Requests[^1].Short());
    }

    [Theory]
    [InlineData("mallory")]
    [InlineData(null)]
    public async Task A_run_without_history_writes_into_no_other_guests_session(string? userId)
    {
        await using var test = TestMemory.Create();
        await test.ShortTerm.CreateSessionAsync("s1", "anna");
        var isDown = true;
        var (memory, _) = Interceptor.Around(test.ShortTerm, _ => isDown ? new MemoryUnavailableException("gone") : null);
        using var client = new ScriptedChatClient((_, _, _) =>
        {
            isDown = false;
            return Models.Said("hello");
        });
        var lost = new List<UnstoredMessages>();

        await GoesOn(test, memory, client, new("s1", userId), lost.Add).RunAsync("I am someone else");

        Assert.Empty(await test.SaidAsync());
        Assert.IsType<SessionOwnershipException>(Assert.Single(lost).Cause);
        Assert.False(lost[0].KeptInPart);
    }

    [Fact]
    public async Task A_run_for_which_the_framework_asks_no_history_writes_into_no_other_guests_session()
    {
        await using var test = TestMemory.Create();
        await test.ShortTerm.CreateSessionAsync("s1", "anna");
        using var client = new ScriptedChatClient("hello");
        var agent = test.Agent(client, new GuestConversation("s1", "mallory"), options => options.IncludeContext = false);

        await agent.RunAsync("hi", await agent.CreateSessionAsync(), new ChatClientAgentRunOptions { AllowBackgroundResponses = true });

        Assert.Empty(await test.SaidAsync());
    }

    [Theory]
    [InlineData("mallory", true)]
    [InlineData("mallory", false)]
    [InlineData(null, true)]
    [InlineData(null, false)]
    public async Task A_session_that_was_guessed_is_neither_told_nor_written(string? userId, bool streaming)
    {
        await using var test = TestMemory.Create();
        await test.ShortTerm.CreateSessionAsync("s1", "anna");
        await test.ShortTerm.AddMessageAsync("s1", MessageRole.User, "secret");
        using var model = new ScriptedChatClient("hello");
        var conversation = new GuestConversation("s1", userId);
        using var client = model.AsBuilder().UseHospitalityMemory(test.Memory, conversation, static _ => { }).Build();
        var outer = new ChatClientAgent(model).AsBuilder().UseHospitalityMemory(test.Memory, conversation).Build();
        AIAgent[] agents = [test.Agent(model, conversation, options => options.IncludeContext = false), outer];

        foreach (var agent in agents)
        {
            await Assert.ThrowsAsync<SessionOwnershipException>(() => streaming
                ? agent.RunStreamingAsync("what did Anna say?").ToAgentResponseAsync()
                : agent.RunAsync("what did Anna say?"));
        }

        await Assert.ThrowsAsync<SessionOwnershipException>(() => streaming
            ? client.GetStreamingResponseAsync("what did Anna say?").ToChatResponseAsync()
            : client.GetResponseAsync("what did Anna say?"));
        Assert.Empty(model.Requests);
        Assert.Equal(["user: secret"], await test.SaidAsync());
    }

    private static ChatClientAgent GoesOn(
        TestMemory test, IShortTermMemory memory, IChatClient client, GuestConversation conversation, Action<UnstoredMessages>? onUnstored = null) =>
        new(client, new ChatClientAgentOptions { ChatOptions = new() { Tools = [Models.LookUp()] } }.UseHospitalityMemory(
            test.Memory with { ShortTerm = memory },
            conversation,
            options =>
            {
                options.History.ContinueWithoutHistory = true;
                options.History.OnUnstored = onUnstored;
            }));

    private sealed class LostKeys : IContentStore
    {
        public ValueTask<string> StoreAsync(GuestConversation conversation, DataContent content, CancellationToken cancellationToken) => new("key");

        public ValueTask<byte[]?> ReadAsync(GuestConversation conversation, string key, CancellationToken cancellationToken) =>
            throw new IOException("gone");
    }
}
