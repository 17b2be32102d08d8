using HospitalityMemory.Stores;

namespace HospitalityMemory.Conformance;

/// <summary>How messages are appended and trimmed.</summary>
public abstract class SessionStoreMessageConformance : SessionStoreConformance
{
    [SkippableFact]
    public async Task Messages_keep_what_they_say_and_get_numbers_without_gaps()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        var whole = new SessionMessage
        {
            Role = MessageRole.Assistant,
            Content = "emoji 🏖, ä, \"quotes\", \\, \n and \0",
            Timestamp = At(1),
            Pinned = true,
            Agent = "availability",
            Name = "search",
            ToolCallIds = ["c1", "c2"],
            AdditionalFields = JsonFields.Empty.Set("later", "x"),
        };
        var plain = Says("", MessageRole.Tool);

        Assert.Equal(1, (await AppendAsync(store, "s1", [whole with { }], At(1))).FirstSequence);
        Assert.Equal(2, (await AppendAsync(store, "s1", [plain with { }, plain with { }], At(1))).FirstSequence);
        Assert.Equal(4, (await SayAsync(store, "s1", "last", At(1))).FirstSequence);

        var read = await PeekAsync(store, "s1", At(1));
        Assert.Equal([1L, 2, 3, 4], read.Messages.Select(message => message.Sequence));
        var first = read.Messages[0];
        Assert.Equal(
            (whole.Role, whole.Content, whole.Timestamp, whole.Pinned, whole.Agent, whole.Name, whole.AdditionalFields),
            (first.Role, first.Content, first.Timestamp, first.Pinned, first.Agent, first.Name, first.AdditionalFields));
        Assert.Equal(["c1", "c2"], first.ToolCallIds);
        Assert.Equal((MessageRole.Tool, "", T0, false, null), (
            read.Messages[1].Role, read.Messages[1].Content, read.Messages[1].Timestamp, read.Messages[1].Pinned, read.Messages[1].Agent));
        Assert.Empty(read.Messages[1].ToolCallIds);
    }

    [SkippableFact]
    public async Task An_append_notes_the_time_of_the_write_and_leaves_the_version()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");

        await SayAsync(store, "s1", "hello", At(7));

        var read = await PeekAsync(store, "s1", At(7));
        Assert.Equal((At(7), T0, 1), (read.UpdatedAt, read.CreatedAt, read.Version));
    }

    [SkippableFact]
    public async Task A_full_session_lets_the_oldest_message_go_and_says_how_many_went()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        for (var i = 1; i <= 40; i++)
        {
            var result = await SayAsync(store, "s1", $"m{i}");
            Assert.Equal(
                (SessionWriteStatus.Done, i, i <= 5 ? 0 : 1, 0, 0),
                (result.Status, result.FirstSequence, result.Trimmed, result.Waiting, result.WaitingLost));
            Assert.True(result.Message is null || (result.Message.Content, result.Message.Sequence) == ($"m{i}", i));
            Assert.Null(result.Sequences);
        }

        Assert.Equal(["m36", "m37", "m38", "m39", "m40"], Contents(await PeekAsync(store, "s1")));
    }

    [SkippableFact]
    public async Task Many_messages_at_once_may_push_out_some_of_themselves()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        await SayAsync(store, "s1", "m1");

        var result = await AppendAsync(store, "s1", [.. Enumerable.Range(2, 8).Select(i => Says($"m{i}"))]);

        Assert.Equal((2, 4), (result.FirstSequence, result.Trimmed));
        Assert.Null(result.Sequences);
        var read = await PeekAsync(store, "s1");
        Assert.Equal(["m5", "m6", "m7", "m8", "m9"], Contents(read));
        Assert.Equal([5L, 6, 7, 8, 9], Sequences(read.Messages));
        Assert.Equal(10, (await SayAsync(store, "s1", "m10")).FirstSequence);
    }

    [SkippableFact]
    public async Task Spared_messages_stay_in_their_order()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        await AppendAsync(store, "s1", [Says("rules", MessageRole.System)]);
        for (var i = 1; i <= 10; i++)
        {
            await SayAsync(store, "s1", $"m{i}");
            if (i is 3)
            {
                await AppendAsync(store, "s1", [Says("wish") with { Pinned = true }]);
            }
        }

        Assert.Equal(["rules", "wish", "m8", "m9", "m10"], Contents(await PeekAsync(store, "s1")));
    }

    [SkippableFact]
    public async Task A_tool_call_goes_with_its_results_or_not_at_all()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        MessageAppend opening = new(
        [
            NewMessages.Of(Says("search", MessageRole.Assistant) with { ToolCallIds = ["c1", "c2"] }),
            NewMessages.Of(Says("found 1", MessageRole.Tool) with { ToolCallIds = ["c1"] }, 1, MessageGroup.Of(0)),
            NewMessages.Of(Says("wait"), 2),
            NewMessages.Of(Says("found 2", MessageRole.Tool) with { ToolCallIds = ["c2"] }, 3, MessageGroup.Of(0)),
            NewMessages.Of(Says("five"), 4),
        ]);
        Assert.Equal(0, (await store.AppendAsync("s1", opening, T0, Limits, None)).Trimmed);
        Assert.Equal([1L, 1, 3, 1, 5], (await ReadAsync(store, "s1")).Messages.Select(stored => stored.Group));

        var result = await SayAsync(store, "s1", "six");

        Assert.Equal(3, result.Trimmed);
        Assert.Equal(["wait", "five", "six"], Contents(await PeekAsync(store, "s1")));
    }

    [SkippableFact]
    public async Task A_result_joins_the_group_of_a_call_that_was_stored_before()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        await SayAllAsync(store, "s1", 1, 1);
        await AppendAsync(store, "s1", [Says("call", MessageRole.Assistant) with { ToolCallIds = ["c1"] }]);
        await SayAllAsync(store, "s1", 3, 1);
        await store.AppendAsync("s1", NewMessages.Of(Says("result", MessageRole.Tool), 0, MessageGroup.Stored(2)), T0, Limits, None);
        Assert.Equal([1L, 2, 3, 2], (await ReadAsync(store, "s1")).Messages.Select(stored => stored.Group));

        await SayAllAsync(store, "s1", 5, 2);

        Assert.Equal(["m3", "m5", "m6"], Contents(await PeekAsync(store, "s1")));
    }

    [SkippableFact]
    public async Task A_message_of_two_groups_makes_them_one_of_the_lower_number()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        await AppendAsync(store, "s1", [Says("call 1", MessageRole.Assistant), Says("call 2", MessageRole.Assistant), Says("m3")]);
        var result = NewMessages.Of(Says("both", MessageRole.Tool), 0, MessageGroup.Stored(1));

        await store.AppendAsync("s1", new MessageAppend([result]) { Merges = [new(2, 1)] }, T0, Limits, None);

        Assert.Equal([1L, 1, 3, 1], (await ReadAsync(store, "s1")).Messages.Select(stored => stored.Group));
        Assert.Equal(3, (await AppendAsync(store, "s1", [Says("m5"), Says("m6")])).Trimmed);
        Assert.Equal(["m3", "m5", "m6"], Contents(await PeekAsync(store, "s1")));
    }

    [SkippableFact]
    public async Task A_merge_reaches_the_groups_numbered_by_messages_that_went()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        await AppendTogetherAsync(store, "s1", [Says("call 1", MessageRole.Assistant), Says("result 1", MessageRole.Tool)]);
        await AppendTogetherAsync(store, "s1", [Says("call 2", MessageRole.Assistant), Says("result 2", MessageRole.Tool)]);
        await store.TryReplaceMessageAsync("s1", NewMessages.Replacement(3, 0, null), T0, Limits, None);
        var joint = NewMessages.Of(Says("joint", MessageRole.Tool), 0, MessageGroup.Stored(1));

        await store.AppendAsync("s1", new MessageAppend([joint]) { Merges = [new(3, 1)] }, T0, Limits, None);

        Assert.Equal(
            [(1L, 1L), (2, 1), (4, 1), (5, 1)],
            (await ReadAsync(store, "s1")).Messages.Select(stored => (stored.Message.Sequence, stored.Group)));
    }

    [SkippableFact]
    public async Task An_orphaned_answer_is_the_first_to_go()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        await SayAllAsync(store, "s1", 1, 4);
        await store.AppendAsync("s1", NewMessages.Of(Says("answer", MessageRole.Tool), 0, MessageGroup.Orphaned), T0, Limits, None);
        Assert.Equal([1L, 2, 3, 4, 0], (await ReadAsync(store, "s1")).Messages.Select(stored => stored.Group));

        Assert.Equal(1, (await SayAsync(store, "s1", "m6")).Trimmed);

        Assert.Equal(["m1", "m2", "m3", "m4", "m6"], Contents(await PeekAsync(store, "s1")));
    }

    [SkippableFact]
    public async Task What_is_kept_starts_with_a_turn()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        await AppendAsync(
            store,
            "s1",
            [
                Says("rules", MessageRole.System),
                Says("q1"),
                Says("a1", MessageRole.Assistant),
                Says("more", MessageRole.Assistant),
                Says("q2"),
            ]);

        Assert.Equal(3, (await AppendAsync(store, "s1", [Says("a2", MessageRole.Assistant)])).Trimmed);

        Assert.Equal(["rules", "q2", "a2"], Contents(await PeekAsync(store, "s1")));
    }

    [SkippableFact]
    public async Task What_never_had_to_let_go_may_start_with_anything()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");

        await AppendAsync(store, "s1", [Says("welcome", MessageRole.Assistant), Says("q1"), Says("a1", MessageRole.Assistant)]);

        Assert.Equal(["welcome", "q1", "a1"], Contents(await PeekAsync(store, "s1")));
    }

    [SkippableFact]
    public async Task The_latest_turn_keeps_its_question_however_long_it_gets()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        await AppendAsync(store, "s1", [Says("q1"), Says("a1", MessageRole.Assistant), Says("q2")]);
        for (var i = 1; i <= 9; i++)
        {
            var result = await AppendAsync(store, "s1", [Says($"step {i}", MessageRole.Assistant)]);
            Assert.Equal(i is 3 ? 2 : i > 4 ? 1 : 0, result.Trimmed);
        }

        Assert.Equal(["q2", "step 6", "step 7", "step 8", "step 9"], Contents(await PeekAsync(store, "s1")));
    }

    [SkippableFact]
    public async Task The_group_of_the_newest_message_stays_even_where_it_is_too_long()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        string[] calls = ["c1", "c2", "c3", "c4", "c5", "c6"];
        await AppendAsync(store, "s1", [Says("call", MessageRole.Assistant) with { ToolCallIds = calls }]);
        foreach (var call in calls)
        {
            await store.AppendAsync("s1", NewMessages.Of(Says(call, MessageRole.Tool), 0, MessageGroup.Stored(1)), T0, Limits, None);
        }

        Assert.Equal(["call", .. calls], Contents(await PeekAsync(store, "s1")));
        Assert.Equal(7, (await SayAsync(store, "s1", "thanks")).Trimmed);
        Assert.Equal(["thanks"], Contents(await PeekAsync(store, "s1")));
    }

    [SkippableFact]
    public async Task What_messages_weigh_is_held_as_their_number_is()
    {
        var limits = Limits with { MaxWeight = 100, MaxMessages = 1_000 };
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        int[] weights = [40, 40, 20, 1, 60, 100, 101, 0];
        string[] expected = ["1", "1 2", "1 2 3", "2 3 4", "3 4 5", "6", "7", "8"];
        for (var i = 0; i < weights.Length; i++)
        {
            await store.AppendAsync("s1", NewMessages.Of(Says($"{i + 1}")) with { Weight = weights[i] }, T0, limits, None);
            Assert.Equal(expected[i], string.Join(' ', Contents(await PeekAsync(store, "s1"))));
        }

        Assert.Equal([0], (await ReadAsync(store, "s1")).Messages.Select(stored => stored.Weight));
    }

    [SkippableFact]
    public async Task Lower_limits_hold_from_the_next_append_on()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        await SayAllAsync(store, "s1", 1, 5);

        Assert.Equal(4, (await SayAsync(store, "s1", "m6", limits: Limits with { MaxMessages = 2 })).Trimmed);

        Assert.Equal(["m5", "m6"], Contents(await PeekAsync(store, "s1")));
    }

    [SkippableFact]
    public async Task A_message_that_makes_the_session_too_large_changes_nothing()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        for (var i = 1; i <= 5; i++)
        {
            await SayAsync(store, "s1", $"m{i}");
        }

        var one = await SayAsync(store, "s1", new string('x', 3 * 1024 * 1024), At(5));
        var many = await AppendAsync(store, "s1", [Says("small"), Says(new string('x', 3 * 1024 * 1024))], At(5));

        Assert.Equal((SessionWriteStatus.TooLarge, SessionWriteStatus.TooLarge), (one.Status, many.Status));
        Assert.True(one.SizeBytes > Limits.MaxSessionBytes);
        var read = await PeekAsync(store, "s1");
        Assert.Equal(["m1", "m2", "m3", "m4", "m5"], Contents(read));
        Assert.Equal((At(30), T0), (read.ExpiresAt, read.UpdatedAt));
        Assert.Equal(6, (await SayAsync(store, "s1", "m6")).FirstSequence);
    }

    [SkippableFact]
    public async Task The_oldest_go_where_their_bytes_are_needed()
    {
        // 256 KiB hold twelve of 20,800 bytes, whatever a store spends on each beside its text.
        var limits = Limits with { MaxMessages = 1_000, MaxSessionBytes = 256 * 1024 };
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        for (var i = 1; i <= 40; i++)
        {
            Assert.Equal((SessionWriteStatus.Done, i <= 12 ? 0 : 1), await SayLongAsync(20_800));
        }

        Assert.Equal((SessionWriteStatus.Done, 6), await SayLongAsync(120_000));
        Assert.Equal((SessionWriteStatus.Done, 7), await SayLongAsync(250_000));
        Assert.Equal((SessionWriteStatus.TooLarge, 0), await SayLongAsync(270_000));
        Assert.Equal([42L], Sequences((await PeekAsync(store, "s1")).Messages));

        async Task<(SessionWriteStatus Status, int Trimmed)> SayLongAsync(int bytes)
        {
            var result = await SayAsync(store, "s1", Text(bytes), limits: limits);
            return (result.Status, result.Trimmed);
        }
    }
}
