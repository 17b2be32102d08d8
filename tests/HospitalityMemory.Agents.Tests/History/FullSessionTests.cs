using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents.Tests.History;

/// <summary>A session near its limit, and answers larger than it.</summary>
public sealed class FullSessionTests
{
    [SkippableTheory]
    [InlineData("memory", 32)]
    [InlineData("sqlite", 16)]
    [InlineData("redis", 16)]
    public async Task The_answer_after_a_booking_is_kept_in_a_session_that_was_nearly_full(string store, int kilobytes)
    {
        await using var test = await TestMemory.CreateAsync(store, options => options.ShortTerm.MaxSessionKilobytes = kilobytes);
        using var client = new ScriptedChatClient((_, _, request) => request switch
        {
            0 => Models.Said(new string('x', 12_000)),
            1 => Models.Call("book"),
            2 => Models.Said($"It is booked. {new string('y', 3_000)}"),
            _ => Models.Said("You are welcome."),
        });
        var agent = test.Agent(client, null, Models.LookUp(_ => new('r', 2_000)));

        await agent.RunAsync("tell me a lot");
        await agent.RunAsync("book it");
        await agent.RunAsync("thanks");

        Assert.StartsWith("user: book it", client.Requests[3].Short()[0], StringComparison.Ordinal);
        Assert.Contains(client.Requests[3], message => message.Text.StartsWith("It is booked.", StringComparison.Ordinal));
        Assert.Empty(client.Requests[3].Problems());
    }

    [Fact]
    public async Task An_answer_larger_than_a_session_is_kept_in_part_and_reported()
    {
        await using var test = TestMemory.Create(options => options.ShortTerm.MaxSessionKilobytes = 16);
        var lost = new List<UnstoredMessages>();
        using var client = new ScriptedChatClient($"It is booked. {new string('y', 50_000)}", "ok");
        var agent = test.Agent(client, options => options.History.OnUnstored = lost.Add);

        var answer = await agent.RunAsync(new ChatMessage(ChatRole.User, [new TextContent("look at this"), new DataContent(new byte[40_000], "image/png")]));

        Assert.Equal(50_014, answer.Text.Length);
        Assert.True(Assert.Single(lost).KeptInPart);
        var said = (await test.SessionAsync()).Messages;
        Assert.Equal(2, said.Count);
        Assert.Contains("look at this", said[0].Content, StringComparison.Ordinal);
        Assert.Contains("image/png, 40,000 bytes: too large to keep", said[0].Content, StringComparison.Ordinal);
        Assert.StartsWith("It is booked. yyy", said[1].Content, StringComparison.Ordinal);
        Assert.Contains("characters were too many to keep", said[1].Content, StringComparison.Ordinal);
    }
}
