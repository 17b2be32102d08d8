using HospitalityMemory.Stores;
using HospitalityMemory.Testing.Checks;

namespace HospitalityMemory.Testing.Conformance;

/// <summary>How messages are replaced, removed and cleared.</summary>
internal sealed class SessionStoreEditCases(CaseRun<ISessionStore> run) : SessionStoreCases(run)
{
    [Case]
    public async Task A_replaced_message_keeps_its_place_and_its_group()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        await AppendTogetherAsync(store, "s1", [Says("call", MessageRole.Assistant), Says("card 4111", MessageRole.Tool)]);
        await SayAsync(store, "s1", "thanks");
        var redacted = Says("card ****", MessageRole.Tool) with { Agent = "payments", Name = "redacted" };

        var result = await store.TryReplaceMessageAsync(
            "s1", NewMessages.Replacement(2, 0, redacted) with { Weight = 7, IsSpared = true, StartsTurn = true }, At(2), Limits, CaseToken.Current);

        Assert.Equal((SessionWriteStatus.Done, 0), (result.Status, result.Trimmed));
        Assert.True(result.Message is null || (result.Message.Content, result.Message.Sequence) == ("card ****", 2));
        var read = await ReadAsync(store, "s1", At(2));
        Assert.Equal((3, 3L, 1L), (read.Count, read.LastSequence, read.Edits));
        Assert.Equal(["call", "card ****", "thanks"], Contents(read));
        var (message, group, weight, isSpared, startsTurn) = read.Messages[1];
        Assert.Equal((2, "payments", "redacted"), (message.Sequence, message.Agent, message.Name));
        Assert.Equal((1, 7, true, true), (group, weight, isSpared, startsTurn));
        var session = await PeekAsync(store, "s1", At(2));
        Assert.Equal(["call", "card ****", "thanks"], Contents(session));
        Assert.Equal((At(2), At(32), 1), (session.UpdatedAt, session.ExpiresAt, session.Version));
    }

    [Case]
    public async Task A_removed_message_leaves_its_number_unused()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        await SayAllAsync(store, "s1", 1, 3);

        Assert.Equal(SessionWriteStatus.Done, await RemoveAsync(store, 2, 0));
        Assert.Equal(SessionWriteStatus.Done, await RemoveAsync(store, 3, 1));

        Assert.Equal(["m1"], Contents(await PeekAsync(store, "s1")));
        var read = await ReadAsync(store, "s1");
        Assert.Equal((1, 3L, 2L), (read.Count, read.LastSequence, read.Edits));
        Assert.Equal(4, (await SayAsync(store, "s1", "m4")).FirstSequence);
        Assert.Equal([1L, 4], Sequences((await PeekAsync(store, "s1")).Messages));
    }

    [Case]
    public async Task A_removed_message_is_not_trimmed_and_waits_for_nothing()
    {
        var limits = Limits with { KeepsTrimmed = true };
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        await SayAllAsync(store, "s1", 1, 2, limits);

        var result = await store.TryReplaceMessageAsync("s1", NewMessages.Replacement(1, 0, null), T0, limits, CaseToken.Current);

        Assert.Equal((SessionWriteStatus.Done, 0, 0), (result.Status, result.Trimmed, result.Waiting));
        Assert.Null(await store.LeaseTrimmedAsync("s1", new(1, At(1)), T0, CaseToken.Current));
    }

    [Case]
    public async Task An_edit_made_from_what_is_no_longer_so_conflicts()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        await SayAllAsync(store, "s1", 1, 3);
        await RemoveAsync(store, 1, 0);

        var late = NewMessages.Replacement(2, 0, Says("late"));
        Assert.Equal(SessionWriteStatus.Conflict, (await store.TryReplaceMessageAsync("s1", late, At(5), Limits, CaseToken.Current)).Status);
        Assert.Equal(SessionWriteStatus.Conflict, await RemoveAsync(store, 2, 0));

        var session = await PeekAsync(store, "s1");
        Assert.Equal(["m2", "m3"], Contents(session));
        Assert.Equal((T0, At(30)), (session.UpdatedAt, session.ExpiresAt));
        Assert.Equal(1, (await ReadAsync(store, "s1")).Edits);
    }

    [Case]
    public async Task Appends_and_changes_of_state_do_not_make_an_edit_conflict()
    {
        var store = await CreateStoreAsync();
        var session = await CreateAsync(store, "s1");
        await SayAllAsync(store, "s1", 1, 1);
        await ReplaceAsync(store, Next(session, T0));
        await SayAllAsync(store, "s1", 2, 2);

        Assert.Equal(SessionWriteStatus.Done, await RemoveAsync(store, 1, 0));

        Assert.Equal(["m2", "m3"], Contents(await PeekAsync(store, "s1")));
    }

    [Case]
    public async Task What_is_not_there_is_not_edited()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        await SayAllAsync(store, "s1", 1, 6);

        // Number 1 was trimmed, 7 not given yet; no number is below 1.
        foreach (var sequence in (long[])[1, 7, 1_000_000])
        {
            Assert.Equal(SessionWriteStatus.MessageNotFound, await RemoveAsync(store, sequence, 0));
        }

        await RemoveAsync(store, 2, 0);
        Assert.Equal(SessionWriteStatus.MessageNotFound, await RemoveAsync(store, 2, 1));
        Assert.Equal(1, (await ReadAsync(store, "s1")).Edits);
    }

    [Case]
    public async Task A_message_that_waits_for_a_summary_is_not_edited()
    {
        var limits = Limits with { KeepsTrimmed = true };
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        await SayAllAsync(store, "s1", 1, 6, limits);

        Assert.Equal(SessionWriteStatus.MessageNotFound, await RemoveAsync(store, 1, 0));

        Assert.Equal(["m1"], Contents((await store.LeaseTrimmedAsync("s1", new(1, At(1)), T0, CaseToken.Current))!.Messages));
    }

    [Case]
    public async Task A_larger_message_pushes_out_the_oldest()
    {
        var limits = Limits with { MaxMessages = 100, MaxSessionBytes = 256 * 1024 };
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        for (var i = 1; i <= 10; i++)
        {
            await SayAsync(store, "s1", Text(20_000), limits: limits);
        }

        // 180,000 and 110,000 bytes: two of 20,000 have to go.
        var larger = await store.TryReplaceMessageAsync("s1", NewMessages.Replacement(10, 0, Says(Text(110_000))), T0, limits, CaseToken.Current);
        Assert.Equal((SessionWriteStatus.Done, 2), (larger.Status, larger.Trimmed));
        Assert.Equal([3L, 4, 5, 6, 7, 8, 9, 10], Sequences((await PeekAsync(store, "s1")).Messages));

        var huge = await store.TryReplaceMessageAsync("s1", NewMessages.Replacement(10, 1, Says(Text(270_000))), T0, limits, CaseToken.Current);
        Assert.Equal(SessionWriteStatus.TooLarge, huge.Status);
        Assert.True(huge.SizeBytes > limits.MaxSessionBytes);
        var read = await ReadAsync(store, "s1");
        Assert.Equal((8, 1L), (read.Count, read.Edits));
        Assert.Equal(110_000, read.Messages[^1].Message.Content.Length * 2);
    }

    [Case]
    public async Task A_message_that_is_spared_no_more_goes_in_its_turn()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        await AppendAsync(store, "s1", [Says("wish") with { Pinned = true }]);
        await SayAllAsync(store, "s1", 2, 6);
        Assert.Equal(["wish", "m4", "m5", "m6", "m7"], Contents(await PeekAsync(store, "s1")));

        await store.TryReplaceMessageAsync("s1", NewMessages.Replacement(1, 0, Says("wish")), T0, Limits, CaseToken.Current);
        await SayAllAsync(store, "s1", 8, 1);

        Assert.Equal(["m4", "m5", "m6", "m7", "m8"], Contents(await PeekAsync(store, "s1")));
    }

    [Case]
    public async Task Clearing_removes_all_messages_and_keeps_the_numbering()
    {
        var limits = Limits with { KeepsTrimmed = true };
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1", "guest");
        await AppendAsync(store, "s1", [Says("rules", MessageRole.System)]);
        await SayAllAsync(store, "s1", 2, 8, limits);

        Assert.Equal(SessionWriteStatus.Done, (await store.ClearMessagesAsync("s1", At(3), limits, CaseToken.Current)).Status);

        var session = await PeekAsync(store, "s1", At(3));
        Assert.Empty(session.Messages);
        Assert.Equal(("guest", At(3), At(33)), (session.UserId, session.UpdatedAt, session.ExpiresAt));
        Assert.Equal((1, false), (session.Version, session.IsIncomplete));
        var read = await ReadAsync(store, "s1", At(3));
        Assert.Equal((0, 9L, 1L), (read.Count, read.LastSequence, read.Edits));
        Assert.Null(await store.LeaseTrimmedAsync("s1", new(1, At(9)), At(3), CaseToken.Current));
        Assert.Equal(10, (await SayAsync(store, "s1", "m10", At(3))).FirstSequence);
        Assert.Equal(["m10"], Contents(await PeekAsync(store, "s1", At(3))));
    }

    [Case]
    public async Task Snapshots_from_before_an_edit_do_not_change()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        await SayAllAsync(store, "s1", 1, 4);
        var session = await PeekAsync(store, "s1");
        var messages = await ReadAsync(store, "s1");

        await store.TryReplaceMessageAsync("s1", NewMessages.Replacement(2, 0, Says("new")), T0, Limits, CaseToken.Current);
        await RemoveAsync(store, 3, 1);
        var edited = await PeekAsync(store, "s1");
        await store.ClearMessagesAsync("s1", T0, Limits, CaseToken.Current);
        await SayAllAsync(store, "s1", 5, 4);

        Assert.Equal(["m1", "m2", "m3", "m4"], Contents(session));
        Assert.Equal(["m1", "m2", "m3", "m4"], Contents(messages));
        Assert.Equal(["m1", "new", "m4"], Contents(edited));
    }

    private static async Task<SessionWriteStatus> RemoveAsync(ISessionStore store, long sequence, long edits) =>
        (await store.TryReplaceMessageAsync("s1", NewMessages.Replacement(sequence, edits, null), T0, Limits, CaseToken.Current)).Status;
}
