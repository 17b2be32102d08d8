using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents.Tests.History;

public sealed class ApprovalTests
{
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task An_approval_is_asked_in_one_turn_and_answered_in_another_across_a_serialized_session(bool eachCall, bool approved)
    {
        await using var test = TestMemory.Create();
        var paid = 0;
        var pay = new ApprovalRequiredAIFunction(AIFunctionFactory.Create((string what) => $"paid {what}, {++paid}", "look_up"));
        using var client = new ScriptedChatClient((messages, _, _) => messages[^1].Contents.Any(content => content is FunctionResultContent)
            ? Models.Said("done")
            : messages[^1].Text is "pay" ? Models.Call("c1") : Models.Said("sure"));
        ChatClientAgent Agent()
        {
            var options = new ChatClientAgentOptions { ChatOptions = new() { Tools = [pay] } }
                .UseHospitalityMemory(test.Memory, conversation: null, static _ => { });
            options.RequirePerServiceCallChatHistoryPersistence = eachCall;
            return new(client, options);
        }

        var (asking, answering) = (Agent(), Agent());
        var session = await asking.CreateSessionAsync();
        session.SetGuestConversation(Models.Conversation);
        var asked = await asking.RunAsync("pay", session);
        var request = asked.Messages.SelectMany(message => message.Contents).OfType<ToolApprovalRequestContent>().Single();
        Assert.Equal(0, paid);

        session = await answering.DeserializeSessionAsync(await asking.SerializeSessionAsync(session));
        var answer = await answering.RunAsync(new ChatMessage(ChatRole.User, [request.CreateResponse(approved)]), session);
        var next = await answering.RunAsync("thanks", session);

        Assert.Equal("done", answer.Text);
        Assert.Equal("sure", next.Text);
        Assert.Equal(approved ? 1 : 0, paid);
        Assert.All(client.Requests, seen => Assert.Empty(seen.Problems()));
        Assert.Equal(
            ["user: pay", "call c1", "result c1", "assistant: done", "user: thanks"],
            client.Requests[^1].Where(message => !message.Contents.All(content => content is InputRequestContent or InputResponseContent)).Short());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_approval_that_nobody_answers_does_not_stop_the_conversation(bool eachCall)
    {
        await using var test = TestMemory.Create();
        var pay = new ApprovalRequiredAIFunction(Models.LookUp());
        using var client = new ScriptedChatClient((messages, _, _) => messages[^1].Text is "pay" ? Models.Call("c1") : Models.Said("sure"));
        var options = new ChatClientAgentOptions { ChatOptions = new() { Tools = [pay] } }
            .UseHospitalityMemory(test.Memory, Models.Conversation, static _ => { });
        options.RequirePerServiceCallChatHistoryPersistence = eachCall;
        var agent = new ChatClientAgent(client, options);

        await agent.RunAsync("pay");
        var answer = await agent.RunAsync("no, forget it");

        Assert.Equal("sure", answer.Text);
        Assert.Equal(["user: pay", "user: no, forget it"], client.Requests[^1].Short());
    }
}
