using HospitalityMemory.Conformance.Faults;
using Microsoft.Extensions.Time.Testing;
using static HospitalityMemory.Testing.Conformance.ProfileSamples;

namespace HospitalityMemory.Firestore.Tests;

/// <summary>
/// Faults of a network between a store and its server. After each fault the state is the one before or the one after, never
/// between.
/// </summary>
[Collection(UsesEmulator.Name)]
public sealed class FaultTests(FirestoreEmulator emulator)
{
    [SkippableFact]
    public async Task A_refused_connection_is_an_error_with_its_cause_and_once_the_server_is_back_all_is_well()
    {
        await using var proxy = TcpProxy.Start(emulator.Port);
        using var store = new TestStore($"127.0.0.1:{proxy.Port}");
        var committed = await CommitAsync(store.Store, Profile("guest"));
        proxy.Refuse();

        var exception = await Assert.ThrowsAsync<MemoryUnavailableException>(
            async () => await store.Store.TryCommitAsync(committed, [Booking("b")], CancellationToken.None));
        Assert.IsType<HttpRequestException>(exception.InnerException);
        Assert.Contains("6 attempt(s)", exception.Message, StringComparison.Ordinal);

        proxy.Resume();
        await AssertIsAsync(store, committed, bookings: 0);
        Assert.NotNull(await store.Store.TryCommitAsync(committed, [Booking("b")], CancellationToken.None));
    }

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(150)]
    public async Task A_commit_cut_in_its_answer_is_carried_out_once_and_known_to_be(int bytes)
    {
        await using var proxy = TcpProxy.Start(emulator.Port);
        using var store = new TestStore($"127.0.0.1:{proxy.Port}");
        var committed = await CommitAsync(store.Store, Profile("guest"));
        proxy.CutAnswerTo("documents:commit", bytes);

        var version = await store.Store.TryCommitAsync(committed, [Booking("b")], CancellationToken.None);

        Assert.NotNull(version);
        await AssertIsAsync(store, committed with { Version = version.Value }, bookings: 1);
    }

    [SkippableFact]
    public async Task A_commit_cut_before_it_arrived_is_sent_again()
    {
        await using var proxy = TcpProxy.Start(emulator.Port);
        using var store = new TestStore($"127.0.0.1:{proxy.Port}");
        var committed = await CommitAsync(store.Store, Profile("guest"));
        proxy.CutRequestWith("documents:commit");

        var version = await store.Store.TryCommitAsync(committed, [Booking("b")], CancellationToken.None);

        await AssertIsAsync(store, committed with { Version = version!.Value }, bookings: 1);
    }

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(200)]
    public async Task Reads_cut_in_their_answers_are_read_again(int bytes)
    {
        await using var proxy = TcpProxy.Start(emulator.Port);
        using var store = new TestStore($"127.0.0.1:{proxy.Port}");
        var (profile, booking) = Full("guest");
        var committed = await CommitAsync(store.Store, profile, booking);

        proxy.CutAnswerTo("documents:batchGet", bytes);
        await AssertIsAsync(store, committed, bookings: 1);
        proxy.CutAnswerTo(":runQuery", bytes);
        Assert.Equal(Text(booking), Text(Assert.Single(await BookingsAsync(store.Store, "guest"))));
        proxy.CutAnswerTo(":runAggregationQuery", bytes);
        Assert.Equal(1, await store.Store.CountBookingsAsync("guest", CancellationToken.None));
    }

    [SkippableFact]
    public async Task A_silent_server_ends_the_call_in_its_time_and_cancellation_at_once()
    {
        var time = new FakeTimeProvider();
        await using var proxy = TcpProxy.Start(emulator.Port);
        using var store = new TestStore($"127.0.0.1:{proxy.Port}", timeProvider: time, configure: options => options.MaxAttempts = 1);
        using var direct = new TestStore(emulator.Host, project: store.Options.ProjectId);
        var committed = await CommitAsync(store.Store, Profile("guest"));
        proxy.SwallowAnswers();

        var late = store.Store.TryCommitAsync(committed, [Booking("b")], CancellationToken.None).AsTask();
        Assert.False(late.IsCompleted);
        time.Advance(store.Options.AttemptTimeout);
        var exception = await Assert.ThrowsAsync<MemoryUnavailableException>(() => late.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.IsType<TimeoutException>(exception.InnerException);
        Assert.Contains("not known", exception.Message, StringComparison.Ordinal);

        using var source = new CancellationTokenSource();
        var cancelled = store.Store.GetAsync("guest", source.Token).AsTask();
        Assert.False(cancelled.IsCompleted);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WaitAsync(TimeSpan.FromSeconds(30)));

        // Either state is right, as long as the profile's version and the booking agree.
        var read = await direct.Store.GetForUpdateAsync("guest", "b", CancellationToken.None);
        Assert.Equal(read.Profile!.Version != committed.Version, read.Booking is not null);
    }

    [SkippableFact]
    public async Task A_server_that_hangs_up_between_calls_is_called_again()
    {
        await using var proxy = TcpProxy.Start(emulator.Port);
        using var store = new TestStore($"127.0.0.1:{proxy.Port}");
        var committed = await CommitAsync(store.Store, Profile("guest"));

        for (var round = 0; round < 5; round++)
        {
            proxy.Cut();
            var version = await store.Store.TryCommitAsync(committed, [Booking($"b{round}")], CancellationToken.None);
            Assert.NotNull(version);
            committed = committed with { Version = version.Value };
        }

        await AssertIsAsync(store, committed, bookings: 5);
    }

    private static async Task AssertIsAsync(TestStore store, UserProfile expected, long bookings)
    {
        var read = await store.Store.GetAsync(expected.UserId, CancellationToken.None);
        Assert.Equal(expected.Version, read!.Version);
        Assert.Equal(Text(expected), Text(read));
        Assert.Equal(bookings, await store.Store.CountBookingsAsync(expected.UserId, CancellationToken.None));
    }
}
