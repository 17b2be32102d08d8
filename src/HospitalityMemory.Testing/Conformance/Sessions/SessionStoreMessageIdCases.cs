using HospitalityMemory.Stores;
using HospitalityMemory.Testing.Checks;

namespace HospitalityMemory.Testing.Conformance;

/// <summary>A message whose id is known is there already.</summary>
internal sealed class SessionStoreMessageIdCases(CaseRun<ISessionStore> run) : SessionStoreCases(run)
{
    [Case]
    public async Task A_repeated_id_is_not_stored_again_and_answers_its_number()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        await AppendAsync(store, "s1", [Named("hello"), Named("pay now")]);

        var result = await AppendAsync(store, "s1", [Says("something else") with { MessageId = "pay now" }], At(3));

        Assert.Equal((SessionWriteStatus.Done, 2, 0), (result.Status, result.FirstSequence, result.Trimmed));
        Assert.Equal([2L], result.Sequences);
        var read = await PeekAsync(store, "s1", At(3));
        Assert.Equal(["hello", "pay now"], Contents(read));
        Assert.Equal(At(33), read.ExpiresAt);
        Assert.Equal(3, (await SayAsync(store, "s1", "next", At(3))).FirstSequence);
    }

    [Case]
    public async Task Of_an_append_only_what_is_not_known_is_stored()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        await AppendAsync(store, "s1", [Named("a"), Named("b")]);

        var result = await AppendAsync(store, "s1", [Named("c"), Named("a"), Says("d"), Named("c"), Named("b")]);

        Assert.Equal((SessionWriteStatus.Done, 3), (result.Status, result.FirstSequence));
        Assert.Equal([3L, 1, 4, 3, 2], result.Sequences);
        Assert.Equal(["a", "b", "c", "d"], Contents(await PeekAsync(store, "s1")));
        Assert.Equal(5, (await SayAsync(store, "s1", "next")).FirstSequence);
    }

    [Case]
    public async Task Messages_without_ids_are_never_the_same()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");

        Assert.Null((await AppendAsync(store, "s1", [Says("yes"), Says("yes")])).Sequences);
        await SayAsync(store, "s1", "yes");

        Assert.Equal(["yes", "yes", "yes"], Contents(await PeekAsync(store, "s1")));
    }

    [Case]
    public async Task An_id_is_known_though_its_message_was_trimmed_removed_or_cleared()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        await AppendAsync(store, "s1", [Named("trimmed"), Named("removed"), Named("cleared")]);
        await AppendAsync(store, "s1", [.. Enumerable.Range(0, 3).Select(i => Says($"more {i}"))]);
        await store.TryReplaceMessageAsync("s1", NewMessages.Replacement(2, 0, null), T0, Limits, CaseToken.Current);
        await AssertKnownAsync();
        await store.ClearMessagesAsync("s1", T0, Limits, CaseToken.Current);
        await AssertKnownAsync();
        Assert.Empty((await PeekAsync(store, "s1")).Messages);

        async Task AssertKnownAsync()
        {
            Assert.Equal([1L, 2, 3], (await AppendAsync(store, "s1", [Named("trimmed"), Named("removed"), Named("cleared")])).Sequences);
            Assert.Equal([2L], (await AppendAsync(store, "s1", [Named("removed")])).Sequences);
        }
    }

    [Case]
    public async Task A_replaced_message_is_known_by_the_id_that_it_came_with()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        await AppendAsync(store, "s1", [Named("original")]);
        await store.TryReplaceMessageAsync("s1", NewMessages.Replacement(1, 0, Named("another")), T0, Limits, CaseToken.Current);

        Assert.Equal([1L], (await AppendAsync(store, "s1", [Named("original")])).Sequences);
        Assert.Equal(2, (await AppendAsync(store, "s1", [Named("another")])).FirstSequence);
    }

    [Case]
    public async Task A_repetition_is_not_too_large_and_spares_nothing()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        await AppendAsync(store, "s1", [Named("a")]);
        var other = Says(new('x', 3 * 1024 * 1024)) with { MessageId = "a", Pinned = true };

        Assert.Equal([1L, 2], (await AppendAsync(store, "s1", [other, Says("b")])).Sequences);

        Assert.Equal(["a", "b"], Contents(await PeekAsync(store, "s1")));
        Assert.False((await ReadAsync(store, "s1")).Messages[0].IsSpared);
    }

    [Case]
    public async Task The_latest_256_ids_are_known_in_the_order_in_which_they_came()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        await AppendAsync(store, "s1", [.. Enumerable.Range(1, SessionLimits.RememberedIds).Select(i => Named($"id {i}"))]);

        // Appending a known id again does not make it newer.
        Assert.Equal([1L, 256, 100], (await AppendAsync(store, "s1", [Named("id 1"), Named("id 256"), Named("id 100")])).Sequences);
        await SayAsync(store, "s1", "without an id");
        Assert.Equal(258, (await AppendAsync(store, "s1", [Named("id 257")])).FirstSequence);

        Assert.Equal([2L], (await AppendAsync(store, "s1", [Named("id 2")])).Sequences);
        var again = await AppendAsync(store, "s1", [Named("id 1")]);
        Assert.Equal(259, again.FirstSequence);
        Assert.Null(again.Sequences);
        Assert.Equal(260, (await AppendAsync(store, "s1", [Named("id 2")])).FirstSequence);
        Assert.Equal([4L, 258], (await AppendAsync(store, "s1", [Named("id 4"), Named("id 257")])).Sequences);
    }

    [Case]
    public async Task More_ids_than_are_remembered_may_come_at_once()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");

        await AppendAsync(store, "s1", [.. Enumerable.Range(1, SessionLimits.RememberedIds + 10).Select(i => Named($"id {i}"))]);

        Assert.Equal([11L], (await AppendAsync(store, "s1", [Named("id 11")])).Sequences);
        Assert.Equal(267, (await AppendAsync(store, "s1", [Named("id 10")])).FirstSequence);
    }

    [Case]
    public async Task What_joins_a_known_message_joins_the_group_that_it_has()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        await SayAsync(store, "s1", "question");
        await AppendTogetherAsync(store, "s1", [Says("first call", MessageRole.Assistant), Call("call")]);

        // The whole answer is sent again by somebody who saw only that the first attempt failed.
        var result = await AppendTogetherAsync(store, "s1", [Call("call"), Says("result", MessageRole.Tool)]);

        Assert.Equal([3L, 4], result.Sequences);
        Assert.Equal([1L, 2, 2, 2], (await ReadAsync(store, "s1")).Messages.Select(stored => stored.Group));
    }

    [Case]
    public async Task What_joins_a_known_message_that_went_is_orphaned()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        await AppendAsync(store, "s1", [Call("call")]);
        await AppendAsync(store, "s1", [Says("q1"), Says("q2"), Says("q3"), Says("q4"), Says("q5")]);

        var result = await AppendTogetherAsync(store, "s1", [Call("call"), Says("result", MessageRole.Tool)]);

        Assert.Equal([1L, 7], result.Sequences);
        Assert.Equal([3L, 4, 5, 6, 0], (await ReadAsync(store, "s1")).Messages.Select(stored => stored.Group));
        await SayAsync(store, "s1", "q6");
        Assert.Equal(["q2", "q3", "q4", "q5", "q6"], Contents(await PeekAsync(store, "s1")));
    }

    [Case]
    public async Task What_joins_a_message_said_twice_in_one_append_joins_the_first_of_them()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        MessageAppend append = new(
        [
            NewMessages.Of(Call("call")),
            NewMessages.Of(Says("meanwhile"), 1),
            NewMessages.Of(Call("call"), 2),
            NewMessages.Of(Says("result", MessageRole.Tool), 3, MessageGroup.OfAppend(2)),
        ]);

        Assert.Equal([1L, 2, 1, 3], (await store.AppendAsync("s1", append, T0, Limits, CaseToken.Current)).Sequences);

        Assert.Equal([1L, 2, 1], (await ReadAsync(store, "s1")).Messages.Select(stored => stored.Group));
    }

    [Case]
    public async Task Ids_are_of_one_session()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        await CreateAsync(store, "s2");
        await SayAsync(store, "s2", "first");
        await AppendAsync(store, "s1", [Named("a")]);

        Assert.Equal((2, true), await AppendNamedAsync("s2"));
        await store.DeleteAsync("s1", T0, CaseToken.Current);
        await CreateAsync(store, "s1", createdAt: At(1));
        await SayAsync(store, "s1", "of the new one", At(1));
        Assert.Equal((2, true), await AppendNamedAsync("s1"));

        async Task<(long, bool)> AppendNamedAsync(string id)
        {
            var result = await AppendAsync(store, id, [Named("a")], At(1));
            return (result.FirstSequence, result.Sequences is null);
        }
    }

    [Case]
    public async Task What_is_refused_is_not_remembered()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        var huge = Says(new('x', 3 * 1024 * 1024));

        Assert.Equal(SessionWriteStatus.TooLarge, (await AppendAsync(store, "s1", [Named("a"), huge])).Status);

        var result = await AppendAsync(store, "s1", [Named("a")]);
        Assert.Equal(1, result.FirstSequence);
        Assert.Null(result.Sequences);
        Assert.Equal(["a"], Contents(await PeekAsync(store, "s1")));
    }

    private static SessionMessage Named(string id) => Says(id) with { MessageId = id };

    private static SessionMessage Call(string id) => Says(id, MessageRole.Assistant) with { MessageId = id };
}
