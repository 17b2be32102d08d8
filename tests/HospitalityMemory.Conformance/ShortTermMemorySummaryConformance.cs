using System.Collections.Concurrent;

namespace HospitalityMemory.Conformance;

/// <summary>
/// Summaries through the memory. Whatever happens to one, each trimmed message is in the session or in its summary.
/// </summary>
public abstract class ShortTermMemorySummaryConformance : ShortTermMemoryConformance
{
    private readonly Joining _summarizer = new();

    [SkippableFact]
    public async Task What_is_trimmed_goes_into_the_summary_a_batch_at_a_time()
    {
        await StartAsync(keep: 2, after: 3);
        await SayAsync(1, 200);
        await SummarizedAsync();

        await AssertNothingLostAsync(200);
        Assert.InRange(_summarizer.Calls.Count, 1, 66);
        Assert.All(_summarizer.Calls, call => Assert.True(call.Count >= 3));
    }

    [SkippableFact]
    public async Task A_summarizer_that_fails_loses_nothing()
    {
        _summarizer.Fails = 1;
        await StartAsync(keep: 1, after: 1);
        await SayAsync(1, 2);
        await SummarizedAsync();
        Assert.Empty((await PeekAsync()).Context);

        await SayAsync(3, 3);
        await SummarizedAsync();
        await AssertNothingLostAsync(3);
    }

    [SkippableFact]
    public async Task A_summarizer_that_keeps_failing_is_asked_once_for_each_batch_and_not_for_each_message()
    {
        _summarizer.Fails = int.MaxValue;
        await StartAsync(keep: 1, after: 3);
        for (var i = 1; i <= 20; i++)
        {
            await SayAsync(i, i);
            await SummarizedAsync();
        }

        // With the fourth message three are waiting, and after that three more each time.
        Assert.Equal(6, _summarizer.Calls.Count);
        _summarizer.Fails = 0;
        await SayAsync(21, 23);
        await SummarizedAsync();
        await AssertNothingLostAsync(23);
    }

    [SkippableFact]
    public async Task What_waits_since_a_summary_failed_is_summed_up_after_a_pause_though_nothing_more_is_trimmed()
    {
        _summarizer.Fails = 1;
        await StartAsync(keep: 3, after: 3);
        await SayAsync(1, 6);
        await SummarizedAsync();
        Assert.Single(_summarizer.Calls);
        await Memory.ReplaceMessageAsync(Id, 6, _ => null);
        await Memory.ReplaceMessageAsync(Id, 5, _ => null);

        await Memory.AddMessageAsync(Id, MessageRole.User, "m5");
        await SummarizedAsync();
        Assert.Single(_summarizer.Calls);

        Advance(1);
        await Memory.AddMessageAsync(Id, MessageRole.User, "m6");
        await SummarizedAsync();
        Assert.Equal(["m1", "m2", "m3"], Summary(await PeekAsync()));
        await AssertNothingLostAsync(6);
    }

    [SkippableFact]
    public async Task What_waits_when_a_server_has_gone_is_summed_up_by_the_next_though_nothing_more_is_trimmed()
    {
        _summarizer.Fails = 1;
        await StartAsync(keep: 3, after: 3);
        await SayAsync(1, 6);
        await SummarizedAsync();
        await Memory.ReplaceMessageAsync(Id, 6, _ => null);

        await Other.AddMessageAsync(Id, MessageRole.User, "m6");
        await SummarizedAsync();

        await AssertNothingLostAsync(6);
        Assert.Equal(["m1", "m2", "m3"], Summary(await PeekAsync()));
    }

    [SkippableFact]
    public async Task A_request_that_is_cancelled_meanwhile_loses_nothing()
    {
        await StartAsync(keep: 1, after: 1);
        using var request = new CancellationTokenSource();
        _summarizer.Meanwhile = () => request.CancelAsync();
        await Memory.AddMessageAsync(Id, MessageRole.User, "m1", request.Token);
        await Memory.AddMessageAsync(Id, MessageRole.User, "m2", request.Token);
        await SummarizedAsync();
        await AssertNothingLostAsync(2);
    }

    [SkippableFact]
    public async Task Many_who_append_while_a_slow_summary_is_made_wait_for_it_no_moment_and_lose_nothing()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _summarizer.Meanwhile = () => gate.Task;
        await StartAsync(keep: 1, after: 1);

        // All of these calls return while the first summary is still being made.
        await Task.WhenAll(Enumerable.Range(1, 16).Select(i => Task.Run(
            async () => await (i % 2 is 0 ? Memory : Other).AddMessageAsync(Id, MessageRole.User, $"m{i}"))));
        Assert.InRange(_summarizer.Calls.Count, 0, 1);
        gate.SetResult();
        await SummarizedAsync();
        await SayAsync(17, 17);
        await SummarizedAsync();

        await AssertNothingLostAsync(17);
        Assert.Equal(1, _summarizer.MostAtOnce);
    }

    [SkippableFact]
    public async Task A_summarizer_that_writes_to_its_own_session_ends()
    {
        _summarizer.Meanwhile = async () => await Memory.AddMessageAsync(Id, Says($"s{_summarizer.Calls.Count}", MessageRole.System));
        await StartAsync(keep: 2, after: 2);
        await SayAsync(1, 20);
        await SummarizedAsync();

        var session = await PeekAsync();
        var spoken = Contents(session).Where(content => content[0] is 'm').Concat(Summary(session).Where(content => content[0] is 'm'));
        Assert.Equal(20, spoken.Concat(await WaitingAsync()).Distinct().Count());
        Assert.InRange(_summarizer.Calls.Count, 1, 20);
    }

    [SkippableFact]
    public async Task A_summarizer_that_never_answers_hangs_nobody_and_its_messages_are_summed_up_later()
    {
        var gate = new TaskCompletionSource();
        _summarizer.Meanwhile = () => gate.Task;
        await StartAsync(keep: 1, after: 1);
        await SayAsync(1, 2);
        await _summarizer.Begun;

        Clock.Advance(TimeSpan.FromSeconds(31));
        await SummarizedAsync();
        _summarizer.Meanwhile = () => Task.CompletedTask;
        await SayAsync(3, 3);
        await SummarizedAsync();
        await AssertNothingLostAsync(3);
    }

    [SkippableFact]
    public async Task A_server_that_goes_in_the_middle_leaves_its_claim_for_a_time_only()
    {
        await StartAsync(keep: 1, after: 1);
        var store = Store;
        await SayAsync(1, 1);
        _summarizer.Fails = 1;
        await SayAsync(2, 2);
        await SummarizedAsync();
        Assert.NotNull(await store.LeaseTrimmedAsync(Id, new(7, Clock.GetUtcNow().AddMinutes(1)), Clock.GetUtcNow(), CancellationToken.None));

        await SayAsync(3, 3);
        await SummarizedAsync();
        Assert.Empty((await PeekAsync()).Context);

        Advance(1);
        await SayAsync(4, 4);
        await SummarizedAsync();
        await AssertNothingLostAsync(4);
    }

    [SkippableFact]
    public async Task A_summary_cut_within_an_emoji_is_stored_once_and_whole()
    {
        _summarizer.Suffix = "\ud83d";
        await StartAsync(keep: 1, after: 1);
        await SayAsync(1, 2);
        await SummarizedAsync();

        Assert.Equal("m1\ufffd", (await PeekAsync()).Context.GetString("conversation_summary"));
        Assert.Single(_summarizer.Calls);
    }

    [SkippableFact]
    public async Task A_state_that_changes_while_a_summary_is_made_keeps_its_change()
    {
        await StartAsync(keep: 1, after: 1);
        _summarizer.Meanwhile = async () => await Other.UpdateSlotsAsync(Id, new BookingSlots { City = "Lisbon" });
        await SayAsync(1, 2);
        await SummarizedAsync();

        var session = await PeekAsync();
        Assert.Equal(("Lisbon", "m1"), (session.Slots.City, session.Context.GetString("conversation_summary")));
    }

    [SkippableFact]
    public async Task A_session_begun_anew_meanwhile_gets_nothing_of_the_one_before()
    {
        await StartAsync(keep: 1, after: 1);
        _summarizer.Meanwhile = async () =>
        {
            _summarizer.Meanwhile = () => Task.CompletedTask;
            await Other.DeleteSessionAsync(Id);
            await Other.CreateSessionAsync(Id, "bob");
            await Other.AddMessagesAsync(Id, [Says("b1"), Says("b2")]);
        };
        await Memory.AddMessageAsync(Id, MessageRole.User, "alice's secret");
        await Memory.AddMessageAsync(Id, MessageRole.User, "m2");
        await SummarizedAsync();

        var session = await PeekAsync();
        Assert.DoesNotContain("alice", Whole(session), StringComparison.Ordinal);
        Assert.Equal(["b1"], Summary(session).Concat(await WaitingAsync()).Distinct());
    }

    [SkippableFact]
    public async Task What_is_cleared_while_it_is_summed_up_comes_back_in_no_summary()
    {
        await StartAsync(keep: 1, after: 1);
        _summarizer.Meanwhile = async () =>
        {
            _summarizer.Meanwhile = () => Task.CompletedTask;
            await Other.ClearMessagesAsync(Id);
            await Other.AddMessagesAsync(Id, [Says("b1"), Says("b2")]);
        };
        await Memory.AddMessageAsync(Id, MessageRole.User, "a secret");
        await Memory.AddMessageAsync(Id, MessageRole.User, "m2");
        await SummarizedAsync();

        var session = await PeekAsync();
        Assert.DoesNotContain("secret", Whole(session), StringComparison.Ordinal);
        Assert.Equal(["b1"], Summary(session).Concat(await WaitingAsync()).Distinct());
    }

    [SkippableFact]
    public async Task More_than_a_session_keeps_for_a_summary_is_told()
    {
        _summarizer.Fails = int.MaxValue;
        await StartAsync(keep: 1, after: 10);
        for (var i = 0; i < 6; i++)
        {
            await Memory.AddMessagesAsync(Id, [.. Enumerable.Range(1, 40).Select(n => Says($"{i}.{n}"))]);
        }

        await SummarizedAsync();
        Assert.True((await PeekAsync()).IsIncomplete);
        Assert.Equal(200, (await WaitingAsync()).Count);
    }

    private async Task StartAsync(int keep, int after)
    {
        Options.ShortTerm.MaxMessages = keep;
        Options.ShortTerm.SummarizeAfter = after;
        Summarizer = _summarizer;
        await StartAsync();
        await Memory.CreateSessionAsync(Id);
    }

    private async Task SayAsync(int from, int to)
    {
        for (var i = from; i <= to; i++)
        {
            await Memory.AddMessageAsync(Id, MessageRole.User, $"m{i}");
        }
    }

    /// <summary>Each message that was added occurs once: in the summary, among the waiting messages, or in the session.</summary>
    private async Task AssertNothingLostAsync(int said)
    {
        var session = await PeekAsync();
        var all = Summary(session).Concat(await WaitingAsync()).Concat(Contents(session)).ToArray();
        Assert.Equal(Enumerable.Range(1, said).Select(i => $"m{i}").Order(), all.Order());
        Assert.False(session.IsIncomplete);
    }

    private static string[] Summary(Session session) => session.Context.GetString("conversation_summary")?.Split(' ') ?? [];

    private async Task<List<string>> WaitingAsync()
    {
        var now = Clock.GetUtcNow();
        var waiting = await Store.LeaseTrimmedAsync(Id, new(99, now.AddMinutes(1)), now, CancellationToken.None);
        await Store.ReleaseTrimmedAsync(Id, 99, CancellationToken.None);
        return waiting?.Messages.Select(message => message.Content).ToList() ?? [];
    }

    private sealed class Joining : IConversationSummarizer
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _running;

        public ConcurrentQueue<IReadOnlyList<SessionMessage>> Calls { get; } = [];

        public Func<Task> Meanwhile { get; set; } = () => Task.CompletedTask;

        public int Fails { get; set; }

        public string Suffix { get; set; } = "";

        public int MostAtOnce { get; private set; }

        public Task Begun => _begun.Task;

        public async ValueTask<string?> SummarizeAsync(
            string sessionId, string? previousSummary, IReadOnlyList<SessionMessage> trimmedMessages, CancellationToken cancellationToken)
        {
            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _running));
            Calls.Enqueue(trimmedMessages);
            _begun.TrySetResult();
            try
            {
                await Meanwhile();
                if (Fails > 0)
                {
                    Fails--;
                    throw new TimeoutException("The model is down.");
                }

                string[] parts = [.. previousSummary is null ? [] : (string[])[previousSummary], .. trimmedMessages.Select(message => message.Content)];
                return string.Join(' ', parts) + Suffix;
            }
            finally
            {
                Interlocked.Decrement(ref _running);
            }
        }
    }
}
