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
        using var conflicts = _guests.Meters.Collect(HospitalityMemoryDiagnostics.ConflictsRetried);
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
            Assert.Equal(after!.Log.Recent.Single(known => known.BookingId == booking.BookingId).Sequence, booking.Sequence);
        }

        static IEnumerable<(string, long)> PlacesOf(UserProfile? profile) =>
            profile!.Log.Recent.Select(booking => (booking.BookingId, booking.Sequence)).OrderBy(pair => pair.Sequence);
    }

    [Fact]
    public async Task A_write_that_loses_every_race_gives_up_and_leaves_nothing()
    {
        using var conflicts = _guests.Meters.Collect(HospitalityMemoryDiagnostics.ConflictsRetried);
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

        Assert.Equal((32, 32L), (exception.Attempts, conflicts.GetMeasurementSnapshot().Sum(measurement => measurement.Value)));
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
    public async Task Another_learner_finds_a_record_made_anew_from_the_whole_history()
    {
        for (var number = 0; number < 50; number++)
        {
            await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay($"b{number}") with { CheckIn = new DateOnly(2020, 1, 1).AddDays(number) });
        }

        var other = _guests.Create(new ConsentTests.RenamedLearner());
        _guests.Time.Advance(TimeSpan.FromDays(1));
        _store.Calls.Clear();
        await other.MarkActiveAsync(Guests.Id);

        Assert.Contains("bookings", _store.Calls);
        Assert.Equal("renamed/7", (await _guests.StoredAsync()).Log.Learner);
        Assert.Equal(50, (await other.GetUserProfileAsync(Guests.Id))!.Insights.BookingCount);

        _store.Calls.Clear();
        await other.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("new"));
        Assert.Equal(["get-for-update", "commit"], _store.Calls);
    }

    [Fact]
    public async Task A_booking_of_another_while_the_record_is_rebuilt_is_not_lost()
    {
        for (var number = 0; number < 50; number++)
        {
            await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay($"b{number}") with { CheckIn = new DateOnly(2020, 1, 1).AddDays(number) });
        }

        using var other = new Guests(_store.Inner);
        var isBooked = false;
        _store.Before = async operation =>
        {
            if (operation is "bookings" && !isBooked)
            {
                isBooked = true;
                await other.Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("meanwhile", "Rome"));
            }
        };

        await Memory.CancelBookingAsync(Guests.Id, "b0");

        Assert.True(isBooked);
        var profile = (await Memory.GetUserProfileAsync(Guests.Id))!;
        Assert.Equal(50, profile.Insights.BookingCount);
        Assert.Contains("Rome", profile.Preferences.PreferredCities);
        Assert.Equal(51, (await _guests.HistoryAsync()).Count);
    }
}
