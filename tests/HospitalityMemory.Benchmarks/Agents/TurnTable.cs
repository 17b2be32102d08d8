using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Benchmarks.Agents;

/// <summary>
/// A turn of an agent in a conversation of 50 messages, with a model that answers at once: with the memory, with the
/// framework's own history in an agent's session that stays in the process, and in one that is written down after each turn,
/// as a service of several servers must.
/// </summary>
internal static class TurnTable
{
    private const int Messages = 50;

    private static readonly TimeSpan Time = TimeSpan.FromSeconds(0.5);

    public static void Run(Report report)
    {
        report.Title($"RunAsync, a turn without tools in a conversation of {Messages} messages");
        using var model = new Answering();
        var results = new Contest()
            .Add("HospitalityMemory, history only", Turns(WithMemory(model, tellsContext: false), null))
            .Add("HospitalityMemory, history and context", Turns(WithMemory(model, tellsContext: true), null))
            .Add("InMemoryChatHistoryProvider", Kept(model), "other processes, a size limit, the guest")
            .Add("InMemoryChatHistoryProvider, session as JSON", WrittenDown(model), "turns at the same time, a size limit, the guest")
            .Run(Time);
        report.Table(results);
        report.Text($"history : the framework's in the process {Report.Ratio(results[0].Nanoseconds / results[2].Nanoseconds)}, "
            + $"bytes {Report.Ratio(results[0].Bytes / results[2].Bytes)}; "
            + $": the framework's as JSON {Report.Ratio(results[0].Nanoseconds / results[3].Nanoseconds)}, "
            + $"bytes {Report.Ratio(results[0].Bytes / results[3].Bytes)}");
    }

    private static ChatClientAgent WithMemory(Answering model, bool tellsContext)
    {
        var services = new ServiceCollection();
        services.AddHospitalityMemory(options => options.ShortTerm.MaxMessages = Messages).AddAgentMemory();
        var memory = services.BuildServiceProvider().GetRequiredService<AgentMemory>();
        foreach (var booking in SampleBookings.Take(10))
        {
            memory.LongTerm.AddBookingToHistoryAsync("guest", booking).Now();
        }

        return new(model, new ChatClientAgentOptions().UseHospitalityMemory(
            memory, new GuestConversation("session", "guest"), options => options.IncludeContext = tellsContext));
    }

    // The reducer keeps as many messages as the memory does.
    private static ChatClientAgent WithFrameworksHistory(Answering model) => new(model, new ChatClientAgentOptions
    {
        ChatHistoryProvider = new InMemoryChatHistoryProvider(new InMemoryChatHistoryProviderOptions
        {
            ChatReducer = new Latest(),
            ReducerTriggerEvent = InMemoryChatHistoryProviderOptions.ChatReducerTriggerEvent.AfterMessageAdded,
        }),
    });

    private static Action<int> Kept(Answering model)
    {
        var agent = WithFrameworksHistory(model);
        return Turns(agent, agent.CreateSessionAsync().Now());
    }

    private static Action<int> Turns(ChatClientAgent agent, AgentSession? session)
    {
        Warm(() => agent.RunAsync("Is there a room with a view?", session));
        return count =>
        {
            for (var i = 0; i < count; i++)
            {
                agent.RunAsync("Is there a room with a view?", session).GetAwaiter().GetResult();
            }
        };
    }

    private static Action<int> WrittenDown(Answering model)
    {
        var agent = WithFrameworksHistory(model);
        var stored = JsonSerializer.SerializeToUtf8Bytes(agent.SerializeSessionAsync(agent.CreateSessionAsync().Now()).Now());
        Warm(() => TurnAsync());
        return count =>
        {
            for (var i = 0; i < count; i++)
            {
                TurnAsync().GetAwaiter().GetResult();
            }
        };

        async Task TurnAsync()
        {
            using var document = JsonDocument.Parse(stored);
            var session = await agent.DeserializeSessionAsync(document.RootElement).ConfigureAwait(false);
            await agent.RunAsync("Is there a room with a view?", session).ConfigureAwait(false);
            stored = JsonSerializer.SerializeToUtf8Bytes(await agent.SerializeSessionAsync(session).ConfigureAwait(false));
        }
    }

    private static void Warm(Func<Task> turn)
    {
        for (var i = 0; i < Messages; i++)
        {
            turn().GetAwaiter().GetResult();
        }
    }

    /// <summary>Keeps the latest messages.</summary>
    private sealed class Latest : IChatReducer
    {
        public Task<IEnumerable<ChatMessage>> ReduceAsync(IEnumerable<ChatMessage> messages, CancellationToken cancellationToken) =>
            Task.FromResult(messages.TakeLast(Messages));
    }

    /// <summary>A model that costs nothing.</summary>
    private sealed class Answering : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "There are two rooms with a view of the sea.")));

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            var response = await GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
            yield return new(ChatRole.Assistant, response.Text);
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
