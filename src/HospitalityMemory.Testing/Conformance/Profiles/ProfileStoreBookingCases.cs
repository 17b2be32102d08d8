using HospitalityMemory.Stores;
using HospitalityMemory.Testing.Checks;
using static HospitalityMemory.Testing.Conformance.ProfileSamples;

namespace HospitalityMemory.Testing.Conformance;

/// <summary>What any profile store must do with bookings, with deletion, and with guests who are inactive.</summary>
internal sealed class ProfileStoreBookingCases(CaseRun<IProfileStore> run) : StoreCases<IProfileStore>(run)
{
    [Case]
    public async Task A_profile_and_its_bookings_are_committed_together()
    {
        var store = await CreateStoreAsync();
        var bookings = Enumerable.Range(0, 20).Select(index => Booking($"b{index}", sequence: index + 1)).ToArray();

        var committed = await CommitAsync(store, Profile("guest"), bookings);

        Assert.Equal(20, await store.CountBookingsAsync("guest", CaseToken.Current));
        var read = await store.GetForUpdateAsync("guest", "b7", CaseToken.Current);
        Assert.Equal(committed.Version, read.Profile!.Version);
        Assert.Equal(Text(bookings[7]), Text(read.Booking!));
        Assert.Null((await store.GetForUpdateAsync("guest", "other", CaseToken.Current)).Booking);
    }

    [Case]
    public async Task Several_bookings_are_found_by_their_ids()
    {
        var store = await CreateStoreAsync();
        var bookings = Enumerable.Range(0, 420).Select(index => Booking($"b/{index}", sequence: index + 1)).ToArray();
        await CommitAsync(store, Profile("guest"), bookings);
        await CommitAsync(store, Profile("other"), Booking("theirs"));

        var found = await store.FindBookingsAsync("guest", ["b/7", "none", "theirs", .. bookings.Skip(20).Select(booking => booking.BookingId)], CaseToken.Current);

        Assert.Equal(
            bookings.Where((_, index) => index is 7 or >= 20).Select(Text).Order(StringComparer.Ordinal),
            found.Select(Text).Order(StringComparer.Ordinal));
        Assert.Empty(await store.FindBookingsAsync("nobody", ["b/7"], CaseToken.Current));
    }

    [Case]
    public async Task Bookings_stream_by_the_latest_check_in_then_by_descending_id()
    {
        var store = await CreateStoreAsync();
        var day = new DateOnly(2026, 5, 1);
        await CommitAsync(
            store,
            Profile("guest"),
            Booking("b", day),
            Booking("z-old", day.AddYears(-30)),
            Booking("B", day),
            Booking("é", day),
            Booking("a", day),
            Booking("far", day.AddYears(100)),
            Booking("10", day),
            Booking("9", day) with { CancelledAt = Now });

        var ids = (await BookingsAsync(store, "guest")).Select(booking => booking.BookingId);

        Assert.Equal(["far", "é", "b", "a", "B", "9", "10", "z-old"], ids);
    }

    [Case]
    public async Task An_amended_booking_is_there_once_as_it_is_now()
    {
        var store = await CreateStoreAsync();
        var first = await CommitAsync(store, Profile("guest"), Booking("b"), Booking("c", new DateOnly(2026, 1, 1)));
        var amended = Booking("b", new DateOnly(2025, 1, 1)) with { City = "Rome", GuestRating = 5, CancelledAt = Now };

        await CommitAsync(store, first, amended);

        Assert.Equal(2, await store.CountBookingsAsync("guest", CaseToken.Current));
        var bookings = await BookingsAsync(store, "guest");
        Assert.Equal(["c", "b"], bookings.Select(booking => booking.BookingId));
        Assert.Equal(Text(amended), Text(bookings[1]));
    }

    [Case]
    public async Task A_guest_with_many_bookings_streams_whole()
    {
        const int Count = 1_000;
        var store = await CreateStoreAsync();
        var profile = Profile("guest");
        var start = new DateOnly(2020, 1, 1);
        for (var index = 0; index < Count; index += 20)
        {
            profile = await CommitAsync(
                store, profile, [.. Enumerable.Range(index, 20).Select(number => Booking($"b{number:D4}", start.AddDays(number % 7), number + 1))]);
        }

        var bookings = await BookingsAsync(store, "guest");

        Assert.Equal(Count, await store.CountBookingsAsync("guest", CaseToken.Current));
        Assert.Equal(
            Enumerable.Range(0, Count).OrderByDescending(number => number % 7).ThenByDescending(number => number).Select(number => $"b{number:D4}"),
            bookings.Select(booking => booking.BookingId));
    }

    [Case]
    public async Task Bookings_before_a_place_are_those_that_the_stream_has_after_it()
    {
        var store = await CreateStoreAsync();
        var profile = Profile("guest");
        Booking[] bookings =
        [
            .. Enumerable.Range(0, 60).Select(number => Booking($"b{number:D2}", new DateOnly(2026, 5, 1).AddDays(number / 4), number + 1)),
            .. Enumerable.Range(0, 4).Select(number => Booking(((string[])["é", "Ｚ", "😀", "b20/x"])[number], new DateOnly(2026, 5, 6), number + 61)),
        ];
        foreach (var chunk in bookings.Chunk(20))
        {
            profile = await CommitAsync(store, profile, chunk);
        }

        var all = (await BookingsAsync(store, "guest")).Select(booking => booking.BookingId).ToArray();
        foreach (var (max, after) in new[] { (1, 0), (5, 3), (20, 17), (20, 44), (20, 63), (64, 0), (100, 30) })
        {
            var place = bookings.Single(booking => booking.BookingId == all[after]);
            var found = await store.GetBookingsBeforeAsync("guest", BookingPosition.Of(place), max, CaseToken.Current);
            Assert.Equal(all.Skip(after + 1).Take(max), found.Select(booking => booking.BookingId));
        }

        Assert.Equal(all[..7], (await store.GetBookingsBeforeAsync("guest", null, 7, CaseToken.Current)).Select(booking => booking.BookingId));
        Assert.Equal(all[..7], (await store.GetBookingsBeforeAsync("guest", new(new(2030, 1, 1), "x"), 7, CaseToken.Current)).Select(booking => booking.BookingId));
        Assert.Empty(await store.GetBookingsBeforeAsync("guest", new(new(2020, 1, 1), "x"), 7, CaseToken.Current));
        Assert.Empty(await store.GetBookingsBeforeAsync("nobody", null, 7, CaseToken.Current));
    }

    [Case]
    public async Task A_stream_left_early_and_begun_again_starts_over()
    {
        var store = await CreateStoreAsync();
        await CommitAsync(store, Profile("guest"), Booking("a"), Booking("b"), Booking("c"));
        var stream = store.GetBookingsAsync("guest", CaseToken.Current);

        await foreach (var booking in stream)
        {
            Assert.Equal("c", booking.BookingId);
            break;
        }

        Assert.Equal(3, (await BookingsAsync(store, "guest")).Count);
    }

    [Case]
    public async Task Deletion_counts_what_it_deletes_leaves_nothing_and_may_be_repeated()
    {
        var store = await CreateStoreAsync();
        await CommitAsync(store, Profile("guest"), Booking("a"), Booking("b") with { CancelledAt = Now }, Booking("c"));

        Assert.Equal(new(1, 3), await store.DeleteAsync("guest", CaseToken.Current));
        Assert.Null(await store.GetAsync("guest", CaseToken.Current));
        Assert.Equal(default, await store.GetForUpdateAsync("guest", "a", CaseToken.Current));
        Assert.Empty(await BookingsAsync(store, "guest"));
        Assert.Equal(0, await store.CountBookingsAsync("guest", CaseToken.Current));
        Assert.Equal(new(0, 0), await store.DeleteAsync("guest", CaseToken.Current));

        await CommitAsync(store, Profile("guest"), Booking("new"));
        Assert.Equal("new", Assert.Single(await BookingsAsync(store, "guest")).BookingId);
    }

    [Case]
    public async Task Inactive_is_seen_before_the_moment_and_no_stay_from_the_day_on()
    {
        var store = await CreateStoreAsync();
        var since = Now.AddDays(-365);
        var today = new DateOnly(2026, 3, 1);
        await Keep("seen-just-before", since.AddMilliseconds(-1));
        await Keep("seen-long-ago-stay-yesterday", since.AddDays(-9), Booking("b", today.AddDays(-1)));
        await Keep("cancelled-stay-to-come", since.AddDays(-9), Booking("b", today.AddDays(9)) with { CancelledAt = Now });
        await Keep("seen-at-the-moment", since);
        await Keep("seen-after", since.AddMilliseconds(1));
        await Keep("stay-today", since.AddDays(-9), Booking("b", today));
        await Keep("there-until-today", since.AddDays(-9), Booking("b", today.AddDays(-5)) with { CheckOut = today });
        await Keep("stay-to-come", since.AddDays(-9), Booking("b", today.AddDays(100)), Booking("old", today.AddDays(-900)));

        var deleted = await DeleteInactiveAsync(store, since, today);

        Assert.Equal(
            ["cancelled-stay-to-come", "seen-just-before", "seen-long-ago-stay-yesterday"],
            deleted.Order(StringComparer.Ordinal));
        foreach (var userId in deleted)
        {
            Assert.Null((await store.GetForUpdateAsync(userId, null, CaseToken.Current)).Profile);
        }

        Assert.Equal(0, await store.CountBookingsAsync("seen-long-ago-stay-yesterday", CaseToken.Current));
        foreach (var userId in new[] { "seen-at-the-moment", "seen-after", "stay-today", "there-until-today", "stay-to-come" })
        {
            Assert.NotNull(await store.GetAsync(userId, CaseToken.Current));
        }

        Assert.Equal(2, await store.CountBookingsAsync("stay-to-come", CaseToken.Current));
        Assert.Empty(await DeleteInactiveAsync(store, since, today));

        async Task Keep(string userId, DateTimeOffset lastActiveAt, params Booking[] bookings)
        {
            var known = bookings.Aggregate(KnownBookings.None, static (known, booking) => known.Add(booking));
            await CommitAsync(store, Profile(userId) with { LastActiveAt = lastActiveAt, Bookings = known }, bookings);
        }
    }

    [Case]
    public async Task A_guest_who_comes_back_after_being_found_inactive_may_be_met_anew()
    {
        var store = await CreateStoreAsync();
        var old = await CommitAsync(store, Profile("guest"), Booking("b"));

        Assert.Equal(["guest"], await DeleteInactiveAsync(store, Now.AddDays(1), new DateOnly(2027, 1, 1)));

        Assert.Null(await store.TryCommitAsync(old, [], CaseToken.Current));
        var met = await CommitAsync(store, Profile("guest"));
        Assert.NotEqual(old.Version, met.Version);
        Assert.Equal(0, await store.CountBookingsAsync("guest", CaseToken.Current));
    }

    [Case]
    public async Task Many_inactive_guests_go_in_one_run()
    {
        var store = await CreateStoreAsync();
        for (var guest = 0; guest < 250; guest++)
        {
            await CommitAsync(store, Profile($"guest-{guest}") with { LastActiveAt = guest % 5 is 0 ? Now : Now.AddDays(-2) }, Booking("b", new DateOnly(2020, 1, 1)));
        }

        var deleted = await DeleteInactiveAsync(store, Now.AddDays(-1), new DateOnly(2026, 3, 1));

        Assert.Equal(200, deleted.Distinct().Count());
        Assert.NotNull(await store.GetAsync("guest-0", CaseToken.Current));
        Assert.Null(await store.GetAsync("guest-1", CaseToken.Current));
    }

    [Case]
    public async Task Of_an_inactive_guest_who_refused_consent_the_refusal_stays_and_nothing_else()
    {
        var store = await CreateStoreAsync();
        var refusedAt = Now.AddDays(-400);
        var (full, booking) = Full("refused");
        var old = await CommitAsync(
            store,
            full with { LastActiveAt = refusedAt, Consent = ConsentStatus.Withdrawn, ConsentChangedAt = refusedAt, Bookings = KnownBookings.None.Add(booking with { Sequence = 0 }) },
            booking with { Sequence = 1 });
        await CommitAsync(store, Profile("other") with { LastActiveAt = refusedAt });
        await CommitAsync(
            store,
            Profile("alone") with { CreatedAt = refusedAt, UpdatedAt = refusedAt, LastActiveAt = refusedAt, Consent = ConsentStatus.Withdrawn, ConsentChangedAt = refusedAt });

        Assert.Equal(["other", "refused"], (await DeleteInactiveAsync(store, Now.AddDays(-9), new DateOnly(2030, 1, 1))).Order(StringComparer.Ordinal));

        var left = (await store.GetForUpdateAsync("refused", booking.BookingId, CaseToken.Current)).Profile!;
        Assert.Equal(Text(RefusedConsent.Alone("refused", refusedAt)), Text(left));
        Assert.True(RefusedConsent.IsAlone(left));
        Assert.NotEqual(old.Version, left.Version);
        Assert.Equal(0, await store.CountBookingsAsync("refused", CaseToken.Current));
        Assert.Null((await store.GetForUpdateAsync("refused", booking.BookingId, CaseToken.Current)).Booking);
        Assert.Null(await store.TryCommitAsync(old, [], CaseToken.Current));

        // Later cleanups pass over a profile that holds only a refusal. A deletion at the guest's wish removes it.
        Assert.Empty(await DeleteInactiveAsync(store, Now.AddYears(9), new DateOnly(2039, 1, 1)));
        Assert.NotNull(await store.GetAsync("alone", CaseToken.Current));
        Assert.Equal(new ProfileDeletion(1, 0), await store.DeleteAsync("refused", CaseToken.Current));
        Assert.Null(await store.GetAsync("refused", CaseToken.Current));
    }

    [Case]
    public async Task A_cleanup_that_is_broken_off_and_called_again_counts_no_refusal_twice()
    {
        var store = await CreateStoreAsync();
        for (var guest = 0; guest < 20; guest++)
        {
            var profile = Profile($"guest-{guest}") with
            {
                LastActiveAt = Now.AddDays(-2),
                Consent = guest % 2 is 0 ? ConsentStatus.Withdrawn : ConsentStatus.Granted,
                ConsentChangedAt = Now.AddDays(-3),
            };
            await CommitAsync(store, Booked(profile, Booking("b", new DateOnly(2020, 1, 1))), Booking("b", new DateOnly(2020, 1, 1)));
        }

        var removed = new List<string>();
        await foreach (var userId in store.DeleteInactiveAsync(Now.AddDays(-1), new DateOnly(2026, 3, 1), CaseToken.Current))
        {
            removed.Add(userId);
            if (removed.Count is 3)
            {
                break;
            }
        }

        removed.AddRange(await DeleteInactiveAsync(store, Now.AddDays(-1), new DateOnly(2026, 3, 1)));

        Assert.Equal(removed.Count, removed.Distinct().Count());
        for (var guest = 0; guest < 20; guest++)
        {
            Assert.Equal(guest % 2 is 0 ? ConsentStatus.Withdrawn : null, (await store.GetAsync($"guest-{guest}", CaseToken.Current))?.Consent);
            Assert.Equal(0, await store.CountBookingsAsync($"guest-{guest}", CaseToken.Current));
        }
    }
}
