using HospitalityMemory.Stores;
using HospitalityMemory.Testing.Checks;

namespace HospitalityMemory.Testing.Conformance;

/// <summary>How a session's state is replaced.</summary>
internal sealed class SessionStoreWriteCases(CaseRun<ISessionStore> run) : SessionStoreCases(run)
{
    [Case]
    public async Task The_next_version_replaces_the_state_and_leaves_the_messages()
    {
        var store = await CreateStoreAsync();
        var session = await CreateAsync(store, "s1");
        await SayAsync(store, "s1", "hello");
        var next = Next(session, At(1)) with
        {
            UserId = "guest",
            CurrentAgent = "booking",
            Slots = new BookingSlots { City = "Miami" },
            Context = JsonFields.Empty.Set("a", 1m),
            BookingData = JsonFields.Empty.Set("b", 2m),
        };

        Assert.Equal(SessionWriteStatus.Done, (await ReplaceAsync(store, next, At(1))).Status);

        var read = await PeekAsync(store, "s1", At(1));
        Assert.Equal(["hello"], Contents(read));
        Assert.Equal(Bare(next) with { ExpiresAt = At(31) }, Bare(read));
    }

    [Case]
    public async Task A_version_that_is_not_the_next_one_conflicts_and_changes_nothing()
    {
        var store = await CreateStoreAsync();
        var session = await CreateAsync(store, "s1");
        await ReplaceAsync(store, Next(session, T0) with { CurrentAgent = "first" });

        foreach (var version in (long[])[1, 2, 4])
        {
            var stale = session with { Version = version, CurrentAgent = "late" };
            Assert.Equal(SessionWriteStatus.Conflict, (await ReplaceAsync(store, stale, At(5))).Status);
        }

        var read = await PeekAsync(store, "s1", At(5));
        Assert.Equal((2, "first", At(30)), (read.Version, read.CurrentAgent, read.ExpiresAt));
    }

    [Case]
    public async Task A_state_made_from_an_earlier_session_of_the_same_id_conflicts()
    {
        var store = await CreateStoreAsync();
        var earlier = await CreateAsync(store, "s1", "guest");
        await store.DeleteAsync("s1", At(1), CaseToken.Current);
        await CreateAsync(store, "s1", createdAt: At(1));

        var result = await ReplaceAsync(store, Next(earlier, At(2)), At(2));

        Assert.Equal(SessionWriteStatus.Conflict, result.Status);
        Assert.Null((await PeekAsync(store, "s1", At(2))).UserId);
    }

    [Case]
    public async Task A_session_is_taken_from_its_guest_only_where_the_limits_name_that_guest()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1", "guest");
        await SayAsync(store, "s1", "said before");
        var next = Next(await PeekInfoAsync(store, "s1"), At(1)) with { UserId = "other" };

        Assert.Equal(SessionWriteStatus.Conflict, (await ReplaceAsync(store, next, At(1))).Status);
        Assert.Equal(SessionWriteStatus.Conflict, (await ReplaceAsync(store, next, At(1), Limits with { TakenFrom = "third" })).Status);
        Assert.Equal("guest", (await PeekAsync(store, "s1", At(1))).UserId);
        Assert.Equal(SessionWriteStatus.Done, (await ReplaceAsync(store, next, At(1), Limits with { TakenFrom = "guest" })).Status);

        var taken = await PeekAsync(store, "s1", At(1));
        Assert.Equal(("other", 2, T0), (taken.UserId, taken.Version, taken.CreatedAt));
        Assert.Equal(["said before"], Contents(taken));
        Assert.Empty(await ListAsync(store, "guest", At(1)));
        Assert.Equal(["s1"], Ids(await ListAsync(store, "other", At(1))));
        Assert.Equal(0, (await store.EraseAsync("guest", At(1), CaseToken.Current)).Found);
        Assert.Equal(SessionWriteStatus.Done, (await SayAsync(store, "s1", "said after")).Status);
        Assert.Equal((1, 1, 0), await store.EraseAsync("other", At(1), CaseToken.Current) is var erased ? (erased.Found, erased.Erased, erased.Left) : default);
    }

    [Case]
    public async Task An_append_in_between_does_not_make_a_replacement_conflict()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        var seen = await PeekInfoAsync(store, "s1");
        await SayAsync(store, "s1", "in between");

        var result = await ReplaceAsync(store, Next(seen, T0) with { Slots = new BookingSlots { City = "Miami" } });

        Assert.Equal(SessionWriteStatus.Done, result.Status);
        var read = await PeekAsync(store, "s1");
        Assert.Equal("Miami", read.Slots.City);
        Assert.Equal(["in between"], Contents(read));
    }

    [Case]
    public async Task A_creation_returns_what_is_stored()
    {
        var store = await CreateStoreAsync();
        var session = NewSession("s1", "guest") with { Slots = new BookingSlots { City = "Miami" }, Context = JsonFields.Empty.Set("a", 1m) };

        var result = await store.TryCreateAsync(session, Limits, CaseToken.Current);

        Assert.Equal(Bare(await PeekAsync(store, "s1")), Bare(result.Info));
    }

    [Case(0, 0)]
    [Case(0, 2)]
    [Case(3, 0)]
    [Case(3, 1)]
    [Case(3, 4)]
    [Case(3, 9)]
    [Case(5, 1)]
    public async Task A_replacement_returns_what_is_stored_and_leaves_what_others_appended_meanwhile(int before, int meanwhile)
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        await SayAllAsync(store, "s1", 1, before);
        var seen = await PeekInfoAsync(store, "s1");
        await SayAllAsync(store, "s1", before + 1, meanwhile);

        var result = await ReplaceAsync(store, Next(seen, At(1)) with { CurrentAgent = "booking" }, At(1));

        var stored = await PeekAsync(store, "s1", At(1));
        Assert.Equal(Enumerable.Range(1, before + meanwhile).TakeLast(Limits.MaxMessages).Select(number => $"m{number}"), Contents(stored));
        Assert.Equal(Bare(stored), Bare(result.Info));

        // And the next one, made from what this one returned.
        await SayAsync(store, "s1", "again", At(2));
        result = await ReplaceAsync(store, Next(result.Info!, At(2)), At(2));
        Assert.Equal(Bare(await PeekAsync(store, "s1", At(2))), Bare(result.Info));
    }

    [Case]
    public async Task Messages_in_the_argument_are_not_stored()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, new Session(NewSession("s1"), MessageList.From([Says("forged").WithSequence(1)])));
        Assert.Empty((await PeekAsync(store, "s1")).Messages);
        await SayAllAsync(store, "s1", 1, 3);
        var seen = await PeekAsync(store, "s1");
        MessageList[] others =
        [
            MessageList.Empty,
            MessageList.From([Says("forged")]),
            MessageList.From([seen.Messages[0], seen.Messages[1], Says("forged").WithSequence(3)]),
            MessageList.From([seen.Messages[0], seen.Messages[2]]),
            MessageList.From([.. seen.Messages, Says("forged").WithSequence(4)]),
        ];

        foreach (var messages in others)
        {
            var result = await ReplaceAsync(store, Next(new Session(seen, messages), T0));
            Assert.Equal(SessionWriteStatus.Done, result.Status);
            seen = await PeekAsync(store, "s1");
            Assert.Equal(["m1", "m2", "m3"], Contents(seen));
            Assert.Equal(Bare(seen), Bare(result.Info));
        }
    }

    [Case]
    public async Task A_replacement_returns_the_expiry_that_is_stored()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        var seen = await PeekInfoAsync(store, "s1");
        await store.GetAsync("s1", At(10), Limits, CaseToken.Current);

        // By a clock that is behind: the lifetime is not shortened.
        var result = await ReplaceAsync(store, Next(seen, At(5)), At(5));

        Assert.Equal(At(40), result.Info!.ExpiresAt);
        Assert.Equal(Bare(await PeekAsync(store, "s1", At(5))), Bare(result.Info));
    }

    [Case]
    public async Task A_state_that_is_too_large_changes_nothing()
    {
        var store = await CreateStoreAsync();
        var session = await CreateAsync(store, "s1");
        var huge = Next(session, At(5)) with { Context = JsonFields.Empty.Set("a", new string('x', 3 * 1024 * 1024)) };

        var result = await ReplaceAsync(store, huge, At(5));

        Assert.Equal(SessionWriteStatus.TooLarge, result.Status);
        Assert.True(result.SizeBytes > Limits.MaxSessionBytes);
        var read = await PeekAsync(store, "s1");
        Assert.Equal(Bare(session), Bare(read));
    }

    [Case]
    public async Task A_new_session_that_is_too_large_does_not_come_into_being()
    {
        var store = await CreateStoreAsync();
        var huge = NewSession("s1", "guest") with { Context = JsonFields.Empty.Set("a", new string('x', 3 * 1024 * 1024)) };

        var result = await store.TryCreateAsync(huge, Limits, CaseToken.Current);

        Assert.Equal(SessionWriteStatus.TooLarge, result.Status);
        Assert.True(result.SizeBytes > Limits.MaxSessionBytes);
        Assert.Null(await store.PeekAsync("s1", T0, CaseToken.Current));
        Assert.Empty(await ListAsync(store, "guest"));
    }

    [Case]
    public async Task A_snapshot_never_changes()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        await SayAsync(store, "s1", "one");
        var snapshot = await PeekAsync(store, "s1");
        var copy = snapshot with { };
        string[] messages = [.. Contents(snapshot)];

        for (var i = 0; i < 20; i++)
        {
            await SayAsync(store, "s1", $"more {i}", At(1));
        }

        await ReplaceAsync(store, Next(snapshot, At(1)) with { CurrentAgent = "other" }, At(1));
        await store.DeleteAsync("s1", At(1), CaseToken.Current);

        Assert.Equal(copy, snapshot);
        Assert.Equal(messages, Contents(snapshot));
    }

    [Case]
    public async Task A_cancelled_call_does_nothing()
    {
        // Not split: most of it is the list of all calls.
        var store = await CreateStoreAsync();
        var session = await CreateAsync(store, "s1", "guest");
        await SayAsync(store, "s1", "kept");
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        var cancelled = source.Token;
        (string Name, Func<Task> Call)[] calls =
        [
            ("create", () => store.TryCreateAsync(NewSession("s2"), Limits, cancelled).AsTask()),
            ("get", () => store.GetAsync("s1", At(5), Limits, cancelled).AsTask()),
            ("peek", () => store.PeekAsync("s1", At(5), cancelled).AsTask()),
            ("peek info", () => store.PeekInfoAsync("s1", At(5), cancelled).AsTask()),
            ("messages", () => store.GetMessagesAsync("s1", new(1, null), At(5), Limits, cancelled).AsTask()),
            ("replace", () => store.TryReplaceAsync(Next(session, At(5)), null, At(5), Limits, cancelled).AsTask()),
            ("append one", () => store.AppendAsync("s1", NewMessages.Of(Says("a")), At(5), Limits, cancelled).AsTask()),
            ("append", () => store.AppendAsync("s1", NewMessages.Each([Says("a"), Says("b")]), At(5), Limits, cancelled).AsTask()),
            ("replace a message", () => store.TryReplaceMessageAsync(
                "s1", NewMessages.Replacement(1, 0, Says("b")), At(5), Limits, cancelled).AsTask()),
            ("clear", () => store.ClearMessagesAsync("s1", At(5), Limits, cancelled).AsTask()),
            ("lease", () => store.LeaseTrimmedAsync("s1", new(1, At(9)), At(5), cancelled).AsTask()),
            ("release", () => store.ReleaseTrimmedAsync("s1", 1, cancelled).AsTask()),
            ("delete", () => store.DeleteAsync("s1", At(5), cancelled).AsTask()),
            ("list", () => store.ListAsync(new("guest", null, 1), At(5), cancelled).AsTask()),
            ("list all", () => store.ListAsync(new(null, null, 1), At(5), cancelled).AsTask()),
            ("usage", () => store.GetUsageAsync(At(5), cancelled).AsTask()),
            ("remove expired", () => store.RemoveExpiredAsync(1, At(5), cancelled).AsTask()),
            ("ping", () => store.PingAsync(cancelled).AsTask()),
        ];

        foreach (var (name, call) in calls)
        {
            var error = await Record.ExceptionAsync(call);
            Assert.True(error is OperationCanceledException, $"{name}: {error?.ToString() ?? "no error"}");
        }

        Assert.Null(await store.PeekAsync("s2", T0, CaseToken.Current));
        var left = await PeekAsync(store, "s1");
        Assert.Equal(Bare(session), Bare(left));
        Assert.Equal(["kept"], Contents(left));
    }
}
