using HospitalityMemory.Stores;

namespace HospitalityMemory.Conformance;

/// <summary>How messages are appended and trimmed.</summary>
public abstract class SessionStoreMessageConformance : SessionStoreConformance
{
    [Fact]
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

        Assert.Equal(1, (await store.AppendAsync("s1", whole with { }, At(1), Limits, None)).FirstSequence);
        Assert.Equal(2, (await store.AppendAsync("s1", [plain with { }, plain with { }], At(1), Limits, None)).FirstSequence);
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

    [Fact]
    public async Task An_append_notes_the_time_of_the_write_and_leaves_the_version()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");

        await SayAsync(store, "s1", "hello", At(7));

        var read = await PeekAsync(store, "s1", At(7));
        Assert.Equal((At(7), T0, 1), (read.UpdatedAt, read.CreatedAt, read.Version));
    }

    [Fact]
    public async Task A_full_session_lets_the_oldest_message_go_and_hands_it_back()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        for (var i = 1; i <= 5; i++)
        {
            Assert.Null((await SayAsync(store, "s1", $"m{i}")).DroppedMessages);
        }

        for (var i = 6; i <= 40; i++)
        {
            var dropped = Assert.Single((await SayAsync(store, "s1", $"m{i}")).DroppedMessages!);
            Assert.Equal(($"m{i - 5}", i - 5L), (dropped.Content, dropped.Sequence));
        }

        Assert.Equal(["m36", "m37", "m38", "m39", "m40"], Contents(await PeekAsync(store, "s1")));
    }

    [Fact]
    public async Task Many_messages_at_once_may_push_out_some_of_themselves()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        await SayAsync(store, "s1", "m1");

        var result = await store.AppendAsync("s1", [.. Enumerable.Range(2, 8).Select(i => Says($"m{i}"))], T0, Limits, None);

        Assert.Equal(2, result.FirstSequence);
        Assert.Equal(["m1", "m2", "m3", "m4"], result.DroppedMessages!.Select(message => message.Content));
        Assert.Equal([1L, 2, 3, 4], result.DroppedMessages!.Select(message => message.Sequence));
        var read = await PeekAsync(store, "s1");
        Assert.Equal(["m5", "m6", "m7", "m8", "m9"], Contents(read));
        Assert.Equal([5L, 6, 7, 8, 9], read.Messages.Select(message => message.Sequence));
        Assert.Equal(10, (await SayAsync(store, "s1", "m10")).FirstSequence);
    }

    [Fact]
    public async Task Pinned_messages_stay_in_their_order()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        await store.AppendAsync("s1", Says("rules", MessageRole.System) with { Pinned = true }, T0, Limits, None);
        for (var i = 1; i <= 10; i++)
        {
            await SayAsync(store, "s1", $"m{i}");
            if (i is 3)
            {
                await store.AppendAsync("s1", Says("wish") with { Pinned = true }, T0, Limits, None);
            }
        }

        Assert.Equal(["rules", "wish", "m8", "m9", "m10"], Contents(await PeekAsync(store, "s1")));
    }

    [Fact]
    public async Task A_tool_call_goes_with_its_results_or_not_at_all()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        SessionMessage[] opening =
        [
            Says("search", MessageRole.Assistant) with { ToolCallIds = ["c1", "c2"] },
            Says("found 1", MessageRole.Tool) with { ToolCallIds = ["c1"] },
            Says("wait"),
            Says("found 2", MessageRole.Tool) with { ToolCallIds = ["c2"] },
            Says("five"),
        ];
        Assert.Null((await store.AppendAsync("s1", opening, T0, Limits, None)).DroppedMessages);

        var result = await SayAsync(store, "s1", "six");

        Assert.Equal(["search", "found 1", "found 2"], result.DroppedMessages!.Select(message => message.Content));
        Assert.Equal(["wait", "five", "six"], Contents(await PeekAsync(store, "s1")));
    }

    [Fact]
    public async Task The_group_of_the_newest_message_stays_even_where_it_is_too_long()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        string[] calls = ["c1", "c2", "c3", "c4", "c5", "c6"];
        await store.AppendAsync("s1", Says("call", MessageRole.Assistant) with { ToolCallIds = calls }, T0, Limits, None);
        foreach (var call in calls)
        {
            await store.AppendAsync("s1", Says(call, MessageRole.Tool) with { ToolCallIds = [call] }, T0, Limits, None);
        }

        Assert.Equal(["call", .. calls], Contents(await PeekAsync(store, "s1")));
        Assert.Equal(7, (await SayAsync(store, "s1", "thanks")).DroppedMessages!.Count);
        Assert.Equal(["thanks"], Contents(await PeekAsync(store, "s1")));
    }

    [Fact]
    public async Task A_message_that_makes_the_session_too_large_changes_nothing()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        for (var i = 1; i <= 5; i++)
        {
            await SayAsync(store, "s1", $"m{i}");
        }

        var one = await SayAsync(store, "s1", new string('x', 3 * 1024 * 1024), At(5));
        var many = await store.AppendAsync("s1", [Says("small"), Says(new string('x', 3 * 1024 * 1024))], At(5), Limits, None);

        Assert.Equal((SessionWriteStatus.TooLarge, SessionWriteStatus.TooLarge), (one.Status, many.Status));
        Assert.True(one.SizeBytes > Limits.MaxSessionBytes);
        var read = await PeekAsync(store, "s1");
        Assert.Equal(["m1", "m2", "m3", "m4", "m5"], Contents(read));
        Assert.Equal((At(30), T0), (read.ExpiresAt, read.UpdatedAt));
        Assert.Equal(6, (await SayAsync(store, "s1", "m6")).FirstSequence);
    }

    [Fact]
    public async Task Trimming_makes_room_for_what_is_appended()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        var text = new string('x', 80 * 1024);
        for (var i = 0; i < 60; i++)
        {
            Assert.Equal(SessionWriteStatus.Done, (await SayAsync(store, "s1", text)).Status);
        }
    }
}
