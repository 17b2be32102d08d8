using HospitalityMemory.Stores;
using HospitalityMemory.Testing.Checks;

namespace HospitalityMemory.Testing.Conformance;

/// <summary>How a session begins, is kept alive and ends.</summary>
internal sealed class SessionStoreLifetimeCases(CaseRun<ISessionStore> run) : SessionStoreCases(run)
{
    /// <summary>What leaves something behind that waits, so that there is something to claim.</summary>
    private static readonly SessionLimits Trimming = Limits with { MaxMessages = 1, KeepsTrimmed = true };

    [Case]
    public async Task What_is_created_is_read_back_whole()
    {
        var store = await CreateStoreAsync();
        var session = NewSession("s1", "guest") with
        {
            CurrentAgent = "inquiry",
            Slots = new BookingSlots
            {
                City = "São Paulo 🏖",
                CheckInDate = new(2026, 4, 1),
                CheckOutDate = new(2026, 4, 5),
                NumberOfGuests = 4,
                Budget = 512.50m,
                BudgetCurrency = "BRL",
                Extras = JsonFields.Empty.Set("pool", true),
            },
            Context = JsonFields.Empty.Set("flag", "ä\"\\\n"),
            BookingData = JsonFields.Empty.Set("booking_id", "b1"),
            AdditionalFields = JsonFields.Empty.Set("later", 1m),
        };

        var result = await store.TryCreateAsync(session, Limits, CaseToken.Current);

        Assert.Equal(SessionWriteStatus.Done, result.Status);
        var read = await PeekAsync(store, "s1");
        Assert.Empty(read.Messages);
        Assert.Equal(Bare(session), Bare(read));
        Assert.Equal(Bare(session), Bare(await PeekInfoAsync(store, "s1")));
    }

    [Case]
    public async Task A_session_that_is_live_is_not_created_again()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1", "first");

        var result = await store.TryCreateAsync(NewSession("s1", "second", At(29)), Limits, CaseToken.Current);

        Assert.Equal(SessionWriteStatus.AlreadyExists, result.Status);
        Assert.Equal("first", (await PeekAsync(store, "s1", At(29))).UserId);
        Assert.Null(await store.PeekAsync("s1", At(30), CaseToken.Current));
    }

    [Case]
    public async Task A_session_that_expired_makes_way_for_a_new_one_with_nothing_left_of_it()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1", "first");
        await SayAsync(store, "s1", "old");

        await CreateAsync(store, "s1", "second", At(30));

        var read = await PeekAsync(store, "s1", At(30));
        Assert.Equal("second", read.UserId);
        Assert.Empty(read.Messages);
        Assert.Empty(await ListAsync(store, "first", At(30)));
        Assert.Equal(1, (await SayAsync(store, "s1", "new", At(30))).FirstSequence);
    }

    [Case]
    public async Task A_read_extends_the_lifetime_and_a_peek_does_not()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");

        Assert.Equal(At(30), (await store.PeekAsync("s1", At(10), CaseToken.Current))!.ExpiresAt);
        Assert.Equal(At(30), (await store.PeekAsync("s1", At(10), CaseToken.Current))!.ExpiresAt);
        Assert.Equal(At(50), (await store.GetAsync("s1", At(20), Limits, CaseToken.Current))!.ExpiresAt);
        Assert.Equal(At(50), (await store.PeekAsync("s1", At(49), CaseToken.Current))!.ExpiresAt);
        Assert.Null(await store.PeekAsync("s1", At(50), CaseToken.Current));
    }

    [Case]
    public async Task Every_write_extends_the_lifetime()
    {
        var store = await CreateStoreAsync();
        var session = await CreateAsync(store, "s1");

        await SayAsync(store, "s1", "hello", At(10));
        Assert.Equal(At(40), (await PeekAsync(store, "s1", At(10))).ExpiresAt);

        await ReplaceAsync(store, Next(session, At(20)), At(20));
        Assert.Equal(At(50), (await PeekAsync(store, "s1", At(20))).ExpiresAt);
    }

    [Case]
    public async Task A_use_that_was_timed_earlier_does_not_shorten_the_lifetime()
    {
        var store = await CreateStoreAsync();
        var session = await CreateAsync(store, "s1");
        await store.GetAsync("s1", At(20), Limits, CaseToken.Current);

        Assert.Equal(At(50), (await store.GetAsync("s1", At(10), Limits, CaseToken.Current))!.ExpiresAt);
        await SayAsync(store, "s1", "late", At(5));
        await ReplaceAsync(store, Next(session, At(6)), At(6));
        await ReadAsync(store, "s1", At(7));
        await store.ClearMessagesAsync("s1", At(8), Limits, CaseToken.Current);

        Assert.Equal(At(50), (await PeekAsync(store, "s1", At(20))).ExpiresAt);
    }

    [Case]
    public async Task A_maximum_lifetime_ends_a_session_however_much_it_is_used()
    {
        var limits = Limits with { MaxLifetime = TimeSpan.FromMinutes(40) };
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1", limits: limits);

        Assert.Equal(At(40), (await store.GetAsync("s1", At(20), limits, CaseToken.Current))!.ExpiresAt);
        await SayAsync(store, "s1", "hello", At(39), limits);

        Assert.Equal(At(40), (await PeekAsync(store, "s1", At(39))).ExpiresAt);
        Assert.Null(await store.GetAsync("s1", At(40), limits, CaseToken.Current));
    }

    [Case]
    public async Task From_the_instant_of_its_expiry_a_session_is_gone_for_every_step()
    {
        var store = await CreateStoreAsync();
        (string Name, Func<SessionInfo, Task<bool>> IsGone)[] steps =
        [
            ("get", async session => await store.GetAsync(session.SessionId, At(30), Limits, CaseToken.Current) is null),
            ("peek", async session => await store.PeekAsync(session.SessionId, At(30), CaseToken.Current) is null),
            ("peek info", async session => await store.PeekInfoAsync(session.SessionId, At(30), CaseToken.Current) is null),
            ("messages", async session => await store.GetMessagesAsync(session.SessionId, new(1, null), At(30), Limits, CaseToken.Current) is null),
            ("append", async session => (await SayAsync(store, session.SessionId, "late", At(30))).Status is SessionWriteStatus.NotFound),
            ("replace", async session =>
                (await ReplaceAsync(store, Next(session, At(30)), At(30))).Status is SessionWriteStatus.NotFound),
            ("replace a message", async session =>
                (await store.TryReplaceMessageAsync(session.SessionId, NewMessages.Replacement(1, 0, null), At(30), Limits, CaseToken.Current)).Status
                    is SessionWriteStatus.NotFound),
            ("clear", async session =>
                (await store.ClearMessagesAsync(session.SessionId, At(30), Limits, CaseToken.Current)).Status is SessionWriteStatus.NotFound),
            ("lease", async session => await store.LeaseTrimmedAsync(session.SessionId, new(1, At(60)), At(30), CaseToken.Current) is null),
            ("delete", async session => !await store.DeleteAsync(session.SessionId, At(30), CaseToken.Current)),
            ("list", async session => (await ListAsync(store, session.UserId, At(30))).Count is 0),
            ("usage", async _ => (await store.GetUsageAsync(At(30), CaseToken.Current)).LiveSessions is 0),
        ];
        foreach (var (name, _) in steps)
        {
            await CreateAsync(store, name, $"guest of {name}");
            await store.AppendAsync(name, NewMessages.Each([Says("one"), Says("two")]), T0, Trimming, CaseToken.Current);
        }

        // Each step is the first to come upon its session: one that removes what expired must not hide that the next
        // would not.
        var before = At(30) - TimeSpan.FromSeconds(1);
        foreach (var (name, isGone) in steps)
        {
            var session = Assert.Single(await ListAsync(store, $"guest of {name}", before));
            Assert.True(await isGone(session), name);
            Assert.Null(await store.PeekAsync(name, At(30), CaseToken.Current));
        }
    }

    [Case]
    public async Task What_does_not_exist_is_not_read_and_not_written_to()
    {
        var store = await CreateStoreAsync();

        Assert.Null(await store.GetAsync("s1", T0, Limits, CaseToken.Current));
        Assert.Null(await store.PeekAsync("s1", T0, CaseToken.Current));
        Assert.Equal(SessionWriteStatus.NotFound, (await SayAsync(store, "s1", "hello")).Status);
        Assert.Equal(SessionWriteStatus.NotFound, (await AppendAsync(store, "s1", [Says("a"), Says("b")])).Status);
        Assert.Equal(SessionWriteStatus.NotFound, (await ReplaceAsync(store, Next(NewSession("s1"), T0))).Status);
        Assert.Equal(SessionWriteStatus.NotFound, (await store.ClearMessagesAsync("s1", T0, Limits, CaseToken.Current)).Status);
        Assert.Equal(
            SessionWriteStatus.NotFound,
            (await store.TryReplaceMessageAsync("s1", NewMessages.Replacement(1, 0, Says("a")), T0, Limits, CaseToken.Current)).Status);
        Assert.Null(await store.GetMessagesAsync("s1", new(1, null), T0, Limits, CaseToken.Current));
        Assert.Null(await store.PeekInfoAsync("s1", T0, CaseToken.Current));
        Assert.Null(await store.LeaseTrimmedAsync("s1", new(1, At(1)), T0, CaseToken.Current));
        await store.ReleaseTrimmedAsync("s1", 1, CaseToken.Current);
        Assert.False(await store.DeleteAsync("s1", T0, CaseToken.Current));
        Assert.Empty(await ListAsync(store, "guest"));
        Assert.Null(await store.PeekAsync("s1", T0, CaseToken.Current));
    }

    [Case]
    public async Task A_deleted_session_is_gone_and_its_id_is_free()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1", "guest");
        await SayAsync(store, "s1", "hello");

        Assert.True(await store.DeleteAsync("s1", T0, CaseToken.Current));

        Assert.False(await store.DeleteAsync("s1", T0, CaseToken.Current));
        Assert.Null(await store.GetAsync("s1", T0, Limits, CaseToken.Current));
        Assert.Empty(await ListAsync(store, "guest"));
        await CreateAsync(store, "s1", createdAt: At(1));
        Assert.Empty((await PeekAsync(store, "s1", At(1))).Messages);
    }

    [Case]
    public async Task Removing_expired_sessions_leaves_the_live_ones()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "old1");
        await CreateAsync(store, "old2");
        await CreateAsync(store, "used");
        await CreateAsync(store, "young", createdAt: At(10));
        await store.GetAsync("used", At(5), Limits, CaseToken.Current);

        var removed = await store.RemoveExpiredAsync(10, At(31), CaseToken.Current);

        Assert.Equal(["old1", "old2"], removed.Order());
        Assert.Equal(2, (await store.GetUsageAsync(At(31), CaseToken.Current)).LiveSessions);
        Assert.NotNull(await store.PeekAsync("used", At(31), CaseToken.Current));
        Assert.NotNull(await store.PeekAsync("young", At(31), CaseToken.Current));
        Assert.Empty(await store.RemoveExpiredAsync(10, At(31), CaseToken.Current));
    }

    [Case]
    public async Task It_has_a_name_and_answers_a_ping()
    {
        var store = await CreateStoreAsync();

        Assert.False(string.IsNullOrWhiteSpace(store.Name));
        await store.PingAsync(CaseToken.Current);
    }
}
