namespace HospitalityMemory.Tests.Learning;

public sealed class KnownBookingsTests
{
    [Fact]
    public void Bookings_are_held_newest_check_in_first_and_by_descending_id_on_a_day()
    {
        var known = Stays.Known([
            Stays.At("Miami", "2026-01-02", "a"),
            Stays.At("Miami", "2026-01-03", "b"),
            Stays.At("Miami", "2026-01-02", "c"),
            Stays.At("Miami", "2026-01-01", "d"),
        ]);

        Assert.Equal(["b", "c", "a", "d"], known.Latest.Select(booking => booking.BookingId));
        Assert.Equal([2L, 3, 1, 4], known.Latest.Select(booking => booking.Sequence));
        Assert.Equal(known.Latest, known.Window);
        Assert.Equal(4, known.LastSequence);
    }

    [Theory]
    [InlineData(19)]
    [InlineData(20)]
    [InlineData(21)]
    [InlineData(100)]
    [InlineData(101)]
    [InlineData(1_003)]
    public void The_latest_20_and_the_latest_100_that_teach_are_held_and_all_are_counted(int count)
    {
        var known = Stays.Known(Enumerable.Range(1, count).Select(number => Stays.Numbered(number)));

        Assert.Equal(Ids(count, Math.Min(20, count)), known.Latest.Select(booking => booking.BookingId));
        Assert.Equal(Ids(count, Math.Min(100, count)), known.ToTravelRecord().Bookings.Select(booking => booking.BookingId));
        Assert.Equal((count, count, count), (known.Latest.Total, known.Window.Total, known.LastSequence));
        Assert.False(known.Lacks);
    }

    [Fact]
    public void Built_anew_of_all_bookings_it_is_what_their_recording_gave()
    {
        Booking[] bookings =
        [
            .. Enumerable.Range(1, 130).Select(number => Stays.Numbered(number) with
            {
                Sequence = number,
                CancelledAt = number % 5 is 0 ? Stays.Noon : null,
                Teaches = number % 7 is not 0,
                // The second of these two stands and ends last. The third is cancelled.
                CheckOut = number switch { 41 => new DateOnly(2001, 1, 1), 31 => new DateOnly(2002, 1, 1), 45 => new DateOnly(2003, 1, 1), _ => null },
            }),
        ];
        var recorded = Stays.Known(bookings);
        var builder = new KnownBookingsBuilder(learnsAfter: 0);
        foreach (var booking in Enumerable.Reverse(bookings))
        {
            builder.Add(booking);
        }

        var built = builder.Build();

        Assert.Equal(recorded.Describe(), built.Describe());
        Assert.Equal((new DateOnly(2002, 1, 1), recorded.EarlierLastDay), (built.EarlierLastDay!.Value, built.EarlierLastDay));
        Assert.Equal(recorded.LastStayDay, built.LastStayDay);
    }

    [Fact]
    public void Built_anew_only_what_was_recorded_after_a_consent_teaches()
    {
        var builder = new KnownBookingsBuilder(learnsAfter: 2);
        for (var number = 4; number > 0; number--)
        {
            builder.Add(Stays.Numbered(number) with { Sequence = number, Teaches = number is not 4 });
        }

        var built = builder.Build();

        Assert.Equal(["b00003"], built.ToTravelRecord().Bookings.Select(booking => booking.BookingId));
        Assert.Equal((4, 1, 4, 2), (built.Latest.Total, built.Window.Total, built.LastSequence, built.LearnsAfter));
    }

    [Theory]
    [InlineData(1, "c a x")]
    [InlineData(2, "d c b a x")]
    [InlineData(3, "e d c b a x")]
    public void Of_one_session_the_bookings_recorded_first_teach(int maxPerSession, string expected)
    {
        var known = Stays.Known([
            Of("x", null, 1), Of("a", "s1", 2), Of("b", "s1", 3), Of("c", "s2", 4), Of("d", "s2", 5), Of("e", "s1", 6),
        ]);

        Assert.Equal(expected, string.Join(' ', known.ToTravelRecord(maxPerSession).Bookings.Select(booking => booking.BookingId)));

        static Booking Of(string id, string? session, int day) => Stays.At("Rome", $"2025-01-0{day}", id) with
        {
            Origin = session is null ? null : new() { Kind = OriginKind.Agent, SessionId = session },
        };
    }

    [Fact]
    public void Stays_that_weigh_more_than_the_window_takes_are_cut_from_the_oldest_on()
    {
        var known = Stays.Known(Enumerable.Range(1, 60).Select(number => Stays.Numbered(number) with { Amenities = Heavy }));
        var weight = BookingWeight.Of(known.Window[0]);

        Assert.Equal(TravelRecord.MaxBytes / weight, known.Window.Count);
        Assert.Equal(Ids(60, known.Window.Count), known.Window.Select(booking => booking.BookingId));
        Assert.Equal(60, known.Window.Total);
        Assert.Equal(20, known.Latest.Count);
        Assert.False(known.Lacks);
    }

    [Fact]
    public void The_latest_stay_is_in_the_window_whatever_it_weighs()
    {
        var huge = Stays.At("Oslo", "2026-01-01") with { AdditionalFields = JsonFields.Empty.Set("notes", new string('x', 300_000)) };
        var known = Stays.Known([Stays.At("Rome", "2025-01-01"), huge]);

        Assert.Equal("Oslo", Assert.Single(known.Window).City);
        Assert.Equal(["Rome"], known.Add(Stays.At("Rome", "2026-02-01")).Window.Select(stay => stay.City));
    }

    [Fact]
    public void A_cancelled_booking_stays_among_the_latest_and_teaches_nothing()
    {
        var known = Stays.Known([Stays.At("Miami", "2026-01-02"), Stays.At("Oslo", "2026-01-03")]);
        var oslo = known.Latest[0];

        var cancelled = known.Replace(oslo, oslo with { CancelledAt = Stays.Noon });

        Assert.Equal(2, cancelled.Latest.Count);
        Assert.Equal("Miami", Assert.Single(cancelled.ToTravelRecord().Bookings).City);
        Assert.Equal(1, cancelled.Window.Total);
        Assert.False(cancelled.Lacks);
    }

    [Fact]
    public void Replacing_a_booking_keeps_its_sequence_and_sorts_it_anew()
    {
        var known = Stays.Known([Stays.At("Miami", "2026-01-02", "a"), Stays.At("Oslo", "2026-01-03", "b")]);

        var replaced = known.Replace(known.Latest[1], Stays.At("Miami", "2026-02-01", "a"));

        Assert.Equal(["a", "b"], replaced.Latest.Select(booking => booking.BookingId));
        Assert.Equal([1L, 2], replaced.Latest.Select(booking => booking.Sequence));
        Assert.Equal(2, replaced.LastSequence);
    }

    [Fact]
    public void A_rating_leaves_no_gap_and_a_cancellation_in_a_full_window_leaves_one()
    {
        var known = Stays.Known(Enumerable.Range(1, 150).Select(number => Stays.Numbered(number)));
        var held = known.Window[70];
        var beyond = Stays.Numbered(3) with { Sequence = 3 };

        Assert.False(known.Replace(held, held with { GuestRating = 5 }).Lacks);
        Assert.Equal(5, known.Replace(held, held with { GuestRating = 5 }).Window[70].GuestRating);
        Assert.True(known.Replace(held, held with { CancelledAt = Stays.Noon }).Lacks);
        Assert.False(known.Replace(beyond, beyond with { CancelledAt = Stays.Noon }).Lacks);
        Assert.Equal(149, known.Replace(beyond, beyond with { CancelledAt = Stays.Noon }).Window.Total);
    }

    [Fact]
    public void Withdrawal_drops_what_was_learned_and_later_bookings_teach_again()
    {
        var known = Stays.Known(Enumerable.Range(1, 50).Select(number => Stays.Numbered(number)))
            .NoteSearch(Stays.Search("Oslo"))
            .Forget();

        Assert.Empty(known.ToTravelRecord().Bookings);
        Assert.Empty(known.Searches);
        Assert.Equal((20, 50L, 0L), (known.Latest.Count, known.Latest.Total, known.Window.Total));

        var taught = known.Add(Stays.At("Rome", "1999-01-01"));
        Assert.Equal("Rome", Assert.Single(taught.ToTravelRecord().Bookings).City);
        Assert.Equal(1, taught.Window.Total);
    }

    [Fact]
    public void The_last_day_is_that_of_a_long_stay_also_once_it_is_no_longer_among_the_latest()
    {
        var longStay = Stays.At("Oslo", "1999-01-01") with { CheckOut = Stays.Day("2030-01-01") };
        var known = Stays.Known(Enumerable.Range(1, 40).Select(number => Stays.Numbered(number)).Prepend(longStay));

        Assert.DoesNotContain(known.Latest, booking => booking.City is "Oslo");
        Assert.Equal(Stays.Day("2030-01-01"), known.LastStayDay);
        Assert.Equal(known.LastStayDay, new UserProfile { UserId = "guest", CreatedAt = Stays.Noon, Bookings = known }.LastStayDay);
        Assert.Equal(
            Stays.Day("2031-01-01"),
            known.Replace(Stays.Numbered(1) with { Sequence = 2 }, Stays.Numbered(1) with { CheckOut = Stays.Day("2031-01-01") }).LastStayDay);
    }

    [Fact]
    public void The_last_day_is_known_where_all_of_the_latest_are_cancelled()
    {
        var known = Stays.Known(Enumerable.Range(1, 41).Select(number => Stays.Numbered(number) with { CheckOut = null }));
        foreach (var booking in known.Latest)
        {
            known = known.Replace(booking, booking with { CancelledAt = Stays.Noon });
        }

        Assert.Equal(Stays.Numbered(21).CheckIn, known.LastStayDay);
    }

    [Fact]
    public void All_bookings_one_by_one_newest_first_are_known_as_if_they_had_been_added()
    {
        var added = Stays.Known(Enumerable.Range(1, 250).Select(number => Stays.Numbered(number)));
        var builder = new KnownBookingsBuilder(learnsAfter: 0);
        foreach (var number in Enumerable.Range(1, 250).Reverse())
        {
            builder.Add(Stays.Numbered(number) with { Sequence = number });
        }

        var built = builder.Build();

        Assert.Equal(added.Describe(), built.Describe());
    }

    [Fact]
    public void Adding_allocates_less_than_half_a_kilobyte_after_ten_thousand_bookings_too()
    {
        Booking[] bookings = [.. Enumerable.Range(1, 12_000).Select(number => Stays.Numbered(number) with { Sequence = number })];
        var known = Stays.Known(bookings[..10_000]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 10_000; i < bookings.Length; i++)
        {
            known = known.Add(bookings[i]);
        }

        var perBooking = (GC.GetAllocatedBytesForCurrentThread() - before) / 2_000;
        Assert.Equal(12_000, known.LastSequence);
        Assert.InRange(perBooking, 1, 512);
    }

    private static string[] Heavy { get; } = [.. Enumerable.Range(0, 100).Select(number => new string('é', 95) + number)];

    private static IEnumerable<string> Ids(int newest, int count) => Enumerable.Range(newest - count + 1, count).Reverse().Select(number => $"b{number:D5}");
}
