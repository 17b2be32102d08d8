namespace HospitalityMemory.Conformance;

/// <summary>Changes of a session's state through the memory: what is returned is what is stored.</summary>
public abstract class ShortTermMemoryStateConformance : ShortTermMemoryConformance
{
    [SkippableFact]
    public async Task Every_change_keeps_the_messages_that_another_appended_meanwhile()
    {
        await StartAsync();
        await Memory.CreateSessionAsync(Id);
        await Memory.UpdateSlotsAsync(Id, new BookingSlots { City = "Porto" });
        var count = 0;
        foreach (var (name, change) in Changes)
        {
            Meanwhile(async () => await Other.AddMessageAsync(Id, MessageRole.User, name));

            var returned = await change(Memory);

            var stored = await PeekAsync();
            Assert.True(stored.Messages is [.., var last] && last.Content == name && last.Sequence == ++count, $"{name}: {stored.Messages.Count} messages");
            Assert.Equal(Stored(stored), Stored(returned));
        }
    }

    [SkippableFact]
    public async Task What_a_write_returns_is_what_is_read_next()
    {
        await StartAsync();
        Assert.Equal(Stored(await Memory.CreateSessionAsync(Id)), Stored(await PeekAsync()));
        Assert.Equal(Stored(await Memory.GetOrCreateSessionAsync("s2", "guest")), Stored(await PeekAsync("s2")));
        await Memory.AddMessageAsync(Id, MessageRole.User, "hello");
        foreach (var (name, change) in Changes)
        {
            Advance(1);
            var returned = await change(Memory);
            Assert.Equal((name, Stored(await PeekAsync())), (name, Stored(returned)));
            Assert.Equal(Clock.GetUtcNow().AddMinutes(30), returned.ExpiresAt);

            // The same holds where nothing changes any more.
            Advance(1);
            Assert.Equal((name, Stored(await change(Memory))), (name, Stored(await PeekAsync())));
        }

        Advance(1);
        Assert.Equal(Whole((await Memory.GetSessionAsync(Id))!), Whole(await PeekAsync()));
        Assert.Equal(Whole(await Memory.GetOrCreateSessionAsync(Id, userId: null)), Whole(await PeekAsync()));
    }

    [SkippableFact]
    public async Task A_change_that_changes_nothing_counts_as_a_read()
    {
        await StartAsync();
        await Memory.CreateSessionAsync(Id, "guest");
        var before = await Memory.UpdateSlotsAsync(Id, new BookingSlots { City = "Lisbon" });
        Advance(1);

        await Memory.UpdateSlotsAsync(Id, new BookingSlots { City = "Lisbon" });
        await Memory.UpdateSessionAsync(Id, state => state);
        await Memory.UpdateSessionAsync(Id, state => state with { CurrentAgent = null });

        Assert.Equal(Stored(before with { ExpiresAt = At(31) }), Stored(await PeekAsync()));
    }

    [SkippableFact]
    public async Task An_update_that_lost_a_race_is_run_again_on_the_newer_state()
    {
        await StartAsync();
        await Memory.CreateSessionAsync(Id);
        var seen = new List<string?>();
        Meanwhile(async () => await Other.UpdateSessionAsync(Id, state => state with { CurrentAgent = "theirs" }));

        var session = await Memory.UpdateSessionAsync(Id, state =>
        {
            seen.Add(state.CurrentAgent);
            return state with { Context = state.Context.Set("ours", true) };
        });

        Assert.Equal([null, "theirs"], seen);
        Assert.Equal(("theirs", 3), (session.CurrentAgent, session.Version));
        Assert.Equal(["ours"], session.Context.Names);
        Assert.Equal(Stored(session), Stored(await PeekAsync()));
    }

    [SkippableFact]
    public async Task Slots_and_messages_of_many_at_once_all_land()
    {
        // Few enough that no writer loses every attempt.
        const int Each = 20;
        Options.ShortTerm.MaxMessages = 100;
        await StartAsync();
        await Memory.CreateSessionAsync(Id);

        await Task.WhenAll(
            Task.Run(() => SetSlotsAsync("a", Memory)),
            Task.Run(() => SetSlotsAsync("b", Other)),
            Task.Run(() => SayAsync("a", Memory)),
            Task.Run(() => SayAsync("b", Other)));

        var end = await PeekAsync();
        var names = ((string[])["a", "b"]).SelectMany(agent => Enumerable.Range(0, Each).Select(i => $"{agent}{i}")).Order().ToArray();
        Assert.Equal(names, end.Slots.Extras.Names.Order());
        Assert.Equal(names, Contents(end).Order());
        Assert.Equal((1 + (2 * Each), 2L * Each), (end.Version, end.Messages[^1].Sequence));

        async Task SetSlotsAsync(string agent, IShortTermMemory memory)
        {
            for (var i = 0; i < Each; i++)
            {
                var session = await memory.UpdateSlotsAsync(Id, new BookingSlots { Extras = JsonFields.Empty.Set($"{agent}{i}", (decimal)i) });
                Assert.True(session.Slots.Extras.Contains($"{agent}{i}"));
            }
        }

        async Task SayAsync(string agent, IShortTermMemory memory)
        {
            for (var i = 0; i < Each; i++)
            {
                await memory.AddMessageAsync(Id, MessageRole.Assistant, $"{agent}{i}");
            }
        }
    }

    [SkippableFact]
    public async Task Good_slots_are_kept_beside_bad_ones_in_one_write_also_when_another_server_comes_between()
    {
        await StartAsync();
        await Memory.CreateSessionAsync(Id, "guest");
        Meanwhile(async () => await Other.UpdateSlotsAsync(Id, new BookingSlots { NumberOfGuests = 4, Extras = JsonFields.Empty.Set("stay", "leisure") }));

        var update = await Memory.TryUpdateSlotsFromJsonAsync(
            Id, Json("""{"check_in": "March 7th", "location": "London", "budget": "200 EUR", "stay": "business", "nights": "dontcare", "citty": 1}"""));

        // At the second attempt "stay" is an extra of the other writer's, not a number of nights that cannot be read.
        var expected = new BookingSlots
        {
            City = "London",
            NumberOfGuests = 4,
            Budget = 200m,
            BudgetCurrency = "EUR",
            Open = OpenSlots.CheckOutDate,
            Extras = JsonFields.Empty.Set("stay", "business").Set("citty", 1m),
        };
        Assert.Equal((expected, 3), (update.Session.Slots, update.Session.Version));
        Assert.Equal(["check_in_date"], update.Refused.Select(error => error.Slot));
        Assert.Equal([new("citty", "city")], update.NewExtras);
        Assert.Equal(4, update.Before.NumberOfGuests);
        Assert.Equal(Stored(update.Session), Stored(await PeekAsync()));
        Assert.Equal(Stored(update.Session), Stored((await Other.PeekSessionAsync(Id))!));
    }

    [SkippableFact]
    public async Task Nights_and_open_slots_are_stored()
    {
        await StartAsync();
        await Memory.CreateSessionAsync(Id, "guest");

        var set = await Memory.TryUpdateSlotsFromJsonAsync(Id, Json("""{"city": "any", "check_in": "2999-03-05", "nights": 3}"""));
        var moved = await Other.TryUpdateSlotsFromJsonAsync(Id, Json("""{"check_in": "2999-04-05"}"""));
        var nothing = await Memory.TryUpdateSlotsFromJsonAsync(Id, Json("""{"guests": "many"}"""));

        Assert.Equal((OpenSlots.City, 3, new DateOnly(2999, 3, 8)), (set.Session.Slots.Open, set.Session.Slots.NumberOfNights, set.Session.Slots.CheckOutDate));
        Assert.Equal(set.Session.Slots with { CheckInDate = new(2999, 4, 5), CheckOutDate = new(2999, 4, 8) }, moved.Session.Slots);
        Assert.Equal((moved.Session.Slots, moved.Session.Version), (nothing.Session.Slots, nothing.Session.Version));
        Assert.Equal(OpenSlots.None, (await Memory.ClearSlotsAsync(Id, [SlotNames.City])).Slots.Open);
        await Assert.ThrowsAsync<SessionNotFoundException>(() => Memory.TryUpdateSlotsFromJsonAsync("none", Json("""{"city": "Rome"}""")).AsTask());
    }

    [SkippableFact]
    public async Task What_is_refused_changes_nothing()
    {
        Options.ShortTerm.MaxSessionKilobytes = 64;
        var huge = new string('x', 200_000);
        await StartAsync();
        await Memory.CreateSessionAsync(Id, "guest");
        await Memory.AddMessageAsync(Id, MessageRole.User, "hello");
        var before = await Memory.UpdateSlotsAsync(Id, new BookingSlots { City = "Lisbon" });
        Advance(1);

        await Assert.ThrowsAsync<SlotValidationException>(() => Memory.UpdateSlotsAsync(Id, new BookingSlots { City = "Porto", NumberOfGuests = 0 }).AsTask());
        await Assert.ThrowsAsync<SlotValidationException>(() => Memory.UpdateSlotsFromJsonAsync(Id, Json("""{"city": "Porto", "budget": "much"}""")).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => Memory.UpdateSessionAsync(Id, _ => null!).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => Memory.UpdateSessionAsync(Id, state => state with { CurrentAgent = "a\nb" }).AsTask());
        await Assert.ThrowsAsync<TimeoutException>(() => Memory.UpdateSessionAsync(Id, _ => throw new TimeoutException()).AsTask());
        await Assert.ThrowsAsync<SessionTooLargeException>(
            () => Memory.UpdateSessionAsync(Id, state => state with { Context = state.Context.Set("a", huge) }).AsTask());
        await Assert.ThrowsAsync<SessionTooLargeException>(() => Memory.AddMessageAsync(Id, MessageRole.User, huge).AsTask());
        await Assert.ThrowsAsync<SessionAlreadyExistsException>(() => Memory.CreateSessionAsync(Id, "guest").AsTask());

        Assert.Equal(Stored(before), Stored(await PeekAsync()));
    }

    [SkippableFact]
    public async Task A_cancelled_call_changes_nothing()
    {
        await StartAsync();
        var before = await Memory.CreateSessionAsync(Id, "guest");
        Advance(1);
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        var cancelled = source.Token;
        (string Name, Func<Task> Call)[] calls =
        [
            ("create", () => Memory.CreateSessionAsync("s2", null, cancelled).AsTask()),
            ("get or create", () => Memory.GetOrCreateSessionAsync("s2", "guest", cancelled).AsTask()),
            ("get", () => Memory.GetSessionAsync(Id, cancelled).AsTask()),
            ("update", () => Memory.UpdateSessionAsync(Id, state => state with { CurrentAgent = "a" }, cancelled).AsTask()),
            ("slots", () => Memory.UpdateSlotsAsync(Id, new BookingSlots { City = "Porto" }, cancelled).AsTask()),
            ("good slots", () => Memory.TryUpdateSlotsFromJsonAsync(Id, Json("""{"city": "Porto"}"""), cancelled).AsTask()),
            ("clear", () => Memory.ClearSlotsAsync(Id, cancelled).AsTask()),
            ("message", () => Memory.AddMessageAsync(Id, MessageRole.User, "a", cancelled).AsTask()),
            ("messages", () => Memory.AddMessagesAsync(Id, [Says("a")], cancelled).AsTask()),
            ("delete", () => Memory.DeleteSessionAsync(Id, cancelled).AsTask()),
            ("list", () => ListAsync(Memory.ListUserSessionsAsync("guest", cancelled))),
            ("replace", () => Memory.ReplaceMessageAsync(Id, 1, _ => null, cancelled).AsTask()),
            ("clear messages", () => Memory.ClearMessagesAsync(Id, cancelled).AsTask()),
            ("read", () => Memory.GetLatestMessagesAsync(Id, 5, cancelled).AsTask()),
        ];

        foreach (var (name, call) in calls)
        {
            var error = await Record.ExceptionAsync(call);
            Assert.True(error is OperationCanceledException, $"{name}: {error?.ToString() ?? "no error"}");
        }

        Assert.Equal(Stored(before), Stored(await PeekAsync()));
        Assert.Null(await Memory.PeekSessionAsync("s2"));
    }
}
