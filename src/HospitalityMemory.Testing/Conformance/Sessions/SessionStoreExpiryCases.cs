using HospitalityMemory.Stores;
using HospitalityMemory.Testing.Checks;

namespace HospitalityMemory.Testing.Conformance;

/// <summary>Whose lifetime holds, what a changed setting and a clock that steps do to it, and how what expired is told.</summary>
internal sealed class SessionStoreExpiryCases(CaseRun<ISessionStore> run) : SessionStoreCases(run)
{
    [Case]
    public async Task A_session_has_a_lifetime_and_a_longest_one_of_its_own()
    {
        var limits = Limits with { MaxLifetime = TimeSpan.FromMinutes(20) };
        var store = await CreateStoreAsync();
        var own = NewSession("own") with { Lifetime = TimeSpan.FromMinutes(5), MaxLifetime = TimeSpan.FromMinutes(60) };
        await CreateAsync(store, Born(own, limits), limits);
        await CreateAsync(store, "settings", limits: limits);

        Assert.Equal((At(5), At(20)), await ExpiriesAsync(T0));
        for (var minute = 4; minute <= 56; minute += 4)
        {
            var session = await store.GetAsync("own", At(minute), limits, CaseToken.Current);
            Assert.Equal(At(Math.Min(minute + 5, 60)), session!.ExpiresAt);
            Assert.Equal((own.Lifetime, own.MaxLifetime), (session.Lifetime, session.MaxLifetime));
        }

        Assert.Null(await store.PeekAsync("settings", At(20), CaseToken.Current));
        Assert.NotNull(await store.GetAsync("own", At(59), limits, CaseToken.Current));
        Assert.Null(await store.GetAsync("own", At(60), limits, CaseToken.Current));

        async Task<(DateTimeOffset, DateTimeOffset)> ExpiriesAsync(DateTimeOffset now) =>
            ((await PeekInfoAsync(store, "own", now)).ExpiresAt, (await PeekInfoAsync(store, "settings", now)).ExpiresAt);
    }

    [Case]
    public async Task A_lifetime_that_the_settings_lower_or_raise_holds_from_the_next_use_on()
    {
        // Not split: it is one story, told in the order in which it happens.
        var shorter = Limits with { Lifetime = TimeSpan.FromMinutes(5) };
        var store = await CreateStoreAsync();
        var edited = new Dictionary<string, long>();
        (string Name, Func<ISessionStore, string, DateTimeOffset, SessionLimits, Task> Use)[] uses =
        [
            ("get", (store, id, now, limits) => store.GetAsync(id, now, limits, CaseToken.Current).AsTask()),
            ("messages", (store, id, now, limits) => store.GetMessagesAsync(id, new(1, null), now, limits, CaseToken.Current).AsTask()),
            ("append", (store, id, now, limits) => SayAsync(store, id, "hello", now, limits).AsTask()),
            ("replace", async (store, id, now, limits) =>
                await ReplaceAsync(store, Next(await PeekInfoAsync(store, id, now), now), now, limits)),
            ("edit", async (store, id, now, limits) =>
            {
                var edits = edited.GetValueOrDefault(id);
                edited[id] = edits + 1;
                var edit = NewMessages.Replacement(1, edits, Says($"edit {edits}"));
                Assert.Equal(SessionWriteStatus.Done, (await store.TryReplaceMessageAsync(id, edit, now, limits, CaseToken.Current)).Status);
            }),
            ("clear", (store, id, now, limits) => store.ClearMessagesAsync(id, now, limits, CaseToken.Current).AsTask()),
        ];
        foreach (var (name, use) in uses)
        {
            await CreateAsync(store, name);
            await SayAsync(store, name, "first");

            Assert.Equal((name, At(15)), (name, await ExpiryAsync(At(10), shorter)));

            // From a host whose clock is behind. The lifetime did not change, so the expiry does not move back.
            Assert.Equal((name, At(15)), (name, await ExpiryAsync(At(7), shorter)));
            Assert.Equal((name, At(16)), (name, await ExpiryAsync(At(11), shorter)));
            Assert.Equal((name, At(42)), (name, await ExpiryAsync(At(12), Limits)));
            Assert.Equal((name, At(42)), (name, await ExpiryAsync(At(9), Limits)));

            async Task<DateTimeOffset> ExpiryAsync(DateTimeOffset now, SessionLimits limits)
            {
                await use(store, name, now, limits);
                return (await PeekInfoAsync(store, name, now)).ExpiresAt;
            }
        }
    }

    [Case]
    public async Task A_sessions_own_lifetime_does_not_follow_the_settings()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, Born(NewSession("s1") with { Lifetime = TimeSpan.FromMinutes(20) }));

        await store.GetAsync("s1", At(10), Limits, CaseToken.Current);
        var session = await store.GetAsync("s1", At(5), Limits with { Lifetime = TimeSpan.FromMinutes(1) }, CaseToken.Current);

        Assert.Equal(At(30), session!.ExpiresAt);
    }

    [Case]
    public async Task A_longest_lifetime_that_the_settings_lower_holds_from_the_next_use_on()
    {
        var lower = Limits with { MaxLifetime = TimeSpan.FromMinutes(25) };
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");

        Assert.Equal(At(40), (await store.GetAsync("s1", At(10), Limits, CaseToken.Current))!.ExpiresAt);
        Assert.Equal(At(25), (await store.GetAsync("s1", At(12), lower, CaseToken.Current))!.ExpiresAt);
        Assert.Null(await store.GetAsync("s1", At(25), lower, CaseToken.Current));
    }

    [Case]
    public async Task No_write_is_from_before_the_session()
    {
        var store = await CreateStoreAsync();
        var session = await CreateAsync(store, "s1", createdAt: At(10));
        (string Name, Func<DateTimeOffset, Task> Write)[] writes =
        [
            ("append", now => SayAsync(store, "s1", "hello", now).AsTask()),
            ("edit", now => store.TryReplaceMessageAsync("s1", NewMessages.Replacement(1, 0, Says("a")), now, Limits, CaseToken.Current).AsTask()),
            ("clear", now => store.ClearMessagesAsync("s1", now, Limits, CaseToken.Current).AsTask()),
            ("replace", now => ReplaceAsync(store, Next(session, now), now).AsTask()),
        ];

        foreach (var (name, write) in writes)
        {
            await write(At(5));
            var read = await PeekInfoAsync(store, "s1", At(5));
            Assert.Equal((name, At(10), At(10), At(40)), (name, read.CreatedAt, read.UpdatedAt, read.ExpiresAt));
        }

        await SayAsync(store, "s1", "later", At(12));
        Assert.Equal(At(12), (await PeekInfoAsync(store, "s1", At(12))).UpdatedAt);
    }

    [Case]
    public async Task Creating_over_what_expired_tells_that_it_ended()
    {
        var store = await CreateStoreAsync();
        var first = await store.TryCreateAsync(NewSession("s1", "first"), Limits, CaseToken.Current);
        await CreateAsync(store, "s2");

        var second = await store.TryCreateAsync(NewSession("s1", "second", At(30)), Limits, CaseToken.Current);

        Assert.Empty(first.Ended ?? []);
        Assert.Equal([new SessionEnd("s1", SessionEndReason.Expired)], (second.Ended ?? []).Where(end => end.SessionId is "s1"));
        var told = (second.Ended ?? []).Select(end => end.SessionId).Concat(await RemoveAllAsync(store, At(30), 10));
        Assert.Equal(["s1", "s2"], told.Order());
        Assert.Equal("second", (await PeekAsync(store, "s1", At(30))).UserId);
    }

    [Case(1)]
    [Case(3)]
    [Case(100)]
    public async Task Expired_sessions_are_removed_so_many_at_a_time_and_each_is_told_once(int max)
    {
        var store = await CreateStoreAsync();
        for (var i = 0; i < 10; i++)
        {
            await CreateAsync(store, $"s{i}", i % 2 is 0 ? "guest" : null);
            await SayAsync(store, $"s{i}", "hello");
        }

        await CreateAsync(store, "live", createdAt: At(10));
        await store.DeleteAsync("s9", At(1), CaseToken.Current);
        await store.GetAsync("s8", At(20), Limits, CaseToken.Current);

        Assert.Empty(await store.RemoveExpiredAsync(max, At(29), CaseToken.Current));
        var removed = await RemoveAllAsync(store, At(30), max);

        Assert.Equal(Enumerable.Range(0, 8).Select(i => $"s{i}"), removed.Order());
        Assert.Equal(2, (await store.GetUsageAsync(At(30), CaseToken.Current)).LiveSessions);
        Assert.Equal(8, (await store.GetUsageAsync(At(30), CaseToken.Current)).Expired);
        Assert.Equal(["live", "s8"], Ids(await ListAsync(store, null, At(30))).Order());
    }

    private static async Task<List<string>> RemoveAllAsync(ISessionStore store, DateTimeOffset now, int max)
    {
        var removed = new List<string>();
        while (await store.RemoveExpiredAsync(max, now, CaseToken.Current) is { Count: > 0 } some)
        {
            Assert.True(some.Count <= max);
            removed.AddRange(some);
        }

        return removed;
    }
}
