using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents.Tests.History;

public sealed class AgentRunTests
{
    [Fact]
    public async Task What_is_said_is_kept_and_given_back_at_the_next_turn()
    {
        await using var test = TestMemory.Create();
        using var client = new ScriptedChatClient("Where to?", "Rome it is.");
        var agent = test.Agent(client);

        await agent.RunAsync("I want to travel");
        await agent.RunAsync("Rome");

        Assert.Equal(["user: I want to travel", "assistant: Where to?", "user: Rome", "assistant: Rome it is."], await test.SaidAsync());
        Assert.Equal(["user: I want to travel", "assistant: Where to?", "user: Rome"], client.Requests[1].Short());
        Assert.Equal("concierge", (await test.SessionAsync()).Messages[1].Agent);
    }

    [Fact]
    public async Task Calls_and_results_are_kept_in_order_and_no_message_is_doubled()
    {
        await using var test = TestMemory.Create();
        using var client = new ScriptedChatClient((_, _, request) => request switch
        {
            0 => Models.Call("a", "b"),
            1 => Models.Call("c"),
            _ => Models.Said("done"),
        });
        var agent = test.Agent(client, null, Models.LookUp());

        await agent.RunAsync("look");
        await agent.RunAsync("again");

        Assert.Equal(
            ["user: look", "call a + call b", "result a + result b", "call c", "result c", "assistant: done", "user: again"],
            client.Requests[3].Short());
        Assert.Empty(client.Requests[3].Problems());
        Assert.Equal(8, (await test.SessionAsync()).Messages.Count);
    }

    [Fact]
    public async Task Within_a_run_the_model_sees_what_its_tools_did()
    {
        await using var test = TestMemory.Create();
        using var client = new ScriptedChatClient((_, _, request) => request is 0 ? Models.Call("a") : Models.Said("done"));

        await test.Agent(client, null, Models.LookUp()).RunAsync("look");

        Assert.Equal(["user: look", "call a", "result a"], client.Requests[1].Short());
    }

    [Fact]
    public async Task A_guests_second_yes_is_another_message()
    {
        await using var test = TestMemory.Create();
        using var client = new ScriptedChatClient("Sure?", "Really?", "Done.");
        var agent = test.Agent(client);
        var yes = Models.User("yes");

        await agent.RunAsync(yes);
        await agent.RunAsync(yes);
        await agent.RunAsync(Models.User("yes"));

        Assert.Equal(["user: yes", "assistant: Sure?", "user: yes", "assistant: Really?", "user: yes", "assistant: Done."], await test.SaidAsync());
    }

    [Fact]
    public async Task What_was_said_already_under_its_id_is_not_said_again()
    {
        await using var test = TestMemory.Create();
        using var client = new ScriptedChatClient("Where to?", "Rome it is.");
        var agent = test.Agent(client);
        var first = new ChatMessage(ChatRole.User, "hello") { MessageId = "ui-1" };

        var answer = await agent.RunAsync(first);
        await agent.RunAsync([first, .. answer.Messages, new(ChatRole.User, "Rome") { MessageId = "ui-2" }]);

        Assert.Equal(["user: hello", "assistant: Where to?", "user: Rome", "assistant: Rome it is."], await test.SaidAsync());
        Assert.Equal(["user: hello", "assistant: Where to?", "user: Rome"], client.Requests[1].Short());
    }

    [Fact]
    public async Task Answers_that_a_model_gives_one_id_are_all_kept()
    {
        await using var test = TestMemory.Create();
        using var client = new ScriptedChatClient((_, _, request) =>
            request is 0 ? WithId(Models.Call("a")) : WithId(Models.Said($"answer {request}")));
        var agent = test.Agent(client, null, Models.LookUp());

        await agent.RunAsync("one");
        await agent.RunAsync("two");

        Assert.Equal(
            ["user: one", "assistant: ", "tool: ", "assistant: answer 1", "user: two", "assistant: answer 2"], await test.SaidAsync());
        static ChatMessage WithId(ChatMessage message)
        {
            message.MessageId = "always-the-same";
            return message;
        }
    }

    [Fact]
    public async Task A_session_of_another_guest_stays_theirs()
    {
        await using var test = TestMemory.Create();
        await test.ShortTerm.CreateSessionAsync("s1", "ben");
        await test.ShortTerm.AddMessageAsync("s1", MessageRole.User, "my secret");
        using var client = new ScriptedChatClient("hello");

        await Assert.ThrowsAsync<SessionOwnershipException>(() => test.Agent(client).RunAsync("who was here?"));
        await Assert.ThrowsAsync<SessionOwnershipException>(
            () => test.Agent(client, new GuestConversation("s1", null), null).RunAsync("who was here?"));

        Assert.Empty(client.Requests);
        Assert.Equal(["user: my secret"], await test.SaidAsync());
    }

    [Fact]
    public async Task The_agents_session_holds_ids_only_and_stays_with_its_guest()
    {
        await using var test = TestMemory.Create();
        using var client = new ScriptedChatClient("one", "two");
        var agent = test.Agent(client, conversation: null, null);
        var session = await agent.CreateSessionAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => agent.RunAsync("hello", session));

        session.SetGuestConversation(Models.Conversation);
        await agent.RunAsync("hello", session);
        var stored = (await agent.SerializeSessionAsync(session)).ToString();
        Assert.DoesNotContain("hello", stored, StringComparison.Ordinal);
        Assert.Contains("anna", stored, StringComparison.Ordinal);

        Assert.Throws<InvalidOperationException>(() => session.SetGuestConversation(new("s2", "ben")));
        await Assert.ThrowsAsync<InvalidOperationException>(() => test.Agent(client, new GuestConversation("s2", "ben"), null).RunAsync("x", session));
        var again = await agent.DeserializeSessionAsync(await agent.SerializeSessionAsync(session));
        await agent.RunAsync("again", again);
        Assert.Equal(4, (await test.SessionAsync()).Messages.Count);
    }

    [Fact]
    public async Task A_second_provider_on_the_same_session_doubles_nothing()
    {
        await using var test = TestMemory.Create();
        using var client = new ScriptedChatClient("from the first", "from the second");
        var (first, second) = (test.Agent(client), test.Agent(client));
        var session = await first.CreateSessionAsync();

        await first.RunAsync("hello", session);
        await second.RunAsync("hello again", session);

        Assert.Equal(
            ["user: hello", "assistant: from the first", "user: hello again", "assistant: from the second"], await test.SaidAsync());
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task A_run_is_one_run_to_its_end(bool streaming, bool hasSession)
    {
        await using var test = TestMemory.Create();
        using var client = new ScriptedChatClient((_, _, request) => request % 3 is 2 ? Models.Said("done") : Models.Call($"c{request}"));
        var agent = test.Agent(client, null, Models.LookUp());
        List<ChatMessage> again = [Models.User("look")];

        // The second run gets the same list instance as the first.
        for (var run = 0; run < 2; run++)
        {
            var session = hasSession ? await agent.CreateSessionAsync() : null;
            if (streaming)
            {
                await foreach (var update in agent.RunStreamingAsync(again, session))
                {
                    Assert.NotNull(update);
                }
            }
            else
            {
                await agent.RunAsync(again, session);
            }
        }

        var runs = (await test.SessionAsync()).Messages.Select(message => message.AdditionalFields.GetString("agent_run")).ToList();
        Assert.Equal(12, runs.Count);
        Assert.Single(runs.Take(6).Distinct());
        Assert.Single(runs.Skip(6).Distinct());
        Assert.NotEqual(runs[0], runs[6]);
    }
}
