using HospitalityMemory.Stores;

namespace HospitalityMemory.Conformance;

/// <summary>How a session's state is replaced.</summary>
public abstract class SessionStoreWriteConformance : SessionStoreConformance
{
    [SkippableFact]
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
            Messages = MessageList.From([Says("forged")]),
        };

        Assert.Equal(SessionWriteStatus.Done, (await store.TryReplaceAsync(next, At(1), Limits, None)).Status);

        var read = await PeekAsync(store, "s1", At(1));
        Assert.Equal(["hello"], Contents(read));
        Assert.Equal(next, read with { Messages = next.Messages });
    }

    [SkippableFact]
    public async Task A_version_that_is_not_the_next_one_conflicts_and_changes_nothing()
    {
        var store = await CreateStoreAsync();
        var session = await CreateAsync(store, "s1");
        await store.TryReplaceAsync(Next(session, T0) with { CurrentAgent = "first" }, T0, Limits, None);

        foreach (var version in (long[])[1, 2, 4])
        {
            var stale = session with { Version = version, CurrentAgent = "late" };
            Assert.Equal(SessionWriteStatus.Conflict, (await store.TryReplaceAsync(stale, At(5), Limits, None)).Status);
        }

        var read = await PeekAsync(store, "s1", At(5));
        Assert.Equal((2, "first", At(30)), (read.Version, read.CurrentAgent, read.ExpiresAt));
    }

    [SkippableFact]
    public async Task A_state_made_from_an_earlier_session_of_the_same_id_conflicts()
    {
        var store = await CreateStoreAsync();
        var earlier = await CreateAsync(store, "s1", "guest");
        await store.DeleteAsync("s1", At(1), None);
        await CreateAsync(store, "s1", createdAt: At(1));

        var result = await store.TryReplaceAsync(Next(earlier, At(2)), At(2), Limits, None);

        Assert.Equal(SessionWriteStatus.Conflict, result.Status);
        Assert.Null((await PeekAsync(store, "s1", At(2))).UserId);
    }

    [SkippableFact]
    public async Task An_append_in_between_does_not_make_a_replacement_conflict()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        var seen = await PeekAsync(store, "s1");
        await SayAsync(store, "s1", "in between");

        var result = await store.TryReplaceAsync(
            Next(seen, T0) with { Slots = new BookingSlots { City = "Miami" } }, T0, Limits, None);

        Assert.Equal(SessionWriteStatus.Done, result.Status);
        var read = await PeekAsync(store, "s1");
        Assert.Equal("Miami", read.Slots.City);
        Assert.Equal(["in between"], Contents(read));
    }

    [SkippableFact]
    public async Task A_creation_returns_what_is_stored()
    {
        var store = await CreateStoreAsync();
        var session = NewSession("s1", "guest") with { Slots = new BookingSlots { City = "Miami" }, Context = JsonFields.Empty.Set("a", 1m) };

        var result = await store.TryCreateAsync(session, Limits, None);

        AssertSame(await PeekAsync(store, "s1"), result.Session);
    }

    [SkippableTheory]
    [InlineData(0, 0)]
    [InlineData(0, 2)]
    [InlineData(3, 0)]
    [InlineData(3, 1)]
    [InlineData(3, 4)]
    [InlineData(3, 9)]
    [InlineData(5, 1)]
    public async Task A_replacement_returns_what_is_stored_and_so_what_others_appended_meanwhile(int before, int meanwhile)
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        await SayAllAsync(store, 1, before);
        var seen = await PeekAsync(store, "s1");
        await SayAllAsync(store, before + 1, meanwhile);

        var result = await store.TryReplaceAsync(Next(seen, At(1)) with { CurrentAgent = "booking" }, At(1), Limits, None);

        var stored = await PeekAsync(store, "s1", At(1));
        Assert.Equal(Enumerable.Range(1, before + meanwhile).TakeLast(Limits.MaxMessages).Select(number => $"m{number}"), Contents(stored));
        AssertSame(stored, result.Session);

        // And the next one, made from what this one returned.
        await SayAsync(store, "s1", "again", At(2));
        result = await store.TryReplaceAsync(Next(result.Session!, At(2)), At(2), Limits, None);
        AssertSame(await PeekAsync(store, "s1", At(2)), result.Session);
    }

    [SkippableFact]
    public async Task A_replacement_returns_what_is_stored_where_others_went_from_the_middle_meanwhile()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        await store.AppendAsync("s1", [Says("m1"), Says("pinned") with { Pinned = true }, Says("m3"), Says("m4")], T0, Limits, None);
        var seen = await PeekAsync(store, "s1");
        await SayAllAsync(store, 5, 3);

        var result = await store.TryReplaceAsync(Next(seen, T0), T0, Limits, None);

        var stored = await PeekAsync(store, "s1");
        Assert.Equal(["pinned", "m4", "m5", "m6", "m7"], Contents(stored));
        AssertSame(stored, result.Session);
    }

    [SkippableFact]
    public async Task A_replacement_returns_the_stored_messages_whatever_the_argument_holds()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        await SayAllAsync(store, 1, 3);
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
            var result = await store.TryReplaceAsync(Next(seen, T0) with { Messages = messages }, T0, Limits, None);
            seen = await PeekAsync(store, "s1");
            Assert.Equal(["m1", "m2", "m3"], Contents(seen));
            AssertSame(seen, result.Session);
        }
    }

    [SkippableFact]
    public async Task A_replacement_returns_the_expiry_that_is_stored()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        var seen = await PeekAsync(store, "s1");
        await store.GetAsync("s1", At(10), Limits, None);

        // By a clock that is behind: the lifetime is not shortened.
        var result = await store.TryReplaceAsync(Next(seen, At(5)), At(5), Limits, None);

        Assert.Equal(At(40), result.Session!.ExpiresAt);
        AssertSame(await PeekAsync(store, "s1", At(5)), result.Session);
    }

    [SkippableFact]
    public async Task A_state_that_is_too_large_changes_nothing()
    {
        var store = await CreateStoreAsync();
        var session = await CreateAsync(store, "s1");
        var huge = Next(session, At(5)) with { Context = JsonFields.Empty.Set("a", new string('x', 3 * 1024 * 1024)) };

        var result = await store.TryReplaceAsync(huge, At(5), Limits, None);

        Assert.Equal(SessionWriteStatus.TooLarge, result.Status);
        Assert.True(result.SizeBytes > Limits.MaxSessionBytes);
        var read = await PeekAsync(store, "s1");
        Assert.Equal(session, read with { Messages = session.Messages });
    }

    [SkippableFact]
    public async Task A_new_session_that_is_too_large_does_not_come_into_being()
    {
        var store = await CreateStoreAsync();
        var huge = NewSession("s1", "guest") with { Context = JsonFields.Empty.Set("a", new string('x', 3 * 1024 * 1024)) };

        var result = await store.TryCreateAsync(huge, Limits, None);

        Assert.Equal(SessionWriteStatus.TooLarge, result.Status);
        Assert.True(result.SizeBytes > Limits.MaxSessionBytes);
        Assert.Null(await store.PeekAsync("s1", T0, None));
        Assert.Empty(await store.ListAsync("guest", T0, None));
    }

    [SkippableFact]
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

        await store.TryReplaceAsync(Next(snapshot, At(1)) with { CurrentAgent = "other" }, At(1), Limits, None);
        await store.DeleteAsync("s1", At(1), None);

        Assert.Equal(copy, snapshot);
        Assert.Equal(messages, Contents(snapshot));
    }

    [SkippableFact]
    public async Task A_cancelled_call_does_nothing()
    {
        var store = await CreateStoreAsync();
        var session = await CreateAsync(store, "s1", "guest");
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        var cancelled = source.Token;
        (string Name, Func<Task> Call)[] calls =
        [
            ("create", () => store.TryCreateAsync(NewSession("s2"), Limits, cancelled).AsTask()),
            ("get", () => store.GetAsync("s1", At(5), Limits, cancelled).AsTask()),
            ("peek", () => store.PeekAsync("s1", At(5), cancelled).AsTask()),
            ("replace", () => store.TryReplaceAsync(Next(session, At(5)), At(5), Limits, cancelled).AsTask()),
            ("append one", () => store.AppendAsync("s1", Says("a"), At(5), Limits, cancelled).AsTask()),
            ("append", () => store.AppendAsync("s1", [Says("a")], At(5), Limits, cancelled).AsTask()),
            ("delete", () => store.DeleteAsync("s1", At(5), cancelled).AsTask()),
            ("list", () => store.ListAsync("guest", At(5), cancelled).AsTask()),
            ("usage", () => store.GetUsageAsync(At(5), cancelled).AsTask()),
            ("remove expired", () => store.RemoveExpiredAsync(At(5), cancelled).AsTask()),
            ("ping", () => store.PingAsync(cancelled).AsTask()),
        ];

        foreach (var (name, call) in calls)
        {
            var error = await Record.ExceptionAsync(call);
            Assert.True(error is OperationCanceledException, $"{name}: {error?.ToString() ?? "no error"}");
        }

        Assert.Null(await store.PeekAsync("s2", T0, None));
        Assert.Equal(session, (await PeekAsync(store, "s1")) with { Messages = session.Messages });
    }

    private static async Task SayAllAsync(ISessionStore store, int first, int count)
    {
        foreach (var number in Enumerable.Range(first, count))
        {
            await SayAsync(store, "s1", $"m{number}");
        }
    }

    private static void AssertSame(Session stored, Session? returned)
    {
        Assert.NotNull(returned);
        Assert.Equal(stored.ToJson(), returned.ToJson());
        Assert.Equal(
            (stored.Version, stored.ExpiresAt, stored.UpdatedAt, stored.CreatedAt),
            (returned.Version, returned.ExpiresAt, returned.UpdatedAt, returned.CreatedAt));
        Assert.Equal(stored.Messages.Select(message => message.Sequence), returned.Messages.Select(message => message.Sequence));
    }
}
