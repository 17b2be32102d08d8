using Microsoft.Extensions.Logging;
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
            good with { Role = (MessageRole)4 },
            good with { Role = (MessageRole)(-1) },
            good with { Content = null! },
            good with { ToolCallIds = [""] },
            good with { ToolCallIds = ["ok", null!] },
            good with { ToolCallIds = ["a\nb"] },
            good with { ToolCallIds = ["half \udc00"] },
            good with { ToolCallIds = [new string('x', 257)] },
            good with { Content = "half \ud800" },
            good with { Content = "\udc00\ud800 swapped" },
            good with { Agent = "half \ud800" },
            good with { Agent = "a\nb" },
            good with { Name = "\udc00 half" },
            good with { Name = "a\0b" },
            null!,
        ];
        foreach (var message in bad)
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(() => Memory.AddMessageAsync("s1", message).AsTask());
            await Assert.ThrowsAnyAsync<ArgumentException>(() => Memory.AddMessagesAsync("s1", [good, message]).AsTask());
        }

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Memory.AddMessageAsync("s1", (MessageRole)9, "x").AsTask());
        await Assert.ThrowsAsync<ArgumentNullException>(() => Memory.AddMessageAsync("s1", MessageRole.User, null!).AsTask());
        var half = await Assert.ThrowsAsync<ArgumentException>(() => Memory.AddMessageAsync("s1", MessageRole.User, "half \ud83c").AsTask());
        Assert.Equal("content", half.ParamName);
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
    public async Task Dropped_messages_are_summarized_and_the_summary_is_continued()
    {
        _fixture.Options.ShortTerm.MaxMessages = 2;
        var summarizer = Summarizer((previous, dropped) => $"{previous}[{string.Join(',', dropped.Select(message => message.Content))}]");
        _fixture.Summarizers.Add(Mock.Of<IConversationSummarizer>(MockBehavior.Strict));
        _fixture.Summarizers.Add(summarizer.Object);
        await Memory.CreateSessionAsync("s1");
        for (var i = 1; i <= 4; i++)
        {
            await Memory.AddMessageAsync("s1", MessageRole.User, $"m{i}");
        }

        await Memory.AddMessagesAsync("s1", [.. Enumerable.Range(5, 2).Select(i => new SessionMessage { Role = MessageRole.User, Content = $"m{i}" })]);

        var session = await _fixture.PeekAsync("s1");
        Assert.Equal("[m1][m2][m3,m4]", session.Context.GetString("conversation_summary"));
        Assert.Equal(["m5", "m6"], session.Messages.Select(message => message.Content));
        Assert.Equal(4, session.Version);
    }

    [Fact]
    public async Task A_summarizer_that_fails_loses_no_message()
    {
        _fixture.Options.ShortTerm.MaxMessages = 1;
        _fixture.Summarizers.Add(Summarizer((_, _) => throw new OperationCanceledException("model is down")).Object);
        await Memory.CreateSessionAsync("s1");
        await Memory.AddMessageAsync("s1", MessageRole.User, "m1");

        Assert.Equal(2, (await Memory.AddMessageAsync("s1", MessageRole.User, "m2")).Sequence);

        Assert.Equal("m2", Assert.Single((await _fixture.PeekAsync("s1")).Messages).Content);
        Assert.Equal("model is down", Assert.Single(_fixture.Logger.Collector.GetSnapshot()).Exception!.Message);
    }

    [Fact]
    public async Task A_summary_that_landed_meanwhile_is_continued_and_not_overwritten()
    {
        _fixture.Options.ShortTerm.MaxMessages = 1;
        var calls = 0;
        var summarizer = Summarizer((previous, dropped) => previous + dropped[0].Content);
        summarizer.Setup(mock => mock.SummarizeAsync("s1", It.IsAny<string?>(), It.IsAny<IReadOnlyList<SessionMessage>>(), It.IsAny<CancellationToken>()))
            .Returns(async (string _, string? previous, IReadOnlyList<SessionMessage> dropped, CancellationToken _) =>
            {
                if (++calls is 1)
                {
                    await SetSummaryAsync("theirs+");
                }

                return previous + dropped[0].Content;
            });
        _fixture.Summarizers.Add(summarizer.Object);
        await Memory.CreateSessionAsync("s1");
        await Memory.AddMessageAsync("s1", MessageRole.User, "m1");
        await Memory.AddMessageAsync("s1", MessageRole.User, "m2");

        Assert.Equal("theirs+m1", (await _fixture.PeekAsync("s1")).Context.GetString("conversation_summary"));
        Assert.Equal(2, calls);
    }

    [Fact]
    public async Task A_summary_that_always_comes_too_late_is_given_up_and_logged()
    {
        _fixture.Options.ShortTerm.MaxMessages = 1;
        var calls = 0;
        var summarizer = new Mock<IConversationSummarizer>();
        summarizer.Setup(mock => mock.SummarizeAsync("s1", It.IsAny<string?>(), It.IsAny<IReadOnlyList<SessionMessage>>(), It.IsAny<CancellationToken>()))
            .Returns(async () =>
            {
                await SetSummaryAsync($"theirs {++calls}");
                return "late";
            });
        _fixture.Summarizers.Add(summarizer.Object);
        await Memory.CreateSessionAsync("s1");
        await Memory.AddMessageAsync("s1", MessageRole.User, "m1");
        await Memory.AddMessageAsync("s1", MessageRole.User, "m2");

        Assert.Equal($"theirs {calls}", (await _fixture.PeekAsync("s1")).Context.GetString("conversation_summary"));
        Assert.Contains("given up", Assert.Single(_fixture.Logger.Collector.GetSnapshot()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_summary_leaves_the_one_before_and_a_session_that_ended_is_no_failure()
    {
        _fixture.Options.ShortTerm.MaxMessages = 1;
        string? answer = null;
        var deletes = false;
        var summarizer = new Mock<IConversationSummarizer>();
        summarizer.Setup(mock => mock.SummarizeAsync("s1", "before", It.IsAny<IReadOnlyList<SessionMessage>>(), It.IsAny<CancellationToken>()))
            .Returns(async () =>
            {
                if (deletes)
                {
                    await Memory.DeleteSessionAsync("s1");
                }

                return answer;
            });
        _fixture.Summarizers.Add(summarizer.Object);
        await Memory.CreateSessionAsync("s1");
        await SetSummaryAsync("before");
        await Memory.AddMessageAsync("s1", MessageRole.User, "m1");
        await Memory.AddMessageAsync("s1", MessageRole.User, "m2");
        Assert.Equal("before", (await _fixture.PeekAsync("s1")).Context.GetString("conversation_summary"));

        (answer, deletes) = ("after", true);
        Assert.Equal(3, (await Memory.AddMessageAsync("s1", MessageRole.User, "m3")).Sequence);
        Assert.Null(await Memory.PeekSessionAsync("s1"));
        Assert.Equal(LogLevel.Information, Assert.Single(_fixture.Logger.Collector.GetSnapshot()).Level);
    }

    private async Task SetSummaryAsync(string summary) => await Memory.UpdateSessionAsync(
        "s1", state => state with { Context = state.Context.Set("conversation_summary", summary) });

    private static Mock<IConversationSummarizer> Summarizer(Func<string?, IReadOnlyList<SessionMessage>, string?> summarize)
    {
        var mock = new Mock<IConversationSummarizer>();
        mock.Setup(summarizer => summarizer.SummarizeAsync(
                It.IsAny<string>(), It.IsAny<string?>(), It.IsAny<IReadOnlyList<SessionMessage>>(), It.IsAny<CancellationToken>()))
            .Returns((string _, string? previous, IReadOnlyList<SessionMessage> dropped, CancellationToken _) =>
                new ValueTask<string?>(summarize(previous, dropped)));
        return mock;
    }
}
