using HospitalityMemory.Stores;

namespace HospitalityMemory.Conformance;

/// <summary>How a session's state is replaced.</summary>
public abstract class SessionStoreWriteConformance : SessionStoreConformance
{
    [Fact]
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

    [Fact]
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

    [Fact]
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

    [Fact]
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

    [Fact]
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

    [Fact]
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

    [Fact]
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

    [Fact]
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
}
