using HospitalityMemory.Conformance;
using HospitalityMemory.Stores;
using Moq;

namespace HospitalityMemory.Tests.ShortTerm;

/// <summary>No change of a session is refused because of other changes, and no change waits without need.</summary>
public sealed class ContentionTests : IDisposable
{
    private readonly ShortTermFixture _fixture = new();
    private readonly HookedSessionStore _store;
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ContentionTests() => _fixture.Store = _store = new(_fixture.Store);

    private ShortTermMemory Memory => _fixture.Memory;

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_64_writers_of_one_session_none_is_refused_and_nothing_is_lost(bool inMemory)
    {
        const int Writers = 64;
        const int Each = 40;
        _fixture.Options.ShortTerm.MaxMessages = 10_000;
        if (inMemory)
        {
            _fixture.Store = new InMemorySessionStore();
        }

        await Memory.CreateSessionAsync("s1");
        await Memory.AddMessageAsync("s1", MessageRole.User, "0");

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < Each; i++)
            {
                await Memory.UpdateSessionAsync("s1", state => state with { Context = state.Context.Set("count", Count(state) + 1) });
                await Memory.AddMessageAsync("s1", MessageRole.Assistant, $"{writer}:{i}");
                await Memory.ReplaceMessageAsync("s1", 1, message => message with { Content = $"{int.Parse(message.Content, null) + 1}" });
            }
        })));

        var session = await _fixture.PeekAsync("s1");
        Assert.Equal((Writers * Each, 1 + (Writers * Each)), (Count(session.State), session.Version));
        Assert.Equal($"{Writers * Each}", session.Messages[0].Content);
        Assert.Equal(1 + (Writers * Each), session.Messages.Count);
    }

    [Fact]
    public async Task Changes_are_made_in_the_order_of_the_calls_and_appends_and_reads_wait_for_none()
    {
        var first = await HoldAsync();
        Task[] others = [.. Enumerable.Range(1, 9).Select(Task (number) => number % 3 is 0
            ? Memory.ReplaceMessageAsync("s1", 1, message => message with { Content = $"{message.Content}{number}" }).AsTask()
            : UpdateAsync(number))];

        await Memory.AddMessageAsync("s1", MessageRole.User, "said meanwhile");
        Assert.Equal(2, (await Memory.GetSessionAsync("s1"))!.Messages.Count);
        await Memory.CreateSessionAsync("s2");
        await Memory.UpdateSlotsAsync("s2", new BookingSlots { City = "Oslo" });
        Assert.DoesNotContain(others, other => other.IsCompleted);
        _held.SetResult();
        await first;
        await Task.WhenAll(others);

        var session = await _fixture.PeekAsync("s1");
        Assert.Equal("0124578", Written(session.State));
        Assert.Equal("hello369", session.Messages[0].Content);
    }

    [Fact]
    public async Task Who_is_cancelled_or_fails_while_others_wait_leaves_the_queue_and_the_others_get_their_turn()
    {
        using var source = new CancellationTokenSource();
        var first = await HoldAsync();
        var isRun = false;
        var cancelled = Memory.UpdateSessionAsync(
            "s1",
            state =>
            {
                isRun = true;
                return state;
            },
            source.Token).AsTask();
        var failing = Memory.UpdateSessionAsync("s1", _ => throw new InvalidOperationException("The host's function failed.")).AsTask();
        var last = UpdateAsync(3);

        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.False(first.IsCompleted);
        _held.SetResult();
        await first;

        await Assert.ThrowsAsync<InvalidOperationException>(() => failing);
        await last;
        Assert.False(isRun);
        Assert.Equal("03", Written((await _fixture.PeekAsync("s1")).State));
    }

    [Fact]
    public async Task Waiting_for_the_turn_counts_into_the_time_of_a_call()
    {
        var first = await HoldAsync();
        _fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = UpdateAsync(1);
        _fixture.Clock.Advance(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<MemoryUnavailableException>(() => first);
        Assert.False(second.IsCompleted);
        _fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<MemoryUnavailableException>(() => second);
        _held.SetResult();
        await UpdateAsync(2);

        Assert.EndsWith("2", Written((await _fixture.PeekAsync("s1")).State), StringComparison.Ordinal);
        Assert.DoesNotContain("1", Written((await _fixture.PeekAsync("s1")).State), StringComparison.Ordinal);
    }

    /// <summary>The handler is called after the write, when others have their turn. It may change the same session.</summary>
    [Fact]
    public async Task A_handler_that_hears_of_a_session_that_made_room_may_change_the_one_that_it_made_room_for()
    {
        _fixture.Store = new InMemorySessionStore();
        _fixture.Options.ShortTerm.MaxSizeMegabytes = 1;
        var handler = new Mock<ISessionEndHandler>();
        handler.Setup(mock => mock.OnEndedAsync(It.IsAny<SessionEnd>(), It.IsAny<CancellationToken>()))
            .Returns(async () => await Memory.UpdateSessionAsync("new", state => state with { CurrentAgent = "told" }));
        _fixture.EndHandlers.Add(handler.Object);
        await Memory.CreateSessionAsync("old");
        await Memory.UpdateSessionAsync("old", state => state with { Context = state.Context.Set("a", new string('x', 300_000)) });
        await Memory.CreateSessionAsync("new");

        await Memory.UpdateSessionAsync("new", state => state with { Context = state.Context.Set("a", new string('x', 400_000)) });

        Assert.Null(await Memory.PeekSessionAsync("old"));
        Assert.Equal("told", (await _fixture.PeekAsync("new")).CurrentAgent);
    }

    [Fact]
    public async Task A_function_that_waits_for_another_change_of_its_session_is_not_waited_for_for_ever()
    {
        _fixture.Store = new InMemorySessionStore();
        await Memory.CreateSessionAsync("s1");
        Task? inner = null;

        await Memory.UpdateSessionAsync("s1", state =>
        {
            inner = UpdateAsync(1);
            Assert.False(inner.IsCompleted);
            _fixture.Clock.Advance(TimeSpan.FromSeconds(2));
            return state with { CurrentAgent = "outer" };
        });

        await Assert.ThrowsAsync<MemoryUnavailableException>(() => inner!);
        await UpdateAsync(2);
        var session = await _fixture.PeekAsync("s1");
        Assert.Equal(("outer", "2"), (session.CurrentAgent, Written(session.State)));
    }

    /// <summary>Begins a change whose write waits until the test lets it go.</summary>
    private async Task<Task<SessionInfo>> HoldAsync()
    {
        await Memory.CreateSessionAsync("s1");
        await Memory.AddMessageAsync("s1", MessageRole.User, "hello");
        _store.BeforeNextWrite = () => _held.Task;
        return UpdateAsync(0);
    }

    private Task<SessionInfo> UpdateAsync(int number) => Memory.UpdateSessionAsync(
        "s1", state => state with { Context = state.Context.Set("written", $"{Written(state)}{number}") }).AsTask();

    private static string Written(SessionState state) => state.Context.TryGetJson("written", out var value) ? value.GetString()! : "";

    private static int Count(SessionState state) => state.Context.TryGetJson("count", out var value) ? value.GetInt32() : 0;
}
