using CsCheck;
using Microsoft.Agents.AI;
using Microsoft.Agents.AI.Compaction;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents.Tests.Summaries;

public sealed class MemoryChatReducerTests
{
    [Fact]
    public void Random_histories_trimmed_at_every_length_leave_no_orphan() => Histories.Whole.Sample(
        messages =>
        {
            Assert.Null(Histories.Problem(messages));
            for (var max = 1; max <= messages.Length; max++)
            {
                Check(messages, Reduce(messages, new() { MaxMessages = max }), max);
            }
        },
        iter: 10_000);

    [Fact]
    public void Random_histories_trimmed_to_any_weight_leave_no_orphan() => Gen.Select(Histories.Whole, Gen.Int[1, 600]).Sample(
        (messages, tokens) =>
        {
            var kept = Reduce(messages, new() { MaxMessages = 1_000, MaxTokens = tokens });
            Check(messages, kept, messages.Length);
        },
        iter: 10_000);

    [Fact]
    public void What_is_within_the_limits_stays_as_it_is()
    {
        ChatMessage[] messages = [Said(ChatRole.User, "a"), Said(ChatRole.Assistant, "b")];

        Assert.Same(messages[1], Reduce(messages, new() { MaxMessages = 2 })[1]);
        Assert.Equal(messages, Reduce(messages, new() { MaxMessages = 2 }));
    }

    [Fact]
    public void The_oldest_go_until_a_guests_message_is_first_and_systems_stay()
    {
        ChatMessage[] messages =
        [
            Said(ChatRole.System, "rules"), Said(ChatRole.User, "a"), Said(ChatRole.Assistant, "b"), Said(ChatRole.User, "c"), Said(ChatRole.Assistant, "d"),
        ];

        Assert.Equal(["rules", "c", "d"], Reduce(messages, new() { MaxMessages = 4 }).Select(message => message.Text));
    }

    [Fact]
    public void The_latest_turn_stays_whatever_the_limit()
    {
        ChatMessage[] messages = [Said(ChatRole.User, "a"), Said(ChatRole.Assistant, "b"), Said(ChatRole.User, "c"), Said(ChatRole.Assistant, "d")];

        Assert.Equal(["c", "d"], Reduce(messages, new() { MaxMessages = 1 }).Select(message => message.Text));
    }

    [Fact]
    public void A_call_that_waits_for_approval_goes_with_what_it_belongs_to()
    {
        var call = new FunctionCallContent("c1", "book");
        var request = new ToolApprovalRequestContent("r1", call);
        ChatMessage[] messages =
        [
            Said(ChatRole.User, "a"),
            new(ChatRole.Assistant, [request]),
            new(ChatRole.User, [request.CreateResponse(true)]),
            new(ChatRole.Assistant, [call]),
            new(ChatRole.Tool, [new FunctionResultContent("c1", "done")]),
            Said(ChatRole.Assistant, "Booked."),
        ];

        Assert.Equal(["a", "Booked."], Reduce(messages, new() { MaxMessages = 5 }).Select(message => message.Text));
        Assert.Equal(messages, Reduce(messages, new() { MaxMessages = 6 }));
        // The answer to a request starts no turn, so the request stays with it.
        Assert.Equal(messages[..3], Reduce(messages[..3], new() { MaxMessages = 1 }));
    }

    [Fact]
    public void A_call_id_that_is_given_again_is_another_call()
    {
        ChatMessage[] turn =
        [
            Said(ChatRole.User, "a"), new(ChatRole.Assistant, [new FunctionCallContent("call_0", "tool")]), new(ChatRole.Tool, [new FunctionResultContent("call_0", "x")]), Said(ChatRole.Assistant, "b"),
        ];
        ChatMessage[] messages = [.. turn, .. turn.Select(message => message.Clone())];

        Assert.Equal(messages[4..], Reduce(messages, new() { MaxMessages = 4 }));
    }

    [Fact]
    public void Results_whose_call_is_not_there_are_the_first_to_go()
    {
        ChatMessage[] messages =
        [
            Said(ChatRole.User, "a"), new(ChatRole.Tool, [new FunctionResultContent("gone", "x")]), Said(ChatRole.Assistant, "b"), Said(ChatRole.User, "c"),
        ];

        Assert.Equal(["a", "b", "c"], Reduce(messages, new() { MaxMessages = 3 }).Select(message => message.Text));
    }

    [Fact]
    public void A_limit_in_tokens_is_kept_by_the_estimate_or_by_ones_own_count()
    {
        ChatMessage[] messages = [Said(ChatRole.User, new('a', 400)), Said(ChatRole.Assistant, "b"), Said(ChatRole.User, "c"), Said(ChatRole.Assistant, "d")];

        Assert.Equal(4, Reduce(messages, new() { MaxTokens = 119 }).Count);
        Assert.Equal(2, Reduce(messages, new() { MaxTokens = 118 }).Count);
        Assert.Equal(4, Reduce(messages, new() { MaxTokens = 4, CountTokens = _ => 1 }).Count);
        Assert.Equal(2, Reduce(messages, new() { MaxTokens = 3, CountTokens = _ => 1 }).Count);
    }

    [Fact]
    public void The_estimate_counts_what_calls_and_results_carry()
    {
        Assert.Equal(5, ChatTokens.Estimate(Said(ChatRole.User, "abcd")));
        Assert.Equal(6, ChatTokens.Estimate(Said(ChatRole.User, "\u4F60\u597D\u4F60")));
        Assert.Equal(7, ChatTokens.Estimate(new(ChatRole.Assistant, [new FunctionCallContent("c", "book", new Dictionary<string, object?> { ["city"] = "Oslo" })])));
        Assert.Equal(5, ChatTokens.Estimate(new(ChatRole.Tool, [new FunctionResultContent("c", "done")])));
    }

    [Fact]
    public void Options_that_are_not_allowed_are_named()
    {
        Assert.Equal("MaxMessages", Assert.Throws<ArgumentOutOfRangeException>(() => new MemoryChatReducer(new() { MaxMessages = 0 })).ParamName);
        Assert.Equal("MaxTokens", Assert.Throws<ArgumentOutOfRangeException>(() => new MemoryChatReducer(new() { MaxTokens = 0 })).ParamName);
    }

    [Fact]
    public async Task Cancelling_is_honoured() => await Assert.ThrowsAnyAsync<OperationCanceledException>(
        () => new MemoryChatReducer(new()).ReduceAsync([], new CancellationToken(canceled: true)));

    [Fact]
    public async Task The_frameworks_compaction_reduces_by_it_and_the_context_comes_along()
    {
        await using var host = new GuestMemoryHost();
        await host.SlotsAsync(GuestMemoryHost.Conversation, new() { City = "Porto" });
        var model = new ScriptedChatClient((_, _, request) => request % 2 is 0
            ? new(ChatRole.Assistant, [new FunctionCallContent($"c{request}", "get_missing_slots")])
            : new(ChatRole.Assistant, $"answer {request / 2}"));
#pragma warning disable MAAI001 // What is tested is that both work together.
        var compaction = new CompactionProvider(new ChatReducerCompactionStrategy(new MemoryChatReducer(new() { MaxMessages = 6 }), CompactionTriggers.MessagesExceed(6)));
#pragma warning restore MAAI001
        var (agent, session) = await GuestMemoryHost.BoundAsync(
            model,
            GuestMemoryHost.Conversation,
            new GuestContextProvider(host.Memory, new() { Tools = GuestToolSet.GetMissingSlots }),
            compaction);

        for (var turn = 0; turn < 8; turn++)
        {
            await agent.RunAsync($"question {turn}", session);
        }

        Assert.Equal(16, model.Requests.Count);
        foreach (var (request, options) in model.Requests.Zip(model.Options))
        {
            Assert.Null(Histories.Problem(request));
            Assert.Equal(ChatRole.User, request[0].Role);
            Assert.Contains("city: \"Porto\"", options!.Instructions, StringComparison.Ordinal);
            Assert.InRange(request.Count, 1, 8);
        }

        Assert.Equal("question 6", model.Requests[14][0].Text);
    }

    /// <summary>Uses no collection assertions, which would take most of the time of so many checks.</summary>
    private static void Check(ChatMessage[] messages, IReadOnlyList<ChatMessage> kept, int max)
    {
        var isKept = new HashSet<ChatMessage>(kept, ReferenceEqualityComparer.Instance);
        var latest = Array.FindLastIndex(messages, IsQuestion);
        Assert.Null(Histories.Problem(kept));
        Assert.True(kept.SequenceEqual(messages.Where(isKept.Contains)), "order, and each once");
        Assert.True(isKept.Contains(messages[^1]) && isKept.Contains(messages[latest]), "the latest turn");
        Assert.True(messages.All(message => message.Role != ChatRole.System || isKept.Contains(message)), "systems' messages");
        Assert.True(IsQuestion(kept.First(message => message.Role != ChatRole.System)), "a guest's message first");
        Assert.True(kept.Count <= Math.Max(max, kept.Count(message => message.Role == ChatRole.System) + 2), "the limit");
    }

    private static bool IsQuestion(ChatMessage message) => message.Role == ChatRole.User && message.Text.StartsWith("question", StringComparison.Ordinal);

    private static IReadOnlyList<ChatMessage> Reduce(ChatMessage[] messages, MemoryChatReducerOptions options) =>
        [.. new MemoryChatReducer(options).ReduceAsync(messages, default).Result];

    private static ChatMessage Said(ChatRole role, string text) => new(role, text);
}
