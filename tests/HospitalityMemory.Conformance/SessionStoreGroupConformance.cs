using HospitalityMemory.Stores;

namespace HospitalityMemory.Conformance;

/// <summary>What belongs together goes together.</summary>
public abstract class SessionStoreGroupConformance : SessionStoreConformance
{
    [SkippableFact]
    public async Task A_tool_call_goes_with_its_results_or_not_at_all()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        MessageAppend opening = new(
        [
            NewMessages.Of(Says("search", MessageRole.Assistant) with { ToolCallIds = ["c1", "c2"] }),
            NewMessages.Of(Says("found 1", MessageRole.Tool) with { ToolCallIds = ["c1"] }, 1, MessageGroup.OfAppend(0)),
            NewMessages.Of(Says("wait"), 2),
            NewMessages.Of(Says("found 2", MessageRole.Tool) with { ToolCallIds = ["c2"] }, 3, MessageGroup.OfAppend(0)),
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
}
