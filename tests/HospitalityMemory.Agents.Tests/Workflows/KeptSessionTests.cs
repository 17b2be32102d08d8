using Microsoft.Agents.AI;
using Microsoft.Agents.AI.Workflows;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Agents.Tests.Workflows;

/// <summary>An outer agent whose session is used for several turns.</summary>
public sealed class KeptSessionTests
{
    [Theory]
    [InlineData("agent")]
    [InlineData("sequence")]
    [InlineData("group chat")]
    [InlineData("hand-off")]
    public async Task It_remembers_what_it_was_told_of_the_conversation_before_it(string kind)
    {
        await using var test = TestMemory.Create();
        using var model = new ScriptedChatClient((_, _, request) => Models.Said($"a{request}"));
        await Make(kind, model, test).RunAsync("q0");
        var agent = Make(kind, model, test);
        var session = await agent.CreateSessionAsync();

        await agent.RunAsync("q1", session);
        await agent.RunAsync("q2", session);
        session = await agent.DeserializeSessionAsync(await agent.SerializeSessionAsync(session));
        await agent.RunAsync("q3", session);

        Assert.Equal(
            ["user: q0", "assistant: a0", "user: q1", "assistant: a1", "user: q2", "assistant: a2", "user: q3"], model.Requests[^1].Short());
        Assert.Equal(8, (await test.SessionAsync()).Messages.Count);
    }

    [Theory]
    [InlineData("agent")]
    [InlineData("sequence")]
    [InlineData("group chat")]
    [InlineData("hand-off")]
    public async Task It_is_told_the_summary_once_a_turn_and_keeps_none(string kind)
    {
        await using var test = TestMemory.Create(
            options => options.ShortTerm.MaxMessages = 4, services => services.AddSingleton<IConversationSummarizer, Notes>());
        using var model = new ScriptedChatClient("a");
        var agent = Make(kind, model, test);
        var session = await agent.CreateSessionAsync();
        for (var i = 0; i < 4; i++)
        {
            await test.ShortTerm.GetOrCreateSessionAsync("s1", "anna");
            await test.ShortTerm.UpdateSessionAsync("s1", state => state with { Context = state.Context.Set("conversation_summary", "They like villas.") });
            await agent.RunAsync($"q{i}", session);
        }

        Assert.All(model.Requests, request => Assert.Single(request, message => message.Text.Contains("villas", StringComparison.Ordinal)));
        Assert.Contains("villas", model.Requests[0][0].Text, StringComparison.Ordinal);
        Assert.Equal(["user: q2", "assistant: a", "user: q3", "assistant: a"], await test.SaidAsync());
    }

    private static AIAgent Make(string kind, IChatClient model, TestMemory test)
    {
        var one = new ChatClientAgent(model, name: "one", description: "Speaks.");
        var two = new ChatClientAgent(model, name: "two", description: "Is silent.");
        var agent = kind switch
        {
            "sequence" => AgentWorkflowBuilder.BuildSequential(one).AsAIAgent(name: "team"),
            "group chat" => AgentWorkflowBuilder
                .CreateGroupChatBuilderWith(agents => new RoundRobinGroupChatManager(agents) { MaximumIterationCount = 1 })
                .AddParticipants(one).Build().AsAIAgent(name: "team"),
            "hand-off" => AgentWorkflowBuilder.CreateHandoffBuilderWith(one).WithHandoffs(one, [two]).Build().AsAIAgent(name: "team"),
            _ => one,
        };
        return agent.AsBuilder().UseHospitalityMemory(test.Memory, Models.Conversation).Build();
    }

    private sealed class Notes : IConversationSummarizer
    {
        public ValueTask<string?> SummarizeAsync(
            string sessionId, string? previousSummary, IReadOnlyList<SessionMessage> trimmedMessages, CancellationToken cancellationToken) =>
            new(previousSummary);
    }
}
