namespace HospitalityMemory.Tests.LongTerm;

public sealed class BookingsTests : IDisposable
{
    private readonly Guests _guests = new();

    private LongTermMemory Memory => _guests.Memory;

    public void Dispose() => _guests.Dispose();

    [Fact]
    public async Task A_booking_is_recorded_and_teaches_in_one_commit()
    {
        var store = new HookedProfileStore();
        using var guests = new Guests(store);

        var recorded = (await guests.Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b1") with { PricePerNight = 200, Currency = null })).Booking;

        Assert.Equal(["get-for-update", "commit"], store.Calls);
        Assert.Equal(("b1", "USD", 1L), (recorded.BookingId, recorded.Currency, recorded.Sequence));
        Assert.Equal(recorded, Assert.Single(await guests.HistoryAsync()));
        var profile = (await guests.Memory.GetUserProfileAsync(Guests.Id))!;
        Assert.Equal(["Miami"], profile.Preferences.PreferredCities);
        Assert.Equal(1, profile.Insights.BookingCount);
        Assert.Equal("b1", Assert.Single(profile.BookingHistory).BookingId);
        Assert.Equal((guests.Now, guests.Now, guests.Now), (profile.CreatedAt, profile.UpdatedAt, profile.LastActiveAt));
    }

    [Fact]
    public async Task The_same_booking_again_changes_nothing()
    {
        var booking = Guests.Stay("b1") with { Amenities = ["pool", "wifi"], PricePerNight = 90 };
        var first = (await Memory.AddBookingToHistoryAsync(Guests.Id, booking)).Booking;
        await Memory.RateBookingAsync(Guests.Id, "b1", 4);
        var before = await _guests.StoredAsync();
        _guests.Time.Advance(TimeSpan.FromDays(3));

        var again = (await Memory.AddBookingToHistoryAsync(Guests.Id, booking with { Amenities = ["wifi", " pool"], City = "Miami " })).Booking;

        Assert.Same(before, await _guests.StoredAsync());
        Assert.Equal((first.Sequence, 4m), (again.Sequence, again.GuestRating));
    }

    [Fact]
    public async Task Another_content_of_the_same_id_amends_and_is_counted_once()
    {
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b1", "Miami"));
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b2", "Oslo"));
        await Memory.RateBookingAsync(Guests.Id, "b1", 5);

        var amended = (await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b1", "Rome", month: 7))).Booking;

        Assert.Equal(("Rome", 1L, 5m), (amended.City, amended.Sequence, amended.GuestRating));
        var profile = (await Memory.GetUserProfileAsync(Guests.Id))!;
        Assert.Equal(["Rome", "Oslo"], profile.Preferences.PreferredCities);
        Assert.Equal(2, profile.Insights.BookingCount);
        Assert.Equal(["b1", "b2"], (await _guests.HistoryAsync()).Select(booking => booking.BookingId));
    }

    [Fact]
    public async Task A_rating_given_with_an_amendment_replaces_the_one_before()
    {
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b1") with { GuestRating = 2 });

        Assert.Equal(4, (await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b1") with { GuestRating = 4 })).Booking.GuestRating);
    }

    [Fact]
    public async Task A_rating_is_recorded_replaced_and_written_once()
    {
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b1"));

        Assert.Equal(3.5m, (await Memory.RateBookingAsync(Guests.Id, "b1", 3.5m)).GuestRating);
        Assert.Equal(5, (await Memory.RateBookingAsync(Guests.Id, "b1", 5)).GuestRating);
        var before = await _guests.StoredAsync();
        await Memory.RateBookingAsync(Guests.Id, "b1", 5);

        Assert.Same(before, await _guests.StoredAsync());
        Assert.Equal(5, Assert.Single(before.BookingHistory).GuestRating);
        Assert.Equal(5, Assert.Single(await _guests.HistoryAsync()).GuestRating);
    }

    [Fact]
    public async Task A_cancelled_booking_stays_in_the_history_and_no_longer_teaches()
    {
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b1", "Rome"));
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b2", "Oslo"));

        var cancelled = await Memory.CancelBookingAsync(Guests.Id, "b1");
        var before = await _guests.StoredAsync();
        _guests.Time.Advance(TimeSpan.FromHours(1));
        var again = await Memory.CancelBookingAsync(Guests.Id, "b1");

        Assert.Equal(before.UpdatedAt, cancelled.CancelledAt);
        Assert.Equal(cancelled.CancelledAt, again.CancelledAt);
        Assert.Same(before, await _guests.StoredAsync());
        Assert.Equal(["Oslo"], (await Memory.GetUserPreferencesAsync(Guests.Id)).PreferredCities);
        Assert.Equal(["b2", "b1"], (await _guests.HistoryAsync()).Select(booking => booking.BookingId));
        Assert.NotNull((await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b1", "Rome"))).Booking.CancelledAt);
    }

    [Fact]
    public async Task A_booking_imported_as_cancelled_never_teaches()
    {
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b1") with { CancelledAt = _guests.Now.AddDays(-3) });

        Assert.Empty((await Memory.GetUserPreferencesAsync(Guests.Id)).PreferredCities);
        Assert.NotNull(Assert.Single(await _guests.HistoryAsync()).CancelledAt);
    }

    [Fact]
    public async Task A_booking_that_the_guest_does_not_have_can_be_neither_rated_nor_cancelled()
    {
        await Memory.AddBookingToHistoryAsync("other", Guests.Stay("b1"));
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b2"));

        var exception = await Assert.ThrowsAsync<BookingNotFoundException>(async () => await Memory.RateBookingAsync(Guests.Id, "b1", 3));
        await Assert.ThrowsAsync<BookingNotFoundException>(async () => await Memory.CancelBookingAsync(Guests.Id, "b1"));
        await Assert.ThrowsAsync<BookingNotFoundException>(async () => await Memory.CancelBookingAsync("stranger", "b1"));

        Assert.Equal((Guests.Id, "b1"), (exception.UserId, exception.BookingId));
        Assert.Null(await Memory.GetUserProfileAsync("stranger"));
        Assert.Null(Assert.Single(await _guests.HistoryAsync("other")).CancelledAt);
    }

    [Fact]
    public async Task Rating_or_cancelling_a_booking_long_gone_from_the_profile_rebuilds_what_it_taught()
    {
        for (var number = 0; number < 100; number++)
        {
            var day = new DateOnly(2020, 1, 1).AddDays(number);
            await Memory.AddBookingToHistoryAsync(
                Guests.Id, Guests.Stay($"b{number}", number is 3 ? "Rome" : "Oslo") with { CheckIn = day, Amenities = number is 3 ? ["pool"] : [] });
        }

        Assert.Contains("Rome", (await Memory.GetUserPreferencesAsync(Guests.Id)).PreferredCities);
        await Memory.RateBookingAsync(Guests.Id, "b3", 5);
        await Memory.CancelBookingAsync(Guests.Id, "b3");

        var profile = (await Memory.GetUserProfileAsync(Guests.Id))!;
        Assert.Equal(["Oslo"], profile.Preferences.PreferredCities);
        Assert.Equal(99, profile.Insights.BookingCount);
        Assert.Equal(100, (await _guests.HistoryAsync()).Count);
        Assert.Equal(20, profile.BookingHistory.Count);
    }

    [Fact]
    public async Task Bookings_that_many_tasks_record_at_once_are_all_there_and_counted_once()
    {
        const int Tasks = 4;
        const int PerTask = 15;
        for (var round = 0; round < 10; round++)
        {
            var guest = $"guest-{round}";
            await Task.WhenAll(Enumerable.Range(0, Tasks).Select(task => Task.Run(async () =>
            {
                for (var number = 0; number < PerTask; number++)
                {
                    // Each id is recorded by two tasks.
                    await Memory.AddBookingToHistoryAsync(guest, Guests.Stay($"t{task / 2}-{number}", "Rome", day: 1 + number));
                }
            })));

            var history = await _guests.HistoryAsync(guest);
            Assert.Equal(Tasks / 2 * PerTask, history.Count);
            Assert.Equal(Enumerable.Range(1, history.Count), history.Select(booking => (int)booking.Sequence).Order());
            Assert.Equal(history.Count, (await Memory.GetUserProfileAsync(guest))!.Insights.BookingCount);
        }
    }

    [Fact]
    public async Task The_history_streams_newest_check_in_first_and_is_empty_for_a_stranger()
    {
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("old", year: 2019));
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("new", year: 2025));
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("mid", year: 2022));

        Assert.Equal(["new", "mid", "old"], (await _guests.HistoryAsync()).Select(booking => booking.BookingId));
        Assert.Empty(await _guests.HistoryAsync("stranger"));
    }

    [Fact]
    public async Task Only_new_bookings_that_teach_are_counted_as_learned()
    {
        using var learned = _guests.Meters.Collect(HospitalityMemoryTelemetry.BookingsLearned);

        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b1"));
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b1"));
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b1", "Rome"));
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b2") with { CancelledAt = _guests.Now });
        await Memory.SetConsentAsync(Guests.Id, granted: false);
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b3"));

        Assert.Equal(1, learned.GetMeasurementSnapshot().Sum(measurement => measurement.Value));
    }

    [Fact]
    public async Task A_booking_costs_the_same_after_ten_and_after_ten_thousand()
    {
        // Bytes, which unlike time are the same on every machine.
        var early = await AllocatedAsync("few", 10);
        var late = await AllocatedAsync("many", 10_000);

        Assert.InRange(late, 0, early * 1.5);
        Assert.InRange(late, 0, 4_096);

        async Task<double> AllocatedAsync(string userId, int before)
        {
            const int Measured = 200;
            var start = new DateOnly(2000, 1, 1);
            for (var number = 0; number < before; number++)
            {
                await Memory.AddBookingToHistoryAsync(userId, Guests.Stay($"b{number}") with { CheckIn = start.AddDays(number) });
            }

            var bookings = Enumerable.Range(before, Measured).Select(number => Guests.Stay($"b{number}") with { CheckIn = start.AddDays(number) }).ToArray();
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            foreach (var booking in bookings)
            {
                // Completes at once in memory, so that this thread is the one that is measured.
                await Memory.AddBookingToHistoryAsync(userId, booking);
            }

            return (GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)Measured;
        }
    }

    [Fact]
    public async Task What_a_profile_shows_of_its_bookings_cannot_be_written_to()
    {
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b1", "Rome"));
        var profile = await Memory.GetUserProfileAsync(Guests.Id);

        Assert.Throws<NotSupportedException>(() => ((IList<Booking>)profile!.BookingHistory)[0] = Guests.Stay("b1", "Oslo"));
    }
}
