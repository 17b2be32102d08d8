namespace HospitalityMemory.Agents.Tests.Readme;

/// <summary>The blocks of docs/agents.md do what the page says.</summary>
public sealed class AgentsPageTests
{
    [Fact]
    public async Task One_agent()
    {
        using var model = new ScriptedChatClient("When?", "Noted.");
        Assert.Equal("In March.", await OneAgent.RunAsync(model));
        Assert.Equal(3, model.Requests[1].Count);
    }

    [Fact]
    public async Task One_agent_with_tools()
    {
        await using var test = TestMemory.Create();
        using var model = new ScriptedChatClient("Noted.");
        Assert.Equal(2, await OneAgent.WithToolsAsync(model, test.Services));
        Assert.Equal(3, model.Options[0]!.Tools!.Count);
    }

    [Fact]
    public async Task A_chat_client_alone()
    {
        await using var test = TestMemory.Create();
        using var model = new ScriptedChatClient("When?");
        Assert.Equal("When?", await OneAgent.ChatClientAloneAsync(model, test.Services));
        Assert.Equal(2, (await test.SaidAsync("session-1")).Length);
    }

    [Fact]
    public async Task A_summarizer()
    {
        using var model = new ScriptedChatClient("They look for a villa in Miami.");
        await OneAgent.SummarizeAsync(model);
    }

    [Fact]
    public async Task Three_agents()
    {
        await using var test = TestMemory.Create();
        using var model = new ScriptedChatClient("When?");
        await ThreeAgents.RunAsync(model, test.Services);
        Assert.Equal(["user: A villa in Miami for four, please.", "assistant: When?"], await test.SaidAsync("session-1"));
    }

    [Fact]
    public async Task Other_workflows()
    {
        await using var test = TestMemory.Create();
        using var team = new Workflows.Team(test);
        await ThreeAgents.OthersAsync(team.Says("one", "1"), team.Says("two", "2"), test.Memory, Models.Conversation);
        Assert.Equal(["user: Hello", "assistant: 1", "assistant: 2"], await test.SaidAsync());
    }

    [Fact]
    public void Clients_of_models() => Assert.Equal(3, Clients.Make("key", "key").Count());
}
