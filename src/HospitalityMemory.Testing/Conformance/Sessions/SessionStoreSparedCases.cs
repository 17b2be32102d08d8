using CsCheck;
using HospitalityMemory.Stores;
using HospitalityMemory.Testing.Checks;

namespace HospitalityMemory.Testing.Conformance;

/// <summary>What spared messages and the state may take of a session's room, so that it always takes in more.</summary>
internal sealed class SessionStoreSparedCases(CaseRun<ISessionStore> run) : SessionStoreCases(run)
{
    private static readonly SessionLimits Small = Limits with { MaxMessages = 1_000, MaxSessionBytes = 256 * 1024 };

    [Case]
    public async Task Spared_messages_take_at_most_half_of_the_room_and_the_refusal_names_them()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        await SayAsync(store, "s1", "hello", limits: Small);
        Assert.Equal(SessionWriteStatus.Done, (await PinAsync(store, 60_000)).Status);
        var rules = await AppendAsync(store, "s1", [Says(Text(60_000), MessageRole.System)], limits: Small);
        Assert.Equal(SessionWriteStatus.Done, rules.Status);

        var refused = await PinAsync(store, 20_000);

        Assert.Equal(SessionWriteStatus.TooLarge, refused.Status);
        Assert.Equal([2L, 3], refused.Spared);
        Assert.Equal([1L, 2, 3], Sequences((await PeekAsync(store, "s1")).Messages));
        Assert.Equal(4, (await SayAsync(store, "s1", "still there", limits: Small)).FirstSequence);
    }

    [Case]
    public async Task A_first_spared_message_of_more_than_half_is_refused_and_none_is_named()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");

        var refused = await PinAsync(store, 140_000);

        Assert.Equal(SessionWriteStatus.TooLarge, refused.Status);
        Assert.Empty(refused.Spared ?? []);
        Assert.Equal(SessionWriteStatus.Done, (await SayAsync(store, "s1", Text(140_000), limits: Small)).Status);
    }

    [Case]
    public async Task A_message_that_becomes_spared_is_held_to_the_same()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        await PinAsync(store, 100_000);
        await SayAsync(store, "s1", Text(60_000), limits: Small);

        var pinned = NewMessages.Replacement(2, 0, Says(Text(60_000)) with { Pinned = true });
        var refused = await store.TryReplaceMessageAsync("s1", pinned, T0, Small, CaseToken.Current);

        Assert.Equal(SessionWriteStatus.TooLarge, refused.Status);
        Assert.Contains(1, refused.Spared!);
        Assert.False((await ReadAsync(store, "s1")).Messages[1].IsSpared);
        Assert.Equal(0, (await ReadAsync(store, "s1")).Edits);
    }

    [Case]
    public async Task However_much_is_spared_there_is_room_for_every_turn()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        for (var i = 0; i < 40; i++)
        {
            await PinAsync(store, 3_000 + (i * 500));
        }

        for (var turn = 1; turn <= 20; turn++)
        {
            Assert.Equal(SessionWriteStatus.Done, (await SayAsync(store, "s1", Text(60_000), limits: Small)).Status);
            var call = await AppendAsync(store, "s1", [Says("call", MessageRole.Assistant)], limits: Small);
            Assert.Equal(SessionWriteStatus.Done, call.Status);
            var result = NewMessages.Of(Says(Text(50_000), MessageRole.Tool), 0, MessageGroup.Stored(call.FirstSequence));
            Assert.Equal(SessionWriteStatus.Done, (await store.AppendAsync("s1", result, T0, Small, CaseToken.Current)).Status);
            var answer = await AppendAsync(store, "s1", [Says("done", MessageRole.Assistant)], limits: Small);
            Assert.Equal(SessionWriteStatus.Done, answer.Status);
        }

        var messages = (await ReadAsync(store, "s1")).Messages;
        Assert.InRange(messages.Where(stored => stored.IsSpared).Sum(Bytes), 100_000, (int)Small.MaxSessionBytes / 2);
        Assert.Equal([60_000, 4 * 2, 50_000, 4 * 2], messages.Where(stored => !stored.IsSpared).Select(Bytes));

        static int Bytes(StoredMessage stored) => stored.Message.Content.Length * 2;
    }

    [Case]
    public async Task A_limit_that_was_lowered_below_what_is_spared_still_takes_a_message_that_fits()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        await PinAsync(store, 100_000);
        var lower = Small with { MaxSessionBytes = 150_000 };

        Assert.Equal(SessionWriteStatus.Done, (await SayAsync(store, "s1", Text(30_000), limits: lower)).Status);
        var refused = await SayAsync(store, "s1", Text(60_000), limits: lower);

        Assert.Equal(SessionWriteStatus.TooLarge, refused.Status);
        Assert.Equal([1L], refused.Spared);
        Assert.Equal([1L, 2], Sequences((await PeekAsync(store, "s1")).Messages));
    }

    [Case]
    public async Task A_state_that_grows_pushes_out_the_oldest_messages()
    {
        var limits = Small with { KeepsTrimmed = true };
        var store = await CreateStoreAsync();
        var session = await CreateAsync(store, "s1");
        for (var i = 1; i <= 10; i++)
        {
            await SayAsync(store, "s1", Text(20_000), limits: limits);
        }

        var small = await ReplaceAsync(store, Grown(session, 30_000), limits: limits);
        Assert.Equal((SessionWriteStatus.Done, 0), (small.Status, small.Trimmed));

        // 200,000 and 90,000 bytes: two of 20,000 have to go.
        var larger = await ReplaceAsync(store, Grown(small.Info!, 90_000), limits: limits);
        Assert.Equal((SessionWriteStatus.Done, 2, 2), (larger.Status, larger.Trimmed, larger.Waiting));
        Assert.Equal(Enumerable.Range(3, 8).Select(i => (long)i), Sequences((await PeekAsync(store, "s1")).Messages));
        Assert.Equal([1L, 2], Sequences((await store.LeaseTrimmedAsync("s1", new(7, At(1)), T0, CaseToken.Current))!.Messages));

        var huge = await ReplaceAsync(store, Grown(larger.Info!, 250_000), limits: limits);
        Assert.Equal(SessionWriteStatus.TooLarge, huge.Status);
        Assert.True(huge.SizeBytes > limits.MaxSessionBytes);
        Assert.Equal(8, (await PeekAsync(store, "s1")).Messages.Count);
        Assert.Equal(90_000, (await PeekInfoAsync(store, "s1")).Context.GetString("a")!.Length * 2);
    }

    [Case]
    public async Task However_pins_and_state_take_the_room_an_ordinary_message_is_always_accepted()
    {
        var store = await CreateStoreAsync();
        var next = 0;
        await Gen.Select(Gen.Bool, Gen.Int[100, 120_000]).Array[1, 12].SampleAsync(
            async writes =>
            {
                var id = $"s{Interlocked.Increment(ref next)}";
                var state = await CreateAsync(store, id, limits: Small);
                await SayAsync(store, id, "hello", limits: Small);
                foreach (var (isPin, bytes) in writes)
                {
                    var result = isPin
                        ? await AppendAsync(store, id, [Says(Text(bytes)) with { Pinned = true }], limits: Small)
                        : await ReplaceAsync(store, Grown(state, 2 * bytes), limits: Small);
                    state = result is { Status: SessionWriteStatus.Done, Info: { } stored } ? stored : state;
                }

                for (var turn = 0; turn < 2; turn++)
                {
                    Assert.Equal(
                        SessionWriteStatus.Done, (await SayAsync(store, id, Text((int)Small.MaxSessionBytes / 16), limits: Small)).Status);
                }
            },
            iter: 60,
            threads: 1);
    }

    [Case]
    public async Task A_state_that_would_leave_the_turn_no_room_is_refused_and_the_pins_are_named()
    {
        var store = await CreateStoreAsync();
        var state = await CreateAsync(store, "s1");
        await SayAsync(store, "s1", "hello", limits: Small);
        await PinAsync(store, 120_000);

        var refused = await ReplaceAsync(store, Grown(state, 120_000), limits: Small);

        Assert.Equal(SessionWriteStatus.TooLarge, refused.Status);
        Assert.Equal([2L], refused.Spared);
        Assert.Equal(1, (await PeekInfoAsync(store, "s1")).Version);
        var smaller = await ReplaceAsync(store, Grown(state, 90_000), limits: Small);
        Assert.Equal(SessionWriteStatus.Done, smaller.Status);

        // A pin may not take the room that the state left free either.
        Assert.Equal(SessionWriteStatus.TooLarge, (await PinAsync(store, 20_000)).Status);

        // The limit was lowered since. A write that does not make the session larger is still accepted.
        var lower = Small with { MaxSessionBytes = 225_000 };
        Assert.Equal(SessionWriteStatus.Done, (await ReplaceAsync(store, Grown(smaller.Info!, 89_000), limits: lower)).Status);
    }

    [Case]
    public async Task A_session_is_not_created_with_a_state_that_leaves_no_room()
    {
        var store = await CreateStoreAsync();
        var session = NewSession("s1") with { Context = JsonFields.Empty.Set("a", Text(235_000)) };

        Assert.Equal(SessionWriteStatus.TooLarge, (await store.TryCreateAsync(session, Small, CaseToken.Current)).Status);
        Assert.Null(await store.PeekInfoAsync("s1", T0, CaseToken.Current));
    }

    private static ValueTask<SessionWriteResult> PinAsync(ISessionStore store, int bytes) =>
        AppendAsync(store, "s1", [Says(Text(bytes)) with { Pinned = true }], limits: Small);

    private static SessionInfo Grown(SessionInfo session, int bytes) =>
        Next(session, T0) with { Context = JsonFields.Empty.Set("a", Text(bytes)) };
}
