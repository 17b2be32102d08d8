using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents.Tests.History;

/// <summary>The same message instance, or the same instructions, passed again.</summary>
public sealed class RepeatedMessageTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_instance_that_is_said_in_two_runs_was_said_twice(bool eachCall)
    {
        await using var test = TestMemory.Create();
        using var client = new ScriptedChatClient("a", "b");
        var agent = Agent(test, client, eachCall);
        var yes = Models.User("yes");

        await agent.RunAsync(yes);
        await agent.RunAsync(yes);

        Assert.Equal(["user: yes", "assistant: a", "user: yes"], client.Requests[1].Short());
        Assert.Equal(["user: yes", "assistant: a", "user: yes", "assistant: b"], await test.SaidAsync());
    }

    [Fact]
    public async Task An_instance_that_is_said_in_two_requests_was_said_twice()
    {
        await using var test = TestMemory.Create();
        using var model = new ScriptedChatClient("a", "b");
        using var client = Client(test, model);
        var yes = Models.User("yes");

        await client.GetResponseAsync([yes]);
        await client.GetResponseAsync([yes]);

        Assert.Equal(["user: yes", "assistant: a", "user: yes"], model.Requests[1].Short());
        Assert.Equal(["user: yes", "assistant: a", "user: yes", "assistant: b"], await test.SaidAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_instance_that_stands_twice_in_a_request_was_said_twice(bool eachCall)
    {
        await using var test = TestMemory.Create();
        using var client = new ScriptedChatClient((_, _, request) => request is 0 ? Models.Call("a") : Models.Said("done"));
        var yes = Models.User("yes");

        await Agent(test, client, eachCall, Models.LookUp()).RunAsync([yes, yes]);

        Assert.Equal(["user: yes", "user: yes", "call a", "result a"], client.Requests[1].Short());
        Assert.Equal(["user: yes", "user: yes", "assistant: ", "tool: ", "assistant: done"], await test.SaidAsync());
    }

    [Fact]
    public async Task A_caller_that_keeps_the_list_itself_has_each_message_once()
    {
        await using var test = TestMemory.Create();
        using var model = new ScriptedChatClient("1", "2", "3");
        using var client = Client(test, model);
        var list = new List<ChatMessage> { new(ChatRole.System, "be kind") };

        foreach (var question in new[] { "a", "b", "c" })
        {
            list.Add(Models.User(question));
            list.AddRange((await client.GetResponseAsync(list)).Messages);
        }

        string[] said = ["system: be kind", "user: a", "assistant: 1", "user: b", "assistant: 2", "user: c"];
        Assert.Equal(said, model.Requests[2].Short());
        Assert.Equal(said.Append("assistant: 3"), await test.SaidAsync());
    }

    [Theory]
    [InlineData("client")]
    [InlineData("agent")]
    [InlineData("outer agent")]
    public async Task Instructions_with_each_request_stand_once_and_first(string kind)
    {
        await using var test = TestMemory.Create();
        using var model = new ScriptedChatClient("1", "2", "3");
        using var client = Client(test, model);
        var agent = kind is "agent"
            ? test.Agent(model)
            : new ChatClientAgent(model).AsBuilder().UseHospitalityMemory(test.Memory, Models.Conversation).Build();

        foreach (var question in new[] { "a", "b", "c" })
        {
            ChatMessage[] messages = [new(ChatRole.System, "be kind"), Models.User(question)];
            await (kind is "client" ? client.GetResponseAsync(messages) : (Task)agent.RunAsync(messages));
        }

        string[] said = ["system: be kind", "user: a", "assistant: 1", "user: b", "assistant: 2", "user: c"];
        Assert.Equal(said, model.Requests[2].Short());
        Assert.Equal(said.Append("assistant: 3"), await test.SaidAsync());
    }

    [Fact]
    public async Task Other_instructions_are_another_message()
    {
        await using var test = TestMemory.Create();
        using var model = new ScriptedChatClient("1", "2");
        using var client = Client(test, model);

        await client.GetResponseAsync([new(ChatRole.System, "be kind"), Models.User("a")]);
        await client.GetResponseAsync([new(ChatRole.System, "be brief"), Models.User("b")]);

        Assert.Equal(["system: be brief", "system: be kind", "user: a", "assistant: 1", "user: b"], model.Requests[1].Short());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Functions_that_are_invoked_around_the_memory_are_kept_once_too(bool streaming)
    {
        await using var test = TestMemory.Create();
        using var model = new ScriptedChatClient((_, _, request) => request switch
        {
            0 => Models.Call("a"),
            1 => Models.Call("b", "c"),
            _ => Models.Said($"done {request}"),
        });
        using var client = model.AsBuilder().UseFunctionInvocation().UseHospitalityMemory(test.Memory, Models.Conversation, static _ => { }).Build();
        var options = new ChatOptions { Tools = [Models.LookUp()] };

        foreach (var question in new[] { "look", "and?" })
        {
            if (streaming)
            {
                Assert.NotEmpty((await client.GetStreamingResponseAsync(question, options).ToChatResponseAsync()).Messages);
            }
            else
            {
                await client.GetResponseAsync(question, options);
            }
        }

        string[] first = ["user: look", "call a", "result a", "call b + call c", "result b + result c"];
        Assert.Equal(first, model.Requests[2].Short());
        Assert.Equal([.. first, "assistant: done 2", "user: and?"], model.Requests[3].Short());
        Assert.Equal(8, (await test.SessionAsync()).Messages.Count);
    }

    private static ChatClientAgent Agent(TestMemory test, IChatClient client, bool eachCall, params AITool[] tools)
    {
        var options = new ChatClientAgentOptions { ChatOptions = new() { Tools = [.. tools] } }
            .UseHospitalityMemory(test.Memory, Models.Conversation, static _ => { });
        options.RequirePerServiceCallChatHistoryPersistence = eachCall;
        return new(client, options);
    }

    private static IChatClient Client(TestMemory test, IChatClient model) =>
        model.AsBuilder().UseHospitalityMemory(test.Memory, Models.Conversation, static _ => { }).Build();
}
