using HospitalityMemory.Stores;
using Moq;

namespace HospitalityMemory.Tests.ShortTerm;

public sealed class SessionUpdateTests : IDisposable
{
    private readonly ShortTermFixture _fixture = new();

    private ShortTermMemory Memory => _fixture.Memory;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task An_update_changes_what_it_may()
    {
        await Memory.CreateSessionAsync("s1");
        _fixture.Clock.Advance(TimeSpan.FromMinutes(1));

        var session = await Memory.UpdateSessionAsync("s1", before => before with
        {
            CurrentAgent = "booking",
            Slots = new BookingSlots { City = " Rome " },
            Context = JsonFields.Empty.Set("a", 1m),
            BookingData = JsonFields.Empty.Set("b", 2m),
            AdditionalFields = JsonFields.Empty.Set("c", 3m),
        });

        var now = _fixture.Clock.GetUtcNow();
        Assert.Equal(
            ("booking", "Rome", 2, now, now.AddMinutes(30)),
            (session.CurrentAgent, session.Slots.City, session.Version, session.UpdatedAt, session.ExpiresAt));
        Assert.Equal(["a", "b", "c"], session.Context.Names.Concat(session.BookingData.Names).Concat(session.AdditionalFields.Names));
        Assert.Equal(session, await _fixture.PeekInfoAsync("s1"));
    }

    [Fact]
    public async Task An_update_may_replace_the_whole_state_by_a_new_one()
    {
        await Memory.CreateSessionAsync("s1", "guest");
        await Memory.AddMessageAsync("s1", MessageRole.User, "hello");
        await Memory.UpdateSessionAsync("s1", state => state with { CurrentAgent = "booking", Context = JsonFields.Empty.Set("a", 1m) });

        var session = await Memory.UpdateSessionAsync("s1", _ => new SessionState());

        Assert.Equal(("guest", 3), (session.UserId, session.Version));
        Assert.Single((await _fixture.PeekAsync("s1")).Messages);
        Assert.Equal(new SessionState(), session.State);
    }

    [Fact]
    public async Task A_state_that_is_equal_is_not_stored_again()
    {
        await Memory.CreateSessionAsync("s1");
        var first = await Memory.UpdateSessionAsync("s1", state => state with { Context = JsonFields.Empty.Set("a", 1m) });

        var again = await Memory.UpdateSessionAsync("s1", _ => new SessionState { Context = JsonFields.Empty.Set("a", 1m) });

        Assert.Equal((2, 2), (first.Version, again.Version));
    }

    [Fact]
    public async Task A_bad_state_changes_nothing()
    {
        await Memory.CreateSessionAsync("s1");
        await Memory.AddMessageAsync("s1", MessageRole.User, "hello");
        var before = await _fixture.PeekAsync("s1");
        _fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        (string Member, Func<SessionState, SessionState> Change)[] changes =
        [
            ("null", _ => null!),
            (nameof(Session.CurrentAgent), state => state with { CurrentAgent = "half \ud800" }),
            (nameof(Session.CurrentAgent), state => state with { CurrentAgent = "a\nb" }),
            (nameof(Session.CurrentAgent), state => state with { CurrentAgent = new('x', 257) }),
        ];
        foreach (var (member, change) in changes)
        {
            var error = await Assert.ThrowsAsync<ArgumentException>(() => Memory.UpdateSessionAsync("s1", change).AsTask());
            Assert.Contains(member, error.Message, StringComparison.Ordinal);
            Assert.Equal("update", error.ParamName);
        }

        await Assert.ThrowsAsync<SlotValidationException>(
            () => Memory.UpdateSessionAsync("s1", state => state with { Slots = new BookingSlots { Budget = -1m } }).AsTask());
        await Assert.ThrowsAsync<ArgumentNullException>(() => Memory.UpdateSessionAsync("s1", null!).AsTask());
        var own = await Assert.ThrowsAsync<TimeZoneNotFoundException>(
            () => Memory.UpdateSessionAsync("s1", _ => throw new TimeZoneNotFoundException("the host's own")).AsTask());
        Assert.Equal("the host's own", own.Message);
        Assert.Equal(before, await _fixture.PeekAsync("s1"));
    }

    /// <summary>Whether the store answers at once or later, a caller who starts several calls gets a task of each.</summary>
    [Fact]
    public async Task What_goes_wrong_in_an_update_is_told_by_its_task()
    {
        await Memory.CreateSessionAsync("s1");
        Task<SessionInfo>[] calls =
        [
            Memory.UpdateSessionAsync("s1", _ => throw new TimeoutException()).AsTask(),
            Memory.UpdateSessionAsync("s2", state => state).AsTask(),
            Memory.UpdateSlotsAsync("s1", new BookingSlots { NumberOfGuests = 0 }).AsTask(),
            Memory.ClearSlotsAsync("s2").AsTask(),
            Memory.UpdateSessionAsync("s1", _ => throw new OperationCanceledException()).AsTask(),
        ];

        await Assert.ThrowsAsync<TimeoutException>(() => calls[0]);
        await Assert.ThrowsAsync<SessionNotFoundException>(() => calls[1]);
        await Assert.ThrowsAsync<SlotValidationException>(() => calls[2]);
        await Assert.ThrowsAsync<SessionNotFoundException>(() => calls[3]);
        await Assert.ThrowsAsync<OperationCanceledException>(() => calls[4]);
        Assert.Equal(TaskStatus.Canceled, calls[4].Status);
        Assert.Equal(1, (await _fixture.PeekAsync("s1"))!.Version);
    }

    [Fact]
    public async Task An_update_of_a_guests_session_leaves_anothers_alone_and_makes_nobodys_the_guests()
    {
        var guests = await Memory.CreateSessionAsync("s1", "guest");
        var nobodys = await Memory.CreateSessionAsync("s2");

        foreach (var user in (string[])["other", "Guest"])
        {
            var error = await Assert.ThrowsAsync<SessionOwnershipException>(
                () => Memory.UpdateSessionAsync(guests, user, _ => throw new TimeoutException("It must not be run.")).AsTask());
            Assert.Equal("s1", error.SessionId);
        }

        Assert.Equal(guests, await _fixture.PeekAsync("s1"));
        await Assert.ThrowsAsync<TimeoutException>(
            () => Memory.UpdateSessionAsync(nobodys, "guest", _ => throw new TimeoutException("The host's function failed.")).AsTask());
        Assert.Equal(nobodys, await _fixture.PeekAsync("s2"));
        Assert.Equal("guest", (await Memory.UpdateSessionAsync(nobodys, "guest", state => state)).UserId);
        Assert.Equal("s2", Assert.Single(await Memory.ListUserSessionsAsync("guest").ToListAsync(), session => session.SessionId is "s2").SessionId);
        Assert.Equal("x", (await Memory.UpdateSessionAsync(guests, "guest", state => state with { CurrentAgent = "x" })).CurrentAgent);
    }

    [Fact]
    public async Task An_update_that_lost_a_race_is_computed_again_on_the_newer_state()
    {
        using var conflicts = _fixture.Collect(HospitalityMemoryTelemetry.ConflictsRetried);
        await Memory.CreateSessionAsync("s1");
        using var elsewhere = new ShortTermFixture { Store = _fixture.Store };
        var runs = 0;

        var session = await Memory.UpdateSessionAsync("s1", before =>
        {
            if (++runs is 1)
            {
                // By another memory, as by another process: one and the same lets nobody come in between. Completes
                // synchronously over the in-memory store.
                var race = elsewhere.Memory.UpdateSessionAsync("s1", other => other with { Context = other.Context.Set("theirs", true) });
                Assert.True(race.IsCompletedSuccessfully);
                _ = race.Result;
            }

            return before with { Context = before.Context.Set("ours", true) };
        });

        Assert.Equal(["theirs", "ours"], session.Context.Names);
        Assert.Equal((2, 3), (runs, session.Version));
        Assert.Equal("short_term", Assert.Single(conflicts.GetMeasurementSnapshot()).Tags["memory"]);
    }

    [Fact]
    public async Task An_update_of_one_guests_session_does_not_land_in_that_of_another_begun_at_the_same_instant()
    {
        await Memory.CreateSessionAsync("s1", "alice");
        var runs = 0;

        await Memory.UpdateSessionAsync("s1", before =>
        {
            if (++runs is 1)
            {
                // Both complete synchronously over the in-memory store.
                Assert.True(Memory.DeleteSessionAsync("s1").AsTask().IsCompletedSuccessfully);
                Assert.True(Memory.CreateSessionAsync("s1", "bob").AsTask().IsCompletedSuccessfully);
            }

            return before with { Context = before.Context.Set($"run {runs}", true) };
        });

        var session = await _fixture.PeekAsync("s1");
        Assert.Equal("bob", session.UserId);
        Assert.Equal(["run 2"], session.Context.Names);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("guest")]
    public async Task An_update_of_a_snapshot_leaves_a_session_alone_that_was_begun_anew_under_its_id(string? owner)
    {
        var ended = await Memory.CreateSessionAsync("s1", "guest");
        await Memory.DeleteSessionAsync("s1");
        _fixture.Clock.Advance(TimeSpan.FromTicks(1));
        var anew = await Memory.CreateSessionAsync("s1", owner);

        await Assert.ThrowsAsync<SessionNotFoundException>(
            () => Memory.UpdateSessionAsync(ended, "guest", state => state with { CurrentAgent = "x" }).AsTask());

        Assert.Equal(anew, await _fixture.PeekAsync("s1"));
    }

    [Fact]
    public async Task An_update_of_a_guests_session_does_not_run_again_on_that_of_another_begun_meanwhile()
    {
        var session = await Memory.CreateSessionAsync("s1", "alice");
        var runs = 0;

        await Assert.ThrowsAsync<SessionOwnershipException>(() => Memory.UpdateSessionAsync(session, "alice", before =>
        {
            runs++;
            Assert.True(Memory.DeleteSessionAsync("s1").AsTask().IsCompletedSuccessfully);
            Assert.True(Memory.CreateSessionAsync("s1", "bob").AsTask().IsCompletedSuccessfully);
            return before with { CurrentAgent = "alice's" };
        }).AsTask());

        Assert.Equal(1, runs);
        Assert.Null((await _fixture.PeekAsync("s1")).CurrentAgent);
    }

    [Fact]
    public async Task An_update_that_loses_every_race_gives_up_when_its_time_is_up()
    {
        var store = StoreThatReplaces(new(SessionWriteStatus.Conflict));
        _fixture.Store = store.Object;

        var error = await Assert.ThrowsAsync<MemoryConcurrencyException>(
            () => Memory.UpdateSlotsAsync("s1", new BookingSlots { City = "Rome" }).AsTask());

        Assert.InRange(error.Attempts, 45, 1_000);
        Assert.InRange(error.Duration, TimeSpan.FromSeconds(1.9), _fixture.Options.ShortTerm.Timeout);
        store.Verify(
            mock => mock.TryReplaceAsync(
                It.Is<SessionInfo>(next => next.Version == 2 && next.Slots.City == "Rome"),
                null, It.IsAny<DateTimeOffset>(), It.IsAny<SessionLimits>(), It.IsAny<CancellationToken>()),
            Times.Exactly(error.Attempts));
    }

    [Fact]
    public async Task A_store_that_does_not_return_what_it_stored_is_named()
    {
        _fixture.Store = StoreThatReplaces(new(SessionWriteStatus.Done)).Object;

        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => Memory.UpdateSlotsAsync("s1", new BookingSlots { City = "Rome" }).AsTask());

        Assert.Contains("'forgetful'", error.Message, StringComparison.Ordinal);
    }

    private static Mock<ISessionStore> StoreThatReplaces(SessionWriteResult result)
    {
        var store = new Mock<ISessionStore>();
        store.SetupGet(mock => mock.Name).Returns("forgetful");
        store.Setup(mock => mock.PeekInfoAsync("s1", It.IsAny<DateTimeOffset>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(new SessionInfo { SessionId = "s1", CreatedAt = ShortTermFixture.Start });
        store.Setup(mock => mock.TryReplaceAsync(
                It.IsAny<SessionInfo>(), It.IsAny<TrimmedTaken?>(), It.IsAny<DateTimeOffset>(), It.IsAny<SessionLimits>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(result);
        return store;
    }

    [Fact]
    public async Task A_cancelled_call_changes_nothing()
    {
        var before = await Memory.CreateSessionAsync("s1", "guest");
        _fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        var cancelled = source.Token;
        using var json = System.Text.Json.JsonDocument.Parse("{\"city\": \"Rome\"}");
        Func<Task>[] calls =
        [
            () => Memory.CreateSessionAsync("s2", null, cancelled).AsTask(),
            () => Memory.GetOrCreateSessionAsync("s2", null, cancelled).AsTask(),
            () => Memory.GetSessionAsync("s1", cancelled).AsTask(),
            () => Memory.PeekSessionAsync("s1", cancelled).AsTask(),
            () => Memory.UpdateSessionAsync("s1", state => state with { CurrentAgent = "x" }, cancelled).AsTask(),
            () => Memory.UpdateSessionAsync(before, "guest", state => state with { CurrentAgent = "x" }, cancelled).AsTask(),
            () => Memory.UpdateSlotsAsync("s1", new BookingSlots { City = "Rome" }, cancelled).AsTask(),
            () => Memory.UpdateSlotsFromJsonAsync("s1", json.RootElement, cancelled).AsTask(),
            () => Memory.TryUpdateSlotsFromJsonAsync("s1", json.RootElement, cancelled).AsTask(),
            () => Memory.ClearSlotsAsync("s1", cancelled).AsTask(),
            () => Memory.ClearSlotsAsync("s1", ["city"], cancelled).AsTask(),
            () => Memory.AddMessageAsync("s1", MessageRole.User, "x", cancelled).AsTask(),
            () => Memory.AddMessageAsync("s1", new SessionMessage { Role = MessageRole.User, Content = "x" }, cancelled).AsTask(),
            () => Memory.AddMessagesAsync("s1", [], cancelled).AsTask(),
            () => Memory.DeleteSessionAsync("s1", cancelled).AsTask(),
            () => Memory.ListUserSessionsAsync("guest", cancelled).ToListAsync().AsTask(),
            () => Memory.GetMemoryUsageAsync(cancelled).AsTask(),
            () => Memory.CleanupExpiredAsync(cancelled).AsTask(),
        ];
        foreach (var call in calls)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(call);
        }

        Assert.Equal(before, await _fixture.PeekAsync("s1"));
        Assert.Null(await Memory.PeekSessionAsync("s2"));
    }
}
