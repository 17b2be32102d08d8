using System.Collections;
using HospitalityMemory.Stores;
using HospitalityMemory.Tests.ShortTerm;
using Moq;

namespace HospitalityMemory.Tests.InMemory;

/// <summary>How room is made for a write: whole or not at all, and never without a word.</summary>
public sealed class RoomTests : IDisposable
{
    private static readonly SessionLimits Limits = new()
    {
        Lifetime = TimeSpan.FromMinutes(30),
        MaxMessages = 50,
        MaxSessionBytes = 1024 * 1024,
        MaxTotalBytes = 1024 * 1024,
    };

    private readonly ShortTermFixture _fixture = new();
    private readonly List<string> _evicted = [];

    public RoomTests()
    {
        _fixture.Options.ShortTerm.MaxSizeMegabytes = 1;
        var handler = new Mock<ISessionEvictionHandler>();
        handler.Setup(mock => mock.OnEvictedAsync(It.IsAny<Session>(), It.IsAny<SessionEvictionReason>(), It.IsAny<CancellationToken>()))
            .Callback((Session session, SessionEvictionReason _, CancellationToken _) =>
            {
                lock (_evicted)
                {
                    _evicted.Add(session.SessionId);
                }
            });
        _fixture.EvictionHandlers.Add(handler.Object);
    }

    private ShortTermMemory Memory => _fixture.Memory;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task A_batch_that_pushes_out_some_of_itself_is_refused_like_any_other_when_the_memory_is_full()
    {
        _fixture.Options.ShortTerm.WhenFull = MemoryFullPolicy.Refuse;
        await FillAsync("a", 450_000);
        await Memory.CreateSessionAsync("b");
        await Memory.AddMessageAsync("b", MessageRole.User, "first");
        var before = await _fixture.PeekAsync("b");

        await Assert.ThrowsAsync<MemoryUnavailableException>(() => Memory.AddMessagesAsync("b", Messages(60, 2_000)).AsTask());

        Assert.Equal(before, await _fixture.PeekAsync("b"));
        Assert.Equal(2, (await Memory.AddMessageAsync("b", MessageRole.User, "second")).Sequence);
    }

    [Fact]
    public async Task A_batch_that_pushes_out_some_of_itself_is_refused_when_what_is_left_is_too_large()
    {
        _fixture.Options.ShortTerm.MaxMessages = 1;
        _fixture.Options.ShortTerm.MaxSessionKilobytes = 4;
        await Memory.CreateSessionAsync("s1");
        var (stored, refused) = (0, 0);
        for (var length = 1_600; length < 2_000; length++)
        {
            var before = await _fixture.PeekAsync("s1");
            if (await Record.ExceptionAsync(() => Memory.AddMessagesAsync("s1", Messages(5, length)).AsTask()) is not { } error)
            {
                stored++;
                continue;
            }

            Assert.IsType<SessionTooLargeException>(error);
            Assert.Equal(before, await _fixture.PeekAsync("s1"));
            refused++;
        }

        Assert.True(stored > 0 && refused > 0, $"{stored} stored, {refused} refused");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    public async Task A_write_for_which_enough_cannot_go_sends_nobody_away(int messages)
    {
        _fixture.Store = new InMemorySessionStore(patience: TimeSpan.FromMilliseconds(1));
        await FillAsync("a", 100_000);
        await FillAsync("busy", 250_000);
        await Memory.CreateSessionAsync("c");
        using var neighbour = new BusyWriter(message => AppendAsync("busy", message));
        var batch = Messages(messages, 300_000 / Math.Min(messages, 50));

        await Assert.ThrowsAsync<MemoryUnavailableException>(() => Memory.AddMessagesAsync("c", batch).AsTask());

        Assert.Empty(_evicted);
        Assert.NotNull(await Memory.PeekSessionAsync("a"));
        Assert.Equal(SessionWriteStatus.Done, neighbour.Finish().Status);
        await Memory.AddMessagesAsync("c", batch);
        Assert.Equal(["a", "busy"], _evicted);
        Assert.Equal(2, (await Memory.GetMemoryUsageAsync()).EvictedCount);
    }

    [Fact]
    public async Task A_write_waits_for_a_session_that_could_go_and_is_being_written_to()
    {
        _fixture.Store = new InMemorySessionStore(patience: TimeSpan.FromSeconds(30));
        await FillAsync("busy", 250_000);
        await Memory.CreateSessionAsync("c");
        using var neighbour = new BusyWriter(message => AppendAsync("busy", message));
        var reads = 0;

        // Each try reads the message again. The neighbour lets go no sooner than the first try has begun.
        var result = await AppendAsync("c", new ObservedMessage(300_000, () =>
        {
            if (++reads is 1)
            {
                neighbour.LetGo();
            }
        }));

        Assert.Equal(SessionWriteStatus.Done, result.Status);
        Assert.Equal("busy", Assert.Single(result.EvictedSessions!).SessionId);
        Assert.Single((await _fixture.PeekAsync("c")).Messages);
    }

    [Fact]
    public async Task Writers_that_need_each_others_room_are_not_refused()
    {
        const int Writers = 8;
        const int Each = 400;
        var memory = Memory;
        var text = new string('x', 200_000);

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Factory.StartNew(
            () =>
            {
                var random = new Random(writer);
                for (var i = 0; i < Each; i++)
                {
                    // Where a step completes at once, as all do here, a test may take its result at once.
                    var id = $"s{random.Next(6)}";
                    var error = Record.Exception(() => memory.GetOrCreateSessionAsync(id).AsTask().GetAwaiter().GetResult())
                        ?? Record.Exception(() => memory.AddMessageAsync(id, MessageRole.User, text).AsTask().GetAwaiter().GetResult());
                    Assert.True(error is null or SessionNotFoundException or SessionTooLargeException, $"{error}");
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        var usage = await memory.GetMemoryUsageAsync();
        Assert.InRange(usage.SizeBytes, 1, usage.MaxSizeBytes);
        Assert.Equal(usage.EvictedCount, _evicted.Count);
    }

    [Fact]
    public async Task A_write_that_needs_room_sweeps_no_more_than_it_needs()
    {
        const int Expired = 2_000;
        var store = new InMemorySessionStore();
        var limits = Limits with { MaxTotalBytes = 100_000_000 };
        for (var i = 0; i < Expired; i++)
        {
            await CreateAsync($"s{i}", ShortTermFixture.Start);
        }

        limits = limits with { MaxTotalBytes = (await UsageAsync()).SizeBytes };

        await CreateAsync("new", ShortTermFixture.Start.AddHours(1));

        // Asked about a time when none had expired, the store sweeps none.
        var usage = await UsageAsync();
        Assert.InRange(usage.Expired, 1, 500);
        Assert.Equal((Expired + 1 - usage.Expired, 0), (usage.LiveSessions, usage.Evicted));

        async Task<SessionStoreUsage> UsageAsync() => await store.GetUsageAsync(ShortTermFixture.Start, CancellationToken.None);

        async Task CreateAsync(string id, DateTimeOffset now)
        {
            var session = new Session { SessionId = id, CreatedAt = now, ExpiresAt = limits.ExpiresAt(now, now) };
            Assert.Equal(SessionWriteStatus.Done, (await store.TryCreateAsync(session, limits, CancellationToken.None)).Status);
        }
    }

    [Fact]
    public async Task Nobody_waits_for_an_expired_session_that_is_being_written_to()
    {
        await FillAsync("busy", 10);
        using var writer = new BusyWriter(message => AppendAsync("busy", message));
        var later = _fixture.Clock.GetUtcNow() + Limits.Lifetime;

        // A call that waited would do so until the writer gives up, whose test then fails.
        var read = _fixture.Store.GetAsync("busy", later, Limits, CancellationToken.None);
        var peek = _fixture.Store.PeekAsync("busy", later, CancellationToken.None);
        var list = _fixture.Store.ListAsync("busy", later, CancellationToken.None);
        var swept = _fixture.Store.RemoveExpiredAsync(later, CancellationToken.None);

        Assert.True(read.IsCompleted && peek.IsCompleted && list.IsCompleted && swept.IsCompleted);
        Assert.Null(await read);
        Assert.Null(await peek);
        Assert.Empty(await list);
        Assert.Equal(0, await swept);
        Assert.Equal(SessionWriteStatus.Done, writer.Finish().Status);
        Assert.Equal(1, await _fixture.Store.RemoveExpiredAsync(later, CancellationToken.None));
    }

    [Fact]
    public async Task Trimmed_messages_are_held_on_to_by_no_more_than_half_of_what_is_kept()
    {
        await Memory.CreateSessionAsync("s1");
        await Memory.AddMessagesAsync("s1", Messages(50, 5_000));
        for (var i = 0; i < 49; i++)
        {
            await Memory.AddMessageAsync("s1", MessageRole.User, "small");

            var kept = SessionSize.Messages((await _fixture.PeekAsync("s1")).Messages);
            Assert.InRange((await Memory.GetMemoryUsageAsync()).SizeBytes, kept, (1.5 * kept) + 3_000);
        }
    }

    private static List<SessionMessage> Messages(int count, int length) =>
        [.. Enumerable.Range(0, count).Select(_ => new SessionMessage { Role = MessageRole.User, Content = new('x', length) })];

    private async Task FillAsync(string id, int characters)
    {
        await Memory.CreateSessionAsync(id);
        await Memory.AddMessageAsync(id, MessageRole.User, new string('x', characters));
        _fixture.Clock.Advance(TimeSpan.FromSeconds(1));
    }

    private ValueTask<SessionWriteResult> AppendAsync(string sessionId, IReadOnlyList<SessionMessage> messages) =>
        _fixture.Store.AppendAsync(sessionId, messages, _fixture.Clock.GetUtcNow(), Limits, CancellationToken.None);

    /// <summary>One message; whoever reads it does so under the lock of the session that it is appended to.</summary>
    private sealed class ObservedMessage(int length, Action onRead) : IReadOnlyList<SessionMessage>
    {
        private readonly SessionMessage _message = new() { Role = MessageRole.User, Content = new('x', length) };

        public int Count => 1;

        public SessionMessage this[int index] => _message;

        public IEnumerator<SessionMessage> GetEnumerator()
        {
            onRead();
            yield return _message;
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    /// <summary>Holds a session's lock until the test lets it go on.</summary>
    private sealed class BusyWriter : IDisposable
    {
        private readonly ManualResetEventSlim _entered = new();
        private readonly ManualResetEventSlim _goesOn = new();
        private readonly Task<SessionWriteResult> _write;

        public BusyWriter(Func<IReadOnlyList<SessionMessage>, ValueTask<SessionWriteResult>> append)
        {
            var message = new ObservedMessage(4, () =>
            {
                _entered.Set();
                Assert.True(_goesOn.Wait(TimeSpan.FromSeconds(30)));
            });
            _write = Task.Run(async () => await append(message));
            Assert.True(_entered.Wait(TimeSpan.FromSeconds(30)));
        }

        public void LetGo() => _goesOn.Set();

        public SessionWriteResult Finish()
        {
            LetGo();
            return _write.GetAwaiter().GetResult();
        }

        public void Dispose()
        {
            Finish();
            _entered.Dispose();
            _goesOn.Dispose();
        }
    }
}
