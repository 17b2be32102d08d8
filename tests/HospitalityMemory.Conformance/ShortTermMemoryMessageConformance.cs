namespace HospitalityMemory.Conformance;

/// <summary>The messages of real agents in the memory: kept whole, added once, edited, and read in parts.</summary>
public abstract class ShortTermMemoryMessageConformance : ShortTermMemoryConformance
{
    [SkippableFact]
    public async Task A_message_comes_back_whole()
    {
        await StartAsync();
        await Memory.CreateSessionAsync(Id);
        var eightKilobytes = string.Concat(Enumerable.Repeat("ñ", 4096));
        SessionMessage[] messages =
        [
            Says("", MessageRole.Assistant) with { ToolCallIds = [eightKilobytes, "call|1"], MessageId = eightKilobytes },
            Says("line\r\n\tand\0zero \u2028 😀", new("developer")) with { Agent = "search\nagent", Name = "tool \u0007" },
            Says("USER", new("USER")) with { Payload = Json("""{"parts": [{"type": "image", "n": 1.10, "half": "x\ud83d"}, null]}""") },
            Says("[]", new("agent")) with { Payload = Json("[]"), AdditionalFields = JsonFields.Empty.Set("own", true) },
        ];

        var returned = await Memory.AddMessagesAsync(Id, messages);

        var stored = (await PeekAsync()).Messages;
        Assert.Equal(Stored(returned), Stored(stored));
        Assert.Equal(messages.Select(Facts), stored.Select(Facts));
        Assert.Equal("""{"parts":[{"type":"image","n":1.10,"half":"x�"},null]}""", stored[2].Payload!.Value.GetRawText());
        Assert.Equal(["assistant", "developer", "USER", "agent"], stored.Select(message => message.Role.Name));
        Assert.Equal(MessageRole.User, stored[2].Role);

        static (string, string?, string?, string?, string) Facts(SessionMessage message) =>
            (message.Content, message.Agent, message.Name, message.MessageId, string.Join(' ', message.ToolCallIds));
    }

    [SkippableFact]
    public async Task Half_of_a_surrogate_pair_is_replaced_in_messages_context_and_slots_alike()
    {
        await StartAsync();
        await Memory.CreateSessionAsync(Id);

        var message = await Memory.AddMessageAsync(Id, MessageRole.Assistant, "cut \ud83d");
        await Memory.AddMessageAsync(Id, Says("\ude00", MessageRole.Tool) with { Name = "\ud83d", MessageId = "\ud83d", ToolCallIds = ["\ud83d"] });
        await Memory.UpdateSessionAsync(Id, state => state with { Context = state.Context.Set("a", "\ud83d"), BookingData = state.BookingData.Set("b", "\ude00") });
        var info = await Memory.UpdateSlotsAsync(Id, new BookingSlots { City = "Lisb\ud83d", Extras = JsonFields.Empty.Set("view", "\ud83d") });

        var stored = await PeekAsync();
        Assert.Equal(("cut \ufffd", "cut \ufffd"), (message.Content, stored.Messages[0].Content));
        Assert.Equal(("\ufffd", "\ufffd", "\ufffd", "\ufffd"), (stored.Messages[1].Content, stored.Messages[1].Name, stored.Messages[1].MessageId, stored.Messages[1].ToolCallIds[0]));
        Assert.Equal(("\ufffd", "\ufffd"), (stored.Context.GetString("a"), stored.BookingData.GetString("b")));
        Assert.Equal(("Lisb\ufffd", "\ufffd", "Lisb\ufffd"), (stored.Slots.City, stored.Slots.Extras.GetString("view"), info.Slots.City));
    }

    [SkippableFact]
    public async Task What_a_message_may_not_be_is_refused_by_name_and_changes_nothing()
    {
        await StartAsync();
        var before = await Memory.CreateSessionAsync(Id);
        var tooLong = new string('x', 8193);
        (string Member, SessionMessage Message)[] refused =
        [
            ("MessageId", Says("a") with { MessageId = tooLong }),
            ("ToolCallIds", Says("a", MessageRole.Tool) with { ToolCallIds = [tooLong] }),
            ("ToolCallIds", Says("a", MessageRole.Tool) with { ToolCallIds = [""] }),
            ("Agent", Says("a") with { Agent = tooLong }),
            ("role", Says("a", default)),
            ("content", Says(null!)),
            ("'content'", Says("a") with { AdditionalFields = JsonFields.Empty.Set("content", "b") }),
            ("'name'", Says("a") with { AdditionalFields = JsonFields.Empty.Set("name", "b") }),
            ("'message_id'", Says("a") with { AdditionalFields = JsonFields.Empty.Set("message_id", "b") }),
        ];
        foreach (var (member, message) in refused)
        {
            var error = await Assert.ThrowsAnyAsync<ArgumentException>(() => Memory.AddMessageAsync(Id, message).AsTask());
            Assert.Contains(member, error.Message, StringComparison.Ordinal);
            Assert.Contains(member, (await Assert.ThrowsAnyAsync<ArgumentException>(
                () => Memory.AddMessagesAsync(Id, [Says("good"), message]).AsTask())).Message, StringComparison.Ordinal);
        }

        foreach (var name in (string[])["user_id", "messages", "version", "lifetime"])
        {
            var error = await Assert.ThrowsAsync<ArgumentException>(
                () => Memory.UpdateSessionAsync(Id, state => state with { AdditionalFields = JsonFields.Empty.Set(name, true) }).AsTask());
            Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(Whole(before), Whole(await PeekAsync()));
    }

    [SkippableFact]
    public async Task A_message_that_is_sent_again_is_said_once()
    {
        Options.ShortTerm.MaxMessages = 2;
        await StartAsync();
        await Memory.CreateSessionAsync(Id);
        var first = await Memory.AddMessageAsync(Id, Says("pay now") with { MessageId = "m1" });

        // As after a time-out with an unknown outcome, from another server, and with the text that the model gave the second
        // time.
        var again = await Other.AddMessageAsync(Id, Says("please pay") with { MessageId = "m1" });
        Assert.Equal(Stored([first]), Stored([again]));

        var batch = await Memory.AddMessagesAsync(Id, [Says("x") with { MessageId = "m1" }, Says("two") with { MessageId = "m2" }, Says("three")]);
        Assert.Equal([1L, 2, 3], batch.Select(message => message.Sequence));
        Assert.Equal(["pay now", "two", "three"], batch.Select((message, index) => index is 0 ? first.Content : message.Content));
        Assert.Equal(["two", "three"], Contents(await PeekAsync()));

        // The message was trimmed, but its id is still remembered.
        Assert.Equal((1, "later"), ((await Memory.AddMessageAsync(Id, Says("later") with { MessageId = "m1" })) is var known ? (known.Sequence, known.Content) : default));
        Assert.Equal(["two", "three"], Contents(await PeekAsync()));
    }

    [SkippableFact]
    public async Task Ids_that_are_stored_alike_are_known_as_they_were_given()
    {
        await StartAsync();
        await Memory.CreateSessionAsync(Id);
        string[] ids = ["m\ud83d", "m\ude00", "m\ufffd", "\ud83d", "m\ud83dx"];
        foreach (var id in ids)
        {
            await Memory.AddMessageAsync(Id, Says("first") with { MessageId = id });
        }

        for (var i = 0; i < ids.Length; i++)
        {
            Assert.Equal(i + 1, (await Other.AddMessageAsync(Id, Says("again") with { MessageId = ids[i] })).Sequence);
            Assert.Equal(i + 1, (await Memory.AddMessagesAsync(Id, [Says("again") with { MessageId = ids[i] }]))[0].Sequence);
            Assert.Equal(i + 1, (await Memory.AddMessageAsync(Id, Says("again", MessageRole.Tool) with { MessageId = ids[i], ToolCallIds = ["c"] })).Sequence);
        }

        Assert.Equal(["m\ufffd", "m\ufffd", "m\ufffd", "\ufffd", "m\ufffdx"], (await PeekAsync()).Messages.Select(message => message.MessageId));
    }

    [SkippableFact]
    public async Task A_result_goes_with_its_call_also_from_a_later_append()
    {
        Options.ShortTerm.MaxMessages = 4;
        await StartAsync();
        await Memory.CreateSessionAsync(Id);
        await Memory.AddMessageAsync(Id, MessageRole.User, "a room?");
        await Memory.AddMessageAsync(Id, Says("calls", MessageRole.Assistant) with { ToolCallIds = ["c1", "c2"] });
        await Memory.AddMessageAsync(Id, Says("one", MessageRole.Tool) with { ToolCallIds = ["c1"] });
        await Memory.AddMessageAsync(Id, Says("approve?", new("agent")) with { ToolCallIds = ["c2"] });

        // The call would be trimmed for this message if they were not in one group.
        await Memory.AddMessageAsync(Id, Says("yes", MessageRole.User) with { ToolCallIds = ["c2"] });
        Assert.Equal(["a room?", "calls", "one", "approve?", "yes"], Contents(await PeekAsync()));

        await Memory.AddMessageAsync(Id, MessageRole.Assistant, "booked");
        Assert.Equal(["a room?", "booked"], Contents(await PeekAsync()));
        await Memory.AddMessageAsync(Id, MessageRole.User, "thanks");
        await Memory.AddMessageAsync(Id, MessageRole.Assistant, "welcome");

        // Its call is gone. Such a message is trimmed first, before older ones.
        await Memory.AddMessageAsync(Id, Says("late", MessageRole.Tool) with { ToolCallIds = ["c1"] });
        await Memory.AddMessageAsync(Id, MessageRole.User, "bye");
        Assert.Equal(["thanks", "welcome", "late", "bye"], Contents(await PeekAsync()));
        await Memory.AddMessageAsync(Id, MessageRole.User, "until then");
        Assert.Equal(["thanks", "welcome", "bye", "until then"], Contents(await PeekAsync()));
    }

    [SkippableFact]
    public async Task What_is_kept_begins_with_what_a_guest_says_or_with_what_is_spared()
    {
        Options.ShortTerm.MaxMessages = 5;
        await StartAsync();
        await Memory.CreateSessionAsync(Id);
        await Memory.AddMessageAsync(Id, MessageRole.System, "rules");
        for (var turn = 1; turn <= 6; turn++)
        {
            await Memory.AddMessageAsync(Id, MessageRole.User, $"q{turn}");
            await Memory.AddMessageAsync(Id, MessageRole.Assistant, $"a{turn}");
            string[] kept = [.. Contents(await PeekAsync())];
            Assert.Equal("rules", kept[0]);
            Assert.StartsWith("q", kept[1], StringComparison.Ordinal);
            Assert.Equal($"a{turn}", kept[^1]);
            Assert.InRange(kept.Length, 3, 5);
        }
    }

    [SkippableFact]
    public async Task Messages_are_trimmed_by_what_they_weigh()
    {
        Options.ShortTerm.MaxMessages = 50;
        Options.ShortTerm.MaxMessageTokens = 10;
        TokenCounter = new Digits();
        await StartAsync();
        await Memory.CreateSessionAsync(Id);
        foreach (var weight in (string[])["3", "4", "2", "5"])
        {
            await Memory.AddMessageAsync(Id, MessageRole.User, weight);
        }

        Assert.Equal(["2", "5"], Contents(await PeekAsync()));
        await Memory.ReplaceMessageAsync(Id, 4, message => message with { Content = "9" });
        Assert.Equal(["9"], Contents(await PeekAsync()));
    }

    [SkippableFact]
    public async Task A_session_that_is_full_lets_its_oldest_groups_go_and_keeps_what_was_booked()
    {
        Options.ShortTerm.MaxMessages = 1000;
        Options.ShortTerm.MaxSessionKilobytes = 64;
        await StartAsync();
        await Memory.CreateSessionAsync(Id);
        for (var i = 0; i < 20; i++)
        {
            await Memory.AddMessageAsync(Id, MessageRole.User, $"{i}" + new string('x', 10_000));
        }

        await Memory.AddMessageAsync(Id, MessageRole.Assistant, "booked");
        await Memory.UpdateSessionAsync(Id, state => state with { Context = state.Context.Set("big", new string('y', 20_000)) });
        var session = await PeekAsync();
        Assert.Equal("booked", session.Messages[^1].Content);
        Assert.InRange(session.Messages.Count, 2, 5);

        var error = await Assert.ThrowsAsync<SessionTooLargeException>(() => Memory.AddMessageAsync(Id, MessageRole.User, new string('z', 70_000)).AsTask());
        Assert.Equal(64 * 1024, error.MaxSizeBytes);
        Assert.Equal(Whole(session), Whole(await PeekAsync()));
    }

    [SkippableFact]
    public async Task Pinning_never_leaves_a_session_that_accepts_nothing()
    {
        Options.ShortTerm.MaxMessages = 1000;
        Options.ShortTerm.MaxSessionKilobytes = 64;
        await StartAsync();
        await Memory.CreateSessionAsync(Id);
        var pins = 0;
        var error = await Record.ExceptionAsync(async () =>
        {
            for (; pins < 100; pins++)
            {
                await Memory.AddMessageAsync(Id, Says(new string('p', 2000)) with { Pinned = true });
            }
        });

        var refused = Assert.IsType<SessionTooLargeException>(error);
        Assert.InRange(pins, 1, 17);
        Assert.Equal(Enumerable.Range(1, pins).Select(pin => (long)pin), refused.SparedMessages.Take(pins));
        Assert.Contains("ReplaceMessageAsync", refused.Message, StringComparison.Ordinal);
        await Memory.AddMessageAsync(Id, MessageRole.User, new string('q', 7_000));
        await Memory.AddMessageAsync(Id, MessageRole.Assistant, new string('a', 7_000));

        await Memory.ReplaceMessageAsync(Id, 1, message => message with { Pinned = false });
        await Memory.AddMessageAsync(Id, Says(new string('p', 2000)) with { Pinned = true });
    }

    [SkippableFact]
    public async Task A_message_is_edited_removed_and_cleared()
    {
        await StartAsync();
        await Memory.CreateSessionAsync(Id);
        await Memory.AddMessagesAsync(Id, [Says("one"), Says("card 4111") with { MessageId = "m2" }, Says("three")]);
        var before = await PeekAsync();
        Meanwhile(async () => await Other.ReplaceMessageAsync(Id, 2, message => message with { Name = "theirs" }));

        var redacted = await Memory.ReplaceMessageAsync(Id, 2, message => message with { Content = "card ****" });

        Assert.Equal((2, "card ****", "theirs", "m2"), (redacted!.Sequence, redacted.Content, redacted.Name, redacted.MessageId));
        Assert.Equal(Stored([redacted]), Stored([(await PeekAsync()).Messages[1]]));
        Assert.Equal(["one", "card 4111", "three"], Contents(before));

        Assert.Null(await Memory.ReplaceMessageAsync(Id, 1, _ => null));
        Assert.Equal(["card ****", "three"], Contents(await PeekAsync()));
        Assert.Equal(1, (await Assert.ThrowsAsync<MessageNotFoundException>(() => Memory.ReplaceMessageAsync(Id, 1, message => message).AsTask())).Sequence);
        await Assert.ThrowsAsync<MessageNotFoundException>(() => Memory.ReplaceMessageAsync(Id, 4, message => message).AsTask());
        await Assert.ThrowsAsync<SessionNotFoundException>(() => Memory.ReplaceMessageAsync("none", 1, message => message).AsTask());
        var error = await Assert.ThrowsAsync<ArgumentException>(() => Memory.ReplaceMessageAsync(Id, 2, message => message with { MessageId = "other" }).AsTask());
        Assert.Contains("MessageId", error.Message, StringComparison.Ordinal);
        Assert.False((await PeekAsync()).IsIncomplete);

        await Memory.ClearMessagesAsync(Id);
        Assert.Empty((await PeekAsync()).Messages);
        Assert.Equal(2, (await Memory.AddMessageAsync(Id, Says("again") with { MessageId = "m2" })).Sequence);
        Assert.Equal(4, (await Memory.AddMessageAsync(Id, MessageRole.User, "four")).Sequence);
        await Assert.ThrowsAsync<SessionNotFoundException>(() => Memory.ClearMessagesAsync("none").AsTask());
    }

    [SkippableFact]
    public async Task A_message_that_goes_with_its_pin_is_said_to_be_gone()
    {
        Options.ShortTerm.MaxMessages = 2;
        await StartAsync();
        await Memory.CreateSessionAsync(Id);
        await Memory.AddMessagesAsync(Id, [Says("one") with { Pinned = true }, Says("two") with { Pinned = true }, Says("three"), Says("four", MessageRole.Assistant)]);
        Assert.Equal(["one", "two", "three", "four"], Contents(await PeekAsync()));

        Assert.Null(await Memory.ReplaceMessageAsync(Id, 1, message => message with { Pinned = false }));
        Assert.Equal(["two", "three", "four"], Contents(await PeekAsync()));

        var edited = await Memory.ReplaceMessageAsync(Id, 2, message => message with { Content = "2" });
        Assert.Equal(Stored([(await PeekAsync()).Messages[0]]), Stored([edited!]));
        Assert.Null(await Other.ReplaceMessageAsync(Id, 2, message => message with { Pinned = false }));
        Assert.Equal(["three", "four"], Contents(await PeekAsync()));

        // All messages get numbers, even those without room beside the later ones.
        var added = await Memory.AddMessagesAsync(Id, [Says("five"), Says("six"), Says("seven", MessageRole.Assistant)]);
        Assert.Equal([5L, 6, 7], added.Select(message => message.Sequence));
        Assert.Equal(["six", "seven"], Contents(await PeekAsync()));
    }

    [SkippableFact]
    public async Task Messages_are_read_in_parts()
    {
        Options.ShortTerm.MaxMessages = 100;
        await StartAsync();
        await Memory.CreateSessionAsync(Id);
        await Memory.AddMessagesAsync(Id, [.. Enumerable.Range(1, 10).Select(i => Says($"m{i}"))]);

        Assert.Equal(["m9", "m10"], (await Memory.GetLatestMessagesAsync(Id, 2)).Select(message => message.Content));
        Assert.Equal(["m4", "m5", "m6"], (await Memory.GetMessagesAsync(Id, 3, 3)).Select(message => message.Content));
        Assert.Equal(["m9", "m10"], (await Memory.GetMessagesAsync(Id, 8, 50)).Select(message => message.Content));
        Assert.Empty(await Memory.GetMessagesAsync(Id, 10, 5));
        await Assert.ThrowsAsync<SessionNotFoundException>(() => Memory.GetLatestMessagesAsync("none", 2).AsTask());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Memory.GetMessagesAsync(Id, -1, 2).AsTask());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Memory.GetMessagesAsync(Id, 0, 0).AsTask());
    }

    [SkippableFact]
    public async Task A_session_begins_with_a_lifetime_an_agent_and_a_context_of_its_own_and_its_end_is_told_once()
    {
        var ends = new Ending();
        Ends = ends;
        await StartAsync();
        var session = await Memory.CreateSessionAsync(new NewSession
        {
            SessionId = Id,
            UserId = "guest",
            Lifetime = TimeSpan.FromMinutes(5),
            MaxLifetime = TimeSpan.FromMinutes(8),
            CurrentAgent = "inquiry",
            Context = JsonFields.Empty.Set("channel", "web"),
        });
        await Memory.CreateSessionAsync("s2", "guest");

        Assert.Equal((At(5), "inquiry", "web"), (session.ExpiresAt, session.CurrentAgent, session.Context.GetString("channel")));
        Assert.Equal(Whole(session), Whole(await PeekAsync()));
        Advance(4);
        Assert.Equal(At(8), (await Memory.GetSessionAsync(Id))!.ExpiresAt);
        Advance(4);
        Assert.Null(await Memory.GetSessionAsync(Id));

        Assert.True(await Memory.DeleteSessionAsync("s2"));
        await Memory.CleanupExpiredAsync();
        await Memory.CleanupExpiredAsync();
        Assert.Equal([(Id, SessionEndReason.Expired), ("s2", SessionEndReason.Deleted)], ends.Told.Order());
        var error = await Assert.ThrowsAsync<ArgumentException>(
            () => Memory.CreateSessionAsync(new NewSession { SessionId = "s3", Lifetime = TimeSpan.FromMinutes(5), MaxLifetime = TimeSpan.FromMinutes(4) }).AsTask());
        Assert.Contains("MaxLifetime", error.Message, StringComparison.Ordinal);
    }

    private sealed class Digits : IMessageTokenCounter
    {
        public int CountTokens(SessionMessage message) => int.Parse(message.Content, System.Globalization.CultureInfo.InvariantCulture);
    }

    private sealed class Ending : ISessionEndHandler
    {
        public List<(string, SessionEndReason)> Told { get; } = [];

        public ValueTask OnEndedAsync(SessionEnd session, CancellationToken cancellationToken)
        {
            Told.Add((session.SessionId, session.Reason));
            return default;
        }
    }
}
