using HospitalityMemory.Conformance.Faults;
using HospitalityMemory.Stores;
using StackExchange.Redis;
using static HospitalityMemory.Redis.Tests.Sessions;

namespace HospitalityMemory.Redis.Tests;

/// <summary>
/// Faults between the store and its server. They lead to a clear error or a successful retry, and never to half a write.
/// </summary>
public sealed class FaultTests : IAsyncLifetime
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private RedisServer _server = null!;
    private TcpProxy _proxy = null!;
    private RedisSessionStore _store = null!;

    /// <summary>Bypasses the proxy, to see what is stored.</summary>
    private RedisSessionStore _direct = null!;

    public async Task InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        _proxy = TcpProxy.Start(_server.Port);
        _store = Open(_proxy.Port);
        _direct = Open(_server.Port);
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _store.DisposeAsync();
            await _direct.DisposeAsync();
            await _proxy.DisposeAsync();
            await _server.DisposeAsync();
        }
    }

    [SkippableFact]
    public async Task A_refused_connection_is_a_clear_error_and_is_made_once_it_can_be()
    {
        _proxy.Refuse();

        var error = await Assert.ThrowsAsync<MemoryUnavailableException>(() => CreateAsync(_store, "s1"));
        Assert.IsType<RedisConnectionException>(error.InnerException);

        _proxy.Resume();
        await ServesAgainAsync(_store);
        await CreateAsync(_store, "s1");
    }

    [SkippableFact]
    public async Task A_connection_that_is_lost_and_refused_is_a_clear_error_and_comes_back()
    {
        await CreateAsync(_store, "s1");
        _proxy.Refuse();

        await Assert.ThrowsAsync<MemoryUnavailableException>(() => SayAsync(_store, "s1", "lost"));
        Assert.Empty(await ContentsAsync(_direct, "s1"));

        _proxy.Resume();
        await ServesAgainAsync(_store);
    }

    [SkippableFact]
    public async Task An_append_that_is_cut_off_on_its_way_is_an_error_and_changes_nothing()
    {
        await CreateAsync(_store, "s1");
        await SayAsync(_store, "s1", "before");
        _proxy.CutRequestWith("the lost message");

        await Assert.ThrowsAsync<MemoryUnavailableException>(() => SayAsync(_store, "s1", "the lost message"));

        Assert.Equal(["before"], await ContentsAsync(_direct, "s1"));
        await ServesAgainAsync(_store);
    }

    [SkippableFact]
    public async Task An_append_whose_answer_is_cut_off_is_an_error_and_done_once()
    {
        await CreateAsync(_store, "s1");
        for (var i = 1; i <= 5; i++)
        {
            await SayAsync(_store, "s1", $"m{i}");
        }

        _proxy.CutAnswerTo("the unacknowledged message", 3);

        var error = await Assert.ThrowsAsync<MemoryUnavailableException>(() => SayAsync(_store, "s1", "the unacknowledged message"));

        Assert.Contains("whole or not at all", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.InnerException);
        Assert.Equal(["m2", "m3", "m4", "m5", "the unacknowledged message"], await ContentsAsync(_direct, "s1"));
        await ServesAgainAsync(_store);
    }

    [SkippableFact]
    public async Task A_read_whose_answer_is_cut_off_is_read_again()
    {
        await CreateAsync(_store, "s1", "guest");
        await SayAsync(_store, "s1", "hello");

        _proxy.CutAnswerTo("session:s1", 20);
        Assert.Single((await _store.GetAsync("s1", T0.AddMinutes(1), Limits, default))!.Messages);

        _proxy.CutAnswerTo("user:guest", 5);
        Assert.Single(await ListAsync(_store, "guest", T0));
    }

    [SkippableTheory]
    [InlineData(-1)]
    [InlineData(2)]
    public async Task A_change_that_is_cut_off_is_there_whole_or_not_at_all(int answerBytes)
    {
        await CreateAsync(_store, "s1");
        var session = (await _store.PeekAsync("s1", T0, default))!;
        var changed = Next(session) with { UserId = "guest", CurrentAgent = "the agent" };
        if (answerBytes < 0)
        {
            _proxy.CutRequestWith("the agent");
        }
        else
        {
            _proxy.CutAnswerTo("the agent", answerBytes);
        }

        await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await _store.TryReplaceAsync(changed, null, T0, Limits, default));

        var read = (await _direct.PeekAsync("s1", T0, default))!;
        Assert.Equal((session.Version, session.CurrentAgent, session.UserId), (read.Version, read.CurrentAgent, read.UserId));

        // The answer to the first of its calls was "write the index first" and was cut off. The call is made again, from what is
        // stored.
        await ServesAgainAsync(_store);
        Assert.Equal(SessionWriteStatus.Done, await ReplaceAsync(_store, changed, T0));
        Assert.Single(await ListAsync(_direct, "guest", T0));
    }

    [SkippableFact]
    public async Task A_creation_that_is_cut_off_after_the_index_leaves_no_session_and_can_be_made_again()
    {
        await _store.PingAsync(default);
        _proxy.CutRequestWith("session:s1");

        await Assert.ThrowsAsync<MemoryUnavailableException>(() => CreateAsync(_store, "s1", "guest"));

        Assert.Null(await _direct.PeekAsync("s1", T0, default));
        Assert.Empty(await ListAsync(_direct, "guest", T0));
        await ServesAgainAsync(_store);
        await CreateAsync(_store, "s1", "guest");
        Assert.Single(await ListAsync(_direct, "guest", T0));
        Assert.Equal(1, (await _direct.GetUsageAsync(T0, default)).LiveSessions);
    }

    [SkippableFact]
    public async Task An_answer_that_never_comes_ends_at_the_timeout()
    {
        await CreateAsync(_store, "s1");
        await SayAsync(_store, "s1", "answered");
        _proxy.SwallowAnswers();
        var start = RealTime.Clock.GetTimestamp();

        var error = await Assert.ThrowsAsync<MemoryUnavailableException>(() => SayAsync(_store, "s1", "unanswered"));

        Assert.NotNull(error.InnerException);
        Assert.InRange(RealTime.Clock.GetElapsedTime(start), Timeout / 2, 5 * Timeout);
        Assert.Equal(["answered", "unanswered"], await ContentsAsync(_direct, "s1"));
        _proxy.Resume();
        _proxy.Cut();
        await ServesAgainAsync(_store);
    }

    [SkippableFact]
    public async Task A_cancelled_call_does_not_wait_for_its_answer()
    {
        await CreateAsync(_store, "s1");
        _proxy.SwallowAnswers();
        using var source = new CancellationTokenSource();
        var start = RealTime.Clock.GetTimestamp();
        Task[] calls =
        [
            SayAsync(_store, "s1", "cancelled", cancellationToken: source.Token),
            _store.GetAsync("s1", T0, Limits, source.Token).AsTask(),
            _store.ListAsync(new("guest", null, 10), T0, source.Token).AsTask(),
            _store.GetUsageAsync(T0, source.Token).AsTask(),
            _store.PingAsync(source.Token).AsTask(),
        ];

        await source.CancelAsync();

        foreach (var call in calls)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        }

        Assert.True(RealTime.Clock.GetElapsedTime(start) < Timeout / 2);
    }

    [SkippableFact]
    public async Task A_call_that_waits_for_the_connection_is_cancelled_at_once()
    {
        _proxy.SwallowAnswers();
        using var source = new CancellationTokenSource();
        var call = _store.PingAsync(source.Token).AsTask();
        var start = RealTime.Clock.GetTimestamp();

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.True(RealTime.Clock.GetElapsedTime(start) < Timeout / 2);
    }

    [SkippableFact]
    public async Task A_server_that_was_restarted_is_found_again()
    {
        await using var server = await RedisServer.StartAsync("--appendonly", "yes", "--appendfsync", "always");
        await using var proxy = TcpProxy.Start(server.Port);
        await using var store = Open(proxy.Port);
        await CreateAsync(store, "s1", "guest");
        await SayAsync(store, "s1", "before");

        await server.KillAsync();
        await Assert.ThrowsAsync<MemoryUnavailableException>(() => SayAsync(store, "s1", "while it is down"));
        await server.StartAgainAsync();

        await ServesAgainAsync(store);
        Assert.Equal(SessionWriteStatus.Done, (await SayAsync(store, "s1", "after")).Status);
        Assert.Equal(["before", "after"], await ContentsAsync(store, "s1"));
        Assert.Single(await ListAsync(store, "guest", T0));
    }

    private static RedisSessionStore Open(int port) => new(
        RedisConnection.Owned(new ConfigurationOptions
        {
            EndPoints = { { "127.0.0.1", port } },
            AsyncTimeout = (int)Timeout.TotalMilliseconds,
            ConnectTimeout = (int)Timeout.TotalMilliseconds,
            ConnectRetry = 1,
            HeartbeatInterval = TimeSpan.FromMilliseconds(100),
            ReconnectRetryPolicy = new LinearRetry(50),
        }),
        new RedisSessionOptions());
}
