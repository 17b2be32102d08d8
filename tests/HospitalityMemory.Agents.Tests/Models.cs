using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents.Tests;

/// <summary>Helpers for what tests say, ask and inspect.</summary>
internal static class Models
{
    public static GuestConversation Conversation { get; } = new("s1", "anna");

    /// <summary>An agent with the memory, over a scripted model.</summary>
    public static ChatClientAgent Agent(
        this TestMemory test, IChatClient client, Action<GuestAgentOptions>? configure = null, params AITool[] tools) =>
        test.Agent(client, Conversation, configure, tools);

    public static ChatClientAgent Agent(
        this TestMemory test, IChatClient client, GuestConversation? conversation, Action<GuestAgentOptions>? configure, params AITool[] tools) =>
        new(client, new ChatClientAgentOptions { Name = "concierge", ChatOptions = new() { Tools = [.. tools] } }
            .UseHospitalityMemory(test.Memory, conversation, configure ?? (static _ => { })));

    public static ChatMessage User(string text) => new(ChatRole.User, text);

    public static ChatMessage Said(string text) => new(ChatRole.Assistant, text);

    public static ChatMessage Call(params string[] callIds) => new(
        ChatRole.Assistant, [.. callIds.Select(id => new FunctionCallContent(id, "look_up", new Dictionary<string, object?> { ["what"] = id }))]);

    public static AIFunction LookUp(Func<string, string>? answer = null) =>
        AIFunctionFactory.Create((string what) => answer is null ? $"found {what}" : answer(what), "look_up");

    /// <summary>Each message as one word, which makes an order readable.</summary>
    public static string[] Short(this IEnumerable<ChatMessage> messages) => [.. messages.Select(Short)];

    /// <summary>
    /// What a model could not accept: results without a call right before, and calls without a result right after.
    /// </summary>
    public static string[] Problems(this IReadOnlyList<ChatMessage> messages)
    {
        var problems = new List<string>();
        var open = new HashSet<string>();
        foreach (var message in messages)
        {
            var results = message.Contents.OfType<FunctionResultContent>().ToList();
            problems.AddRange(results.Where(result => !open.Remove(result.CallId)).Select(result => $"result {result.CallId} without its call"));
            if (results.Count is 0)
            {
                problems.AddRange(open.Select(id => $"call {id} without its result"));
                open.Clear();
            }

            open.UnionWith(message.Contents.OfType<FunctionCallContent>().Select(call => call.CallId));
        }

        problems.AddRange(open.Select(id => $"call {id} without its result"));
        return [.. problems];
    }

    private static string Short(ChatMessage message) => string.Join(" + ", message.Contents.Select(content => content switch
    {
        TextContent text => $"{message.Role}: {text.Text}",
        FunctionCallContent call => $"call {call.CallId}",
        FunctionResultContent result => $"result {result.CallId}",
        _ => content.GetType().Name,
    }));
}
