using HospitalityMemory.Experimental;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

#pragma warning disable MAAI001, HMEM001 // What is tested is experimental.

namespace HospitalityMemory.Agents.Tests.Experimental;

public sealed class MemoryAgentSessionStoreTests
{
    [Fact]
    public async Task What_was_saved_comes_back_as_an_instance_of_its_own()
    {
        await using var host = new GuestMemoryHost();
        var store = Store(host);
        var agent = Agent(new ScriptedChatClient("Hello Anna.", "Still here."));
        var session = await store.GetOrCreateSessionAsync(agent, new("s"));
        await agent.RunAsync("I am Anna", session);
        await store.SaveSessionAsync(agent, new("s"), session);

        var (one, other) = ((await Store(host).GetSessionAsync(agent, new("s")))!, (await Store(host).GetSessionAsync(agent, new("s")))!);
        await agent.RunAsync("Are you there?", one);

        Assert.NotSame(one, other);
        Assert.Equal(["I am Anna", "Hello Anna.", "Are you there?", "Still here."], Said(agent, one));
        Assert.Equal(["I am Anna", "Hello Anna."], Said(agent, other));
        Assert.Equal(["I am Anna", "Hello Anna."], Said(agent, (await store.GetSessionAsync(agent, new("s")))!));
    }

    [Fact]
    public async Task Branches_that_run_at_once_do_not_see_each_other()
    {
        await using var host = new GuestMemoryHost();
        var store = Store(host);
        var agent = Agent(new ScriptedChatClient((messages, _, _) => new(ChatRole.Assistant, $"re: {messages[^1].Text}")));
        var trunk = await agent.CreateSessionAsync();
        await agent.RunAsync("trunk", trunk);
        await store.SaveSessionAsync(agent, new("trunk"), trunk);

        await Task.WhenAll(Enumerable.Range(0, 16).Select(async branch =>
        {
            var session = (await store.GetSessionAsync(agent, new("trunk")))!;
            await agent.RunAsync($"branch {branch}", session);
            await store.SaveSessionAsync(agent, new($"branch {branch}"), session);
        }));

        Assert.Equal(["trunk", "re: trunk"], Said(agent, (await store.GetSessionAsync(agent, new("trunk")))!));
        for (var branch = 0; branch < 16; branch++)
        {
            Assert.Equal(
                ["trunk", "re: trunk", $"branch {branch}", $"re: branch {branch}"], Said(agent, (await store.GetSessionAsync(agent, new($"branch {branch}")))!));
        }
    }

    [Fact]
    public async Task Keys_that_would_be_one_by_joining_are_several()
    {
        await using var host = new GuestMemoryHost();
        var store = Store(host);
        AgentSessionStoreKey[] keys =
        [
            new("s"), new("a"), new("sa"), new("s:a"), new("s", Parts(("a", "b"))), new("s", Parts(("a", "b:c"))), new("s", Parts(("a:b", "c"))), new("s:a", Parts(("b", "c"))),
            new("s", Parts(("a", "b"), ("c", "d"))), new("s", Parts(("a", "b,c=d"))), new("s", Parts(("a", "c"), ("b", "d"))), new("sa", Parts(("b", "c"))),
            new("\u0001\u0000\u0000\u0000s"), new("s", Parts(("A", "b"))), new(new('x', 5_000)), new(new('x', 5_001)),
        ];
        var agents = new[] { "agent", "agents" }.Select(id => Agent(new ScriptedChatClient("Hello."), id)).ToArray();

        foreach (var (agent, key, index) in agents.SelectMany(agent => keys.Select((key, index) => (agent, key, index))))
        {
            var session = await agent.CreateSessionAsync();
            session.StateBag.SetValue("which", $"{agent.Id} {index}");
            await store.SaveSessionAsync(agent, key, session);
        }

        foreach (var (agent, key, index) in agents.SelectMany(agent => keys.Select((key, index) => (agent, key, index))))
        {
            var session = await store.GetSessionAsync(agent, key);
            Assert.Equal($"{agent.Id} {index}", session!.StateBag.GetValue<string>("which"));
        }
    }

    [Fact]
    public async Task The_order_of_partitions_is_no_part_of_the_key()
    {
        await using var host = new GuestMemoryHost();
        var agent = Agent(new ScriptedChatClient("Hello."));

        await Store(host).SaveSessionAsync(agent, new("s", Parts(("b", "2"), ("a", "1"))), await agent.CreateSessionAsync());

        Assert.NotNull(await Store(host).GetSessionAsync(agent, new("s", Parts(("a", "1"), ("b", "2")))));
    }

    [Fact]
    public async Task Of_two_that_save_the_later_wins()
    {
        await using var host = new GuestMemoryHost();
        var store = Store(host);
        var agent = Agent(new ScriptedChatClient("Hello."));
        foreach (var value in new[] { "first", "second" })
        {
            var session = await agent.CreateSessionAsync();
            session.StateBag.SetValue("which", value);
            await store.SaveSessionAsync(agent, new("s"), session);
        }

        Assert.Equal("second", (await store.GetSessionAsync(agent, new("s")))!.StateBag.GetValue<string>("which"));
    }

    [Fact]
    public async Task What_is_deleted_or_never_was_is_not_there()
    {
        await using var host = new GuestMemoryHost();
        var store = Store(host);
        var agent = Agent(new ScriptedChatClient("Hello."));
        await store.SaveSessionAsync(agent, new("s"), await agent.CreateSessionAsync());

        await store.DeleteSessionAsync(agent, new("s"));
        await store.DeleteSessionAsync(agent, new("never"));

        Assert.Null(await store.GetSessionAsync(agent, new("s")));
        Assert.Null(await store.GetSessionAsync(agent, new("never")));
    }

    [Fact]
    public async Task A_session_lives_as_long_as_the_options_say()
    {
        await using var host = new GuestMemoryHost();
        var store = new MemoryAgentSessionStore(host.Memory.ShortTerm, new() { Lifetime = TimeSpan.FromHours(8) });
        var agent = Agent(new ScriptedChatClient("Hello."));
        await store.SaveSessionAsync(agent, new("s"), await agent.CreateSessionAsync());

        host.Time.Advance(TimeSpan.FromHours(7));
        Assert.NotNull(await store.GetSessionAsync(agent, new("s")));
        host.Time.Advance(TimeSpan.FromHours(8));
        Assert.Null(await store.GetSessionAsync(agent, new("s")));
    }

    [Fact]
    public async Task A_guests_agent_sessions_are_listed_and_erased_with_the_guest()
    {
        await using var host = new GuestMemoryHost();
        var store = Store(host);
        var agent = Agent(new ScriptedChatClient("Hello."));
        var (anna, bertha) = (new AgentSessionStoreKey("s", Parts(("user_id", "anna"))), new AgentSessionStoreKey("s", Parts(("user_id", "bertha"))));
        await store.SaveSessionAsync(agent, anna, await agent.CreateSessionAsync());
        await store.SaveSessionAsync(agent, bertha, await agent.CreateSessionAsync());

        Assert.Equal("anna", Assert.Single(await host.Memory.ShortTerm.ListUserSessionsAsync("anna").ToListAsync()).UserId);
        await host.Memory.Guests.EraseGuestAsync("anna");

        Assert.Null(await store.GetSessionAsync(agent, anna));
        Assert.NotNull(await store.GetSessionAsync(agent, bertha));
    }

    [Fact]
    public async Task An_approval_is_given_in_another_process_and_the_tool_is_called_once()
    {
        await using var host = new GuestMemoryHost();
        var booking = new ApprovalRequiredAIFunction(ToolOf(host));
        ScriptedChatClient Model() => new((messages, _, _) => messages.Any(message => message.Role == ChatRole.Tool)
            ? new(ChatRole.Assistant, "Booked.")
            : new(ChatRole.Assistant, [new FunctionCallContent("c1", "complete_booking", new Dictionary<string, object?> { ["city"] = "Faro", ["check_in_date"] = "2026-06-01" })]));
        var agent = Agent(Model(), tools: booking);
        var session = await agent.CreateSessionAsync();

        var asked = await agent.RunAsync("Book it", session);
        var request = Assert.Single(asked.Messages.SelectMany(message => message.Contents).OfType<ToolApprovalRequestContent>());
        await Store(host).SaveSessionAsync(agent, new("s"), session);
        Assert.Empty(await host.Memory.LongTerm.GetBookingHistoryAsync("anna").ToListAsync());

        var later = Agent(Model(), tools: booking);
        var restored = (await Store(host).GetSessionAsync(later, new("s")))!;
        var answer = await later.RunAsync(new ChatMessage(ChatRole.User, [request.CreateResponse(true)]), restored);

        Assert.Equal("Booked.", answer.Text);
        Assert.Equal("Faro", Assert.Single(await host.Memory.LongTerm.GetBookingHistoryAsync("anna").ToListAsync()).City);
    }

    private static AIFunction ToolOf(GuestMemoryHost host) =>
        Assert.Single(GuestTools.Create(host.Memory, GuestMemoryHost.Conversation, GuestToolSet.CompleteBooking));

    private static MemoryAgentSessionStore Store(GuestMemoryHost host) => new(host.Memory.ShortTerm, new());

    private static ChatClientAgent Agent(IChatClient model, string id = "agent", params AITool[] tools) =>
        new(model, new ChatClientAgentOptions { Id = id, ChatOptions = new() { Tools = tools } });

    private static IEnumerable<string> Said(ChatClientAgent agent, AgentSession session) =>
        agent.GetService<InMemoryChatHistoryProvider>()!.GetMessages(session).Select(message => message.Text);

    private static Dictionary<string, string> Parts(params (string Name, string Value)[] parts) => parts.ToDictionary(part => part.Name, part => part.Value);
}
