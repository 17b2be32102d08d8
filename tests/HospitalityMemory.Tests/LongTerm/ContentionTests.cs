namespace HospitalityMemory.Tests.LongTerm;

/// <summary>No write of a guest is refused because others write, and they come one after the other.</summary>
public sealed class ContentionTests : IDisposable
{
    private readonly HookedProfileStore _store = new();
    private readonly Guests _guests;
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ContentionTests() => _guests = new(_store);

    private LongTermMemory Memory => _guests.Memory;

    public void Dispose() => _guests.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_64_writers_of_one_guest_none_is_refused_and_nothing_is_lost(bool inMemory)
    {
        const int Writers = 64;
        const int Each = 10;
        using var guests = new Guests(inMemory ? null : new HookedProfileStore { Before = async _ => await Task.Yield() });
        using var conflicts = guests.Meters.Collect(HospitalityMemoryTelemetry.ConflictsRetried);

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < Each; i++)
            {
                await guests.Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay($"{writer}-{i}"));
            }
        })));

        var history = await guests.HistoryAsync();
        Assert.Equal(Enumerable.Range(1, Writers * Each), history.Select(booking => (int)booking.Sequence).Order());
        Assert.Equal(Writers * Each, (await guests.Memory.GetUserProfileAsync(Guests.Id))!.Insights.BookingCount);
        Assert.Empty(conflicts.GetMeasurementSnapshot());
    }

    [Fact]
    public async Task Writes_are_made_in_the_order_of_the_calls_and_those_of_others_and_reads_wait_for_none()
    {
        await Memory.InitializeUserProfileAsync(Guests.Id);
        Task[] writes = [HoldAsync(), .. Enumerable.Range(2, 5).Select(number => Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay($"b{number}")).AsTask())];
        var several = Memory.AddBookingsToHistoryAsync(Guests.Id, [Guests.Stay("b7"), Guests.Stay("b8")]).AsTask();

        Assert.NotNull(await Memory.GetUserProfileAsync(Guests.Id));
        await Memory.AddBookingToHistoryAsync("another guest", Guests.Stay("b1"));
        Assert.DoesNotContain(writes, write => write.IsCompleted);
        _held.SetResult();
        await Task.WhenAll(writes);
        await several;

        Assert.Equal(
            Enumerable.Range(1, 8).Select(number => $"b{number}"),
            (await _guests.HistoryAsync()).OrderBy(booking => booking.Sequence).Select(booking => booking.BookingId));
    }

    [Fact]
    public async Task Who_is_cancelled_or_fails_while_others_wait_leaves_the_queue_and_the_others_get_their_turn()
    {
        await Memory.InitializeUserProfileAsync(Guests.Id);
        using var source = new CancellationTokenSource();
        var first = HoldAsync();
        var cancelled = Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("cancelled"), source.Token).AsTask();
        var failing = Memory.UpdateUserProfileAsync(Guests.Id, _ => throw new InvalidOperationException("The host's function failed.")).AsTask();
        var last = Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b2")).AsTask();

        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.False(first.IsCompleted);
        _held.SetResult();
        await first;

        await Assert.ThrowsAsync<InvalidOperationException>(() => failing);
        await last;
        Assert.Equal(["b1", "b2"], (await _guests.HistoryAsync()).Select(booking => booking.BookingId).Order());
    }

    [Fact]
    public async Task Waiting_for_the_turn_counts_into_the_time_of_a_call_and_an_import_has_none()
    {
        await Memory.InitializeUserProfileAsync(Guests.Id);
        var first = HoldAsync();
        var second = Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b2")).AsTask();
        var import = Memory.AddBookingsToHistoryAsync(Guests.Id, [Guests.Stay("b3")]).AsTask();

        _guests.Time.Advance(TimeSpan.FromSeconds(2));
        await Assert.ThrowsAsync<MemoryUnavailableException>(() => first);
        await Assert.ThrowsAsync<MemoryUnavailableException>(() => second);
        _guests.Time.Advance(TimeSpan.FromHours(1));
        Assert.False(import.IsCompleted);
        _held.SetResult();
        await import;

        Assert.DoesNotContain("b2", (await _guests.HistoryAsync()).Select(booking => booking.BookingId));
    }

    /// <summary>Begins a booking whose commit waits until the test lets it go.</summary>
    private Task<RecordedBooking> HoldAsync()
    {
        var isHeld = false;
        _store.Before = async operation =>
        {
            if (operation is "commit" && !isHeld)
            {
                isHeld = true;
                await _held.Task;
            }
        };
        return Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b1")).AsTask();
    }
}
