using HospitalityMemory.Stores;
using HospitalityMemory.Testing.Checks;

namespace HospitalityMemory.Testing.Conformance;

/// <summary>How sessions are listed, counted and told apart.</summary>
internal sealed class SessionStoreListingCases(CaseRun<ISessionStore> run) : SessionStoreCases(run)
{
    /// <summary>Ids that a careless key, path or pattern would mix up, and the longest there is.</summary>
    private static readonly string[] HostileIds =
    [
        "a:b", "a/b", "a\\b", "a b", "a%2Fb", "a%3Ab", "a.b", ".", "..", "../a", "__x__", "*", "a*", "a?", "[a]", "{a}", "a_b", "a%", "%",
        "A", "a", "ä", "a\u0308", "Ä", "ß", "SS", "🏖", "日本", "'; DROP TABLE sessions; --", "\"", "$a", "a\u00a0b", "\ufffd", "null", " a ",
        new string('x', 256), new string('x', 255), string.Concat(Enumerable.Repeat("🏖", 128)),
    ];

    [Case]
    public async Task A_guests_sessions_are_listed_the_latest_created_first()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "b", "guest", At(1));
        await CreateAsync(store, "a", "guest", At(1));
        await CreateAsync(store, "z", "guest", At(2));
        await CreateAsync(store, "old", "guest");
        await CreateAsync(store, "other", "other", At(1));
        await CreateAsync(store, "nobody", createdAt: At(1));

        var list = await ListAsync(store, "guest", At(2));

        Assert.Equal("z", list[0].SessionId);
        Assert.Equal(["a", "b"], Ids(list.Take(1..3)).Order());
        Assert.Equal("old", list[3].SessionId);
        Assert.Equal(4, list.Count);
        Assert.All(list, session => Assert.Equal("guest", session.UserId));
    }

    [Case]
    public async Task A_list_holds_sessions_as_they_are_and_extends_none()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1", "guest");
        await SayAsync(store, "s1", "hello");
        await store.GetAsync("s1", At(1), Limits, CaseToken.Current);

        var session = Assert.Single(await ListAsync(store, "guest", At(20)));

        Assert.Equal(At(31), session.ExpiresAt);
        Assert.Equal(Bare(await PeekAsync(store, "s1", At(20))), Bare(session));
        Assert.Equal(At(31), (await PeekAsync(store, "s1", At(20))).ExpiresAt);
    }

    [Case]
    public async Task An_anonymous_session_is_listed_once_it_has_a_guest()
    {
        var store = await CreateStoreAsync();
        var session = await CreateAsync(store, "s1");
        await CreateAsync(store, "s2", "guest", At(1));

        await ReplaceAsync(store, Next(session, At(1)) with { UserId = "guest" }, At(1));

        Assert.Equal(["s2", "s1"], Ids(await ListAsync(store, "guest", At(1))));
        await store.DeleteAsync("s2", At(1), CaseToken.Current);
        Assert.Equal(["s1"], Ids(await ListAsync(store, "guest", At(1))));
    }

    [Case]
    public async Task A_session_is_never_taken_from_its_guest()
    {
        var store = await CreateStoreAsync();
        var session = await CreateAsync(store, "s1");
        Assert.Equal(SessionWriteStatus.Done, (await ReplaceAsync(store, session = Next(session, T0) with { UserId = "guest" })).Status);
        var before = Bare(await PeekInfoAsync(store, "s1"));

        foreach (var other in (string?[])["other", "gues", "guest ", null])
        {
            Assert.Equal(SessionWriteStatus.Conflict, (await ReplaceAsync(store, Next(session, At(1)) with { UserId = other }, At(1))).Status);
        }

        Assert.Equal(before, Bare(await PeekInfoAsync(store, "s1")));
        Assert.Empty(await ListAsync(store, "other"));
        Assert.Equal(["s1"], Ids(await ListAsync(store, "guest")));
        Assert.Equal(SessionWriteStatus.Done, (await ReplaceAsync(store, Next(session, At(1)), At(1))).Status);
    }

    [Case]
    public async Task Usage_counts_live_sessions_and_what_they_hold()
    {
        var store = await CreateStoreAsync();
        var empty = await store.GetUsageAsync(T0, CaseToken.Current);
        await CreateAsync(store, "s1");
        await CreateAsync(store, "s2", createdAt: At(10));
        var before = await store.GetUsageAsync(At(10), CaseToken.Current);
        await SayAsync(store, "s1", new string('x', 100_000), At(10));
        var after = await store.GetUsageAsync(At(10), CaseToken.Current);

        Assert.Equal((0, 2, 2), (empty.LiveSessions, before.LiveSessions, after.LiveSessions));
        Assert.True(before.SizeBytes > empty.SizeBytes);
        Assert.True(after.SizeBytes >= before.SizeBytes + 100_000);
        var late = await store.GetUsageAsync(At(40), CaseToken.Current);
        Assert.Equal(0, late.LiveSessions);
        Assert.True(late.SizeBytes <= empty.SizeBytes + 1_000);
    }

    [Case]
    public async Task Usage_goes_down_with_what_is_deleted()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        var before = await store.GetUsageAsync(T0, CaseToken.Current);
        await CreateAsync(store, "s2", "guest");
        await SayAsync(store, "s2", new string('x', 100_000));

        await store.DeleteAsync("s2", T0, CaseToken.Current);

        var after = await store.GetUsageAsync(T0, CaseToken.Current);
        Assert.Equal((1L, before.SizeBytes), (after.LiveSessions, after.SizeBytes));
    }

    [Case]
    public async Task No_two_ids_share_a_session()
    {
        var store = await CreateStoreAsync();
        foreach (var id in HostileIds)
        {
            await CreateAsync(store, id);
            Assert.Equal(SessionWriteStatus.Done, (await SayAsync(store, id, $"in {id}")).Status);
        }

        foreach (var id in HostileIds)
        {
            var session = await PeekAsync(store, id);
            Assert.Equal(id, session.SessionId);
            Assert.Equal([$"in {id}"], Contents(session));
        }

        Assert.Equal(HostileIds.Length, (await store.GetUsageAsync(T0, CaseToken.Current)).LiveSessions);
        foreach (var id in HostileIds)
        {
            Assert.True(await store.DeleteAsync(id, T0, CaseToken.Current));
        }

        Assert.Equal(0, (await store.GetUsageAsync(T0, CaseToken.Current)).LiveSessions);
    }

    [Case]
    public async Task No_two_guests_share_a_list()
    {
        var store = await CreateStoreAsync();
        for (var i = 0; i < HostileIds.Length; i++)
        {
            await CreateAsync(store, $"s{i}", HostileIds[i]);
        }

        for (var i = 0; i < HostileIds.Length; i++)
        {
            Assert.Equal($"s{i}", Assert.Single(await ListAsync(store, HostileIds[i])).SessionId);
        }
    }
}
