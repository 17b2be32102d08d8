using HospitalityMemory.Stores;
using HospitalityMemory.Testing.Checks;

namespace HospitalityMemory.Testing.Conformance;

/// <summary>No session and no guest's list of them is taken for another, however much their ids resemble each other.</summary>
internal sealed class SessionStoreIsolationCases(CaseRun<ISessionStore> run) : SessionStoreCases(run)
{
    private const int PageSize = 1_000;

    [Case]
    public async Task Sessions_and_guests_whose_ids_resemble_each_other_share_nothing()
    {
        var store = await CreateStoreAsync();
        await ShareNothingAsync(store, store, HostileIds.Pairs(Options.Pairs, Random.Shared.Next(), Options.AreNear));
    }

    [Case]
    public async Task Nor_do_they_or_those_of_one_id_across_two_applications()
    {
        var (blue, red) = (await OpenAsync("blue"), await CreateStoreAsync());
        var pairs = HostileIds.Pairs(Options.Pairs, Random.Shared.Next(), Options.AreNear);
        await ShareNothingAsync(blue, red, [.. pairs, .. pairs.Take(Options.Pairs / 10).Select(static pair => (pair.First, pair.First))]);
    }

    /// <summary>
    /// All first ones begin and speak; then each second one reads, writes and deletes without having begun, begins, speaks and
    /// is deleted, after which all first ones are what they were. The ids are those of sessions and of guests alike.
    /// </summary>
    private static async Task ShareNothingAsync(ISessionStore ofFirst, ISessionStore ofSecond, (string First, string Second)[] pairs)
    {
        // Not split: it is one story, told in the order in which it happens.
        var firsts = pairs.Select(static pair => pair.First).Distinct(StringComparer.Ordinal).ToArray();
        foreach (var id in firsts)
        {
            await BeginAsync(ofFirst, id, "of the first");
        }

        foreach (var pair in pairs)
        {
            await AssertIsNobodyAsync(ofSecond, pair);
        }

        foreach (var pair in pairs)
        {
            await BeginAsync(ofSecond, pair.Second, "of the second");
            Assert.Equal(
                SessionWriteStatus.Done,
                (await ReplaceAsync(ofSecond, Next(NewSession(pair.Second, pair.Second), T0) with { CurrentAgent = "changed" })).Status);
        }

        foreach (var pair in pairs)
        {
            await AssertHasAsync(ofFirst, pair.First, "of the first", agent: null, pair);
            await AssertHasAsync(ofSecond, pair.Second, "of the second", "changed", pair);
        }

        foreach (var pair in pairs)
        {
            Assert.True(await ofSecond.ClearMessagesAsync(pair.Second, T0, Limits, CaseToken.Current) is { Status: SessionWriteStatus.Done }, Told(pair, "cannot be cleared"));
            Assert.True(await ofSecond.DeleteAsync(pair.Second, T0, CaseToken.Current), Told(pair, "is gone"));
        }

        foreach (var pair in pairs)
        {
            await AssertHasAsync(ofFirst, pair.First, "of the first", agent: null, pair);
        }

        Assert.Equal(Shown(firsts), Shown(Ids(await ListAsync(ofFirst, userId: null, pageSize: PageSize))));
        Assert.Equal(Shown(firsts), Shown(await RemoveExpiredAsync(ofFirst)));
    }

    /// <summary>A store may remove fewer at once than it is allowed to.</summary>
    private static async Task<List<string>> RemoveExpiredAsync(ISessionStore store)
    {
        var removed = new List<string>();
        while (await store.RemoveExpiredAsync(PageSize, At(60), CaseToken.Current) is { Count: > 0 } some)
        {
            removed.AddRange(some);
        }

        return removed;
    }

    private static async Task BeginAsync(ISessionStore store, string id, string said)
    {
        await CreateAsync(store, id, userId: id);
        Assert.Equal(SessionWriteStatus.Done, (await AppendAsync(store, id, [Says(said) with { MessageId = "m" }])).Status);
    }

    private static async Task AssertIsNobodyAsync(ISessionStore store, (string First, string Second) pair)
    {
        var id = pair.Second;
        var isNobody = await store.PeekAsync(id, T0, CaseToken.Current) is null
            && await store.PeekInfoAsync(id, T0, CaseToken.Current) is null
            && await store.GetAsync(id, T0, Limits, CaseToken.Current) is null
            && await store.GetMessagesAsync(id, new(10, null), T0, Limits, CaseToken.Current) is null
            && await ListAsync(store, id) is [];
        Assert.True(isNobody, Told(pair, "reads what it has not written"));
        Assert.True((await SayAsync(store, id, "said to nobody")).Status is SessionWriteStatus.NotFound, Told(pair, "writes to what it has not"));
        Assert.True(!await store.DeleteAsync(id, T0, CaseToken.Current), Told(pair, "deletes what it has not"));
    }

    private static async Task AssertHasAsync(ISessionStore store, string id, string said, string? agent, (string First, string Second) pair)
    {
        var session = await store.PeekAsync(id, T0, CaseToken.Current);
        Assert.True(
            session is not null && session.SessionId == id && session.UserId == id && session.CurrentAgent == agent && Contents(session).SequenceEqual([said]),
            Told(pair, $"is not, or has not, what was {said}"));
        Assert.True(await ListAsync(store, id) is [var only] && only.SessionId == id, Told(pair, "lists something else"));
    }

    private static IEnumerable<string> Shown(IEnumerable<string> ids) => ids.Select(HostileIds.Shown).Order(StringComparer.Ordinal);

    private static string Told((string First, string Second) pair, string what) =>
        $"'{HostileIds.Shown(pair.Second)}' beside '{HostileIds.Shown(pair.First)}': one {what}.";
}
