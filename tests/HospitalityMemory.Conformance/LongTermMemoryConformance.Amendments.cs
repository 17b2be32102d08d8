using static HospitalityMemory.Conformance.ProfileSamples;

namespace HospitalityMemory.Conformance;

/// <remarks>This part: a booking given again, and amended.</remarks>
public abstract partial class LongTermMemoryConformance
{
    private static readonly Booking Whole = Stay(1, "Rome") with
    {
        BookingId = "b/é",
        Country = "IT",
        PropertyId = "p-1",
        PropertyType = "villa",
        BookedAt = new DateTimeOffset(2024, 12, 1, 0, 0, 0, TimeSpan.Zero),
        Guests = 4,
        PricePerNight = 120.50m,
        Currency = "EUR",
        GuestRating = 5,
        AdditionalFields = JsonFields.Empty.Set("fee", 1.10m),
    };

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(30)]
    public async Task A_booking_given_again_with_fewer_fields_keeps_what_is_recorded(int later)
    {
        var store = new InterruptedProfileStore(await CreateStoreAsync());
        var memory = MemoryOver(store);
        var recorded = (await memory.AddBookingToHistoryAsync(Guest, Whole)).Booking;
        await memory.AddBookingsToHistoryAsync(Guest, [.. Enumerable.Range(2, later).Select(number => Stay(number))]);
        var commits = store.Commits;
        Booking bare = new() { BookingId = Whole.BookingId, City = "Rome", CheckIn = Whole.CheckIn };

        AreSame(recorded, (await memory.AddBookingToHistoryAsync(Guest, bare)).Booking);
        AreSame(recorded, Assert.Single(BookingsOf(await memory.AddBookingsToHistoryAsync(Guest, [bare]))));
        Assert.Equal(commits, store.Commits);

        var moved = (await memory.AddBookingToHistoryAsync(Guest, bare with { City = "Roma", Guests = 2, PricePerNight = 99 })).Booking;
        AreSame(recorded with { City = "Roma", Guests = 2, PricePerNight = 99 }, moved);
        AreSame(moved, (await BookingsAsync(store, Guest))[^1]);
        Assert.Equal("EUR", Assert.Single(await store.FindBookingsAsync(Guest, [bare.BookingId], CancellationToken.None)).Currency);
    }

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(30)]
    public async Task An_amendment_changes_anything_and_what_it_makes_is_what_is_read(int later)
    {
        var store = await CreateStoreAsync();
        var memory = MemoryOver(store);
        await memory.AddBookingToHistoryAsync(Guest, Whole);
        await memory.AddBookingsToHistoryAsync(Guest, [.. Enumerable.Range(2, later).Select(number => Stay(number))]);
        await memory.CancelBookingAsync(Guest, Whole.BookingId);
        var cancelledAt = Now.AddDays(-40);

        await Amended(static booking => booking with { Status = BookingStatus.NoShow });
        await Amended(booking => booking with { Status = BookingStatus.Cancelled, CancelledAt = cancelledAt });
        Assert.Equal(later, (await MemoryOver(store).GetUserProfileAsync(Guest))!.Insights.BookingCount);
        var bare = await Amended(static booking => new() { BookingId = booking.BookingId, City = " Oslo ", CheckIn = new DateOnly(2024, 1, 1) });

        Assert.Equal(
            new Booking { BookingId = Whole.BookingId, City = "Oslo", CheckIn = new DateOnly(2024, 1, 1), Amenities = bare.Amenities, Sequence = 1 }, bare);
        var profile = (await MemoryOver(store).GetUserProfileAsync(Guest))!;
        Assert.Equal(later + 1, profile.Insights.BookingCount);
        Assert.Contains("Oslo", profile.Preferences.PreferredCities);
        Assert.DoesNotContain("Rome", profile.Preferences.PreferredCities);

        async Task<Booking> Amended(Func<Booking, Booking> amend)
        {
            var amended = await memory.AmendBookingAsync(Guest, Whole.BookingId, amend);
            AreSame(amended, Assert.Single(await store.FindBookingsAsync(Guest, [Whole.BookingId], CancellationToken.None)));
            AreSame((await memory.GetUserProfileAsync(Guest))!, await MemoryOver(store).GetUserProfileAsync(Guest));
            return amended;
        }
    }

    [SkippableFact]
    public async Task What_follows_from_other_members_follows_an_amendment_of_these()
    {
        var store = await CreateStoreAsync();
        var memory = MemoryOver(store);
        var checkIn = new DateOnly(2026, 1, 1);
        var recorded = (await memory.AddBookingToHistoryAsync(
            Guest, new() { BookingId = "b", City = "Rome", CheckIn = checkIn, CheckOut = checkIn.AddDays(2), Adults = 2, TotalPrice = 300, Currency = "EUR" })).Booking;
        Assert.Equal((2, 150m), (recorded.Guests, recorded.PricePerNight));

        var amended = await memory.AmendBookingAsync(Guest, "b", booking => booking with { Children = 1, CheckOut = checkIn.AddDays(3) });
        Assert.Equal((3, 100m), (amended.Guests, amended.PricePerNight));
        AreSame(amended, Assert.Single(await BookingsAsync(store, Guest)));

        var set = await memory.AmendBookingAsync(Guest, "b", static booking => booking with { PricePerNight = 90, TotalPrice = 330, Rooms = 2 });
        Assert.Equal((3, 90m, 330m, 2), (set.Guests, set.PricePerNight, set.TotalPrice, set.Rooms));
    }

    [SkippableFact]
    public async Task A_refusal_outlives_the_cleanup_and_a_grant_reaches_no_further_back_than_it()
    {
        var store = await CreateStoreAsync();
        var memory = MemoryOver(store);
        await memory.AddBookingToHistoryAsync(Guest, Stay(1, "Rome"));
        var refused = await memory.SetConsentAsync(Guest, granted: false);
        _time.Advance(TimeSpan.FromDays(800));

        Assert.Equal(1, await memory.CleanupInactiveProfilesAsync());
        Assert.Equal(0, await memory.CleanupInactiveProfilesAsync());

        var later = MemoryOver(store);
        await later.AddBookingToHistoryAsync(Guest, Stay(2, "Oslo"));
        var profile = (await later.GetUserProfileAsync(Guest))!;
        Assert.Equal((ConsentStatus.Withdrawn, refused.ConsentChangedAt), (profile.Consent, profile.ConsentChangedAt));
        Assert.Empty(profile.Preferences.PreferredCities);
        Assert.Equal("b2", Assert.Single(profile.BookingHistory).BookingId);

        await later.SetConsentAsync(Guest, granted: true);
        await later.AddBookingToHistoryAsync(Guest, Stay(3, "Bern"));
        Assert.Equal(["Bern"], (await MemoryOver(store).GetUserProfileAsync(Guest))!.Preferences.PreferredCities);
    }

    [SkippableFact]
    public async Task A_booking_is_to_come_until_its_first_night_and_a_stay_from_then_on()
    {
        var store = await CreateStoreAsync();
        var memory = MemoryOver(store);
        var today = DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime);
        await memory.AddBookingsToHistoryAsync(Guest, [Whole with { CheckIn = today, CheckOut = null }, Stay(2) with { CheckIn = today.AddDays(1), CheckOut = null }]);

        Assert.Equal((2, 1), await CountsAsync(MemoryOver(store)));
        var context = await MemoryOver(store).GetPersonalizationContextAsync(Guest);
        Assert.Equal((today, true), (context.Today, context.IsReturningGuest));
        Assert.Equal([Whole.BookingId], context.RecentStays.Select(stay => stay.BookingId));
        Assert.Equal(["b2"], context.BookingsToCome.Select(booking => booking.BookingId));
        _time.Advance(TimeSpan.FromDays(1));

        // Nothing was written in between.
        Assert.Equal((2, 2), await CountsAsync(memory));
        Assert.Equal((2, 2), await CountsAsync(MemoryOver(store)));
        Assert.Empty((await MemoryOver(store).GetPersonalizationContextAsync(Guest)).BookingsToCome);

        static async Task<(int Bookings, int Stays)> CountsAsync(LongTermMemory memory)
        {
            var insights = (await memory.GetUserProfileAsync(Guest))!.Insights;
            return (insights.BookingCount, insights.StayCount);
        }
    }

    [SkippableFact]
    public async Task An_amendment_that_is_none_or_is_not_allowed_writes_nothing()
    {
        var store = new InterruptedProfileStore(await CreateStoreAsync());
        var memory = MemoryOver(store);
        var recorded = (await memory.AddBookingToHistoryAsync(Guest, Whole)).Booking;

        AreSame(recorded, await memory.AmendBookingAsync(Guest, Whole.BookingId, static booking => booking with { City = " Rome" }));
        await Refused<ArgumentException>("amend", static _ => null!);
        await Refused<ArgumentException>("amend", static booking => booking with { BookingId = "other" });
        await Refused<ArgumentException>("booking.GuestRating", static booking => booking with { GuestRating = 6 });
        await Refused<ArgumentException>("booking.AdditionalFields", static booking => booking with { AdditionalFields = JsonFields.Empty.Set("city", "x") });
        await Assert.ThrowsAsync<FormatException>(async () => await memory.AmendBookingAsync(Guest, Whole.BookingId, static _ => throw new FormatException()));
        await Assert.ThrowsAsync<BookingNotFoundException>(async () => await memory.AmendBookingAsync(Guest, "other", static booking => booking));
        await Assert.ThrowsAsync<BookingNotFoundException>(async () => await memory.AmendBookingAsync("nobody", Whole.BookingId, static booking => booking));

        Assert.Equal(1, store.Commits);
        AreSame(recorded, Assert.Single(await BookingsAsync(store, Guest)));

        async Task Refused<TException>(string member, Func<Booking, Booking> amend)
            where TException : ArgumentException =>
            await Assert.ThrowsAsync<TException>(member, async () => await memory.AmendBookingAsync(Guest, Whole.BookingId, amend));
    }

    [SkippableFact]
    public async Task An_amendment_that_loses_a_race_is_made_again_of_the_newer_booking_and_outside_the_store()
    {
        var store = new InterruptedProfileStore(await CreateStoreAsync());
        var memory = MemoryOver(store);
        var other = MemoryOver(store);
        await memory.AddBookingToHistoryAsync(Guest, Whole);
        var isCommitting = false;
        var ratings = new List<decimal?>();
        store.BeforeCommit = async () =>
        {
            store.BeforeCommit = static () => default;
            isCommitting = true;
            await other.RateBookingAsync(Guest, Whole.BookingId, 2);
            isCommitting = false;
        };

        var amended = await memory.AmendBookingAsync(Guest, Whole.BookingId, booking =>
        {
            Assert.False(isCommitting);
            ratings.Add(booking.GuestRating);
            return booking with { Guests = 7 };
        });

        Assert.Equal([5m, 2m], ratings);
        Assert.Equal((7, 2m), (amended.Guests, amended.GuestRating));
    }
}
