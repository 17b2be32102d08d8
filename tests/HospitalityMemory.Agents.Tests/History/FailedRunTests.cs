using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Moq;

namespace HospitalityMemory.Agents.Tests.History;

public sealed class FailedRunTests
{
    [Theory]
    [InlineData(FailedRunPolicy.KeepWhatWasDone, "user: hello")]
    [InlineData(FailedRunPolicy.KeepNothing)]
    public async Task A_model_that_fails_before_any_tool(FailedRunPolicy failed, params string[] kept)
    {
        await using var test = TestMemory.Create();
        using var client = new ScriptedChatClient((_, _, _) => throw new HttpRequestException("no model"));

        await Assert.ThrowsAsync<HttpRequestException>(() => test.Agent(client, options => options.History.FailedRuns = failed).RunAsync("hello"));

        Assert.Equal(kept, await test.SaidAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_model_that_fails_after_its_tools_leaves_what_they_did(bool streaming)
    {
        await using var test = TestMemory.Create();
        using var client = new ScriptedChatClient((_, _, request) => request switch
        {
            0 => Models.Call("a", "b"),
            1 => throw new HttpRequestException("no model"),
            _ => Models.Said("better now"),
        });
        var agent = test.Agent(client, null, Models.LookUp());

        await Assert.ThrowsAsync<HttpRequestException>(() => streaming ? All(agent.RunStreamingAsync("look")) : agent.RunAsync("look"));
        await agent.RunAsync("and?");

        Assert.Equal(["user: look", "call a + call b", "result a + result b", "user: and?"], client.Requests[2].Short());
    }

    [Fact]
    public async Task Nothing_is_kept_of_a_run_that_failed_after_its_tools_where_that_is_wanted()
    {
        await using var test = TestMemory.Create();
        using var client = new ScriptedChatClient((_, _, request) => request switch
        {
            0 => Models.Call("a"),
            1 => throw new HttpRequestException("no model"),
            2 => Models.Call("b"),
            _ => Models.Said("done"),
        });
        var agent = test.Agent(client, options => options.History.FailedRuns = FailedRunPolicy.KeepNothing, Models.LookUp());

        await Assert.ThrowsAsync<HttpRequestException>(() => agent.RunAsync("look"));
        Assert.Empty(await test.SaidAsync());

        await agent.RunAsync("again");
        Assert.Equal(["user: again", "assistant: ", "tool: ", "assistant: done"], await test.SaidAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_stream_that_is_left_keeps_what_the_guest_said(int wordsRead)
    {
        await using var test = TestMemory.Create();
        using var client = new ScriptedChatClient("a long answer that nobody reads", "fine");
        var agent = test.Agent(client);

        await Some(agent.RunStreamingAsync("hello"), wordsRead + 1);
        await agent.RunAsync("still there?");

        Assert.Equal(["user: hello", "user: still there?"], client.Requests[1].Short());
    }

    [Fact]
    public async Task A_stream_that_is_left_after_a_tool_keeps_the_call_with_its_result()
    {
        await using var test = TestMemory.Create();
        using var client = new ScriptedChatClient((_, _, request) => request switch
        {
            0 => Models.Call("a"),
            1 => Models.Said("a long answer that nobody reads"),
            _ => Models.Said("fine"),
        });
        var agent = test.Agent(client, null, Models.LookUp());

        // Four updates: the call, its result, and two words.
        await Some(agent.RunStreamingAsync("look"), 4);
        await agent.RunAsync("still there?");

        Assert.Equal(["user: look", "call a", "result a", "user: still there?"], client.Requests[2].Short());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stream_that_is_left_anywhere_leaves_what_the_guest_said_and_no_half_of_a_pair(bool isOuter)
    {
        for (var read = 1; read < 12; read++)
        {
            await using var test = TestMemory.Create();
            using var client = new ScriptedChatClient((_, _, request) => request switch
            {
                0 => new(ChatRole.Assistant, [new TextContent("let me look"), .. Models.Call("a", "b").Contents]),
                1 => Models.Call("c"),
                _ => Models.Said("it is done"),
            });
            var agent = isOuter
                ? new ChatClientAgent(client, new ChatClientAgentOptions { ChatOptions = new() { Tools = [Models.LookUp()] } })
                    .AsBuilder().UseHospitalityMemory(test.Memory, Models.Conversation).Build()
                : test.Agent(client, null, Models.LookUp());

            await Some(agent.RunStreamingAsync("look"), read);
            await agent.RunAsync("and?");

            Assert.Empty(client.Requests[^1].Problems());
            Assert.Equal(["user: look", "user: and?"], client.Requests[^1].Where(message => message.Role == ChatRole.User).Short());
        }
    }

    [Fact]
    public async Task A_host_that_throws_when_it_is_told_of_a_loss_does_not_take_the_answer_away()
    {
        await using var test = TestMemory.Create();
        var (memory, _) = Interceptor.Around(test.ShortTerm, name => name is "AddMessagesAsync" ? new MemoryUnavailableException("gone") : null);
        using var client = new ScriptedChatClient("It is booked.");
        var agent = new ChatClientAgent(client, new ChatClientAgentOptions().UseHospitalityMemory(
            test.Memory with { ShortTerm = memory },
            Models.Conversation,
            options => options.History.OnUnstored = _ => throw new InvalidOperationException("the host")));

        Assert.Equal("It is booked.", (await agent.RunAsync("book it")).Text);
    }

    [Fact]
    public async Task A_run_that_is_cancelled_within_a_tool_leaves_no_call_without_its_result()
    {
        await using var test = TestMemory.Create();
        using var cancel = new CancellationTokenSource();
        using var client = new ScriptedChatClient((_, _, request) => request switch
        {
            0 => Models.Call("a"),
            1 => Models.Call("b"),
            _ => Models.Said("fine"),
        });
        var agent = test.Agent(client, null, Models.LookUp(what =>
        {
            if (what is "b")
            {
                cancel.Cancel();
                cancel.Token.ThrowIfCancellationRequested();
            }

            return "found";
        }));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => agent.RunAsync("look", cancellationToken: cancel.Token));
        await agent.RunAsync("and?");

        Assert.Equal(["user: look", "call a", "result a", "user: and?"], client.Requests[2].Short());
    }

    [Fact]
    public async Task A_memory_that_fails_after_the_model_answered_does_not_take_the_answer_away()
    {
        await using var test = TestMemory.Create();
        var memory = new Mock<IShortTermMemory>();
        memory.Setup(m => m.GetOrCreateSessionAsync("s1", "anna", It.IsAny<CancellationToken>()))
            .Returns((string id, string? user, CancellationToken token) => test.ShortTerm.GetOrCreateSessionAsync(id, user, token));
        memory.Setup(m => m.AddMessagesAsync("s1", It.IsAny<IReadOnlyList<SessionMessage>>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new MemoryUnavailableException("gone"));
        var lost = new List<UnstoredMessages>();
        using var client = new ScriptedChatClient("It is booked.");
        var agent = new ChatClientAgent(client, new ChatClientAgentOptions().UseHospitalityMemory(
            test.Memory with { ShortTerm = memory.Object }, Models.Conversation, options => options.History.OnUnstored = lost.Add));

        var answer = await agent.RunAsync("book it");

        Assert.Equal("It is booked.", answer.Text);
        var unstored = Assert.Single(lost);
        Assert.False(unstored.KeptInPart);
        Assert.Equal(["user: book it", "assistant: It is booked."], unstored.Messages.Short());
        Assert.IsType<MemoryUnavailableException>(unstored.Cause);
        Assert.DoesNotContain(test.Log.GetSnapshot(), record => record.Message.Contains("book", StringComparison.Ordinal));
        Assert.Contains(test.Log.GetSnapshot(), record => record.Level is Microsoft.Extensions.Logging.LogLevel.Error);
    }

    [Fact]
    public async Task A_session_that_ended_during_the_run_is_begun_again_with_what_was_said()
    {
        await using var test = TestMemory.Create();
        using var client = new ScriptedChatClient((_, _, _) =>
        {
            test.Clock.Advance(TimeSpan.FromHours(1));
            return Models.Said("sorry for the wait");
        });

        await test.Agent(client).RunAsync("hello");

        Assert.Equal(["user: hello", "assistant: sorry for the wait"], await test.SaidAsync());
        Assert.Equal("anna", (await test.SessionAsync()).UserId);
    }

    [Fact]
    public async Task A_memory_that_cannot_be_read_fails_the_run_before_the_model_is_asked_or_goes_on_where_that_is_wanted()
    {
        await using var test = TestMemory.Create();
        var memory = new Mock<IShortTermMemory>();
        memory.Setup(m => m.PeekSessionAsync("s1", It.IsAny<CancellationToken>())).ThrowsAsync(new MemoryUnavailableException("gone"));
        memory.Setup(m => m.GetOrCreateSessionAsync("s1", "anna", It.IsAny<CancellationToken>())).ThrowsAsync(new MemoryUnavailableException("gone"));
        memory.Setup(m => m.AddMessagesAsync("s1", It.IsAny<IReadOnlyList<SessionMessage>>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new MemoryUnavailableException("gone"));
        using var client = new ScriptedChatClient("hello");
        ChatClientAgent Agent(bool goesOn) => new(client, new ChatClientAgentOptions().UseHospitalityMemory(
            test.Memory with { ShortTerm = memory.Object }, Models.Conversation, options => options.History.ContinueWithoutHistory = goesOn));

        await Assert.ThrowsAsync<MemoryUnavailableException>(() => Agent(goesOn: false).RunAsync("x"));
        Assert.Empty(client.Requests);

        Assert.Equal("hello", (await Agent(goesOn: true).RunAsync("x")).Text);
    }

    private static async Task All(IAsyncEnumerable<AgentResponseUpdate> stream)
    {
        await foreach (var update in stream)
        {
            Assert.NotNull(update);
        }
    }

    private static async Task Some(IAsyncEnumerable<AgentResponseUpdate> stream, int count)
    {
        await foreach (var update in stream)
        {
            if (--count is 0)
            {
                break;
            }
        }
    }
}
