using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents.Tests.History;

public sealed class ParallelRunTests
{
    [SkippableTheory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    [InlineData("redis")]
    public async Task Two_runs_at_once_do_not_stand_in_each_other(string store)
    {
        await using var test = await TestMemory.CreateAsync(store);
        var (first, second) = (new TaskCompletionSource(), new TaskCompletionSource());
        using var client = new ScriptedChatClient((messages, _, _) => messages[^1].Contents[0] switch
        {
            TextContent { Text: "one" } => Models.Call("a"),
            TextContent { Text: "two" } => Models.Call("b"),
            TextContent => Models.Said("fine"),
            FunctionResultContent { CallId: "a" } => Models.Said("answer one"),
            _ => Models.Said("answer two"),
        });

        // Each tool waits until the other run has called its own.
        var tool = AIFunctionFactory.Create(
            async (string what) =>
            {
                (what is "a" ? first : second).SetResult();
                await (what is "a" ? second : first).Task.WaitAsync(TimeSpan.FromSeconds(30));
                return what;
            },
            "look_up");
        var agent = test.Agent(client, null, tool);

        await Task.WhenAll(agent.RunAsync("one"), agent.RunAsync("two"));
        await agent.RunAsync("and now?");

        string[] one = ["user: one", "call a", "result a", "assistant: answer one"];
        string[] two = ["user: two", "call b", "result b", "assistant: answer two"];
        var seen = client.Requests[^1].Short();
        Assert.Contains(string.Join('|', seen), new[] { string.Join('|', [.. one, .. two, "user: and now?"]), string.Join('|', [.. two, .. one, "user: and now?"]) });

        // A run must see nothing of the other while that one is running.
        Assert.All(client.Requests, request => Assert.Empty(request.Problems()));
        Assert.All(client.Requests.SkipLast(1), request => Assert.InRange(request.Count(message => message.Role == ChatRole.Tool), 0, 1));
    }
}
