namespace HospitalityMemory.Tests.Learning;

public sealed class BookingLogTests
{
    [Fact]
    public void Bookings_are_kept_newest_check_in_first_and_by_descending_id_on_a_day()
    {
        var log = Stays.Log([
            Stays.At("Miami", "2026-01-02", "a"),
            Stays.At("Miami", "2026-01-03", "b"),
            Stays.At("Miami", "2026-01-02", "c"),
            Stays.At("Miami", "2026-01-01", "d"),
        ]);

        Assert.Equal(["b", "c", "a", "d"], log.Recent.Select(booking => booking.BookingId));
        Assert.Equal([2L, 3, 1, 4], log.Recent.Select(booking => booking.Sequence));
        Assert.Equal(4, log.LastSequence);
    }

    [Theory]
    [InlineData(39, 39)]
    [InlineData(40, 20)]
    [InlineData(59, 39)]
    [InlineData(60, 20)]
    [InlineData(1003, 23)]
    public void Twenty_to_39_bookings_stay_in_full_and_none_is_lost(int count, int expected)
    {
        var log = Stays.Log(Enumerable.Range(1, count).Select(number => Stays.Numbered(number)));

        Assert.Equal(expected, log.Recent.Count);
        Assert.Equal(count - expected, log.EarlierBookings);
        Assert.Equal(count, log.ToTravelRecord().Count);
        Assert.Equal(count, log.LastSequence);
    }

    [Fact]
    public void A_booking_recorded_late_does_not_displace_the_latest()
    {
        var log = Stays.Log(Enumerable.Range(100, 39).Select(number => Stays.Numbered(number)));

        var added = log.Add(Stays.Numbered(1));

        Assert.Equal(20, added.Recent.Count);
        Assert.DoesNotContain(added.Recent, booking => booking.BookingId is "b00001");
        Assert.Equal(new DateOnly(2000, 1, 2), added.ToTravelRecord().Earlier.FirstCheckIn);
    }

    [Fact]
    public void A_cancelled_booking_stays_in_the_log_and_teaches_nothing()
    {
        var log = Stays.Log([Stays.At("Miami", "2026-01-02"), Stays.At("Oslo", "2026-01-03")]);
        var oslo = log.Recent[0];

        var cancelled = log.Replace(oslo, oslo with { CancelledAt = Stays.Noon });

        Assert.NotNull(cancelled);
        Assert.Equal(2, cancelled.Recent.Count);
        Assert.Equal("Miami", Assert.Single(cancelled.ToTravelRecord().Stays).City);
    }

    [Fact]
    public void Replacing_a_recent_booking_keeps_its_sequence_and_sorts_it_anew()
    {
        var log = Stays.Log([Stays.At("Miami", "2026-01-02", "a"), Stays.At("Oslo", "2026-01-03", "b")]);

        var replaced = log.Replace(log.Recent[1], Stays.At("Miami", "2026-02-01", "a"));

        Assert.NotNull(replaced);
        Assert.Equal(["a", "b"], replaced.Recent.Select(booking => booking.BookingId));
        Assert.Equal([1L, 2], replaced.Recent.Select(booking => booking.Sequence));
        Assert.Equal(2, replaced.LastSequence);
    }

    [Fact]
    public void A_counted_booking_that_taught_cannot_be_replaced_without_a_rebuild()
    {
        var log = Stays.Log(Enumerable.Range(1, 40).Select(number => Stays.Numbered(number)));
        var counted = Stays.Numbered(1) with { Sequence = 1 };

        Assert.Null(log.Replace(counted, counted with { GuestRating = 5 }));
        Assert.Null(log.Replace(counted, counted with { CancelledAt = Stays.Noon }));
    }

    [Fact]
    public void A_counted_booking_that_never_taught_changes_nothing()
    {
        var log = Stays.Log(Enumerable.Range(1, 40).Select(number => Stays.Numbered(number))).Forget();
        var counted = Stays.Numbered(1) with { Sequence = 1 };

        var replaced = log.Replace(counted, counted with { GuestRating = 5 });

        Assert.Equal(log, replaced);
    }

    [Fact]
    public void A_counted_booking_that_moves_among_the_latest_asks_for_a_rebuild()
    {
        var log = Stays.Log(Enumerable.Range(1, 40).Select(number => Stays.Numbered(number))).Forget();
        var counted = Stays.Numbered(1) with { Sequence = 1 };

        Assert.Null(log.Replace(counted, counted with { CheckIn = Stays.Day("2026-01-01"), CheckOut = null }));
    }

    [Fact]
    public void One_of_the_latest_that_moves_behind_them_asks_for_a_rebuild_once_others_are_counted()
    {
        var log = Stays.Log(Enumerable.Range(1, 45).Select(number => Stays.Numbered(number)));
        var newest = log.Recent[0];
        var old = newest with { CheckIn = Stays.Day("1999-01-01"), CheckOut = null };

        Assert.Null(log.Replace(newest, old));
        Assert.NotNull(log.Replace(newest, newest with { CheckIn = newest.CheckIn.AddDays(-3) }));
    }

    [Fact]
    public void Withdrawal_drops_what_was_learned_and_later_bookings_teach_again()
    {
        var log = Stays.Log(Enumerable.Range(1, 50).Select(number => Stays.Numbered(number)))
            .NoteSearch(Stays.Search("Oslo"))
            .Forget();

        Assert.Equal(0, log.ToTravelRecord().Count);
        Assert.Empty(log.Searches);
        Assert.Equal(30, log.Recent.Count);

        var taught = log.Add(Stays.At("Rome", "2026-01-01")).ToTravelRecord();
        Assert.Equal("Rome", Assert.Single(taught.Stays).City);
        Assert.Equal(1, taught.Count);
    }

    [Fact]
    public void What_was_recorded_before_a_withdrawal_is_not_counted_later()
    {
        var log = Stays.Log(Enumerable.Range(1, 30).Select(number => Stays.Numbered(number))).Forget();
        log = Enumerable.Range(31, 100).Aggregate(log, (current, number) => current.Add(Stays.Numbered(number)));

        Assert.Equal(100, log.ToTravelRecord().Count);
    }

    [Fact]
    public void A_rebuild_keeps_searches_sequence_and_consent_and_names_the_learner()
    {
        var log = Stays.Log(Enumerable.Range(1, 10).Select(number => Stays.Numbered(number))).Forget()
            .Add(Stays.At("Rome", "2026-01-01"))
            .NoteSearch(Stays.Search("Oslo"));

        var rebuilt = log.Rebuild(log.Recent.Reverse(), "frequency/1");

        Assert.Equal("frequency/1", rebuilt.Learner);
        Assert.Equal(log.Searches, rebuilt.Searches);
        Assert.Equal(11, rebuilt.LastSequence);
        Assert.Equal(10, rebuilt.LearnsAfter);
        Assert.Equal(log.Recent, rebuilt.Recent);
    }

    [Fact]
    public void The_last_day_is_that_of_a_long_stay_also_once_it_is_only_counted()
    {
        var longStay = Stays.At("Oslo", "1999-01-01") with { CheckOut = Stays.Day("2030-01-01") };
        var log = Stays.Log(Enumerable.Range(1, 40).Select(number => Stays.Numbered(number)).Prepend(longStay));

        Assert.DoesNotContain(log.Recent, booking => booking.City is "Oslo");
        Assert.Equal(Stays.Day("2030-01-01"), log.LastStayDay);
        Assert.Equal(log.LastStayDay, new UserProfile { UserId = "guest", CreatedAt = Stays.Noon, Log = log }.LastStayDay);
    }

    [Fact]
    public void The_last_day_is_known_where_all_recent_bookings_are_cancelled()
    {
        var log = Stays.Log(Enumerable.Range(1, 41).Select(number => Stays.Numbered(number) with { CheckOut = null }));
        foreach (var booking in log.Recent)
        {
            log = log.Replace(booking, booking with { CancelledAt = Stays.Noon })!;
        }

        Assert.Equal(Stays.Numbered(20).CheckIn, log.LastStayDay);
    }

    [Fact]
    public void Cancelling_the_counted_booking_that_ends_last_asks_for_a_rebuild_even_where_it_did_not_teach()
    {
        var longStay = Stays.At("Oslo", "1999-01-01") with { CheckOut = Stays.Day("2030-01-01") };
        var log = Stays.Log(Enumerable.Range(1, 40).Select(number => Stays.Numbered(number)).Prepend(longStay)).Forget();
        var recorded = longStay with { Sequence = 1 };

        Assert.Null(log.Replace(recorded, recorded with { CancelledAt = Stays.Noon }));
        Assert.Equal(
            Stays.Day("2031-01-01"),
            log.Replace(Stays.Numbered(1) with { Sequence = 2 }, Stays.Numbered(1) with { CheckOut = Stays.Day("2031-01-01") })?.LastStayDay);
    }

    [Fact]
    public void Adding_allocates_less_than_a_kilobyte_after_ten_thousand_bookings_too()
    {
        Booking[] bookings = [.. Enumerable.Range(1, 12_000).Select(number => Stays.Numbered(number))];
        var log = Stays.Log(bookings[..10_000]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 10_000; i < bookings.Length; i++)
        {
            log = log.Add(bookings[i]);
        }

        var perBooking = (GC.GetAllocatedBytesForCurrentThread() - before) / 2_000;
        Assert.Equal(12_000, log.LastSequence);
        Assert.InRange(perBooking, 1, 1_024);
    }
}
