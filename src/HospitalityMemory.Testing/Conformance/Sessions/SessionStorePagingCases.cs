using HospitalityMemory.Stores;
using HospitalityMemory.Testing.Checks;

namespace HospitalityMemory.Testing.Conformance;

/// <summary>How sessions are listed page by page.</summary>
internal sealed class SessionStorePagingCases(CaseRun<ISessionStore> run) : SessionStoreCases(run)
{
    [Case(1)]
    [Case(2)]
    [Case(7)]
    [Case(8)]
    [Case(1_000)]
    public async Task A_guests_pages_are_the_whole_list_in_its_order(int pageSize)
    {
        var store = await CreateStoreAsync();
        for (var i = 0; i < 8; i++)
        {
            // Two sessions are created at each moment. Their order does not matter, but it must stay the same.
            await CreateAsync(store, $"{(char)('h' - i)}", "guest", At(i / 2));
            await CreateAsync(store, $"other {i}", "other", At(i / 2));
        }

        var listed = await ListAsync(store, "guest", At(5), pageSize);
        Assert.Equal([3.0, 3, 2, 2, 1, 1, 0, 0], listed.Select(session => (session.CreatedAt - T0).TotalMinutes));
        Assert.Equal(["a", "b", "c", "d", "e", "f", "g", "h"], Ids(listed).Order());
        Assert.Equal(Ids(await ListAsync(store, "guest", At(5))), Ids(listed));
        Assert.Empty(await ListAsync(store, "nobody", At(5), pageSize));
    }

    [Case(1)]
    [Case(2)]
    [Case(30)]
    [Case(1_000)]
    public async Task All_sessions_are_listed_once(int pageSize)
    {
        var store = await CreateStoreAsync();
        Assert.Empty(await ListAsync(store, null, T0, pageSize));
        for (var i = 0; i < 30; i++)
        {
            await CreateAsync(store, $"s{i:00}", i % 3 is 0 ? null : $"guest {i % 3}", At(i % 4));
            await SayAsync(store, $"s{i:00}", "hello", At(i % 4));
        }

        var sessions = await ListAsync(store, null, At(5), pageSize);

        Assert.Equal(Enumerable.Range(0, 30).Select(i => $"s{i:00}"), Ids(sessions).Order());
        foreach (var session in sessions)
        {
            Assert.Equal(Bare(await PeekInfoAsync(store, session.SessionId, At(5))), Bare(session));
            Assert.Null(session.Problem);
        }
    }

    [Case("guest")]
    [Case(null)]
    public async Task What_comes_and_goes_meanwhile_hides_nothing_that_stays(string? userId)
    {
        const int Count = 40;
        var store = await CreateStoreAsync();
        for (var i = 0; i < Count; i++)
        {
            await CreateAsync(store, Staying(i), "guest", At(i % 5));
            await CreateAsync(store, $"goes {i:00}", "guest", At(i % 5));
        }

        var seen = new List<string>();
        string? after = null;
        var round = 0;
        do
        {
            var page = await store.ListAsync(new(userId, after, 3), At(6), CaseToken.Current);
            seen.AddRange(Ids(page.Sessions));
            after = page.Next;
            if (round < Count)
            {
                // A session that was or will be listed is deleted; new ones appear before and behind the reader's place.
                await store.DeleteAsync($"goes {(round * 7) % Count:00}", At(6), CaseToken.Current);
                await CreateAsync(store, $"comes {round:00}", "guest", At(round % 6));
                await SayAsync(store, Staying(round), "hello", At(6));
            }

            Assert.True(++round < 1_000);
        }
        while (after is not null);

        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Equal(Enumerable.Range(0, Count).Select(Staying), seen.Where(id => id.StartsWith("stays", StringComparison.Ordinal)).Order());

        static string Staying(int i) => $"stays {i:00}";
    }

    [Case("guest")]
    [Case(null)]
    public async Task What_has_expired_is_on_no_page(string? userId)
    {
        var store = await CreateStoreAsync();
        for (var i = 0; i < 12; i++)
        {
            await CreateAsync(store, $"s{i:00}", "guest", At(i));
        }

        Assert.Equal(["s09", "s10", "s11"], Ids(await ListAsync(store, userId, At(38), pageSize: 2)).Order());

        // Some expire while the pages are read.
        var first = await store.ListAsync(new(userId, null, 1), At(38), CaseToken.Current);
        var rest = new List<string>();
        for (var after = first.Next; after is not null;)
        {
            var page = await store.ListAsync(new(userId, after, 1), At(40), CaseToken.Current);
            rest.AddRange(Ids(page.Sessions));
            after = page.Next;
        }

        Assert.All(rest, id => Assert.Equal("s11", id));
        Assert.Single(rest.Concat(Ids(first.Sessions)).Distinct(), id => id is "s11");
        Assert.Empty(await ListAsync(store, userId, At(41), pageSize: 2));
    }

    [Case]
    public async Task A_session_that_gets_its_guest_is_listed_once_among_all()
    {
        var store = await CreateStoreAsync();
        var session = await CreateAsync(store, "s1");
        await CreateAsync(store, "s2", "guest");

        await ReplaceAsync(store, Next(session, T0) with { UserId = "guest" });

        Assert.Equal(["s1", "s2"], Ids(await ListAsync(store, null, pageSize: 1)).Order());
        Assert.Equal(["s1", "s2"], Ids(await ListAsync(store, "guest", pageSize: 1)).Order());
    }

    [Case]
    public async Task A_place_in_a_list_holds_no_id_and_is_good_for_that_list_alone()
    {
        var store = await CreateStoreAsync();
        for (var i = 0; i < 6; i++)
        {
            await CreateAsync(store, $"session-{i}", $"guest-{i % 2}", At(i / 4));
        }

        var next = new Dictionary<string, string>();
        foreach (var userId in (string?[])["guest-0", "guest-1", null])
        {
            var page = await store.ListAsync(new(userId, null, 1), At(2), CaseToken.Current);
            next[userId ?? "all"] = page.Next!;
            Assert.Matches("^[A-Za-z0-9_-]+$", page.Next);
            Assert.DoesNotContain("session", page.Next, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("session", AsText(page.Next!), StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("guest", AsText(page.Next!), StringComparison.OrdinalIgnoreCase);
            Assert.NotEmpty((await store.ListAsync(new(userId, page.Next, 1), At(2), CaseToken.Current)).Sessions);
        }

        string[] madeUp = ["", " ", "nonsense", "1 session-1", "5:session-1", "session-1", "0", new('A', 27), next["all"] + "A", next["all"].ToLowerInvariant()];
        foreach (var userId in (string?[])["guest-0", "guest-1", "nobody", null])
        {
            foreach (var after in madeUp.Concat(next.Where(other => other.Key != (userId ?? "all")).Select(other => other.Value)))
            {
                await Assert.ThrowsAsync<ArgumentException>(async () => await store.ListAsync(new(userId, after, 1), At(2), CaseToken.Current));
            }
        }

        static string AsText(string next) => System.Text.Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(next));
    }

    [Case]
    public async Task Listing_extends_no_lifetime()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1", "guest");

        await ListAsync(store, null, At(10));
        await ListAsync(store, "guest", At(10));

        Assert.Equal(At(30), (await PeekInfoAsync(store, "s1", At(10))).ExpiresAt);
    }
}
