using HospitalityMemory.Testing.Conformance;
using static HospitalityMemory.Testing.Conformance.ProfileSamples;

namespace HospitalityMemory.Conformance;

/// <remarks>This part: several bookings in one commit.</remarks>
public abstract partial class LongTermMemoryConformance
{
    [SkippableTheory]
    [InlineData(0)]
    [InlineData(30)]
    public async Task Several_bookings_are_recorded_in_one_commit_as_if_one_after_the_other(int before)
    {
        var store = new InterruptedProfileStore(await CreateStoreAsync());
        var memory = MemoryOver(store);
        for (var number = 0; number < before; number++)
        {
            await memory.AddBookingToHistoryAsync(Guest, Stay(number));
            await memory.AddBookingToHistoryAsync("one by one", Stay(number));
        }

        Booking[] several =
        [
            .. Enumerable.Range(20, 40).Select(number => Stay(number)),
            Stay(0, "Amended"),
            Stay(50, "Twice"),
            Stay(200) with { CancelledAt = _time.GetUtcNow() },
        ];
        var one = new List<Booking>();
        foreach (var booking in several)
        {
            one.Add((await memory.AddBookingToHistoryAsync("one by one", booking)).Booking);
        }

        var commits = store.Commits;
        var recorded = BookingsOf(await memory.AddBookingsToHistoryAsync(Guest, several));

        Assert.Equal(commits + 1, store.Commits);
        Assert.Equal(several.Select(booking => booking.BookingId), recorded.Select(booking => booking.BookingId));
        Assert.Equal("Twice", recorded[30].City);
        var bookings = await BookingsAsync(store, Guest);
        Assert.Equal((await BookingsAsync(store, "one by one")).Select(Text), bookings.Select(Text));
        Assert.All(recorded, booking => Assert.Contains(Text(booking), bookings.Select(Text)));
        var (together, apart) = ((await store.GetAsync(Guest, CancellationToken.None))!, (await store.GetAsync("one by one", CancellationToken.None))!);
        Assert.Equal(apart.BookingHistory.Select(Text), together.BookingHistory.Select(Text));
        Assert.Equal(apart.Bookings.ToTravelRecord().Bookings.Select(Text), together.Bookings.ToTravelRecord().Bookings.Select(Text));
        Assert.Equal(apart.Bookings.LastSequence, together.Bookings.LastSequence);

        // Given again, the bookings change nothing, except for the one that was given in two versions.
        commits = store.Commits;
        await memory.AddBookingsToHistoryAsync(Guest, [.. several.Where(booking => booking.BookingId != several[30].BookingId)]);
        Assert.Equal(commits, store.Commits);
    }

    [SkippableFact]
    public async Task As_many_bookings_as_are_allowed_are_one_commit()
    {
        var store = new InterruptedProfileStore(await CreateStoreAsync());
        var memory = MemoryOver(store);

        await memory.AddBookingsToHistoryAsync(Guest, [.. Enumerable.Range(0, 400).Select(number => Stay(number))]);

        Assert.Equal(1, store.Commits);
        Assert.Equal(400, await store.CountBookingsAsync(Guest, CancellationToken.None));
        Assert.Equal(400, (await MemoryOver(store).GetUserProfileAsync(Guest))!.Insights.BookingCount);
    }

    [SkippableFact]
    public async Task Of_several_bookings_none_is_recorded_where_one_is_refused()
    {
        var store = await CreateStoreAsync();
        var memory = MemoryOver(store);

        var error = await Assert.ThrowsAsync<ArgumentException>(
            () => memory.AddBookingsToHistoryAsync(Guest, [Stay(1), Stay(2) with { City = " " }]).AsTask());
        var tooMany = await Assert.ThrowsAsync<ArgumentException>(
            () => memory.AddBookingsToHistoryAsync(Guest, [.. Enumerable.Range(0, 401).Select(number => Stay(number))]).AsTask());

        Assert.Equal("bookings[1].City", error.ParamName);
        Assert.StartsWith("bookings[1].City is missing; 1 to 200 characters are allowed", error.Message, StringComparison.Ordinal);
        Assert.StartsWith("bookings has 401 entries; at most 400", tooMany.Message, StringComparison.Ordinal);
        Assert.Empty(await memory.AddBookingsToHistoryAsync(Guest, []));
        Assert.Null(await memory.GetUserProfileAsync(Guest));
        Assert.Empty(await BookingsAsync(store, Guest));
    }

    [SkippableFact]
    public async Task Several_bookings_that_another_came_before_amend_what_that_one_recorded()
    {
        var store = new InterruptedProfileStore(await CreateStoreAsync());
        var memory = MemoryOver(store);
        store.BeforeCommit = async () =>
        {
            store.BeforeCommit = static () => default;
            await MemoryOver(store).AddBookingToHistoryAsync(Guest, Stay(1) with { GuestRating = 5 });
        };

        var recorded = BookingsOf(await memory.AddBookingsToHistoryAsync(Guest, [Stay(1, "Amended"), Stay(2)]));

        Assert.Equal(("Amended", 5m, 1, 2), (recorded[0].City, recorded[0].GuestRating, recorded[0].Sequence, recorded[1].Sequence));
        Assert.Equal(2, await store.CountBookingsAsync(Guest, CancellationToken.None));
    }

    [SkippableFact]
    public async Task Several_bookings_take_over_those_of_a_profile_from_elsewhere()
    {
        var store = new InterruptedProfileStore(await CreateStoreAsync());
        await CommitAsync(store, ProfileSamples.FromElsewhere(Guest, [.. Enumerable.Range(0, 60).Reverse().Select(number => Stay(number))]));

        var recorded = BookingsOf(await MemoryOver(store).AddBookingsToHistoryAsync(Guest, [.. Enumerable.Range(59, 400).Select(number => Stay(number, "Amended"))]));

        Assert.All(recorded, booking => Assert.Equal("Amended", booking.City));
        var bookings = await BookingsAsync(store, Guest);
        Assert.Equal((459, 400), (bookings.Count, bookings.Count(booking => booking.City == "Amended")));
        Assert.Equal(459, (await MemoryOver(store).GetUserProfileAsync(Guest))!.Insights.BookingCount);
    }

    [SkippableFact]
    public async Task A_bad_field_that_is_not_needed_does_not_cost_the_booking_alone_or_among_several()
    {
        var store = await CreateStoreAsync();
        var memory = MemoryOver(store);
        var bad = Stay(1) with
        {
            CheckOut = Stay(1).CheckIn,
            Guests = 0,
            Adults = 2,
            PricePerNight = -5,
            Rooms = -1,
            GuestRating = 9,
            Country = new string('x', 201),
            Amenities = ["pool", "a\nb"],
        };

        var alone = await memory.AddBookingToHistoryAsync(Guest, bad);
        var several = await memory.AddBookingsToHistoryAsync(Guest, [Stay(2), bad with { BookingId = "b3" }]);

        string[] fields = ["guests", "price_per_night", "country", "rooms", "guest_rating", "amenities"];
        Assert.Equal(fields, alone.Problems.Select(problem => problem.Field));
        Assert.All(alone.Problems, problem => Assert.Equal(("b1", null), (problem.BookingId, problem.TakenAs)));
        Assert.Equal("price_per_night is -5; 0 to 1000000000 is allowed. It was dropped.", alone.Problems[1].ToString());
        Assert.Empty(several[0].Problems);
        Assert.Equal(fields, several[1].Problems.Select(problem => problem.Field));
        Assert.Equal((2, 0, null, null), (alone.Booking.Guests, alone.Booking.Dates.Nights, alone.Booking.PricePerNight, alone.Booking.GuestRating));
        Assert.Equal(["pool"], alone.Booking.Amenities);
        foreach (var recorded in (Booking[])[alone.Booking, several[1].Booking])
        {
            AreSame(recorded, (await BookingsAsync(store, Guest)).Single(booking => booking.BookingId == recorded.BookingId));
        }

        // A dropped value counts as left out.
        var again = await memory.AddBookingToHistoryAsync(Guest, Stay(1) with { CheckOut = null, PricePerNight = 0, Currency = "EUR" });
        Assert.Equal((0, 0m, "EUR", null), (again.Booking.Dates.Nights, again.Booking.PricePerNight, again.Booking.Currency, again.Booking.Price));
        Assert.Equal(0m, (await memory.AddBookingToHistoryAsync(Guest, bad)).Booking.PricePerNight);
        Assert.DoesNotContain((await memory.GetUserProfileAsync(Guest))!.Preferences.All, static preference => preference.PriceRange is { Min: 0 });
    }

    private static List<Booking> BookingsOf(IEnumerable<RecordedBooking> recorded) => [.. recorded.Select(static one => one.Booking)];
}
