using Microsoft.Agents.AI;
using Microsoft.Agents.AI.Workflows;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents.Tests.Workflows;

/// <summary>Inquiry, availability and booking, over scripts that call tools and hand off.</summary>
internal sealed class Team(TestMemory test) : IDisposable
{
    private readonly List<ScriptedChatClient> _clients = [];

    /// <summary>Whether each inner agent keeps a history of its own, which it need not.</summary>
    public bool KeepHistory { get; init; }

    /// <summary>All that the models were asked.</summary>
    public IEnumerable<IReadOnlyList<ChatMessage>> Requests => _clients.SelectMany(client => client.Requests);

    /// <summary>Inquiry looks at what is asked, availability looks rooms up, booking books.</summary>
    public Workflow HandOff()
    {
        var inquiry = Agent("inquiry", (messages, options, _) => HandOffTo(options, Asked(messages).Contains("book", StringComparison.Ordinal) ? 1 : 0));
        var availability = Agent(
            "availability",
            (messages, _, _) => Result(messages) is null ? CallOf("look_up", "rooms") : new(ChatRole.Assistant, "There are two rooms."),
            Models.LookUp());
        var booking = Agent(
            "booking",
            (messages, _, _) => Result(messages) is null ? CallOf("look_up", "book") : new(ChatRole.Assistant, "It is booked."),
            Models.LookUp());
        return AgentWorkflowBuilder.CreateHandoffBuilderWith(inquiry).WithHandoffs(inquiry, [availability, booking]).Build();
    }

    /// <summary>An agent that says the same whatever it is asked.</summary>
    public AIAgent Says(string name, string text) => Agent(name, (_, _, _) => new(ChatRole.Assistant, text));

    public void Dispose() => _clients.ForEach(client => client.Dispose());

    private ChatClientAgent Agent(string name, Func<IReadOnlyList<ChatMessage>, ChatOptions?, int, ChatMessage> script, params AITool[] tools)
    {
        var client = new ScriptedChatClient(script);
        _clients.Add(client);
        return new(client, new ChatClientAgentOptions { Name = name, Description = name, ChatOptions = new() { Tools = [.. tools] } }
            .UseHospitalityMemory(test.Memory, Models.Conversation, options => options.KeepHistory = KeepHistory));
    }

    private static string Asked(IReadOnlyList<ChatMessage> messages) =>
        messages.Last(message => message.Role == ChatRole.User && message.AuthorName is null).Text;

    // A result of this turn: behind what the guest asked last.
    private static FunctionResultContent? Result(IReadOnlyList<ChatMessage> messages) => messages
        .Reverse().TakeWhile(message => message.Role != ChatRole.User || message.AuthorName is not null)
        .SelectMany(message => message.Contents.OfType<FunctionResultContent>())
        .FirstOrDefault(result => result.CallId.StartsWith("look_up", StringComparison.Ordinal));

    private static ChatMessage CallOf(string tool, string what) => new(
        ChatRole.Assistant, [new FunctionCallContent($"{tool}-{Guid.NewGuid():n}", tool, new Dictionary<string, object?> { ["what"] = what })]);

    private static ChatMessage HandOffTo(ChatOptions? options, int index)
    {
        var tools = options!.Tools!.Where(tool => tool.Name.StartsWith("handoff_to_", StringComparison.Ordinal)).ToList();
        return new(ChatRole.Assistant, [new FunctionCallContent($"handoff-{Guid.NewGuid():n}", tools[index].Name)]);
    }
}
