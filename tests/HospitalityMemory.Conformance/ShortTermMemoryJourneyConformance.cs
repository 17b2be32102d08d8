namespace HospitalityMemory.Conformance;

/// <summary>A session's way through the memory: its owner, its lifetime, and what it keeps of the conversation.</summary>
public abstract class ShortTermMemoryJourneyConformance : ShortTermMemoryConformance
{
    [SkippableFact]
    public async Task An_anonymous_session_becomes_a_guests_with_all_that_it_holds()
    {
        await StartAsync();
        await Memory.GetOrCreateSessionAsync(Id, userId: null);
        await Memory.AddMessageAsync(Id, MessageRole.User, "hello");
        var before = await Memory.UpdateSlotsAsync(Id, new BookingSlots { City = "Lisbon" });

        var adopted = await Memory.GetOrCreateSessionAsync(Id, "guest");
        var again = await Memory.GetOrCreateSessionAsync(Id, "guest");
        var byId = await Memory.GetOrCreateSessionAsync(Id, userId: null);

        Assert.Equal(Stored(before with { UserId = "guest", Version = before.Version + 1 }), Stored(adopted));
        Assert.Equal((Stored(adopted), Stored(adopted)), (Stored(again), Stored(byId)));
        Assert.Equal(["hello"], Contents(adopted));
        Assert.Equal([Stored(adopted)], (await ListAsync(Memory.ListUserSessionsAsync("guest"))).Select(Stored));
    }

    [SkippableFact]
    public async Task A_guests_session_is_not_anothers()
    {
        await StartAsync();
        var before = await Memory.CreateSessionAsync(Id, "guest");
        Advance(1);

        await Assert.ThrowsAsync<SessionOwnershipException>(() => Memory.GetOrCreateSessionAsync(Id, "other").AsTask());
        await Assert.ThrowsAsync<SessionOwnershipException>(
            () => Memory.UpdateSessionAsync(before, "other", state => state with { CurrentAgent = "a" }).AsTask());

        Assert.Equal(Stored(before), Stored(await PeekAsync()));
        Assert.Empty(await ListAsync(Memory.ListUserSessionsAsync("other")));
    }

    [SkippableFact]
    public async Task Of_two_guests_who_want_an_anonymous_session_the_first_gets_it()
    {
        await StartAsync();
        await Memory.CreateSessionAsync(Id);
        Meanwhile(async () => await Other.GetOrCreateSessionAsync(Id, "first"));

        await Assert.ThrowsAsync<SessionOwnershipException>(() => Memory.GetOrCreateSessionAsync(Id, "second").AsTask());

        Assert.Equal("first", (await PeekAsync()).UserId);
        Assert.Empty(await ListAsync(Memory.ListUserSessionsAsync("second")));
    }

    [SkippableFact]
    public async Task A_session_that_another_creates_meanwhile_is_resumed()
    {
        await StartAsync();
        Meanwhile(async () =>
        {
            await Other.CreateSessionAsync(Id, "guest");
            await Other.AddMessageAsync(Id, MessageRole.User, "hello");
        });

        var session = await Memory.GetOrCreateSessionAsync(Id, "guest");

        Assert.Equal(["hello"], Contents(session));
        Assert.Equal(Stored(session), Stored(await PeekAsync()));
    }

    [SkippableFact]
    public async Task A_state_made_of_a_guests_session_does_not_land_in_anothers_begun_meanwhile()
    {
        // A minute passes within the call.
        Options.ShortTerm.Timeout = TimeSpan.FromMinutes(10);
        await StartAsync();
        var guests = await Memory.CreateSessionAsync(Id, "guest");
        Meanwhile(async () =>
        {
            await Other.DeleteSessionAsync(Id);

            // One second, in which the call that waits for this one ends.
            Advance(1.0 / 60);
            await Other.CreateSessionAsync(Id, "other");
        });

        await Assert.ThrowsAsync<SessionOwnershipException>(
            () => Memory.UpdateSessionAsync(guests, "guest", state => state with { CurrentAgent = "the guest's" }).AsTask());

        var session = await PeekAsync();
        Assert.Equal(("other", null, 1), (session.UserId, session.CurrentAgent, session.Version));
    }

    [SkippableFact]
    public async Task A_session_that_ends_before_it_is_written_to_is_not_there()
    {
        await StartAsync();
        await Memory.CreateSessionAsync(Id, "guest");
        Meanwhile(async () => Assert.True(await Other.DeleteSessionAsync(Id)));

        await Assert.ThrowsAsync<SessionNotFoundException>(() => Memory.UpdateSlotsAsync(Id, new BookingSlots { City = "Lisbon" }).AsTask());

        Assert.Null(await Memory.PeekSessionAsync(Id));
        Assert.False(await Memory.DeleteSessionAsync(Id));
    }

    [SkippableFact]
    public async Task Every_use_extends_the_lifetime_and_a_look_does_not()
    {
        await StartAsync();
        await Memory.CreateSessionAsync(Id, "guest");
        (string Name, Func<Task> Use, bool Extends)[] uses =
        [
            ("get", () => Memory.GetSessionAsync(Id).AsTask(), true),
            ("get or create", () => Memory.GetOrCreateSessionAsync(Id, "guest").AsTask(), true),
            ("update", () => Memory.UpdateSessionAsync(Id, state => state with { CurrentAgent = "a" }).AsTask(), true),
            ("slots", () => Memory.UpdateSlotsAsync(Id, new BookingSlots { City = "Lisbon" }).AsTask(), true),
            ("the same slots", () => Memory.UpdateSlotsAsync(Id, new BookingSlots { City = "Lisbon" }).AsTask(), true),
            ("message", () => Memory.AddMessageAsync(Id, MessageRole.User, "hello").AsTask(), true),
            ("no messages", () => Memory.AddMessagesAsync(Id, []).AsTask(), true),
            ("peek", () => Memory.PeekSessionAsync(Id).AsTask(), false),
            ("list", () => ListAsync(Memory.ListUserSessionsAsync("guest")), false),
        ];
        foreach (var (name, use, extends) in uses)
        {
            var before = (await PeekAsync()).ExpiresAt;
            Advance(1);
            await use();
            Assert.True((await PeekAsync()).ExpiresAt == (extends ? before.AddMinutes(1) : before), name);
        }
    }

    [SkippableFact]
    public async Task An_expired_session_is_gone_and_one_begun_anew_has_nothing_of_it()
    {
        await StartAsync();
        await Memory.CreateSessionAsync(Id, "guest");
        await Memory.AddMessageAsync(Id, MessageRole.User, "hello");
        await Memory.UpdateSlotsAsync(Id, new BookingSlots { City = "Lisbon" });
        Advance(30);

        Assert.Null(await Memory.GetSessionAsync(Id));
        Assert.Empty(await ListAsync(Memory.ListUserSessionsAsync("guest")));
        await Assert.ThrowsAsync<SessionNotFoundException>(() => Memory.AddMessageAsync(Id, MessageRole.User, "late").AsTask());
        await Assert.ThrowsAsync<SessionNotFoundException>(() => Memory.UpdateSessionAsync(Id, state => state).AsTask());
        var anew = await Memory.GetOrCreateSessionAsync(Id, "other");

        Assert.Equal(("other", 1, 0), (anew.UserId, anew.Version, anew.Messages.Count));
        Assert.Equal(new SessionState(), anew.State);
        Assert.Equal(1, (await Memory.AddMessageAsync(Id, MessageRole.User, "first")).Sequence);
    }

    [SkippableFact]
    public async Task A_maximum_lifetime_ends_a_session_that_is_used()
    {
        Options.ShortTerm.MaxSessionLifetime = TimeSpan.FromMinutes(40);
        await StartAsync();
        await Memory.CreateSessionAsync(Id);
        Advance(20);

        var updated = await Memory.UpdateSlotsAsync(Id, new BookingSlots { City = "Lisbon" });

        Assert.Equal(At(40), updated.ExpiresAt);
        Assert.Equal(Stored(updated), Stored(await PeekAsync()));
        Advance(20);
        Assert.Null(await Memory.GetSessionAsync(Id));
    }

    [SkippableFact]
    public async Task A_guests_sessions_are_listed_as_they_are_read_the_latest_created_first()
    {
        await StartAsync();
        await Memory.CreateSessionAsync("b", "guest");
        Advance(1);
        await Memory.CreateSessionAsync("a", "guest");
        await Memory.CreateSessionAsync("others", "other");
        await Memory.CreateSessionAsync("nobodys");
        Advance(1);
        await Memory.CreateSessionAsync("c", "guest");
        await Memory.AddMessageAsync("a", MessageRole.User, "hello");
        await Memory.UpdateSlotsAsync("b", new BookingSlots { City = "Lisbon" });

        Assert.Equal(
            [Stored(await PeekAsync("c")), Stored(await PeekAsync("a")), Stored(await PeekAsync("b"))],
            (await ListAsync(Memory.ListUserSessionsAsync("guest"))).Select(Stored));
    }

    [SkippableFact]
    public async Task Messages_are_returned_as_stored_and_go_by_whole_groups()
    {
        await StartAsync();
        await Memory.CreateSessionAsync(Id);
        var pinned = await Memory.AddMessageAsync(Id, Says("rules", MessageRole.System) with { Pinned = true });
        var group = await Memory.AddMessagesAsync(
            Id,
            [
                Says("calls", MessageRole.Assistant) with { ToolCallIds = ["c1", "c2"], Agent = "search" },
                Says("one", MessageRole.Tool) with { ToolCallIds = ["c1"] },
                Says("two", MessageRole.Tool) with { ToolCallIds = ["c2"] },
            ]);
        var plain = await Memory.AddMessageAsync(Id, MessageRole.User, "thanks");
        Assert.Equal(Stored([pinned, .. group, plain]), Stored((await PeekAsync()).Messages));

        var last = await Memory.AddMessageAsync(Id, MessageRole.User, "bye");

        var session = await PeekAsync();
        Assert.Equal(Stored([pinned, plain, last]), Stored(session.Messages));
        Assert.Equal([1L, 5, 6], session.Messages.Select(message => message.Sequence));
    }
}
