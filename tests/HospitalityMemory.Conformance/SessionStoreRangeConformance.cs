using HospitalityMemory.Stores;

namespace HospitalityMemory.Conformance;

/// <summary>How some of a session's messages are read.</summary>
public abstract class SessionStoreRangeConformance : SessionStoreConformance
{
    private static readonly SessionLimits Many = Limits with { MaxMessages = 20 };

    [SkippableTheory]
    [InlineData(1, null, "30")]
    [InlineData(3, null, "28 29 30")]
    [InlineData(20, null, "11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30")]
    [InlineData(int.MaxValue, null, "11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30")]
    [InlineData(3, 0L, "11 12 13")]
    [InlineData(2, 10L, "11 12")]
    [InlineData(2, 11L, "12 13")]
    [InlineData(1, 20L, "21")]
    [InlineData(5, 27L, "28 29 30")]
    [InlineData(int.MaxValue, 27L, "28 29 30")]
    [InlineData(5, 30L, "")]
    [InlineData(5, long.MaxValue, "")]
    public async Task Messages_are_read_from_the_end_or_after_a_number(int max, long? after, string expected)
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        await AppendAsync(store, "s1", [.. Enumerable.Range(1, 30).Select(i => Says($"m{i}"))], limits: Many);

        var read = await ReadAsync(store, "s1", max: max, after: after);

        Assert.Equal(expected, string.Join(' ', read.Messages.Select(stored => stored.Message.Sequence)));
        Assert.Equal(read.Messages.Select(stored => $"m{stored.Message.Sequence}"), Contents(read));
        Assert.Equal((20, 30L, 0L), (read.Count, read.LastSequence, read.Edits));
    }

    [SkippableFact]
    public async Task Numbers_that_are_missing_are_passed_over()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        await AppendAsync(store, "s1", [Says("rules", MessageRole.System)], limits: Many);
        await SayAllAsync(store, "s1", 2, 28, Many);
        foreach (var (edits, sequence) in (IEnumerable<(long, long)>)[(0, 15), (1, 16), (2, 29)])
        {
            await store.TryReplaceMessageAsync("s1", NewMessages.Replacement(sequence, edits, null), T0, Many, None);
        }

        Assert.Equal("1 11 12", await NumbersAsync(3, 0));
        Assert.Equal("14 17 18", await NumbersAsync(3, 13));
        Assert.Equal("17 18", await NumbersAsync(2, 15));
        Assert.Equal("27 28", await NumbersAsync(2, null));
        Assert.Equal("", await NumbersAsync(2, 28));

        async Task<string> NumbersAsync(int max, long? after) =>
            string.Join(' ', (await ReadAsync(store, "s1", max: max, after: after)).Messages.Select(stored => stored.Message.Sequence));
    }

    [SkippableFact]
    public async Task What_is_known_of_messages_comes_with_them()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        MessageAppend append = new(
        [
            NewMessages.Of(Says("rules", MessageRole.System)) with { Weight = 3 },
            NewMessages.Of(Says("question"), 1) with { Weight = int.MaxValue },
            NewMessages.Of(Says("call", MessageRole.Assistant), 2),
            NewMessages.Of(Says("result", MessageRole.Tool) with { Pinned = true }, 3, MessageGroup.OfAppend(2)) with { Weight = 1 },
            NewMessages.Of(Says("lost", MessageRole.Tool), 4, MessageGroup.Orphaned),
        ]);
        await store.AppendAsync("s1", append, T0, Limits, None);

        var read = await ReadAsync(store, "s1");

        Assert.Equal(
            [(1L, 3, true, false), (2, int.MaxValue, false, true), (3, 0, false, false), (3, 1, true, false), (0, 0, false, false)],
            read.Messages.Select(stored => (stored.Group, stored.Weight, stored.IsSpared, stored.StartsTurn)));
    }

    [SkippableFact]
    public async Task Reading_messages_extends_the_lifetime_and_is_no_write()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        await SayAllAsync(store, "s1", 1, 2);

        await ReadAsync(store, "s1", At(10), max: 1);
        Assert.Equal((At(40), T0), await TimesAsync(At(10)));
        await ReadAsync(store, "s1", At(20), max: 1, after: 2);
        Assert.Equal((At(50), T0), await TimesAsync(At(20)));

        async Task<(DateTimeOffset, DateTimeOffset)> TimesAsync(DateTimeOffset now)
        {
            var session = await PeekInfoAsync(store, "s1", now);
            return (session.ExpiresAt, session.UpdatedAt);
        }
    }

    [SkippableFact]
    public async Task A_session_without_messages_has_none_to_read()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");

        foreach (var after in (long?[])[null, 0, 5])
        {
            var read = await ReadAsync(store, "s1", after: after);
            Assert.Empty(read.Messages);
            Assert.Equal((0, 0L, 0L), (read.Count, read.LastSequence, read.Edits));
        }
    }

    [SkippableFact]
    public async Task What_was_read_does_not_change()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        await SayAllAsync(store, "s1", 1, 3);
        var latest = await ReadAsync(store, "s1", max: 2);
        var first = await ReadAsync(store, "s1", max: 2, after: 0);

        await SayAllAsync(store, "s1", 4, 20);

        Assert.Equal(["m2", "m3"], Contents(latest));
        Assert.Equal(["m1", "m2"], Contents(first));
        Assert.Equal((3, 3L), (latest.Count, latest.LastSequence));
    }

    [SkippableFact]
    public async Task A_session_is_read_without_its_messages()
    {
        var store = await CreateStoreAsync();
        var session = await CreateAsync(store, "s1", "guest");
        await ReplaceAsync(store, Next(session, At(1)) with { Slots = new BookingSlots { City = "Lisbon" } }, At(1));
        await SayAsync(store, "s1", "hello", At(2));

        var info = await PeekInfoAsync(store, "s1", At(10));

        Assert.Equal(("guest", "Lisbon", 2, At(2), At(32)), (info.UserId, info.Slots.City, info.Version, info.UpdatedAt, info.ExpiresAt));
        Assert.Equal(Bare(await PeekAsync(store, "s1", At(10))), Bare(info));
    }
}
