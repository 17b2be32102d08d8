using CsCheck;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents.Tests.History;

/// <summary>Random conversations with calls, trimmed at every length.</summary>
public sealed class RandomHistoryTests
{
    private static readonly Gen<Step[]> Steps =
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 2]).Select((calls, rounds) => new Step(calls, rounds)).Array[1, 6];

    [Fact]
    public void Ten_thousand_histories_in_memory() => Check("memory", 10_000);

    [Fact]
    public void Histories_in_SQLite() => Check("sqlite", 60);

    [SkippableFact]
    public void Histories_in_Redis()
    {
        Skip.If(Redis.Tests.RedisServer.Missing is not null, Redis.Tests.RedisServer.Missing);
        Check("redis", 60);
    }

    private static void Check(string store, int histories)
    {
        // One memory serves all histories of a limit. Each history has its own session.
        var memories = new Dictionary<int, TestMemory>();
        try
        {
            var number = 0;
            Gen.Select(Steps, Gen.Int[1, 12]).Sample(
                (steps, limit) => RunAsync(Memory(limit), $"s{Interlocked.Increment(ref number)}", steps, limit).GetAwaiter().GetResult(),
                iter: histories,
                threads: 1);
        }
        finally
        {
            foreach (var memory in memories.Values)
            {
                memory.DisposeAsync().AsTask().GetAwaiter().GetResult();
            }
        }

        TestMemory Memory(int limit)
        {
            if (!memories.TryGetValue(limit, out var memory))
            {
                memory = TestMemory.CreateAsync(store, options =>
                {
                    options.ShortTerm.MaxMessages = limit;
                    options.ShortTerm.Timeout = TimeSpan.FromSeconds(30);
                }).GetAwaiter().GetResult();
                memories.Add(limit, memory);
            }

            return memory;
        }
    }

    private static async Task RunAsync(TestMemory test, string sessionId, Step[] steps, int limit)
    {
        var (turn, round, id) = (0, 0, 0);
        using var client = new ScriptedChatClient((_, _, _) =>
        {
            var step = steps[turn];
            return round++ < step.Rounds && step.Calls > 0
                ? Models.Call([.. Enumerable.Range(0, step.Calls).Select(_ => $"c{id++}")])
                : Models.Said($"answer {turn}");
        });
        var agent = test.Agent(client, new GuestConversation(sessionId, "anna"), null, Models.LookUp());
        for (; turn < steps.Length; turn++)
        {
            round = 0;
            await agent.RunAsync($"question {turn}");
        }

        foreach (var request in client.Requests)
        {
            Assert.Empty(request.Problems());
            Assert.Equal(ChatRole.User, request[0].Role);
            Assert.Equal(request.Count, request.Select(message => message.MessageId ?? Guid.NewGuid().ToString()).Distinct().Count());
        }

        var stored = (await test.ShortTerm.PeekSessionAsync(sessionId))!.Messages;
        Assert.Equal(MessageRole.User, stored[0].Role);
        var said = stored.Select(message => message.Content).Where(content => content.Length > 0).ToList();
        Assert.Equal(said.Count, said.Distinct().Count());
        Assert.Equal($"answer {steps.Length - 1}", stored[^1].Content);

        // The latest turn stays whole, whatever the limit is.
        var last = steps[^1];
        Assert.True(stored.Count <= Math.Max(limit, 2 + (last.Calls > 0 ? last.Rounds * (last.Calls + 1) : 0)));
    }

    private sealed record Step(int Calls, int Rounds);
}
