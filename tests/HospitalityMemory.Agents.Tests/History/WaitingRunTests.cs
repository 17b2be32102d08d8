using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents.Tests.History;

/// <summary>KeepNothing, and runs that end with calls which the caller answers in the next run.</summary>
public sealed class WaitingRunTests
{
    private static readonly ChatMessage[] Answered = [new(ChatRole.Tool, [new FunctionResultContent("a", "1")])];

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task What_the_caller_carries_out_is_stored_with_its_result(bool eachCall, bool streaming)
    {
        await using var test = TestMemory.Create();
        using var client = new ScriptedChatClient((_, _, request) => request is 0 ? Models.Call("a") : Models.Said("done"));
        var agent = Agent(test, client, eachCall);
        var session = await agent.CreateSessionAsync();

        await RunAsync(agent, [Models.User("look")], session, streaming);
        Assert.Empty(await test.SaidAsync());
        await RunAsync(agent, Answered, session, streaming);

        Assert.Equal(["user: look", "call a", "result a"], client.Requests[1].Short());
        Assert.Equal(["user: look", "assistant: ", "tool: ", "assistant: done"], await test.SaidAsync());
    }

    [Fact]
    public async Task A_run_that_fails_with_the_result_can_be_made_again()
    {
        await using var test = TestMemory.Create();
        using var client = new ScriptedChatClient((_, _, request) => request switch
        {
            0 => Models.Call("a"),
            1 => throw new HttpRequestException("no model"),
            _ => Models.Said("done"),
        });
        var agent = Agent(test, client, eachCall: true);
        var session = await agent.CreateSessionAsync();

        await agent.RunAsync("look", session);
        await Assert.ThrowsAsync<HttpRequestException>(() => agent.RunAsync(Answered, session));
        Assert.Empty(await test.SaidAsync());
        await agent.RunAsync(Answered, session);

        Assert.Equal(["user: look", "call a", "result a"], client.Requests[2].Short());
        Assert.Equal(["user: look", "assistant: ", "tool: ", "assistant: done"], await test.SaidAsync());
    }

    [Fact]
    public async Task A_run_that_nobody_brings_a_result_for_is_not_kept()
    {
        await using var test = TestMemory.Create();
        using var client = new ScriptedChatClient((_, _, request) => request is 0 ? Models.Call("a") : Models.Said("fine"));
        var agent = Agent(test, client, eachCall: true);
        var session = await agent.CreateSessionAsync();

        await agent.RunAsync("look", session);
        await agent.RunAsync("never mind", session);

        Assert.Equal(["user: never mind"], client.Requests[1].Short());
        Assert.Equal(["user: never mind", "assistant: fine"], await test.SaidAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_has_to_be_approved_is_stored_with_the_answer(bool eachCall)
    {
        await using var test = TestMemory.Create();
        using var client = new ScriptedChatClient((_, _, request) => request is 0 ? Models.Call("a") : Models.Said("done"));
        var agent = Agent(test, client, eachCall, new ApprovalRequiredAIFunction(Models.LookUp()));
        var session = await agent.CreateSessionAsync();

        var asked = await agent.RunAsync("pay", session);
        var request = asked.Messages.SelectMany(message => message.Contents).OfType<ToolApprovalRequestContent>().Single();
        await agent.RunAsync(new ChatMessage(ChatRole.User, [request.CreateResponse(true)]), session);
        await agent.RunAsync("thanks", session);

        Assert.Equal(
            ["user: pay", "call a", "result a", "assistant: done", "user: thanks"],
            client.Requests[^1].Where(message => !message.Contents.All(content => content is InputRequestContent or InputResponseContent)).Short());
    }

    private static ChatClientAgent Agent(TestMemory test, IChatClient client, bool eachCall, AITool? tool = null)
    {
        tool ??= AIFunctionFactory.CreateDeclaration("look_up", "Looks up.", Models.LookUp().JsonSchema);
        var options = new ChatClientAgentOptions { ChatOptions = new() { Tools = [tool] } }
            .UseHospitalityMemory(test.Memory, Models.Conversation, options => options.History.FailedRuns = FailedRunPolicy.KeepNothing);
        options.RequirePerServiceCallChatHistoryPersistence = eachCall;
        return new(client, options);
    }

    private static Task<AgentResponse> RunAsync(AIAgent agent, ChatMessage[] messages, AgentSession session, bool streaming) => streaming
        ? agent.RunStreamingAsync(messages, session).ToAgentResponseAsync()
        : agent.RunAsync(messages, session);
}
