using Moq;

namespace HospitalityMemory.Tests.ShortTerm;

public sealed class MessageTests : IDisposable
{
    private readonly ShortTermFixture _fixture = new();

    private ShortTermMemory Memory => _fixture.Memory;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task A_message_gets_its_place_and_time()
    {
        await Memory.CreateSessionAsync("s1");
        _fixture.Clock.Advance(TimeSpan.FromMinutes(1));

        var first = await Memory.AddMessageAsync("s1", MessageRole.User, "I want to book a villa");
        var second = await Memory.AddMessageAsync("s1", MessageRole.Assistant, "");

        Assert.Equal((1, MessageRole.User, "I want to book a villa"), (first.Sequence, first.Role, first.Content));
        Assert.Equal((2, _fixture.Clock.GetUtcNow()), (second.Sequence, second.Timestamp));
        var session = await _fixture.PeekAsync("s1");
        Assert.Equal([first, second], session.Messages);
        Assert.Equal((1, _fixture.Clock.GetUtcNow()), (session.Version, session.UpdatedAt));
    }

    [Fact]
    public void Messages_are_equal_by_what_they_say_whichever_way_they_came_to_say_it()
    {
        var plain = new SessionMessage { Role = MessageRole.User, Content = "hello" };

        Assert.Equal(plain, plain with { Agent = null, ToolCallIds = [] });
        Assert.Equal(plain, plain with { Pinned = true } with { Pinned = false });
        Assert.Equal(plain, plain with { Name = "a" } with { Name = null, Role = MessageRole.Tool } with { Role = MessageRole.User });
        Assert.NotEqual(plain, plain with { Role = MessageRole.Tool });
        Assert.NotEqual(plain, plain with { Pinned = true });
    }

    [Fact]
    public async Task What_the_caller_holds_is_not_what_is_stored()
    {
        await Memory.CreateSessionAsync("s1");
        var calls = new List<string> { "c1" };
        var own = new SessionMessage { Role = MessageRole.Assistant, Content = "x", ToolCallIds = calls, Timestamp = ShortTermFixture.Start.AddDays(-1) };
        var list = new List<SessionMessage> { own, own };

        var one = await Memory.AddMessageAsync("s1", own);
        var many = await Memory.AddMessagesAsync("s1", list);
        calls.Add("c2");
        list.Clear();

        Assert.Equal(0, own.Sequence);
        Assert.Equal([1L, 2, 3], [one.Sequence, .. many.Select(message => message.Sequence)]);
        var stored = (await _fixture.PeekAsync("s1")).Messages;
        Assert.Equal([1L, 2, 3], stored.Select(message => message.Sequence));
        Assert.All(stored, message => Assert.Equal((ShortTermFixture.Start.AddDays(-1), "c1"), (message.Timestamp, Assert.Single(message.ToolCallIds))));
    }

    [Fact]
    public async Task Fifty_messages_are_kept_by_default()
    {
        await Memory.CreateSessionAsync("s1");
        for (var i = 1; i <= 200; i++)
        {
            await Memory.AddMessageAsync("s1", MessageRole.User, $"m{i}");
        }

        Assert.Equal(Enumerable.Range(151, 50).Select(i => $"m{i}"), (await _fixture.PeekAsync("s1")).Messages.Select(m => m.Content));
    }

    [Fact]
    public async Task Bad_messages_are_refused_and_none_of_their_call_is_added()
    {
        await Memory.CreateSessionAsync("s1");
        var before = await _fixture.PeekAsync("s1");
        var good = new SessionMessage { Role = MessageRole.User, Content = "good" };
        SessionMessage[] bad =
        [
            good with { Role = default },
            good with { Content = null! },
            good with { ToolCallIds = [""] },
            good with { ToolCallIds = ["ok", null!] },
            good with { ToolCallIds = [new string('x', 8193)] },
            good with { MessageId = new string('é', 4097) },
            null!,
        ];
        foreach (var message in bad)
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(() => Memory.AddMessageAsync("s1", message).AsTask());
            await Assert.ThrowsAnyAsync<ArgumentException>(() => Memory.AddMessagesAsync("s1", [good, message]).AsTask());
        }

        await Assert.ThrowsAsync<ArgumentException>(() => Memory.AddMessageAsync("s1", default, "x").AsTask());
        await Assert.ThrowsAsync<ArgumentNullException>(() => Memory.AddMessageAsync("s1", MessageRole.User, null!).AsTask());
        await Assert.ThrowsAsync<ArgumentNullException>(() => Memory.AddMessagesAsync("s1", null!).AsTask());
        Assert.Equal(before, await _fixture.PeekAsync("s1"));
    }

    [Fact]
    public async Task Content_may_have_any_whole_characters()
    {
        await Memory.CreateSessionAsync("s1");
        var whole = new SessionMessage
        {
            Role = MessageRole.Tool,
            Content = string.Concat(Enumerable.Repeat("tab\t, line\r\n, \ufffd, \ud7ff, \ue000, \0 and 🏖", 20)),
            Agent = "prüfer 🏖",
            Name = "",
        };

        await Memory.AddMessageAsync("s1", whole);
        await Memory.AddMessageAsync("s1", whole.Role, whole.Content);

        var stored = (await _fixture.PeekAsync("s1")).Messages;
        Assert.Equal((whole.Content, whole.Agent, whole.Name), (stored[0].Content, stored[0].Agent, stored[0].Name));
        Assert.Equal(whole.Content, stored[1].Content);
    }

    [Fact]
    public async Task A_message_that_makes_the_session_too_large_is_refused()
    {
        _fixture.Options.ShortTerm.MaxSessionKilobytes = 16;
        await Memory.CreateSessionAsync("s1");
        await Memory.AddMessageAsync("s1", MessageRole.User, "small");
        var before = await _fixture.PeekAsync("s1");
        _fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        var huge = new string('x', 10_000);

        var error = await Assert.ThrowsAsync<SessionTooLargeException>(() => Memory.AddMessageAsync("s1", MessageRole.User, huge).AsTask());
        await Assert.ThrowsAsync<SessionTooLargeException>(
            () => Memory.AddMessagesAsync("s1", [new SessionMessage { Role = MessageRole.User, Content = huge }]).AsTask());
        await Assert.ThrowsAsync<SessionTooLargeException>(
            () => Memory.UpdateSessionAsync("s1", state => state with { Context = state.Context.Set("a", huge) }).AsTask());
        await Assert.ThrowsAsync<SessionTooLargeException>(
            () => Memory.UpdateSlotsAsync("s1", new BookingSlots { Extras = JsonFields.Empty.Set("a", huge) }).AsTask());

        Assert.Equal(("s1", 16 * 1024), (error.SessionId, error.MaxSizeBytes));
        Assert.InRange(error.SizeBytes, 20_000, 22_000);
        Assert.Equal(before, await _fixture.PeekAsync("s1"));
    }

    [Fact]
    public async Task A_summary_that_fails_is_logged_and_the_last_summarizer_registered_is_the_one()
    {
        _fixture.Options.ShortTerm.MaxMessages = 1;
        _fixture.Options.ShortTerm.SummarizeAfter = 1;
        _fixture.Summarizers.Add(Mock.Of<IConversationSummarizer>(MockBehavior.Strict));
        _fixture.Summarizers.Add(Summarizer(() => throw new OperationCanceledException("model is down")));
        await Memory.CreateSessionAsync("s1");
        await Memory.AddMessageAsync("s1", MessageRole.User, "m1");

        Assert.Equal(2, (await Memory.AddMessageAsync("s1", MessageRole.User, "m2")).Sequence);
        await Memory.WhenSummarizedAsync();

        Assert.Equal("m2", Assert.Single((await _fixture.PeekAsync("s1")).Messages).Content);
        var error = Assert.Single(_fixture.Logger.Collector.GetSnapshot()).Exception!;
        Assert.StartsWith("System.OperationCanceledException.", error.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(MessageTests), error.StackTrace, StringComparison.Ordinal);
        Assert.DoesNotContain("model is down", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_summary_of_the_hosts_own_that_landed_meanwhile_is_continued_and_not_overwritten()
    {
        _fixture.Options.ShortTerm.MaxMessages = 1;
        _fixture.Options.ShortTerm.SummarizeAfter = 1;
        var calls = 0;
        _fixture.Summarizers.Add(Summarizer(async () =>
        {
            if (++calls is 1)
            {
                await SetSummaryAsync("theirs");
            }

            return $"ours {calls}";
        }));
        await Memory.CreateSessionAsync("s1");
        await Memory.AddMessageAsync("s1", MessageRole.User, "m1");
        await Memory.AddMessageAsync("s1", MessageRole.User, "m2");
        await Memory.WhenSummarizedAsync();
        Assert.Equal("theirs", (await _fixture.PeekAsync("s1")).Context.GetString("conversation_summary"));

        await Memory.AddMessageAsync("s1", MessageRole.User, "m3");
        await Memory.WhenSummarizedAsync();
        Assert.Equal("ours 2", (await _fixture.PeekAsync("s1")).Context.GetString("conversation_summary"));
    }

    [Fact]
    public async Task No_summary_leaves_the_one_before_and_a_session_that_ended_is_no_failure()
    {
        _fixture.Options.ShortTerm.MaxMessages = 1;
        _fixture.Options.ShortTerm.SummarizeAfter = 1;
        string? answer = null;
        _fixture.Summarizers.Add(Summarizer(async () =>
        {
            if (answer is not null)
            {
                await Memory.DeleteSessionAsync("s1");
            }

            return answer;
        }));
        await Memory.CreateSessionAsync("s1");
        await SetSummaryAsync("before");
        await Memory.AddMessageAsync("s1", MessageRole.User, "m1");
        await Memory.AddMessageAsync("s1", MessageRole.User, "m2");
        await Memory.WhenSummarizedAsync();
        Assert.Equal("before", (await _fixture.PeekAsync("s1")).Context.GetString("conversation_summary"));

        answer = "after";
        Assert.Equal(3, (await Memory.AddMessageAsync("s1", MessageRole.User, "m3")).Sequence);
        await Memory.WhenSummarizedAsync();
        Assert.Null(await Memory.PeekSessionAsync("s1"));
        Assert.Empty(_fixture.Logger.Collector.GetSnapshot());
    }

    [Fact]
    public async Task A_memory_that_is_disposed_of_breaks_off_its_summaries_and_waits_for_them()
    {
        _fixture.Options.ShortTerm.MaxMessages = 1;
        _fixture.Options.ShortTerm.SummarizeAfter = 1;
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _fixture.Summarizers.Add(Summarizer(async () =>
        {
            begun.SetResult();
            await new TaskCompletionSource().Task;
            return "never";
        }));
        await Memory.CreateSessionAsync("s1");
        await Memory.AddMessageAsync("s1", MessageRole.User, "m1");
        await Memory.AddMessageAsync("s1", MessageRole.User, "m2");
        await begun.Task;

        await Memory.DisposeAsync();

        var now = _fixture.Clock.GetUtcNow();
        var waiting = await _fixture.Store.LeaseTrimmedAsync("s1", new(1, now.AddMinutes(1)), now, CancellationToken.None);
        Assert.Equal("m1", Assert.Single(waiting!.Messages).Content);
    }

    [Fact]
    public void An_estimate_of_tokens_grows_with_what_a_model_gets()
    {
        var counter = new EstimatedTokenCounter();
        var short4 = new SessionMessage { Role = MessageRole.User, Content = "four" };

        Assert.Equal(5, counter.CountTokens(short4));
        Assert.Equal(4 + 100, counter.CountTokens(short4 with { Content = new string('x', 400) }));
        Assert.Equal(4 + 100, counter.CountTokens(short4 with { Content = new string('部', 150) }));
        Assert.True(counter.CountTokens(short4 with { Payload = System.Text.Json.JsonElement.Parse($"[\"{new string('x', 400)}\"]") }) > 100);
    }

    private async Task SetSummaryAsync(string summary) => await Memory.UpdateSessionAsync(
        "s1", state => state with { Context = state.Context.Set("conversation_summary", summary) });

    private static IConversationSummarizer Summarizer(Func<Task<string?>> summarize)
    {
        var mock = new Mock<IConversationSummarizer>();
        mock.Setup(summarizer => summarizer.SummarizeAsync(
                It.IsAny<string>(), It.IsAny<string?>(), It.IsAny<IReadOnlyList<SessionMessage>>(), It.IsAny<CancellationToken>()))
            .Returns(async () => await summarize());
        return mock.Object;
    }
}
