using HospitalityMemory.Stores;

namespace HospitalityMemory.Conformance;

/// <summary>How a session begins, is kept alive and ends.</summary>
public abstract class SessionStoreLifetimeConformance : SessionStoreConformance
{
    [SkippableFact]
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

        var result = await store.TryCreateAsync(session, Limits, None);

        Assert.Equal(SessionWriteStatus.Done, result.Status);
        var read = await PeekAsync(store, "s1");
        Assert.Empty(read.Messages);
        Assert.Equal(session, read with { Messages = session.Messages });
    }

    [SkippableFact]
    public async Task A_session_that_is_live_is_not_created_again()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1", "first");

        var result = await store.TryCreateAsync(NewSession("s1", "second", At(29)), Limits, None);

        Assert.Equal(SessionWriteStatus.AlreadyExists, result.Status);
        Assert.Equal("first", (await PeekAsync(store, "s1", At(29))).UserId);
        Assert.Null(await store.PeekAsync("s1", At(30), None));
    }

    [SkippableFact]
    public async Task A_session_that_expired_makes_way_for_a_new_one_with_nothing_left_of_it()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1", "first");
        await SayAsync(store, "s1", "old");

        await CreateAsync(store, "s1", "second", At(30));

        var read = await PeekAsync(store, "s1", At(30));
        Assert.Equal("second", read.UserId);
        Assert.Empty(read.Messages);
        Assert.Empty(await store.ListAsync("first", At(30), None));
        Assert.Equal(1, (await SayAsync(store, "s1", "new", At(30))).FirstSequence);
    }

    [SkippableFact]
    public async Task A_read_extends_the_lifetime_and_a_peek_does_not()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");

        Assert.Equal(At(30), (await store.PeekAsync("s1", At(10), None))!.ExpiresAt);
        Assert.Equal(At(30), (await store.PeekAsync("s1", At(10), None))!.ExpiresAt);
        Assert.Equal(At(50), (await store.GetAsync("s1", At(20), Limits, None))!.ExpiresAt);
        Assert.Equal(At(50), (await store.PeekAsync("s1", At(49), None))!.ExpiresAt);
        Assert.Null(await store.PeekAsync("s1", At(50), None));
    }

    [SkippableFact]
    public async Task Every_write_extends_the_lifetime()
    {
        var store = await CreateStoreAsync();
        var session = await CreateAsync(store, "s1");

        await SayAsync(store, "s1", "hello", At(10));
        Assert.Equal(At(40), (await PeekAsync(store, "s1", At(10))).ExpiresAt);

        await store.TryReplaceAsync(Next(session, At(20)), At(20), Limits, None);
        Assert.Equal(At(50), (await PeekAsync(store, "s1", At(20))).ExpiresAt);
    }

    [SkippableFact]
    public async Task A_use_that_was_timed_earlier_does_not_shorten_the_lifetime()
    {
        var store = await CreateStoreAsync();
        var session = await CreateAsync(store, "s1");
        await store.GetAsync("s1", At(20), Limits, None);

        Assert.Equal(At(50), (await store.GetAsync("s1", At(10), Limits, None))!.ExpiresAt);
        await SayAsync(store, "s1", "late", At(5));
        await store.TryReplaceAsync(Next(session, At(6)), At(6), Limits, None);
        await store.GetAsync("s1", At(7), Limits with { Lifetime = TimeSpan.FromMinutes(1) }, None);

        Assert.Equal(At(50), (await PeekAsync(store, "s1", At(20))).ExpiresAt);
    }

    [SkippableFact]
    public async Task A_maximum_lifetime_ends_a_session_however_much_it_is_used()
    {
        var limits = Limits with { MaximumLifetime = TimeSpan.FromMinutes(40) };
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1", limits: limits);

        Assert.Equal(At(40), (await store.GetAsync("s1", At(20), limits, None))!.ExpiresAt);
        await store.AppendAsync("s1", Says("hello"), At(39), limits, None);

        Assert.Equal(At(40), (await PeekAsync(store, "s1", At(39))).ExpiresAt);
        Assert.Null(await store.GetAsync("s1", At(40), limits, None));
    }

    [SkippableFact]
    public async Task From_the_instant_of_its_expiry_a_session_is_gone_for_every_step()
    {
        var store = await CreateStoreAsync();
        (string Name, Func<Session, Task<bool>> IsGone)[] steps =
        [
            ("get", async session => await store.GetAsync(session.SessionId, At(30), Limits, None) is null),
            ("peek", async session => await store.PeekAsync(session.SessionId, At(30), None) is null),
            ("append", async session => (await SayAsync(store, session.SessionId, "late", At(30))).Status is SessionWriteStatus.NotFound),
            ("replace", async session =>
                (await store.TryReplaceAsync(Next(session, At(30)), At(30), Limits, None)).Status is SessionWriteStatus.NotFound),
            ("delete", async session => !await store.DeleteAsync(session.SessionId, At(30), None)),
            ("list", async session => (await store.ListAsync(session.UserId!, At(30), None)).Count is 0),
            ("usage", async _ => (await store.GetUsageAsync(At(30), None)).LiveSessions is 0),
        ];
        foreach (var (name, _) in steps)
        {
            await CreateAsync(store, name, $"guest of {name}");
        }

        // Each step is the first to come upon its session: one that removes what expired must not hide that the next
        // would not.
        var before = At(30) - TimeSpan.FromSeconds(1);
        foreach (var (name, isGone) in steps)
        {
            var session = Assert.Single(await store.ListAsync($"guest of {name}", before, None));
            Assert.True(await isGone(session), name);
            Assert.Null(await store.PeekAsync(name, At(30), None));
        }
    }

    [SkippableFact]
    public async Task What_does_not_exist_is_not_read_and_not_written_to()
    {
        var store = await CreateStoreAsync();

        Assert.Null(await store.GetAsync("s1", T0, Limits, None));
        Assert.Null(await store.PeekAsync("s1", T0, None));
        Assert.Equal(SessionWriteStatus.NotFound, (await SayAsync(store, "s1", "hello")).Status);
        Assert.Equal(SessionWriteStatus.NotFound, (await store.AppendAsync("s1", [Says("a"), Says("b")], T0, Limits, None)).Status);
        Assert.Equal(
            SessionWriteStatus.NotFound, (await store.TryReplaceAsync(Next(NewSession("s1"), T0), T0, Limits, None)).Status);
        Assert.False(await store.DeleteAsync("s1", T0, None));
        Assert.Empty(await store.ListAsync("guest", T0, None));
        Assert.Null(await store.PeekAsync("s1", T0, None));
    }

    [SkippableFact]
    public async Task A_deleted_session_is_gone_and_its_id_is_free()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1", "guest");
        await SayAsync(store, "s1", "hello");

        Assert.True(await store.DeleteAsync("s1", T0, None));

        Assert.False(await store.DeleteAsync("s1", T0, None));
        Assert.Null(await store.GetAsync("s1", T0, Limits, None));
        Assert.Empty(await store.ListAsync("guest", T0, None));
        await CreateAsync(store, "s1", createdAt: At(1));
        Assert.Empty((await PeekAsync(store, "s1", At(1))).Messages);
    }

    [SkippableFact]
    public async Task Removing_expired_sessions_leaves_the_live_ones()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "old1");
        await CreateAsync(store, "old2");
        await CreateAsync(store, "used");
        await CreateAsync(store, "young", createdAt: At(10));
        await store.GetAsync("used", At(5), Limits, None);

        var removed = await store.RemoveExpiredAsync(At(31), None);

        Assert.InRange(removed, 0, 2);
        Assert.Equal(2, (await store.GetUsageAsync(At(31), None)).LiveSessions);
        Assert.NotNull(await store.PeekAsync("used", At(31), None));
        Assert.NotNull(await store.PeekAsync("young", At(31), None));
        Assert.Equal(0, await store.RemoveExpiredAsync(At(31), None));
    }

    [SkippableFact]
    public async Task It_has_a_name_and_answers_a_ping()
    {
        var store = await CreateStoreAsync();

        Assert.False(string.IsNullOrWhiteSpace(store.Name));
        await store.PingAsync(None);
    }
}
