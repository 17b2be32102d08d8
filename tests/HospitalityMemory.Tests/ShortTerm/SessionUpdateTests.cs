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
            UserId = "guest",
            CurrentAgent = "booking",
            Slots = new BookingSlots { City = " Rome " },
            Context = JsonFields.Empty.Set("a", 1m),
            BookingData = JsonFields.Empty.Set("b", 2m),
        });

        var now = _fixture.Clock.GetUtcNow();
        Assert.Equal(
            ("guest", "booking", "Rome", 2, now, now.AddMinutes(30)),
            (session.UserId, session.CurrentAgent, session.Slots.City, session.Version, session.UpdatedAt, session.ExpiresAt));
        Assert.Equal(session, await _fixture.PeekAsync("s1"));
        Assert.Single(await Memory.ListSessionsAsync("guest"));
    }

    [Fact]
    public async Task An_update_may_not_change_what_is_fixed()
    {
        await Memory.CreateSessionAsync("s1");
        await Memory.AddMessageAsync("s1", MessageRole.User, "hello");
        var before = await _fixture.PeekAsync("s1");
        _fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        (string Member, Func<Session, Session> Change)[] changes =
        [
            ("null", _ => null!),
            (nameof(Session.SessionId), session => session with { SessionId = "s2" }),
            (nameof(Session.CreatedAt), session => session with { CreatedAt = session.CreatedAt.AddTicks(1) }),
            (nameof(Session.UpdatedAt), session => session with { UpdatedAt = session.UpdatedAt.AddTicks(1) }),
            (nameof(Session.ExpiresAt), session => session with { ExpiresAt = session.ExpiresAt.AddYears(1) }),
            (nameof(Session.Version), session => session with { Version = 9 }),
            (nameof(Session.Messages), session => session with { Messages = MessageList.Empty }),
            (nameof(Session.CurrentAgent), session => session with { CurrentAgent = "half \ud800" }),
            (nameof(Session.CurrentAgent), session => session with { CurrentAgent = "a\nb" }),
            (nameof(Session.CurrentAgent), session => session with { CurrentAgent = new('x', 257) }),
        ];
        foreach (var (member, change) in changes)
        {
            var error = await Assert.ThrowsAsync<ArgumentException>(() => Memory.UpdateSessionAsync("s1", change).AsTask());
            Assert.Contains(member, error.Message, StringComparison.Ordinal);
            Assert.Equal("update", error.ParamName);
        }

        await Assert.ThrowsAsync<ArgumentException>(
            () => Memory.UpdateSessionAsync("s1", session => session with { UserId = "a\nb" }).AsTask());
        await Assert.ThrowsAsync<SlotValidationException>(
            () => Memory.UpdateSessionAsync("s1", session => session with { Slots = new BookingSlots { Budget = -1m } }).AsTask());
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
        Task<Session>[] calls =
        [
            Memory.UpdateSessionAsync("s1", _ => throw new TimeoutException()).AsTask(),
            Memory.UpdateSessionAsync("s2", session => session).AsTask(),
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
    public async Task A_session_of_one_guest_is_not_given_to_another()
    {
        var before = await Memory.CreateSessionAsync("s1", "guest");

        foreach (var other in (string?[])["other", null, "Guest"])
        {
            await Assert.ThrowsAsync<SessionOwnershipException>(
                () => Memory.UpdateSessionAsync("s1", session => session with { UserId = other }).AsTask());
        }

        Assert.Equal(before, await _fixture.PeekAsync("s1"));
    }

    [Fact]
    public async Task An_update_that_lost_a_race_is_computed_again_on_the_newer_state()
    {
        using var conflicts = _fixture.Collect(HospitalityMemoryDiagnostics.ConflictsRetried);
        await Memory.CreateSessionAsync("s1");
        var runs = 0;

        var session = await Memory.UpdateSessionAsync("s1", before =>
        {
            if (++runs is 1)
            {
                // Completes synchronously over the in-memory store.
                var race = Memory.UpdateSessionAsync("s1", other => other with { Context = other.Context.Set("theirs", true) });
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

            return before with { Context = before.Context.Set($"{before.UserId}'s", true) };
        });

        var session = await _fixture.PeekAsync("s1");
        Assert.Equal("bob", session.UserId);
        Assert.Equal(["bob's"], session.Context.Names);
    }

    [Fact]
    public async Task An_update_that_loses_every_race_gives_up()
    {
        var session = new Session { SessionId = "s1", CreatedAt = ShortTermFixture.Start };
        var store = new Mock<ISessionStore>();
        store.Setup(mock => mock.PeekAsync("s1", It.IsAny<DateTimeOffset>(), It.IsAny<CancellationToken>())).ReturnsAsync(session);
        store.Setup(mock => mock.TryReplaceAsync(
                It.IsAny<Session>(), It.IsAny<DateTimeOffset>(), It.IsAny<SessionLimits>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(new SessionWriteResult(SessionWriteStatus.Conflict));
        _fixture.Store = store.Object;

        var error = await Assert.ThrowsAsync<MemoryConcurrencyException>(
            () => Memory.UpdateSlotsAsync("s1", new BookingSlots { City = "Rome" }).AsTask());

        Assert.Equal(32, error.Attempts);
        store.Verify(
            mock => mock.TryReplaceAsync(
                It.Is<Session>(next => next.Version == 2 && next.Slots.City == "Rome"),
                It.IsAny<DateTimeOffset>(), It.IsAny<SessionLimits>(), It.IsAny<CancellationToken>()),
            Times.Exactly(32));
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
            () => Memory.UpdateSessionAsync("s1", session => session with { CurrentAgent = "x" }, cancelled).AsTask(),
            () => Memory.UpdateSlotsAsync("s1", new BookingSlots { City = "Rome" }, cancelled).AsTask(),
            () => Memory.UpdateSlotsFromJsonAsync("s1", json.RootElement, cancelled).AsTask(),
            () => Memory.ClearSlotsAsync("s1", cancelled).AsTask(),
            () => Memory.ClearSlotsAsync("s1", ["city"], cancelled).AsTask(),
            () => Memory.AddMessageAsync("s1", MessageRole.User, "x", cancelled).AsTask(),
            () => Memory.AddMessageAsync("s1", new SessionMessage { Role = MessageRole.User, Content = "x" }, cancelled).AsTask(),
            () => Memory.AddMessagesAsync("s1", [], cancelled).AsTask(),
            () => Memory.DeleteSessionAsync("s1", cancelled).AsTask(),
            () => Memory.ListSessionsAsync("guest", cancelled).AsTask(),
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
