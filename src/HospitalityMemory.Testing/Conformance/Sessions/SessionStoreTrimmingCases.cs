using HospitalityMemory.Stores;
using HospitalityMemory.Testing.Checks;

namespace HospitalityMemory.Testing.Conformance;

/// <summary>What a session lets go where it has too much, and what stays.</summary>
internal sealed class SessionStoreTrimmingCases(CaseRun<ISessionStore> run) : SessionStoreCases(run)
{
    [Case]
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

    [Case]
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

    [Case]
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

    [Case]
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

    [Case]
    public async Task What_never_had_to_let_go_may_start_with_anything()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");

        await AppendAsync(store, "s1", [Says("welcome", MessageRole.Assistant), Says("q1"), Says("a1", MessageRole.Assistant)]);

        Assert.Equal(["welcome", "q1", "a1"], Contents(await PeekAsync(store, "s1")));
    }

    [Case]
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

    [Case]
    public async Task What_messages_weigh_is_held_as_their_number_is()
    {
        var limits = Limits with { MaxWeight = 100, MaxMessages = 1_000 };
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        int[] weights = [40, 40, 20, 1, 60, 100, 101, 0];
        string[] expected = ["1", "1 2", "1 2 3", "2 3 4", "3 4 5", "6", "7", "8"];
        for (var i = 0; i < weights.Length; i++)
        {
            await store.AppendAsync("s1", NewMessages.Of(Says($"{i + 1}")) with { Weight = weights[i] }, T0, limits, CaseToken.Current);
            Assert.Equal(expected[i], string.Join(' ', Contents(await PeekAsync(store, "s1"))));
        }

        Assert.Equal([0], (await ReadAsync(store, "s1")).Messages.Select(stored => stored.Weight));
    }

    [Case]
    public async Task Lower_limits_hold_from_the_next_append_on()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        await SayAllAsync(store, "s1", 1, 5);

        Assert.Equal(4, (await SayAsync(store, "s1", "m6", limits: Limits with { MaxMessages = 2 })).Trimmed);

        Assert.Equal(["m5", "m6"], Contents(await PeekAsync(store, "s1")));
    }

    [Case]
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
