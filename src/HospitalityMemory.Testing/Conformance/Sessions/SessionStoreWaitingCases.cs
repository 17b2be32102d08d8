using HospitalityMemory.Stores;
using HospitalityMemory.Testing.Checks;

namespace HospitalityMemory.Testing.Conformance;

/// <summary>How trimmed messages wait for a summary, and how it takes them.</summary>
internal sealed class SessionStoreWaitingCases(CaseRun<ISessionStore> run) : SessionStoreCases(run)
{
    private static readonly SessionLimits Keeping = Limits with { MaxMessages = 2, KeepsTrimmed = true };

    [Case]
    public async Task What_is_trimmed_waits_as_it_was_said()
    {
        var store = await CreateStoreAsync();
        var session = await CreateAsync(store, "s1", "guest");
        var whole = Says("whole", MessageRole.Assistant) with { MessageId = "a", Agent = "search", ToolCallIds = ["c1"] };

        Assert.Equal((0, 0), await AppendAsync(store, [whole, Says("two")]));
        Assert.Equal((1, 1), await AppendAsync(store, [Says("three")]));
        Assert.Equal((2, 3), await AppendAsync(store, [Says("four"), Says("five")]));

        var waiting = await store.LeaseTrimmedAsync("s1", new(7, At(10)), At(9), CaseToken.Current);
        Assert.NotNull(waiting);
        Assert.Equal(["whole", "two", "three"], Contents(waiting.Messages));
        Assert.Equal([1L, 2, 3], Sequences(waiting.Messages));
        var first = waiting.Messages[0];
        Assert.Equal(
            (whole.MessageId, whole.Agent, whole.Role, whole.Timestamp), (first.MessageId, first.Agent, first.Role, first.Timestamp));
        Assert.Equal(["c1"], first.ToolCallIds);
        Assert.Equal(Bare(session), Bare(waiting.Info));
        Assert.Equal(["four", "five"], Contents(await PeekAsync(store, "s1")));
        Assert.Equal(At(30), (await PeekAsync(store, "s1")).ExpiresAt);
    }

    [Case]
    public async Task Nothing_waits_where_trimmed_messages_are_not_kept()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");

        var result = await AppendAsync(store, "s1", [Says("a"), Says("b"), Says("c")], limits: Keeping with { KeepsTrimmed = false });

        Assert.Equal((1, 0, 0), (result.Trimmed, result.Waiting, result.WaitingLost));
        Assert.Null(await store.LeaseTrimmedAsync("s1", new(7, At(1)), T0, CaseToken.Current));
        Assert.False((await PeekAsync(store, "s1")).IsIncomplete);
    }

    [Case]
    public async Task Of_more_than_200_the_oldest_are_lost_and_the_session_says_so()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        Assert.Equal((200, 200), await AppendAsync(store, [.. Enumerable.Range(1, 202).Select(i => Says($"m{i}"))]));
        Assert.False((await PeekInfoAsync(store, "s1")).IsIncomplete);

        var result = await AppendAsync(store, "s1", [Says("m203"), Says("m204"), Says("m205")], limits: Keeping);

        Assert.Equal((SessionWriteStatus.Done, 3, 200, 3), (result.Status, result.Trimmed, result.Waiting, result.WaitingLost));
        Assert.True((await PeekInfoAsync(store, "s1")).IsIncomplete);
        Assert.True((await PeekAsync(store, "s1")).IsIncomplete);
        var waiting = await store.LeaseTrimmedAsync("s1", new(7, At(1)), T0, CaseToken.Current);
        Assert.True(waiting!.Info.IsIncomplete);
        Assert.Equal(Enumerable.Range(4, 200).Select(i => (long)i), Sequences(waiting.Messages));

        // A state that was read before messages were lost does not make the session complete again.
        var replaced = await ReplaceAsync(store, Next(waiting.Info, T0) with { IsIncomplete = false, CurrentAgent = "a" }, limits: Keeping);
        Assert.True(replaced.Info!.IsIncomplete);
        Assert.True((await PeekInfoAsync(store, "s1")).IsIncomplete);
    }

    [Case]
    public async Task Of_more_than_256_KiB_the_oldest_are_lost()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        Assert.Equal((2, 2), await AppendAsync(store, [.. Enumerable.Range(1, 4).Select(_ => Says(Text(100_000)))]));

        var result = await AppendAsync(store, "s1", [Says(Text(100_000))], limits: Keeping);

        Assert.Equal((1, 2, 1), (result.Trimmed, result.Waiting, result.WaitingLost));
        Assert.Equal([2L, 3], Sequences((await store.LeaseTrimmedAsync("s1", new(7, At(1)), T0, CaseToken.Current))!.Messages));
        Assert.True((await PeekInfoAsync(store, "s1")).IsIncomplete);
    }

    [Case]
    public async Task A_message_that_is_larger_than_all_that_may_wait_is_lost_alone()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        await AppendAsync(store, [Says(Text(400_000)), Says("b")]);

        var result = await AppendAsync(store, "s1", [Says("c"), Says("d")], limits: Keeping);

        Assert.Equal((2, 1, 1), (result.Trimmed, result.Waiting, result.WaitingLost));
        Assert.Equal(["b"], Contents((await store.LeaseTrimmedAsync("s1", new(7, At(1)), T0, CaseToken.Current))!.Messages));
    }

    [Case]
    public async Task What_waits_takes_no_room_from_the_session()
    {
        var limits = Keeping with { MaxMessages = 100, MaxSessionBytes = 128 * 1024 };
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        for (var i = 1; i <= 20; i++)
        {
            var result = await SayAsync(store, "s1", Text(30_000), limits: limits);
            Assert.Equal((SessionWriteStatus.Done, i <= 4 ? 0 : 1), (result.Status, result.Trimmed));
        }

        Assert.Equal(4, (await PeekAsync(store, "s1")).Messages.Count);
        Assert.Equal([9L, 10, 11, 12, 13, 14, 15, 16], Sequences((await store.LeaseTrimmedAsync("s1", new(7, At(1)), T0, CaseToken.Current))!.Messages));
    }

    [Case]
    public async Task One_claim_is_in_force_at_a_time()
    {
        var store = await CreateStoreAsync();
        await WithWaitingAsync(store, 1);

        Assert.NotNull(await store.LeaseTrimmedAsync("s1", new(7, At(10)), At(1), CaseToken.Current));

        Assert.Null(await store.LeaseTrimmedAsync("s1", new(8, At(12)), At(2), CaseToken.Current));
        Assert.NotNull(await store.LeaseTrimmedAsync("s1", new(7, At(20)), At(3), CaseToken.Current));
        Assert.Null(await store.LeaseTrimmedAsync("s1", new(8, At(25)), At(19), CaseToken.Current));
        Assert.NotNull(await store.LeaseTrimmedAsync("s1", new(8, At(25)), At(20), CaseToken.Current));
        Assert.Null(await store.LeaseTrimmedAsync("s1", new(7, At(25)), At(20), CaseToken.Current));
    }

    [Case]
    public async Task A_claim_is_released_by_its_own_token_only()
    {
        var store = await CreateStoreAsync();
        await WithWaitingAsync(store, 1);
        await store.LeaseTrimmedAsync("s1", new(UInt128.MaxValue, At(10)), T0, CaseToken.Current);

        await store.ReleaseTrimmedAsync("s1", UInt128.MaxValue - 1, CaseToken.Current);
        Assert.Null(await store.LeaseTrimmedAsync("s1", new(8, At(10)), T0, CaseToken.Current));
        await store.ReleaseTrimmedAsync("s1", UInt128.MaxValue, CaseToken.Current);
        Assert.Equal(["m1"], Contents((await store.LeaseTrimmedAsync("s1", new(8, At(10)), T0, CaseToken.Current))!.Messages));
        await store.ReleaseTrimmedAsync("s1", UInt128.MaxValue, CaseToken.Current);
        Assert.Null(await store.LeaseTrimmedAsync("s1", new(9, At(10)), T0, CaseToken.Current));
    }

    [Case]
    public async Task A_summary_takes_what_it_took_in_and_ends_its_claim()
    {
        var store = await CreateStoreAsync();
        await WithWaitingAsync(store, 3);
        var waiting = await store.LeaseTrimmedAsync("s1", new(7, At(10)), T0, CaseToken.Current);
        await SayAllAsync(store, "s1", 6, 1, Keeping);

        var result = await store.TryReplaceAsync(
            Next(waiting!.Info, At(1)) with { CurrentAgent = "summarised" }, new TrimmedTaken(7, 2), At(1), Keeping, CaseToken.Current);

        Assert.Equal((SessionWriteStatus.Done, 2), (result.Status, result.Waiting));
        Assert.Equal(Bare(await PeekAsync(store, "s1", At(1))), Bare(result.Info));
        Assert.Equal("summarised", result.Info!.CurrentAgent);
        var rest = await store.LeaseTrimmedAsync("s1", new(8, At(10)), At(1), CaseToken.Current);
        Assert.Equal([3L, 4], Sequences(rest!.Messages));
        Assert.Equal(["m5", "m6"], Contents(await PeekAsync(store, "s1", At(1))));

        await store.TryReplaceAsync(Next(rest.Info, At(2)), new TrimmedTaken(8, 4), At(2), Keeping, CaseToken.Current);
        Assert.Null(await store.LeaseTrimmedAsync("s1", new(9, At(10)), At(2), CaseToken.Current));
    }

    [Case]
    public async Task A_summary_made_without_a_claim_in_force_conflicts_and_changes_nothing()
    {
        var store = await CreateStoreAsync();
        await WithWaitingAsync(store, 2);
        var info = await PeekInfoAsync(store, "s1");

        Assert.Equal(SessionWriteStatus.Conflict, await TakeAsync(7, At(1)));
        await store.LeaseTrimmedAsync("s1", new(7, At(10)), At(1), CaseToken.Current);
        Assert.Equal(SessionWriteStatus.Conflict, await TakeAsync(8, At(2)));
        Assert.Equal(SessionWriteStatus.Conflict, await TakeAsync(7, At(10)));
        await store.LeaseTrimmedAsync("s1", new(8, At(20)), At(10), CaseToken.Current);
        Assert.Equal(SessionWriteStatus.Conflict, await TakeAsync(7, At(11)));
        await store.ReleaseTrimmedAsync("s1", 8, CaseToken.Current);
        Assert.Equal(SessionWriteStatus.Conflict, await TakeAsync(8, At(11)));

        Assert.Equal(Bare(info), Bare(await PeekInfoAsync(store, "s1", At(11))));
        Assert.Equal([1L, 2], Sequences((await store.LeaseTrimmedAsync("s1", new(9, At(20)), At(11), CaseToken.Current))!.Messages));

        async Task<SessionWriteStatus> TakeAsync(UInt128 token, DateTimeOffset now)
        {
            var late = Next(info, now) with { CurrentAgent = "late" };
            return (await store.TryReplaceAsync(late, new TrimmedTaken(token, 2), now, Keeping, CaseToken.Current)).Status;
        }
    }

    [Case]
    public async Task A_summary_of_an_older_state_conflicts_and_keeps_its_claim()
    {
        var store = await CreateStoreAsync();
        await WithWaitingAsync(store, 2);
        var waiting = await store.LeaseTrimmedAsync("s1", new(7, At(10)), T0, CaseToken.Current);
        var slots = await ReplaceAsync(store, Next(waiting!.Info, T0) with { CurrentAgent = "meanwhile" }, limits: Keeping);
        Assert.Equal(2, slots.Waiting);

        var late = await store.TryReplaceAsync(Next(waiting.Info, T0), new TrimmedTaken(7, 2), T0, Keeping, CaseToken.Current);
        Assert.Equal(SessionWriteStatus.Conflict, late.Status);
        Assert.Null(await store.LeaseTrimmedAsync("s1", new(8, At(10)), T0, CaseToken.Current));

        var again = await store.TryReplaceAsync(Next(slots.Info!, T0), new TrimmedTaken(7, 2), T0, Keeping, CaseToken.Current);
        Assert.Equal((SessionWriteStatus.Done, 0), (again.Status, again.Waiting));
        Assert.Equal("meanwhile", (await PeekInfoAsync(store, "s1")).CurrentAgent);
    }

    [Case]
    public async Task A_summary_that_is_too_large_takes_nothing()
    {
        var store = await CreateStoreAsync();
        await WithWaitingAsync(store, 1);
        var waiting = await store.LeaseTrimmedAsync("s1", new(7, At(10)), T0, CaseToken.Current);
        var huge = Next(waiting!.Info, T0) with { Context = JsonFields.Empty.Set("conversation_summary", Text(3 * 1024 * 1024)) };

        Assert.Equal(SessionWriteStatus.TooLarge, (await store.TryReplaceAsync(huge, new TrimmedTaken(7, 1), T0, Keeping, CaseToken.Current)).Status);

        Assert.Equal(["m1"], Contents((await store.LeaseTrimmedAsync("s1", new(7, At(10)), T0, CaseToken.Current))!.Messages));
    }

    [Case]
    public async Task Clearing_and_deleting_end_a_claim_and_what_waited()
    {
        var store = await CreateStoreAsync();
        await WithWaitingAsync(store, 1);
        await store.LeaseTrimmedAsync("s1", new(7, At(10)), T0, CaseToken.Current);

        await store.ClearMessagesAsync("s1", T0, Keeping, CaseToken.Current);
        Assert.Equal(SessionWriteStatus.Conflict, await TakeAsync());
        await SayAllAsync(store, "s1", 4, 3, Keeping);
        Assert.NotNull(await store.LeaseTrimmedAsync("s1", new(8, At(10)), T0, CaseToken.Current));

        await store.DeleteAsync("s1", T0, CaseToken.Current);
        await CreateAsync(store, "s1");
        Assert.Null(await store.LeaseTrimmedAsync("s1", new(9, At(10)), T0, CaseToken.Current));
        await SayAllAsync(store, "s1", 1, 3, Keeping);
        Assert.Equal(["m1"], Contents((await store.LeaseTrimmedAsync("s1", new(9, At(10)), T0, CaseToken.Current))!.Messages));

        async Task<SessionWriteStatus> TakeAsync() => (await store.TryReplaceAsync(
            Next(await PeekInfoAsync(store, "s1"), T0), new TrimmedTaken(7, 1), T0, Keeping, CaseToken.Current)).Status;
    }

    [Case]
    public async Task A_summary_of_a_session_that_ended_does_not_land_in_the_next_of_its_id()
    {
        var store = await CreateStoreAsync();
        await WithWaitingAsync(store, 1);
        var waiting = await store.LeaseTrimmedAsync("s1", new(7, At(10)), T0, CaseToken.Current);

        // Of the same instant and the same version, so that only the claim tells them apart.
        await store.DeleteAsync("s1", T0, CaseToken.Current);
        await WithWaitingAsync(store, 1);
        Assert.Equal(SessionWriteStatus.Conflict, await TakeAsync(waiting!.Info));
        Assert.NotNull(await store.LeaseTrimmedAsync("s1", new(8, At(10)), T0, CaseToken.Current));
        Assert.Equal(SessionWriteStatus.Conflict, await TakeAsync(await PeekInfoAsync(store, "s1")));

        Assert.Null((await PeekInfoAsync(store, "s1")).CurrentAgent);

        async Task<SessionWriteStatus> TakeAsync(SessionInfo info) => (await store.TryReplaceAsync(
            Next(info, T0) with { CurrentAgent = "of the first" }, new TrimmedTaken(7, 1), T0, Keeping, CaseToken.Current)).Status;
    }

    [Case]
    public async Task Nothing_waits_with_a_session_that_expired()
    {
        var store = await CreateStoreAsync();
        await WithWaitingAsync(store, 1);

        Assert.Null(await store.LeaseTrimmedAsync("s1", new(7, At(60)), At(30), CaseToken.Current));

        await CreateAsync(store, "s1", createdAt: At(31));
        Assert.Null(await store.LeaseTrimmedAsync("s1", new(7, At(60)), At(31), CaseToken.Current));
    }

    /// <summary>A session of which so many messages wait and two are there.</summary>
    private static async Task WithWaitingAsync(ISessionStore store, int count)
    {
        await CreateAsync(store, "s1");
        await SayAllAsync(store, "s1", 1, count + Keeping.MaxMessages, Keeping);
    }

    private static async Task<(int Trimmed, int Waiting)> AppendAsync(ISessionStore store, IReadOnlyList<SessionMessage> messages)
    {
        var result = await AppendAsync(store, "s1", messages, limits: Keeping);
        Assert.Equal((SessionWriteStatus.Done, 0), (result.Status, result.WaitingLost));
        return (result.Trimmed, result.Waiting);
    }
}
