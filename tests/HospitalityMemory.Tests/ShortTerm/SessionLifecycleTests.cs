using Microsoft.Extensions.Time.Testing;
using Moq;

namespace HospitalityMemory.Tests.ShortTerm;

public sealed class SessionLifecycleTests : IDisposable
{
    private readonly ShortTermFixture _fixture = new();

    private ShortTermMemory Memory => _fixture.Memory;

    private FakeTimeProvider Clock => _fixture.Clock;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task A_new_session_is_empty_and_lives_for_thirty_minutes()
    {
        var session = await Memory.CreateSessionAsync("s1", "guest");

        var start = ShortTermFixture.Start;
        Assert.Equal(("s1", "guest", 1), (session.SessionId, session.UserId, session.Version));
        Assert.Equal((start, start, start.AddMinutes(30)), (session.CreatedAt, session.UpdatedAt, session.ExpiresAt));
        Assert.Null(session.CurrentAgent);
        Assert.Equal(BookingSlots.Empty, session.Slots);
        Assert.Empty(session.Messages);
        Assert.Empty(session.Context);
        Assert.Empty(session.BookingData);
        Assert.Equal(session, await Memory.PeekSessionAsync("s1"));
    }

    [Fact]
    public async Task A_live_session_is_not_created_twice()
    {
        await Memory.CreateSessionAsync("s1", "guest");

        var error = await Assert.ThrowsAsync<SessionAlreadyExistsException>(() => Memory.CreateSessionAsync("s1", "other").AsTask());

        Assert.Equal("s1", error.SessionId);
        Assert.Equal("guest", (await _fixture.PeekAsync("s1")).UserId);
    }

    [Fact]
    public async Task A_session_that_expired_is_not_revived_by_a_read()
    {
        await Memory.CreateSessionAsync("s1");
        Clock.Advance(TimeSpan.FromMinutes(30));

        Assert.Null(await Memory.GetSessionAsync("s1"));
        Assert.Null(await Memory.PeekSessionAsync("s1"));
        Assert.Equal(0, (await Memory.GetMemoryUsageAsync()).SessionsCount);
    }

    [Fact]
    public async Task Every_method_but_peek_and_list_extends_the_lifetime()
    {
        (string Name, Func<Task> Use, bool Extends)[] uses =
        [
            ("get", () => Memory.GetSessionAsync("s1").AsTask(), true),
            ("get or create", () => Memory.GetOrCreateSessionAsync("s1", "guest").AsTask(), true),
            ("update", () => Memory.UpdateSessionAsync("s1", state => state with { CurrentAgent = "a" }).AsTask(), true),
            ("update to the same", () => Memory.UpdateSessionAsync("s1", state => state).AsTask(), true),
            ("slots", () => Memory.UpdateSlotsAsync("s1", new BookingSlots { City = "Rome" }).AsTask(), true),
            ("no slots", () => Memory.UpdateSlotsAsync("s1", BookingSlots.Empty).AsTask(), true),
            ("clear", () => Memory.ClearSlotsAsync("s1").AsTask(), true),
            ("clear some", () => Memory.ClearSlotsAsync("s1", ["city"]).AsTask(), true),
            ("message", () => Memory.AddMessageAsync("s1", MessageRole.User, "hello").AsTask(), true),
            ("no messages", () => Memory.AddMessagesAsync("s1", []).AsTask(), true),
            ("peek", () => Memory.PeekSessionAsync("s1").AsTask(), false),
            ("list", () => Memory.ListUserSessionsAsync("guest").ToListAsync().AsTask(), false),
            ("usage", () => Memory.GetMemoryUsageAsync().AsTask(), false),
            ("cleanup", () => Memory.CleanupExpiredAsync().AsTask(), false),
        ];
        await Memory.CreateSessionAsync("s1", "guest");
        foreach (var (name, use, extends) in uses)
        {
            var before = (await _fixture.PeekAsync("s1")).ExpiresAt;
            Clock.Advance(TimeSpan.FromMinutes(1));

            await use();

            var after = (await _fixture.PeekAsync("s1")).ExpiresAt;
            Assert.True((after - before == TimeSpan.FromMinutes(1)) == extends, name);
        }
    }

    [Fact]
    public async Task A_maximum_lifetime_ends_a_busy_session()
    {
        _fixture.Options.ShortTerm.MaxSessionLifetime = TimeSpan.FromMinutes(50);
        await Memory.CreateSessionAsync("s1");
        Clock.Advance(TimeSpan.FromMinutes(29));
        await Memory.GetSessionAsync("s1");
        Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(ShortTermFixture.Start.AddMinutes(50), (await Memory.GetSessionAsync("s1"))!.ExpiresAt);
        Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Null(await Memory.GetSessionAsync("s1"));
    }

    [Fact]
    public async Task Get_or_create_creates_resumes_and_adopts()
    {
        var created = await Memory.GetOrCreateSessionAsync("s1", userId: null);
        await Memory.AddMessageAsync("s1", MessageRole.User, "hello");
        Clock.Advance(TimeSpan.FromMinutes(10));

        var resumed = await Memory.GetOrCreateSessionAsync("s1", userId: null);
        var adopted = await Memory.GetOrCreateSessionAsync("s1", "guest");
        var again = await Memory.GetOrCreateSessionAsync("s1", userId: null);

        Assert.Null(created.UserId);
        Assert.Single(resumed.Messages);
        Assert.Equal(ShortTermFixture.Start.AddMinutes(40), resumed.ExpiresAt);
        Assert.Equal(("guest", 2), (adopted.UserId, adopted.Version));
        Assert.Equal("guest", again.UserId);
        Assert.Equal("s1", Assert.Single(await Memory.ListUserSessionsAsync("guest").ToListAsync()).SessionId);
    }

    [Fact]
    public async Task The_session_of_another_guest_is_refused_and_left_as_it_is()
    {
        var session = await Memory.CreateSessionAsync("s1", "guest");
        Clock.Advance(TimeSpan.FromMinutes(10));

        var error = await Assert.ThrowsAsync<SessionOwnershipException>(() => Memory.GetOrCreateSessionAsync("s1", "other").AsTask());

        Assert.Equal("s1", error.SessionId);
        Assert.Equal(session, await _fixture.PeekAsync("s1"));
    }

    [Fact]
    public async Task A_deleted_session_is_gone_for_every_write()
    {
        await Memory.CreateSessionAsync("s1", "guest");
        Assert.True(await Memory.DeleteSessionAsync("s1"));
        Assert.False(await Memory.DeleteSessionAsync("s1"));

        Func<Task>[] writes =
        [
            () => Memory.UpdateSessionAsync("s1", state => state).AsTask(),
            () => Memory.UpdateSlotsAsync("s1", new BookingSlots { City = "Rome" }).AsTask(),
            () => Memory.ClearSlotsAsync("s1").AsTask(),
            () => Memory.ClearSlotsAsync("s1", ["city"]).AsTask(),
            () => Memory.AddMessageAsync("s1", MessageRole.User, "hello").AsTask(),
            () => Memory.AddMessageAsync("s1", new SessionMessage { Role = MessageRole.User, Content = "" }).AsTask(),
            () => Memory.AddMessagesAsync("s1", []).AsTask(),
            () => Memory.AddMessagesAsync("s1", [new SessionMessage { Role = MessageRole.User, Content = "" }]).AsTask(),
        ];
        foreach (var write in writes)
        {
            Assert.Equal("s1", (await Assert.ThrowsAsync<SessionNotFoundException>(write)).SessionId);
        }

        Assert.Null(await Memory.GetSessionAsync("s1"));
        Assert.Empty(await Memory.ListUserSessionsAsync("guest").ToListAsync());
    }

    [Fact]
    public async Task Initializers_complete_a_new_session_in_their_order()
    {
        _fixture.Initializers.Add(Initializer(state => state with { Context = state.Context.Set("flags", "a") }));
        _fixture.Initializers.Add(Initializer(state => state with
        {
            Context = state.Context.Set("flags", state.Context.GetString("flags") + "b"),
            CurrentAgent = "inquiry",
        }));

        var session = await Memory.CreateSessionAsync("s1");

        Assert.Equal(("ab", "inquiry", 1), (session.Context.GetString("flags"), session.CurrentAgent, session.Version));
        Assert.Equal(session, await _fixture.PeekAsync("s1"));
    }

    [Fact]
    public async Task An_initializer_that_fails_or_makes_a_bad_state_makes_the_creation_fail()
    {
        Func<SessionState, SessionState?> current = _ => throw new InvalidOperationException("no flags today");
        _fixture.Initializers.Add(Initializer(state => current(state)!));
        Assert.Equal("no flags today", (await FailAsync()).Message);

        (string Member, Func<SessionState, SessionState?> Change)[] changes =
        [
            ("null", _ => null),
            (nameof(Session.CurrentAgent), state => state with { CurrentAgent = "half \ud800" }),
        ];
        foreach (var (member, change) in changes)
        {
            current = change;
            Assert.Contains(member, (await FailAsync()).Message, StringComparison.Ordinal);
        }

        current = state => state with { Slots = new BookingSlots { NumberOfGuests = 0 } };
        await Assert.ThrowsAsync<SlotValidationException>(() => Memory.CreateSessionAsync("s1").AsTask());
        Assert.Null(await Memory.PeekSessionAsync("s1"));

        async Task<InvalidOperationException> FailAsync()
        {
            var error = await Assert.ThrowsAsync<InvalidOperationException>(() => Memory.CreateSessionAsync("s1").AsTask());
            Assert.Null(await Memory.PeekSessionAsync("s1"));
            return error;
        }
    }

    private static ISessionInitializer Initializer(Func<SessionState, SessionState> change)
    {
        var initializer = new Mock<ISessionInitializer>();
        initializer.Setup(mock => mock.InitializeAsync(It.IsAny<SessionInfo>(), It.IsAny<CancellationToken>()))
            .Returns((SessionInfo session, CancellationToken _) => new ValueTask<SessionState>(change(session.State)));
        return initializer.Object;
    }
}
