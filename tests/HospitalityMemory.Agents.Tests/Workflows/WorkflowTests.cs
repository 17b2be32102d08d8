using Microsoft.Agents.AI;
using Microsoft.Agents.AI.Workflows;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents.Tests.Workflows;

/// <summary>History at the outer agent, context at the inner ones.</summary>
public sealed class WorkflowTests
{
    [SkippableTheory]
    [InlineData("memory", false)]
    [InlineData("memory", true)]
    [InlineData("sqlite", true)]
    [InlineData("redis", false)]
    public async Task A_hand_off_keeps_each_message_once_with_its_speaker(string store, bool streaming)
    {
        await using var test = await TestMemory.CreateAsync(store);
        using var team = new Team(test);
        var agent = team.HandOff().AsAIAgent(name: "team").AsBuilder().UseHospitalityMemory(test.Memory, Models.Conversation).Build();

        await RunAsync(agent, "a room in Rome", null, streaming);
        await RunAsync(agent, "book the first", null, streaming);

        var messages = (await test.SessionAsync()).Messages;
        Assert.Equal(["a room in Rome", "book the first"], messages.Where(message => message.Role == MessageRole.User).Select(message => message.Content));
        Assert.Equal(
            ["availability: There are two rooms.", "booking: It is booked."],
            messages.Where(message => message.Role == MessageRole.Assistant && message.Content.Length > 0).Select(message => $"{message.Agent}: {message.Content}"));
        Assert.Equal(messages.Count, messages.Select(message => message.MessageId).Distinct().Count());
        Assert.All(team.Requests, request => Assert.Empty(request.Problems()));

        // The second turn begins with what was said in the first, each once.
        var second = team.Requests.First(request => request.Any(message => message.Text is "book the first"));
        Assert.Single(second, message => message.Text is "a room in Rome");
        Assert.Single(second, message => message.Text is "There are two rooms.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_hand_off_whose_agent_session_is_kept_is_told_nothing_twice(bool streaming)
    {
        await using var test = TestMemory.Create();
        using var team = new Team(test);
        var agent = team.HandOff().AsAIAgent(name: "team").AsBuilder().UseHospitalityMemory(test.Memory, Models.Conversation).Build();
        var session = await agent.CreateSessionAsync();

        await RunAsync(agent, "a room in Rome", session, streaming);
        session = await agent.DeserializeSessionAsync(await agent.SerializeSessionAsync(session));
        await RunAsync(agent, "book the first", session, streaming);

        Assert.All(team.Requests, request => Assert.InRange(request.Count(message => message.Text is "a room in Rome"), 1, 1));
        Assert.Equal(2, (await test.SessionAsync()).Messages.Count(message => message.Role == MessageRole.User));
    }

    [Fact]
    public async Task What_another_process_said_meanwhile_is_told_to_an_agent_session_that_is_kept()
    {
        await using var test = TestMemory.Create();
        using var client = new ScriptedChatClient("first", "second");
        var agent = new ChatClientAgent(client).AsBuilder().UseHospitalityMemory(test.Memory, Models.Conversation).Build();
        var session = await agent.CreateSessionAsync();

        await agent.RunAsync("one", session);
        await test.ShortTerm.AddMessageAsync("s1", MessageRole.Assistant, "Your taxi is here.");
        await agent.RunAsync("two", session);

        Assert.Equal(["user: one", "assistant: first", "assistant: Your taxi is here.", "user: two"], client.Requests[1].Short());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_sequence_of_three(bool streaming)
    {
        await using var test = TestMemory.Create();
        using var team = new Team(test);
        var workflow = AgentWorkflowBuilder.BuildSequential(team.Says("one", "1"), team.Says("two", "2"), team.Says("three", "3"));
        var agent = workflow.AsAIAgent(name: "team").AsBuilder().UseHospitalityMemory(test.Memory, Models.Conversation).Build();

        await RunAsync(agent, "count", null, streaming);
        await RunAsync(agent, "again", null, streaming);

        Assert.Equal(
            ["user: count", "one: 1", "two: 2", "three: 3", "user: again", "one: 1", "two: 2", "three: 3"], await SpeakersAsync(test));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Agents_at_the_same_time(bool streaming)
    {
        await using var test = TestMemory.Create();
        using var team = new Team(test);
        var workflow = AgentWorkflowBuilder.BuildConcurrent([team.Says("one", "1"), team.Says("two", "2")]);
        var agent = workflow.AsAIAgent(name: "team").AsBuilder().UseHospitalityMemory(test.Memory, Models.Conversation).Build();

        await RunAsync(agent, "count", null, streaming);

        var said = await SpeakersAsync(test);
        Assert.Equal("user: count", said[0]);
        Assert.Equal(["one: 1", "two: 2"], said.Skip(1).Order());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_group_chat(bool streaming)
    {
        await using var test = TestMemory.Create();
        using var team = new Team(test);
        var workflow = AgentWorkflowBuilder
            .CreateGroupChatBuilderWith(agents => new RoundRobinGroupChatManager(agents) { MaximumIterationCount = 4 })
            .AddParticipants(team.Says("one", "1"), team.Says("two", "2"))
            .Build();
        var agent = workflow.AsAIAgent(name: "team").AsBuilder().UseHospitalityMemory(test.Memory, Models.Conversation).Build();

        await RunAsync(agent, "count", null, streaming);

        Assert.Equal(["user: count", "one: 1", "two: 2", "one: 1", "two: 2"], await SpeakersAsync(test));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_history_at_each_inner_agent_doubles_nothing_either(bool streaming)
    {
        await using var test = TestMemory.Create();
        using var team = new Team(test) { KeepHistory = true };
        var agent = team.HandOff().AsAIAgent(name: "team");

        await RunAsync(agent, "a room in Rome", null, streaming);
        await RunAsync(agent, "book the first", null, streaming);

        var messages = (await test.SessionAsync()).Messages;
        Assert.Equal(["a room in Rome", "book the first"], messages.Where(message => message.Role == MessageRole.User).Select(message => message.Content));
        Assert.Equal(
            ["availability: There are two rooms.", "booking: It is booked."],
            messages.Where(message => message.Role == MessageRole.Assistant && message.Content.Length > 0).Select(message => $"{message.Agent}: {message.Content}"));
        Assert.All(team.Requests, request => Assert.Empty(request.Problems()));
    }

    private static async Task<string[]> SpeakersAsync(TestMemory test) =>
        [.. (await test.SessionAsync()).Messages.Select(message => $"{message.Agent ?? message.Role.Name}: {message.Content}")];

    private static async Task RunAsync(AIAgent agent, string text, AgentSession? session, bool streaming)
    {
        if (!streaming)
        {
            await agent.RunAsync(text, session);
            return;
        }

        await foreach (var update in agent.RunStreamingAsync(text, session))
        {
            Assert.NotNull(update);
        }
    }
}
