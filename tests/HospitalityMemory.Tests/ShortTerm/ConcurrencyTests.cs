using HospitalityMemory.Stores;

namespace HospitalityMemory.Tests.ShortTerm;

public sealed class ConcurrencyTests : IDisposable
{
    private readonly ShortTermFixture _fixture = new();

    private ShortTermMemory Memory => _fixture.Memory;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task No_message_and_no_slot_of_many_agents_is_lost_or_refused()
    {
        const int Agents = 4;
        const int Each = 10;
        for (var round = 0; round < 20; round++)
        {
            var id = $"s{round}";
            await Memory.CreateSessionAsync(id);

            await Task.WhenAll(Enumerable.Range(0, Agents).Select(agent => Task.Run(async () =>
            {
                for (var i = 0; i < Each; i++)
                {
                    await Memory.AddMessageAsync(id, MessageRole.Assistant, $"{agent}:{i}");
                    await Memory.UpdateSlotsAsync(id, new BookingSlots { Extras = JsonFields.Empty.Set($"{agent}:{i}", (decimal)i) });
                    await Memory.GetSessionAsync(id);
                }
            })));

            AssertComplete(await _fixture.PeekAsync(id), Agents, Each);
        }
    }

    private static void AssertComplete(Session session, int agents, int each)
    {
        Assert.Equal(Enumerable.Range(1, agents * each).Select(i => (long)i), session.Messages.Select(message => message.Sequence));
        Assert.Equal(1 + (agents * each), session.Version);
        for (var agent = 0; agent < agents; agent++)
        {
            var own = session.Messages.Select(message => message.Content).Where(content => content.StartsWith($"{agent}:", StringComparison.Ordinal));
            Assert.Equal(Enumerable.Range(0, each).Select(i => $"{agent}:{i}"), own);
            for (var slot = 0; slot < each; slot++)
            {
                Assert.True(session.Slots.Extras.TryGetJson($"{agent}:{slot}", out var value));
                Assert.Equal(slot, value.GetInt32());
            }
        }
    }

    /// <summary>
    /// Whatever the threads do, a session that is read is whole and the limit holds. When they are done, the counts agree with
    /// what is stored.
    /// </summary>
    [Fact]
    public async Task Eviction_and_expiry_race_with_readers_and_writers_and_the_books_stay_right()
    {
        const int Ids = 60;
        _fixture.Options.ShortTerm.MaxSizeMegabytes = 1;
        _fixture.Options.ShortTerm.MaxMessages = 6;
        _fixture.Options.ShortTerm.SessionLifetime = TimeSpan.FromSeconds(1);
        var memory = Memory;
        var text = new string('x', 3_000);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(async () =>
        {
            var random = new Random(worker);
            for (var i = 0; i < 3_000; i++)
            {
                var id = $"s{random.Next(Ids)}";
                switch (random.Next(6))
                {
                    case 0:
                        await memory.GetOrCreateSessionAsync(id, $"guest of {id}");
                        break;
                    case 1 when await memory.GetSessionAsync(id) is { } session:
                        Assert.Equal((id, $"guest of {id}"), (session.SessionId, session.UserId));
                        Assert.InRange(session.Messages.Count, 0, 6);
                        long[] sequences = [.. session.Messages.Select(message => message.Sequence)];
                        Assert.Equal(sequences.Index().Select(item => sequences[0] + item.Index), sequences);
                        break;
                    case 2:
                        AssertDoneOrGone(await Record.ExceptionAsync(
                            () => memory.UpdateSlotsAsync(id, new BookingSlots { NumberOfGuests = 1 + (i % 1_000) }).AsTask()));
                        break;
                    // Rare enough for the memory to fill up in between, whichever thread runs first.
                    case 3 when i % 50 is 0:
                        _fixture.Clock.Advance(TimeSpan.FromMilliseconds(400));
                        var usage = await memory.GetMemoryUsageAsync();
                        Assert.InRange(usage.SizeBytes, 0, usage.MaxSizeBytes);
                        break;
                    case 4 when i % 20 is 0:
                        await memory.DeleteSessionAsync(id);
                        break;
                    default:
                        AssertDoneOrGone(await Record.ExceptionAsync(() => memory.AddMessageAsync(id, MessageRole.User, text + i).AsTask()));
                        break;
                }
            }
        })));

        static void AssertDoneOrGone(Exception? error) =>
            Assert.True(error is null or SessionNotFoundException or MemoryUnavailableException, $"{error}");

        var live = new List<SessionInfo>();
        for (var i = 0; i < Ids; i++)
        {
            live.AddRange(await memory.ListUserSessionsAsync($"guest of s{i}").ToListAsync());
        }

        var end = await memory.GetMemoryUsageAsync();
        Assert.Equal(end.SessionsCount, live.Count);
        Assert.True(end.EvictedCount > 0 && end.ExpiredCount > 0, $"{end}");
        foreach (var session in live)
        {
            Assert.Equal(session, await _fixture.PeekInfoAsync(session.SessionId));
            Assert.True(await memory.DeleteSessionAsync(session.SessionId));
        }

        Assert.Equal(
            new SessionStoreUsage(0, 0) { Expired = end.ExpiredCount, Evicted = end.EvictedCount },
            await _fixture.Store.GetUsageAsync(_fixture.Clock.GetUtcNow(), CancellationToken.None));
    }
}
