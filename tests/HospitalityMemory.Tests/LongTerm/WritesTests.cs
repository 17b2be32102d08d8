using Microsoft.Extensions.Logging;

namespace HospitalityMemory.Tests.LongTerm;

/// <summary>Lost races, erasure against slow updates, outages, cancellation, new learners.</summary>
public sealed class WritesTests : IDisposable
{
    private readonly HookedProfileStore _store = new();
    private readonly Guests _guests;

    public WritesTests() => _guests = new Guests(_store);

    private LongTermMemory Memory => _guests.Memory;

    public void Dispose() => _guests.Dispose();

    [Fact]
    public async Task A_write_that_lost_a_race_is_made_again_on_the_newer_profile()
    {
        using var conflicts = _guests.Meters.Collect(HospitalityMemoryTelemetry.ConflictsRetried);
        await Memory.InitializeUserProfileAsync(Guests.Id);
        using var other = new Guests(_store.Inner);
        var races = 3;
        _store.Before = async operation =>
        {
            if (operation is "commit" && races-- > 0)
            {
                await other.Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay($"other{races}"));
            }
        };
        var runs = 0;

        var updated = await Memory.UpdateUserProfileAsync(Guests.Id, fields =>
        {
            runs++;
            return fields with { Attributes = fields.Attributes.Set("x", true) };
        });

        Assert.Equal(4, runs);
        Assert.Equal(3, updated.BookingHistory.Count);
        Assert.Equal(3, conflicts.GetMeasurementSnapshot().Sum(measurement => measurement.Value));
    }

    [Fact]
    public async Task A_booking_that_lost_a_race_takes_the_place_after_the_winner_and_changes_nothing_that_was_read()
    {
        using var other = new Guests(_store.Inner);
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b1"));
        var before = await _store.Inner.GetAsync(Guests.Id, CancellationToken.None);
        UserProfile? won = null;
        _store.Before = async operation =>
        {
            if (operation is "commit" && won is null)
            {
                await other.Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b2"));
                won = await _store.Inner.GetAsync(Guests.Id, CancellationToken.None);
            }
        };

        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b3"));

        var after = await _store.Inner.GetAsync(Guests.Id, CancellationToken.None);
        Assert.Equal([("b1", 1L)], PlacesOf(before));
        Assert.Equal([("b1", 1L), ("b2", 2L)], PlacesOf(won));
        Assert.Equal([("b1", 1L), ("b2", 2L), ("b3", 3L)], PlacesOf(after));
        await foreach (var booking in _store.Inner.GetBookingsAsync(Guests.Id, CancellationToken.None))
        {
            Assert.Equal(after!.Bookings.Latest.Single(known => known.BookingId == booking.BookingId).Sequence, booking.Sequence);
        }

        static IEnumerable<(string, long)> PlacesOf(UserProfile? profile) =>
            profile!.Bookings.Latest.Select(booking => (booking.BookingId, booking.Sequence)).OrderBy(pair => pair.Sequence);
    }

    [Fact]
    public async Task A_write_that_loses_every_race_gives_up_and_leaves_nothing()
    {
        using var conflicts = _guests.Meters.Collect(HospitalityMemoryTelemetry.ConflictsRetried);
        await Memory.InitializeUserProfileAsync(Guests.Id);
        _store.Before = async operation =>
        {
            if (operation is "commit")
            {
                var current = (await _store.Inner.GetForUpdateAsync(Guests.Id, null, CancellationToken.None)).Profile!;
                await _store.Inner.TryCommitAsync(current, [], CancellationToken.None);
            }
        };

        var exception = await Assert.ThrowsAsync<MemoryConcurrencyException>(
            async () => await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b1")));

        Assert.InRange(exception.Attempts, 45, 1_000);
        Assert.Equal(exception.Attempts, conflicts.GetMeasurementSnapshot().Sum(measurement => measurement.Value));
        Assert.True(exception.Duration <= _guests.Options.LongTerm.Timeout, $"{exception.Duration}");
        Assert.Empty(await _guests.HistoryAsync());
        Assert.Empty((await _guests.StoredAsync()).BookingHistory);
    }

    [Fact]
    public async Task An_update_computed_from_erased_data_never_lands()
    {
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("secret", "Rome"));
        var isErased = false;
        _store.Before = async operation =>
        {
            if (operation is "commit" && !isErased)
            {
                isErased = true;
                await _store.Inner.DeleteAsync(Guests.Id, CancellationToken.None);
            }
        };

        // The booking that comes after the erasure starts an empty profile; what the slow write had read is gone.
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("later", "Oslo"));

        Assert.True(isErased);
        var profile = (await Memory.GetUserProfileAsync(Guests.Id))!;
        Assert.Equal(["later"], profile.BookingHistory.Select(booking => booking.BookingId));
        Assert.Equal(["Oslo"], profile.Preferences.PreferredCities);
        Assert.Equal(1, Assert.Single(await _guests.HistoryAsync()).Sequence);
    }

    [Fact]
    public async Task An_update_of_an_erased_profile_finds_none()
    {
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("secret"));
        _store.Before = async operation =>
        {
            if (operation is "commit")
            {
                await _store.Inner.DeleteAsync(Guests.Id, CancellationToken.None);
            }
        };

        await Assert.ThrowsAsync<ProfileNotFoundException>(async () => await Memory.UpdateUserProfileAsync(
            Guests.Id, fields => fields with { Attributes = fields.Attributes.Set("copied", "secret") }));
        await Assert.ThrowsAsync<BookingNotFoundException>(async () => await Memory.RateBookingAsync(Guests.Id, "secret", 3));

        Assert.Null(await Memory.GetUserProfileAsync(Guests.Id));
        Assert.Equal(0, await _store.Inner.CountBookingsAsync(Guests.Id, CancellationToken.None));
    }

    [Fact]
    public async Task A_cancelled_call_stops_before_the_next_attempt()
    {
        await Memory.InitializeUserProfileAsync(Guests.Id);
        using var source = new CancellationTokenSource();
        _store.Before = async operation =>
        {
            if (operation is "commit")
            {
                var current = (await _store.Inner.GetForUpdateAsync(Guests.Id, null, CancellationToken.None)).Profile!;
                await _store.Inner.TryCommitAsync(current, [], CancellationToken.None);
            }
        };
        _store.After = async operation =>
        {
            if (operation is "commit")
            {
                await source.CancelAsync();
            }
        };
        _store.Calls.Clear();

        await Assert.ThrowsAsync<OperationCanceledException>(
            async () => await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b1"), source.Token));

        Assert.Equal(["get-for-update", "commit"], _store.Calls);
        Assert.Empty(await _guests.HistoryAsync());
    }

    [Fact]
    public async Task A_write_repeated_after_the_line_broke_ends_in_the_same_state_once()
    {
        _store.After = operation => operation is "commit" ? throw new MemoryUnavailableException("The line broke.") : default;
        await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b1")));
        _store.After = _ => default;

        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b1"));

        Assert.Equal(1, (await Memory.GetUserProfileAsync(Guests.Id))!.Insights.BookingCount);
        Assert.Single(await _guests.HistoryAsync());
    }

    [Fact]
    public async Task An_outage_is_an_error_unless_defaults_may_be_served()
    {
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b1"));
        var outage = new MemoryUnavailableException("Out of reach.");
        _store.Before = _ => throw outage;
        await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await Memory.GetUserPreferencesAsync(Guests.Id));
        await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await Memory.GetPersonalizationContextAsync(Guests.Id));
        Assert.Equal(0, _guests.Log.Collector.Count);

        _guests.Options.LongTerm.ServeDefaultsWhenUnavailable = true;
        var preferences = await Memory.GetUserPreferencesAsync(Guests.Id);
        var context = await Memory.GetPersonalizationContextAsync(Guests.Id, new BookingSlots { CheckInDate = new(2026, 7, 1) });

        Assert.True(preferences.IsDegraded);
        Assert.Empty(preferences.PreferredCities);
        Assert.True(context.IsDegraded);
        Assert.True(context.Preferences.IsDegraded);
        Assert.Equal((Guests.Id, 7), (context.UserId, context.TravelMonth));
        Assert.All(_guests.Log.Collector.GetSnapshot(), record =>
        {
            Assert.Equal((LogLevel.Warning, outage), (record.Level, record.Exception));
            Assert.DoesNotContain(Guests.Id, record.Message, StringComparison.Ordinal);
        });
        Assert.Equal(2, _guests.Log.Collector.Count);
        await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await Memory.GetUserProfileAsync(Guests.Id));
        await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await Memory.GetUserAnalyticsAsync(Guests.Id));
        await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b2")));
    }

    [Fact]
    public async Task A_rating_costs_what_a_booking_costs_and_a_cancellation_one_bounded_read_more()
    {
        await BookAsync(150);

        Assert.Equal(["get-for-update", "commit"], await CallsAsync(() => Memory.AddBookingToHistoryAsync(Guests.Id, Numbered(151))));
        Assert.Equal(["get-for-update", "commit"], await CallsAsync(() => Memory.RateBookingAsync(Guests.Id, "b100", 5)));
        Assert.Equal(["get-for-update", "commit"], await CallsAsync(() => Memory.RateBookingAsync(Guests.Id, "b1", 5)));
        Assert.Equal(["get-for-update", "bookings-before", "commit"], await CallsAsync(() => Memory.CancelBookingAsync(Guests.Id, "b100")));

        var profile = (await Memory.GetUserProfileAsync(Guests.Id))!;
        Assert.Equal(150, profile.Insights.BookingCount);
        Assert.Equal(
            Enumerable.Range(51, 101).Where(number => number is not 100).Reverse().Select(number => $"b{number}"),
            profile.Bookings.Window.Select(stay => stay.BookingId));
    }

    [Fact]
    public async Task A_booking_older_than_a_full_window_is_read_by_nobody_when_it_changes()
    {
        await BookAsync(150);

        Assert.Equal(["get-for-update", "commit"], await CallsAsync(() => Memory.CancelBookingAsync(Guests.Id, "b20")));
        Assert.Equal(["get-for-update", "commit"], await CallsAsync(() => Memory.AddBookingToHistoryAsync(Guests.Id, Numbered(10) with { CheckIn = new(2019, 1, 1) })));
        Assert.Equal(["get-for-update", "commit"], await CallsAsync(() => Memory.AddBookingToHistoryAsync(Guests.Id, Numbered(200) with { CheckIn = new(2018, 1, 1) })));

        Assert.Equal(150, (await Memory.GetUserProfileAsync(Guests.Id))!.Insights.BookingCount);
    }

    [Fact]
    public async Task Only_where_a_whole_page_does_not_teach_is_the_next_one_read()
    {
        await BookAsync(150);
        foreach (var number in Enumerable.Range(21, 30))
        {
            await Memory.CancelBookingAsync(Guests.Id, $"b{number}");
        }

        Assert.Equal(
            ["get-for-update", "bookings-before", "bookings-before", "commit"], await CallsAsync(() => Memory.CancelBookingAsync(Guests.Id, "b120")));

        Assert.Equal("b20", (await _guests.StoredAsync()).Bookings.Window[^1].BookingId);
    }

    [Fact]
    public async Task One_of_the_latest_that_moves_behind_all_others_leaves_the_right_ones()
    {
        await BookAsync(130);

        await Memory.AddBookingToHistoryAsync(Guests.Id, Numbered(125) with { CheckIn = new(2010, 1, 1) });

        var stored = (await _guests.StoredAsync()).Bookings;
        int[] latest = [.. Enumerable.Range(1, 130).Where(number => number is not 125).Reverse()];
        Assert.Equal(latest.Take(20).Select(number => $"b{number}"), stored.Latest.Select(booking => booking.BookingId));
        Assert.Equal(latest.Take(100).Select(number => $"b{number}"), stored.Window.Select(booking => booking.BookingId));
        Assert.Equal((130, 130), (stored.Latest.Total, stored.Window.Total));
    }

    [Fact]
    public async Task A_booking_of_another_while_a_gap_is_filled_is_not_lost()
    {
        await BookAsync(150);
        using var other = new Guests(_store.Inner);
        var isBooked = false;
        _store.Before = async operation =>
        {
            if (operation is "bookings-before" && !isBooked)
            {
                isBooked = true;
                await other.Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("meanwhile", "Rome"));
            }
        };

        await Memory.CancelBookingAsync(Guests.Id, "b100");

        Assert.True(isBooked);
        var profile = (await Memory.GetUserProfileAsync(Guests.Id))!;
        Assert.Equal(150, profile.Insights.BookingCount);
        Assert.Contains("Rome", profile.Preferences.PreferredCities);
        Assert.Equal(151, (await _guests.HistoryAsync()).Count);
    }

    private static Booking Numbered(int number) => Guests.Stay($"b{number}") with { CheckIn = new DateOnly(2020, 1, 1).AddDays(number), CheckOut = null };

    private async Task BookAsync(int count)
    {
        for (var number = 1; number <= count; number++)
        {
            await Memory.AddBookingToHistoryAsync(Guests.Id, Numbered(number));
        }
    }

    private async Task<IReadOnlyList<string>> CallsAsync<T>(Func<ValueTask<T>> act)
    {
        _store.Calls.Clear();
        await act();
        return [.. _store.Calls];
    }
}
