using HospitalityMemory.Stores;
using HospitalityMemory.Testing.Checks;

namespace HospitalityMemory.Testing.Conformance;

/// <summary>The erasure of a guest's sessions: all of them, whatever they look like, and nobody else's.</summary>
internal sealed class SessionStoreErasureCases(CaseRun<ISessionStore> run) : SessionStoreCases(run)
{
    private static readonly SessionLimits Keeping = Limits with { MaxMessages = 2, KeepsTrimmed = true };

    [Case]
    public async Task All_sessions_of_the_guest_go_and_no_others()
    {
        var store = await CreateStoreAsync();
        foreach (var (id, userId) in ((string, string?)[])[("a1", "a"), ("a2", "a"), ("b1", "b"), ("ab1", "a b"), ("blank", " a"), ("none", null)])
        {
            await CreateAsync(store, id, userId);
            await FillAsync(store, id);
        }

        var erased = await store.EraseAsync("a", At(1), CaseToken.Current);

        Assert.Equal((2, 2, 0, 0), (erased.Found, erased.Erased, erased.Left, erased.Unreadable));
        Assert.Equal(
            [new SessionEnd("a1", SessionEndReason.Deleted), new("a2", SessionEndReason.Deleted)],
            erased.Ended.OrderBy(end => end.SessionId, StringComparer.Ordinal));
        Assert.Equal(["ab1", "b1", "blank", "none"], Ids(await ListAsync(store, null, At(1))).Order(StringComparer.Ordinal));
        Assert.Empty(await ListAsync(store, "a", At(1)));
        foreach (var id in (string[])["ab1", "b1", "blank", "none"])
        {
            Assert.Equal(["m2", "m3"], Contents(await PeekAsync(store, id, At(1))));
            Assert.Equal("m1", Assert.Single((await store.LeaseTrimmedAsync(id, new(1, At(2)), At(1), CaseToken.Current))!.Messages).Content);
        }

        Assert.Equal(4, (await store.GetUsageAsync(At(1), CaseToken.Current)).LiveSessions);
    }

    [Case]
    public async Task Nothing_of_an_erased_session_is_there_for_another_of_its_id()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1", "a");
        await FillAsync(store, "s1");
        await store.EraseAsync("a", T0, CaseToken.Current);
        Assert.Equal(0, (await store.GetUsageAsync(T0, CaseToken.Current)).SizeBytes);

        Assert.Null((await store.TryCreateAsync(NewSession("s1", "b"), Limits, CaseToken.Current)).Ended);
        var said = await store.AppendAsync("s1", NewMessages.Of(Says("anew") with { MessageId = "m1" }), T0, Limits, CaseToken.Current);

        Assert.Equal(1, said.FirstSequence);
        Assert.Equal(["anew"], Contents(await PeekAsync(store, "s1")));
        Assert.Null(await store.LeaseTrimmedAsync("s1", new(1, At(1)), T0, CaseToken.Current));
        Assert.Empty(await ListAsync(store, "a"));
        Assert.Equal(0, (await store.EraseAsync("a", T0, CaseToken.Current)).Found);
        Assert.Equal(["s1"], Ids(await ListAsync(store, "b")));
    }

    [Case]
    public async Task A_session_that_expired_and_was_not_swept_goes_too_and_is_told_as_expired_once()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "over", "a");
        await CreateAsync(store, "live", "a", createdAt: At(20));
        await CreateAsync(store, "over too", "b");
        await FillAsync(store, "over");

        // A list does not name what has expired, and must not make it unfindable.
        Assert.Equal(["live"], Ids(await ListAsync(store, "a", At(40))));
        var before = (await store.GetUsageAsync(At(20), CaseToken.Current)).Expired;
        var erased = await store.EraseAsync("a", At(40), CaseToken.Current);

        Assert.Equal((2, 2, 0), (erased.Found, erased.Erased, erased.Left));
        Assert.Equal(
            [new SessionEnd("live", SessionEndReason.Deleted), new("over", SessionEndReason.Expired)],
            erased.Ended.OrderBy(end => end.SessionId, StringComparer.Ordinal));
        Assert.Equal(["over too"], await store.RemoveExpiredAsync(100, At(40), CaseToken.Current));
        Assert.Equal(before + 2, (await store.GetUsageAsync(At(40), CaseToken.Current)).Expired);
    }

    [Case]
    public async Task A_session_that_got_its_guest_later_is_the_guests_and_so_is_one_whose_id_had_another()
    {
        var store = await CreateStoreAsync();
        var anonymous = await CreateAsync(store, "s1");
        await ReplaceAsync(store, Next(anonymous, T0) with { UserId = "a" });
        await CreateAsync(store, "s2", "b");
        await store.DeleteAsync("s2", T0, CaseToken.Current);
        await CreateAsync(store, "s2", "a");
        await CreateAsync(store, "s3", "b");
        await CreateAsync(store, "s3", "a", createdAt: At(31));

        Assert.Equal(0, (await store.EraseAsync("b", T0, CaseToken.Current)).Found);
        Assert.Equal(3, (await store.EraseAsync("a", T0, CaseToken.Current)).Erased);
        Assert.Empty(await ListAsync(store, null));
    }

    [Case]
    public async Task More_sessions_than_any_page_holds_go_at_once()
    {
        const int Count = 1_100;
        var store = await CreateStoreAsync();
        for (var i = 0; i < Count; i++)
        {
            await CreateAsync(store, $"s{i}", "a");
        }

        await CreateAsync(store, "other", "b");

        var erased = await store.EraseAsync("a", T0, CaseToken.Current);

        Assert.Equal((Count, Count, Count, 0), (erased.Found, erased.Erased, erased.Ended.Count, erased.Left));
        Assert.Equal(["other"], Ids(await ListAsync(store, null)));
    }

    [Case]
    public async Task Erasures_at_once_erase_each_session_once_and_what_comes_meanwhile_is_told()
    {
        var store = await CreateStoreAsync();
        for (var i = 0; i < 60; i++)
        {
            await CreateAsync(store, $"s{i}", "a");
        }

        var erasures = Enumerable.Range(0, 3).Select(_ => Task.Run(async () => await store.EraseAsync("a", T0, CaseToken.Current)));
        var creation = Task.Run(async () => await CreateAsync(store, "late", "a"));
        var erased = await Task.WhenAll(erasures);
        await creation;
        var last = await store.EraseAsync("a", T0, CaseToken.Current);

        Assert.Equal(
            Enumerable.Range(0, 60).Select(i => $"s{i}").Append("late").Order(StringComparer.Ordinal),
            erased.Append(last).SelectMany(one => one.Ended).Select(end => end.SessionId).Order(StringComparer.Ordinal));
        Assert.Equal(0, last.Left);
        Assert.Equal(default, (await store.GetUsageAsync(T0, CaseToken.Current)) with { Expired = 0 });
    }

    [Case]
    public async Task A_cancelled_erasure_erases_nothing_and_can_be_done_again()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1", "a");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.EraseAsync("a", T0, new(canceled: true)));

        Assert.Equal(1, (await store.EraseAsync("a", T0, CaseToken.Current)).Erased);
        Assert.Equal(0, (await store.EraseAsync("a", T0, CaseToken.Current)).Found);
    }

    /// <summary>Three messages with ids, of which the first waits for a summary.</summary>
    private static async Task FillAsync(ISessionStore store, string id)
    {
        foreach (var number in (int[])[1, 2, 3])
        {
            var message = NewMessages.Of(Says($"m{number}") with { MessageId = $"m{number}" });
            Assert.Equal(SessionWriteStatus.Done, (await store.AppendAsync(id, message, T0, Keeping, CaseToken.Current)).Status);
        }
    }
}
