using System.Runtime.CompilerServices;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents.Tests.History;

/// <summary>Services that keep conversations themselves and give them an id.</summary>
public sealed class ServiceManagedTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_said_is_kept_and_the_service_is_told_nothing_twice(bool streaming)
    {
        await using var test = TestMemory.Create();
        using var model = new ScriptedChatClient((_, _, request) => request is 0 ? Models.Call("a") : Models.Said($"done {request}"));
        using var service = new KeepingService(model);
        var options = new ChatClientAgentOptions { ChatOptions = new() { Tools = [Models.LookUp()] } }
            .UseHospitalityMemory(test.Memory, Models.Conversation, static _ => { });
        var agent = new ChatClientAgent(service, options);
        var session = await agent.CreateSessionAsync();

        foreach (var question in new[] { "look", "and?" })
        {
            var answer = await (streaming
                ? agent.RunStreamingAsync(question, session).ToAgentResponseAsync()
                : agent.RunAsync(question, session));
            Assert.StartsWith("done", answer.Text, StringComparison.Ordinal);
        }

        await agent.RunAsync("in a new session");

        Assert.Equal(["user: look"], model.Requests[0].Short());
        Assert.Equal(["result a"], model.Requests[1].Short());
        Assert.Equal(["user: and?"], model.Requests[2].Short());
        string[] said = ["user: look", "call a", "result a", "assistant: done 1", "user: and?", "assistant: done 2", "user: in a new session"];
        Assert.Equal(said, model.Requests[3].Short());
        Assert.Equal(said.Length + 1, (await test.SessionAsync()).Messages.Count);
    }

    [Fact]
    public async Task A_chat_client_whose_request_names_a_services_conversation_tells_it_no_history()
    {
        await using var test = TestMemory.Create();
        using var model = new ScriptedChatClient("1", "2");
        using var client = model.AsBuilder().UseHospitalityMemory(test.Memory, Models.Conversation, static _ => { }).Build();

        await client.GetResponseAsync("a");
        await client.GetResponseAsync("b", new ChatOptions { ConversationId = "c1" });

        Assert.Equal(["user: b"], model.Requests[1].Short());
        Assert.Equal(["user: a", "assistant: 1", "user: b", "assistant: 2"], await test.SaidAsync());
    }

    private sealed class KeepingService(IChatClient inner) : DelegatingChatClient(inner)
    {
        public override async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            var response = await base.GetResponseAsync(messages, options, cancellationToken);
            response.ConversationId = "c1";
            return response;
        }

        public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
            {
                update.ConversationId = "c1";
                yield return update;
            }
        }
    }
}
